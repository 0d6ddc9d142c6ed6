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
    engagement_keep_learner_months = fields.Integer(
        string="Keep learners (months)",
        default=60,
        help="So long after the last day with us a learner keeps the name. 0: always.",
    )
    engagement_keep_applicant_months = fields.Integer(
        string="Keep applicants (months)",
        default=12,
        help="So long an application that came to nothing is kept. 0: always.",
    )
    engagement_keep_support_months = fields.Integer(
        string="Keep support (months)",
        default=24,
        help="So long after a measure ended its texts are kept. 0: always.",
    )
    engagement_keep_guardian_months = fields.Integer(
        string="Keep former guardians (months)",
        default=12,
        help="So long after its last day a guardian's row is kept. 0: always. A mark "
        "“no contact” is kept as long as the learner.",
    )

    _engagement_keep_months_range = models.Constraint(
        "CHECK (LEAST(engagement_keep_learner_months,"
        " engagement_keep_applicant_months, engagement_keep_support_months,"
        " engagement_keep_guardian_months) >= 0)",
        "Data is kept for 0 (always) or more months.",
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
