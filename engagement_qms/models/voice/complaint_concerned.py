# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class EngagementComplaint(models.Model):
    """Those a complaint is about are heard before it is answered."""

    _inherit = "engagement.complaint"

    hearing_ids = fields.One2many(
        comodel_name="engagement.complaint.hearing",
        inverse_name="complaint_id",
        string="Hearings",
        groups="engagement_qms.group_engagement_user",
    )

    def action_hear_concerned(self):
        """Prepare a hearing for each one it is about, and open them."""
        self.ensure_one()
        unasked = self.employee_ids - self.hearing_ids.employee_id
        if not self.employee_ids:
            raise UserError(
                self.env._(
                    "Nobody is named in %(number)s yet: say whom it is about.",
                    number=self.number,
                )
            )
        said = "\n".join(f"• {name}" for name in self.point_ids.mapped("name"))
        self.env["engagement.complaint.hearing"].create(
            [
                {
                    "complaint_id": self.id,
                    "employee_id": employee.id,
                    "statement": said,
                }
                for employee in unasked
            ]
        )
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_complaint_hearing_action"
        )
        return action | {"domain": [("complaint_id", "=", self.id)], "context": {}}

    def _get_unheard(self):
        """Return those it is about who have not answered yet."""
        self.ensure_one()
        answered = self.hearing_ids.filtered("answered_at")
        return self.employee_ids - answered.employee_id

    def _get_names_of_complainant(self):
        """Return names and addresses that tell who complained."""
        self.ensure_one()
        partner = self.partner_id
        names = {
            *(partner.name, partner.email, partner.phone),
            *(self.partner_name, self.partner_email, self.partner_phone),
            self.acting_for,
        }
        return sorted(name.strip() for name in names if name and name.strip())


class EngagementDailySummary(models.AbstractModel):
    """Those who are asked to be heard read it in the summary of the day, too."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        rows += self._collect(
            _lt("You are asked to be heard"),
            "engagement.complaint.hearing",
            Domain("state", "=", "asked"),
            "due_date",
            users,
        )
        return rows
