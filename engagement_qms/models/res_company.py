# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

# Up to so many internal users, the settings propose the small organisation.
SMALL_ORGANISATION_USERS = 10


class ResCompany(models.Model):
    """How a company works with the app: its size, and how early it reminds."""

    _inherit = "res.company"

    engagement_small_organisation = fields.Boolean(
        string="Small organisation",
        help="Shows the fields that a small organisation needs and hides the others. "
        "Where a second person is asked for, a reasoned self-check is enough. "
        "Nothing is lost: switched off again, everything is there.",
    )
    engagement_lead_days = fields.Integer(
        string="Days before",
        default=14,
        help="So many days before something is due it is opened and the person "
        "responsible is reminded, unless a plan says otherwise.",
    )
    engagement_confirm_months = fields.Integer(
        string="Confirm needs every (months)",
        default=12,
        help="After so many months somebody makes sure that a need still holds, "
        "unless the need says otherwise.",
    )
    engagement_enquiry_keep_days = fields.Integer(
        string="Keep enquiries (days)",
        default=365,
        help="So many days after a question about a code was closed, the name, the "
        "address and the text of whoever wrote are deleted.",
    )

    _engagement_lead_days_range = models.Constraint(
        "CHECK (engagement_lead_days BETWEEN 0 AND 365)",
        "Reminders come 0 to 365 days before something is due.",
    )
    _engagement_confirm_months_range = models.Constraint(
        "CHECK (engagement_confirm_months BETWEEN 1 AND 120)",
        "A need is confirmed every 1 to 120 months.",
    )
    _engagement_enquiry_keep_days_range = models.Constraint(
        "CHECK (engagement_enquiry_keep_days BETWEEN 1 AND 3650)",
        "Questions are kept 1 to 3650 days after they were closed.",
    )

    def _get_internal_user_count(self):
        """Return how many active internal users may work in the company."""
        self.ensure_one()
        # sudo: the number says how big the company is, whoever asks
        return (
            self.env["res.users"]
            .sudo()
            .search_count([("share", "=", False), ("company_ids", "in", self.ids)])
        )
