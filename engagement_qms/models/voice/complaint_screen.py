# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: What the name of a contact is made of
NAME_FIELDS = (
    *("name", "type", "parent_id", "is_company", "company_name"),
    "commercial_company_name",
)


class EngagementComplaintScreen(models.Model):
    """What the screens of a complaint need to know beside its own fields."""

    _inherit = "engagement.complaint"

    small_organisation = fields.Boolean(
        related="company_id.engagement_small_organisation"
    )
    commitment_count = fields.Integer(
        compute="_compute_commitment_count",
        groups="engagement_qms.group_engagement_user",
    )
    remedy_open = fields.Boolean(compute="_compute_remedy_open")

    @api.depends("commitment_ids")
    def _compute_commitment_count(self):
        for complaint in self:
            complaint.commitment_count = len(complaint.commitment_ids)

    @api.depends("remedy_commitment_id.state")
    def _compute_remedy_open(self):
        for complaint in self:
            # sudo: whether it is done, whoever has the promise by now
            promise = complaint.sudo().remedy_commitment_id
            complaint.remedy_open = promise.state == "open"

    def web_read(self, specification):
        """Read ahead what the names of contacts are made of, not whole contacts."""
        if "partner_id" in specification and len(self) > 1:
            # sudo: as for every name that a list shows
            self.sudo().partner_id.fetch(NAME_FIELDS)
        return super().web_read(specification)

    def _web_read_group_format(self, groupby, aggregates, groups):
        """Fold what is closed on the board: nobody works on it any more."""
        result = super()._web_read_group_format(groupby, aggregates, groups)
        expanded = self._web_read_group_field_expand(groupby)
        if expanded and expanded.name == "state":
            for group in result:
                # the others tell nothing: a list does not open them by itself
                if group["state"] == "closed":
                    group["__fold"] = True
        return result

    @api.model
    def _get_counters(self):
        is_open = [("state", "!=", "closed")]
        return [
            ("overdue", "danger", list(self._get_overdue_domain())),
            ("due", "warning", [*is_open, ("next_due_at", "<=", "+3d")]),
            ("unassigned", "info", [*is_open, ("user_id", "=", False)]),
            (
                "to_agree",
                "info",
                [("state", "=", "proposed"), ("approved_by_id", "=", False)],
            ),
        ]

    def action_ask_reject(self):
        """Ask what the complainant says to an answer they do not accept."""
        return self._ask_step("reject")

    def action_settle_at_once(self):
        """Open the dialog that settles a complaint in one go."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settle at once"),
            "res_model": "engagement.complaint.fast",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def action_view_commitments(self):
        """Open the promises that this complaint left in the ledger."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_commitment_action"
        )
        return action | {
            "domain": [("complaint_id", "in", self.ids)],
            "context": {"create": False},
        }
