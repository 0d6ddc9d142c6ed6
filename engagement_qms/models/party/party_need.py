# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementPartyNeed(models.Model):
    """What a party needs, what can go wrong with it, and which processes serve it."""

    _inherit = "engagement.party"

    need_ids = fields.One2many(
        comodel_name="engagement.need", inverse_name="party_id", string="Needs"
    )
    need_count = fields.Integer(compute="_compute_need_count")
    need_overdue_count = fields.Integer(
        string="Needs to confirm",
        compute="_compute_need_count",
        help="Needs that nobody has confirmed within their interval.",
    )
    risk_ids = fields.One2many(
        comodel_name="engagement.risk", inverse_name="party_id", string="Risks"
    )
    process_ids = fields.Many2many(
        comodel_name="engagement.process",
        string="Processes that serve it",
        check_company=True,
    )

    @api.depends("need_ids.next_confirm_date")
    @api.depends_context("tz")
    def _compute_need_count(self):
        today = fields.Date.context_today(self)
        needs = self.env["engagement.need"]
        domain = [("party_id", "in", self.ids)]
        counts = dict(needs._read_group(domain, ["party_id"], ["__count"]))
        overdue = dict(
            needs._read_group(
                [*domain, ("next_confirm_date", "<", today)], ["party_id"], ["__count"]
            )
        )
        for party in self:
            party.need_count = counts.get(party, 0)
            party.need_overdue_count = overdue.get(party, 0)

    def action_view_needs(self):
        """Open the needs of this party."""
        return self._open_related("engagement_qms.engagement_need_action")
