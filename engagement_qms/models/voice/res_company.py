# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """How a company takes care of complaints."""

    _inherit = "res.company"

    engagement_profile_id = fields.Many2one(
        comodel_name="engagement.clock.profile",
        string="Time limits of complaints",
        default=lambda self: self.env.ref(
            "engagement_qms.clock_profile_default", raise_if_not_found=False
        ),
        ondelete="restrict",
    )
    engagement_remedy_handler = fields.Float(
        string="Handlers decide up to",
        default=100.0,
        help="What a remedy may be worth, in the company’s currency, without anybody "
        "else agreeing.",
    )
    engagement_remedy_manager = fields.Float(
        string="Managers decide up to",
        default=1000.0,
        help="Above that, a leader agrees.",
    )
    engagement_complaint_keep_months = fields.Integer(
        string="Keep complaints (months)",
        default=36,
        help="So many months after closing, names, addresses and texts are deleted; "
        "number, dates, figures and lesson stay.",
    )
    engagement_feedback_answer_days = fields.Integer(
        string="Answer feedback within (working days)",
        default=10,
        help="Suggestions, concerns and enquiries are answered within so many working "
        "days. Compliments ask for no answer.",
    )
    engagement_radar_threshold = fields.Integer(
        string="Decide on what comes back",
        default=3,
        help="So many times the same cause at the same thing within twelve months, and "
        "a leader decides what to do about it.",
    )

    _engagement_remedy_range = models.Constraint(
        "CHECK (engagement_remedy_handler >= 0"
        " AND engagement_remedy_manager >= engagement_remedy_handler)",
        "Managers decide up to at least as much as handlers, and neither below 0.",
    )
    _engagement_complaint_keep_months_range = models.Constraint(
        "CHECK (engagement_complaint_keep_months BETWEEN 1 AND 360)",
        "Complaints are kept 1 to 360 months after they were closed.",
    )
    _engagement_feedback_answer_days_range = models.Constraint(
        "CHECK (engagement_feedback_answer_days BETWEEN 1 AND 60)",
        "Feedback is answered within 1 to 60 working days.",
    )
    _engagement_radar_threshold_range = models.Constraint(
        "CHECK (engagement_radar_threshold BETWEEN 2 AND 100)",
        "What comes back is decided on after 2 to 100 times.",
    )
