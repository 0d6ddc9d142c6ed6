# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

#: Parties that are not customers may still stand between us and the customers
CUSTOMER_ROLES = ("direct", "indirect")


class EngagementNeedLink(models.Model):
    """What we do about a need: objectives, risks, briefings; and where nothing is done.

    Two gaps are shown, never forbidden: a binding need that nothing answers, and a
    need of somebody who is no customer that affects customers while no risk and no
    objective takes it up. Whether something answers does not depend on who looks, so
    the links are counted with all rights.
    """

    _name = "engagement.need"
    _inherit = ["engagement.need", "engagement.counter.mixin"]

    affects_customer = fields.Boolean(
        string="Affects customers",
        tracking=True,
        help="If we miss it, customers will feel it.",
    )
    customer_effect = fields.Text(
        string="How customers feel it",
        help="What would happen to the customers, and how soon.",
    )
    objective_ids = fields.Many2many(
        comodel_name="engagement.objective", string="Objectives", check_company=True
    )
    risk_ids = fields.Many2many(
        comodel_name="engagement.risk", string="Risks", check_company=True
    )
    communication_ids = fields.Many2many(
        comodel_name="engagement.communication",
        string="Communications",
        check_company=True,
    )
    objective_count = fields.Integer(compute="_compute_link_counts")
    risk_count = fields.Integer(compute="_compute_link_counts")
    communication_count = fields.Integer(compute="_compute_link_counts")

    unanswered = fields.Boolean(
        string="Nothing answers it",
        compute="_compute_unanswered",
        search="_search_unanswered",
        compute_sudo=True,
        help="Binding, but no objective, no risk under control and nothing that "
        "fulfils it.",
    )
    unlinked_customer_effect = fields.Boolean(
        string="Customers exposed",
        compute="_compute_unlinked_customer_effect",
        search="_search_unlinked_customer_effect",
        compute_sudo=True,
        help="Somebody who is no customer needs it, customers would feel it, and no "
        "risk and no objective takes it up.",
    )

    @api.depends("objective_ids", "risk_ids", "communication_ids")
    def _compute_link_counts(self):
        for need in self:
            need.objective_count = len(need.objective_ids)
            need.risk_count = len(need.risk_ids)
            need.communication_count = len(need.communication_ids)

    @api.depends(
        "binding",
        "fulfilment_ids",
        "objective_ids.active",
        "objective_ids.state",
        "risk_ids.active",
        "risk_ids.controlled_until",
    )
    @api.depends_context("tz")
    def _compute_unanswered(self):
        flagged = self.filtered_domain(self._get_unanswered_domain())
        for need in self:
            need.unanswered = need in flagged

    def _search_unanswered(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_unanswered_domain()

    @api.depends(
        "affects_customer",
        "party_id.value_role",
        "objective_ids.active",
        "objective_ids.state",
        "risk_ids.active",
    )
    def _compute_unlinked_customer_effect(self):
        flagged = self.filtered_domain(self._get_unlinked_customer_effect_domain())
        for need in self:
            need.unlinked_customer_effect = need in flagged

    def _search_unlinked_customer_effect(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_unlinked_customer_effect_domain()

    def action_view_objectives(self):
        """Open the objectives that serve this need."""
        return self._open_linked("engagement_qms.engagement_objective_action")

    def action_view_risks(self):
        """Open the risks that come with this need."""
        return self._open_linked("engagement_qms.engagement_risk_action")

    def action_view_communications(self):
        """Open the communications about this need."""
        return self._open_linked("engagement_qms.engagement_communication_action")

    def _open_linked(self, action_xmlid):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(action_xmlid)
        return action | {
            "domain": [("need_ids", "in", self.ids)],
            "context": {
                "default_need_ids": self.ids,
                "default_company_id": self.company_id.id,
            },
        }

    @api.model
    def _get_counters(self):
        return [
            ("confirm_overdue", "danger", [("confirm_overdue", "=", True)]),
            ("unanswered", "danger", [("unanswered", "=", True)]),
            ("customers_exposed", "warning", [("unlinked_customer_effect", "=", True)]),
            ("not_met", "warning", [("status", "in", ["not_met", "partly"])]),
        ]

    @api.model
    def _get_unanswered_domain(self):
        today = fields.Date.context_today(self)
        return (
            Domain("binding", "=", True)
            & Domain("fulfilment_ids", "=", False)
            & self._get_no_objective_domain()
            & Domain("risk_ids", "not any!", [("controlled_until", ">=", today)])
        )

    @api.model
    def _get_unlinked_customer_effect_domain(self):
        return (
            Domain("affects_customer", "=", True)
            & Domain("party_id.value_role", "not in", CUSTOMER_ROLES)
            & self._get_no_objective_domain()
            & Domain("risk_ids", "not any!", Domain.TRUE)
        )

    @api.model
    def _get_no_objective_domain(self):
        # an objective that was given up does not serve the need any more
        return Domain("objective_ids", "not any!", [("state", "!=", "dropped")])
