# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngagementCriterion(models.Model):
    """One thing that a partner is looked at for, scored by people or by facts."""

    _name = "engagement.criterion"
    _description = "Criterion"
    _inherit = ["engagement.criteria.part.mixin"]
    _order = "set_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="Criterion", required=True, translate=True)
    description = fields.Char(
        string="What is looked at", translate=True, help="The partner reads it, too."
    )
    weight = fields.Float(required=True, default=25, digits=(5, 2), aggregator=None)
    fact = fields.Selection(
        selection="_selection_fact",
        string="Counted from",
        help="Empty: people give a score. Otherwise it is counted from what is in the "
        "system for the period.",
    )

    _weight_range = models.Constraint(
        "CHECK (weight > 0 AND weight <= 100)",
        "A criterion weighs more than 0 and at most 100.",
    )

    @api.model
    def _selection_fact(self):
        return list(self.env["engagement.evaluation.fact"]._get_facts().items())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: all evaluations count, also those of other companies
        used = (
            self.env["engagement.evaluation.line"]
            .sudo()
            ._read_group([("criterion_id", "in", self.ids)], ["criterion_id"])
        )
        for (criterion,) in used:
            raise ValidationError(
                self.env._(
                    "“%(name)s” was used in evaluations, which keep it. Copy the "
                    "criteria, leave it out of the copy, and archive these.",
                    name=criterion.name,
                )
            )
