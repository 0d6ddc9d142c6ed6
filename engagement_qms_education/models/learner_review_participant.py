# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.engagement_qms.models.mixins.review_mixin import OPEN_STATES


class EngagementLearnerReviewParticipant(models.Model):
    """Somebody who takes part in the review of a learner, and whether they came."""

    _name = "engagement.learner.review.participant"
    _description = "Participant of a Review of a Learner"
    _inherit = ["engagement.company.mixin", "engagement.step.mixin"]
    _order = "review_id, id"
    _rec_name = "partner_id"
    _check_company_auto = True
    _step_fields_once = frozenset({"review_id"})

    review_id = fields.Many2one(
        comodel_name="engagement.learner.review",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Who",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    role = fields.Selection(
        selection=[
            ("tutor", "Tutor"),
            ("learner", "Learner"),
            ("guardian", "Guardian"),
            ("support", "Support"),
            ("manager", "Manager"),
            ("other", "Somebody else"),
        ],
        string="As",
        required=True,
        default="other",
    )
    present = fields.Boolean(default=True)

    _once = models.UniqueIndex(
        "(review_id, partner_id)", "This person is on the list already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people._check_review_open()
        return people

    def write(self, vals):
        self._check_review_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        self._check_review_open()

    def _check_review_open(self):
        """Refuse to change who took part in a review that is closed."""
        for review in self.review_id if not self._in_step() else ():
            if review.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "“%(name)s” is closed: who took part stays as it is.",
                        name=review.display_name,
                    )
                )
