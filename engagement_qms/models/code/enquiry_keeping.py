# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class EngagementCodeEnquiryKeeping(models.Model):
    """Enquiries lose what is personal in them some time after they were closed."""

    _inherit = "engagement.code.enquiry"

    @api.autovacuum
    def _gc_personal_data(self):
        """Empty what was closed long enough ago; numbers, dates and decisions stay."""
        return self._gc_emptied()

    def _get_closed_before(self, company, today):
        return today - relativedelta(days=company.engagement_enquiry_keep_days)


class EngagementCode(models.Model):
    """A code says how soon questions about it are answered."""

    _inherit = "engagement.code"

    enquiry_answer_days = fields.Integer(
        string="Answer within",
        default=5,
        help="Questions about the code are answered within so many working days.",
    )
    enquiry_count = fields.Integer(string="Questions", compute="_compute_enquiry_count")

    _enquiry_answer_days_range = models.Constraint(
        "CHECK (enquiry_answer_days BETWEEN 1 AND 60)",
        "Questions are answered within 1 to 60 working days.",
    )

    def _compute_enquiry_count(self):
        counts = dict(
            self.env["engagement.code.enquiry"]._read_group(
                [("root_id", "in", self.root_id.ids)], ["root_id"], ["__count"]
            )
        )
        for code in self:
            code.enquiry_count = counts.get(code.root_id, 0)

    def action_view_enquiries(self):
        """Open the questions about all versions of the code."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_code_enquiry_action"
        )
        return action | {
            "domain": [("root_id", "=", self.root_id.id)],
            "context": {"default_code_id": self.id},
        }


class EngagementDailySummary(models.AbstractModel):
    """Questions that came in, until their promise to answer is at risk or overdue."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        waiting = Domain("state", "=", "new") & Domain(
            "commitment_id.at_risk_at", ">", fields.Datetime.now()
        )
        rows += [
            row._replace(day=row.day.date())
            for row in self._collect(
                _lt("Questions to answer"),
                "engagement.code.enquiry",
                waiting,
                "answer_due_at",
                users,
            )
        ]
        return rows
