# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

EDITIONS = [("2018", "ISO 21001:2018"), ("2025", "ISO 21001:2025")]


class EngagementProgrammeVoice(models.Model):
    """What learners may do when they do not agree with a mark or a decision."""

    _inherit = "engagement.programme"

    assessment_rule = fields.Text(
        string="How learners are assessed", help="As learners are told beforehand."
    )
    appeal_rule = fields.Text(
        string="How to appeal", help="Whom to write to, and what happens then."
    )
    appeal_days = fields.Integer(
        string="Appeal within (days)",
        help="After the decision. 0: as the settings say.",
    )

    _appeal_days_not_negative = models.Constraint(
        "CHECK (appeal_days >= 0)", "An appeal may come 0 or more days later."
    )


class ResCompany(models.Model):
    """Until when learners may appeal, and by which edition a school works."""

    _inherit = "res.company"

    engagement_appeal_days = fields.Integer(
        string="Appeals within (days)",
        default=14,
        help="So long after a decision a learner may appeal against it, where the "
        "programme says nothing else.",
    )
    engagement_education_edition = fields.Selection(
        selection=EDITIONS,
        string="Edition we work by",
        default="2025",
        help="Stands on what is printed; the records are the same for both.",
    )

    _engagement_appeal_days_range = models.Constraint(
        "CHECK (engagement_appeal_days BETWEEN 1 AND 365)",
        "Learners may appeal within 1 to 365 days.",
    )


class ResConfigSettings(models.TransientModel):
    """Until when learners may appeal, and by which edition a school works."""

    _inherit = "res.config.settings"

    engagement_appeal_days = fields.Integer(
        related="company_id.engagement_appeal_days", readonly=False
    )
    engagement_education_edition = fields.Selection(
        related="company_id.engagement_education_edition", readonly=False
    )
