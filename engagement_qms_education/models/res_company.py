# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """When learners come of age, and how early the school is told."""

    _inherit = "res.company"

    engagement_majority_age = fields.Integer(
        string="Of age at",
        default=18,
        help="On this birthday what guardians may see and decide ends by itself.",
    )
    engagement_majority_notice_days = fields.Integer(
        string="Notice before a learner comes of age (days)",
        default=60,
        help="So many days before a learner comes of age the tutor is told.",
    )

    engagement_attendance_threshold = fields.Float(
        string="Attendance to look at below (%)",
        default=80,
        help="A learner who comes less often gets an at-risk review. 0: nobody does.",
    )

    _engagement_attendance_threshold_range = models.Constraint(
        "CHECK (engagement_attendance_threshold BETWEEN 0 AND 100)",
        "Attendance is 0 to 100 %.",
    )
    _engagement_majority_age_range = models.Constraint(
        "CHECK (engagement_majority_age BETWEEN 12 AND 30)",
        "Learners come of age between 12 and 30.",
    )
    _engagement_majority_notice_days_range = models.Constraint(
        "CHECK (engagement_majority_notice_days BETWEEN 0 AND 365)",
        "The tutor is told 0 to 365 days before a learner comes of age.",
    )
