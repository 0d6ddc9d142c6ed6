# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementReviewAttendance(models.Model):
    """A seat in a review: who had to be there, and whether they came themselves."""

    _name = "engagement.review.attendance"
    _description = "Attendance at a Review"
    _inherit = ["engagement.review.line.mixin"]
    _order = "required_leader desc, id"
    _rec_name = "employee_id"

    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Who",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    required_leader = fields.Boolean(
        string="Has to be there",
        help="A leader without whom the review is not complete. A delegate does not "
        "count as them.",
    )
    presence = fields.Selection(
        selection=[
            ("present", "Present"),
            ("delegate", "Sent a delegate"),
            ("absent", "Absent"),
        ],
        copy=False,
    )
    delegate_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        check_company=True,
        help="Who came instead; they may read the review.",
    )
    held_date = fields.Date(related="review_id.held_date", store=True, index=True)

    _once = models.UniqueIndex(
        "(review_id, employee_id)", "This person is on the list already."
    )
    _delegate_is_named = models.Constraint(
        "CHECK ((COALESCE(presence, '') = 'delegate') = (delegate_id IS NOT NULL))",
        "Name the delegate of whoever sent one, and of nobody else.",
    )
    _delegate_is_another = models.Constraint(
        "CHECK (delegate_id != employee_id)",
        "Nobody is their own delegate. Choose somebody else.",
    )

    @api.onchange("presence")
    def _onchange_presence(self):
        if self.presence != "delegate":
            self.delegate_id = False
