# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class EngagementTouchpoint(models.Model):
    """Where one group of people meets us on their way, from the first question on.

    The map says for each of these places who answers for it, which contact plan serves
    it and which figure tells how it goes: the same for everybody, whoever is on duty.
    """

    _name = "engagement.touchpoint"
    _description = "Touchpoint"
    _inherit = ["engagement.company.mixin", "engagement.counter.mixin", "hr.mixin"]
    _order = "category_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    category_id = fields.Many2one(
        comodel_name="engagement.party.category",
        string="Group",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    stage = fields.Selection(
        selection=[
            ("enquiry", "Enquiry"),
            ("admission", "Admission"),
            ("induction", "First weeks"),
            ("delivery", "Learning"),
            ("assessment", "Assessment"),
            ("complaint", "Complaint or appeal"),
            ("leaving", "Leaving"),
            ("alumni", "Afterwards"),
        ],
        required=True,
        default="enquiry",
        group_expand=True,
    )
    expectation = fields.Text(
        string="What they find here",
        translate=True,
        help="The same for everybody: what happens, how soon, in which form.",
    )
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Answers for it",
        check_company=True,
        index="btree_not_null",
    )
    plan_id = fields.Many2one(
        comodel_name="engagement.plan",
        string="Contact plan",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
    )
    indicator_id = fields.Many2one(
        comodel_name="engagement.indicator",
        string="Figure",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
    )
    missing = fields.Char(compute="_compute_missing")

    @api.depends("owner_id", "plan_id", "indicator_id")
    @api.depends_context("lang")
    def _compute_missing(self):
        for point in self:
            gaps = [
                text
                for held, text in (
                    (point.owner_id, self.env._("nobody answers for it")),
                    (point.plan_id, self.env._("no contact plan")),
                    (point.indicator_id, self.env._("no figure")),
                )
                if not held
            ]
            point.missing = ", ".join(gaps) or False

    @api.model
    def _get_counters(self):
        return [
            ("no_owner", "danger", Domain("owner_id", "=", False)),
            ("no_plan", "warning", Domain("plan_id", "=", False)),
            ("no_indicator", "info", Domain("indicator_id", "=", False)),
        ]
