# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..mixins import recurrence


class EngagementEvaluationProgramme(models.Model):
    """Evaluates the partners that matter again and again: whom, by what, how often."""

    _name = "engagement.evaluation.programme"
    _description = "Evaluation Rounds"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "next_date, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram", tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
    )
    set_id = fields.Many2one(
        comodel_name="engagement.criteria.set",
        string="We rate them by",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('direction', '=', 'given')]",
        default=lambda self: self._get_usual_set(),
    )
    received_set_id = fields.Many2one(
        comodel_name="engagement.criteria.set",
        string="They rate us by",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('direction', '=', 'received')]",
        help="Empty: they are not asked.",
    )
    days_to_contest = fields.Integer(
        string="Days to contest", required=True, default=14, aggregator=None
    )

    # Whom
    category_ids = fields.Many2many(
        comodel_name="engagement.party.category",
        string="Party categories",
        help="The relevant parties of these categories. With no category and no tag: "
        "all active suppliers.",
    )
    tag_ids = fields.Many2many(comodel_name="res.partner.category", string="Tags")

    # When
    start_date = fields.Date(
        string="First period from",
        required=True,
        default=lambda self: self.env["engagement.evaluation"]._get_quarter()[0],
        tracking=True,
    )
    interval_number = fields.Integer(
        string="Every", required=True, default=1, tracking=True, aggregator=None
    )
    interval_unit = fields.Selection(
        selection=recurrence.UNITS,
        string="Unit",
        required=True,
        default="quarter",
        tracking=True,
    )
    next_date = fields.Date(string="Next period from", readonly=True, copy=False)
    evaluation_ids = fields.One2many(
        comodel_name="engagement.evaluation",
        inverse_name="programme_id",
        string="Evaluations",
    )

    _interval_positive = models.Constraint(
        "CHECK (interval_number > 0)",
        "Periods last 1 or more days, weeks, months, quarters or years.",
    )
    _days_range = models.Constraint(
        "CHECK (days_to_contest BETWEEN 1 AND 365)",
        "A partner has 1 to 365 days to contest.",
    )

    def _get_usual_set(self):
        company = self.env.company
        return (
            self.env["engagement.criteria.set"]
            ._get_defaults(company, "given")
            .get(company)
        )
