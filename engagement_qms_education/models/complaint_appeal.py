# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngagementComplaintAppeal(models.Model):
    """An appeal against a mark or another decision, by rules known beforehand.

    It says against what, taken when and by whom; whoever took the decision does not
    decide again. What comes too late is refused, or taken for a reason. Whether it is
    upheld is said point by point, as of every complaint.
    """

    _inherit = "engagement.complaint"

    appeal_decision = fields.Char(
        string="Decision appealed against",
        help="For example: the mark of the examination in June.",
    )
    appeal_decided_on = fields.Date(string="Decision of")
    appeal_decider_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Decision taken by",
        index="btree_not_null",
        check_company=True,
        help="Has no part in deciding the appeal.",
    )
    appeal_until = fields.Date(
        string="Appeal until",
        compute="_compute_appeal_until",
        store=True,
        help="So many days after the decision as the programme says, or else the "
        "settings.",
    )
    appeal_late = fields.Boolean(
        string="Appeal too late", compute="_compute_appeal_late", store=True
    )
    appeal_late_reason = fields.Char(string="Why it is taken all the same")

    @api.depends(
        "appeal_decided_on",
        "programme_id.appeal_days",
        "company_id.engagement_appeal_days",
    )
    def _compute_appeal_until(self):
        for complaint in self:
            # sudo: how long somebody may appeal is for everybody to know
            programme, company = (complaint.programme_id, complaint.company_id.sudo())
            days = programme.appeal_days or company.engagement_appeal_days
            decided = complaint.appeal_decided_on
            complaint.appeal_until = decided and decided + relativedelta(days=days)

    @api.depends("appeal_until", "received_at")
    def _compute_appeal_late(self):
        for complaint in self:
            received = complaint.received_at
            complaint.appeal_late = bool(
                complaint.appeal_until
                and received
                and fields.Datetime.context_timestamp(complaint, received).date()
                > complaint.appeal_until
            )

    @api.constrains(
        "user_id",
        "investigator_id",
        "reviewer_id",
        "appeal_decider_id",
        "self_check_reason",
    )
    def _check_not_decider(self):
        for complaint in self.filtered("appeal_decider_id"):
            # sudo: only which user the employee is
            decider = complaint.sudo().appeal_decider_id.user_id
            handlers = (
                complaint.user_id | complaint.investigator_id | complaint.reviewer_id
            )
            small = complaint.company_id.engagement_small_organisation
            if decider & handlers and not (small and complaint.self_check_reason):
                raise ValidationError(
                    self.env._(
                        "%(name)s took the decision that %(number)s is against, and "
                        "does not decide again. Choose somebody else.",
                        name=decider.name,
                        number=complaint.number,
                    )
                )

    def _get_missing_to_assess(self):
        appeal = self.kind == "appeal"
        return [
            *super()._get_missing_to_assess(),
            (
                self.env._(
                    "Say against which decision the appeal is, and of what day."
                ),
                appeal and not (self.appeal_decision and self.appeal_decided_on),
            ),
            (
                self.env._("Say who took the decision."),
                appeal and not self.appeal_decider_id,
            ),
            (
                self.env._(
                    "It came too late: say that it is not ours to handle, or why it is "
                    "taken all the same."
                ),
                appeal
                and self.appeal_late
                and self.admissible == "yes"
                and not self.appeal_late_reason,
            ),
        ]

    def _get_approval_obstacle(self):
        obstacle = super()._get_approval_obstacle()
        # sudo: only which user the employee is
        decider = self.sudo().appeal_decider_id.user_id
        small = self.company_id.engagement_small_organisation
        if not obstacle and self.env.user == decider and not small:
            return self.env._(
                "You took the decision that %(number)s is against: somebody else "
                "agrees to the answer.",
                number=self.number,
            )
        return obstacle
