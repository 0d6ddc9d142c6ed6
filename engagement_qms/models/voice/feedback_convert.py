# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

USER_GROUP = "engagement_qms.group_engagement_user"


class EngagementFeedbackConvert(models.Model):
    """Feedback that is taken up becomes an action, and a complaint if it is one."""

    _name = "engagement.feedback"
    _inherit = [
        "engagement.feedback",
        "engagement.voice.mixin",
        "engagement.follow.up.mixin",
    ]

    _follow_up_kind = "suggestion"

    # who spoke reads the own feedback, and not the actions
    follow_up_count = fields.Integer(groups=USER_GROUP)

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        string="Became the complaint",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    was_complaint_ids = fields.One2many(
        comodel_name="engagement.complaint",
        inverse_name="feedback_id",
        string="Was the complaint",
    )

    def action_make_complaint(self):
        """Handle it as a complaint: the clock runs from when it was received."""
        self.ensure_one()
        self._check_state(("new", "answered"))
        if self.complaint_id:
            raise UserError(
                self.env._("%(number)s is a complaint already.", number=self.number)
            )
        complaint = self.env["engagement.complaint"].create(
            self._copy_shared("engagement.complaint")
            | {
                "description": self.text,
                "origin_model": self._name,
                "origin_res_id": self.id,
            }
        )
        self._hand_over(complaint)
        number = complaint.number
        self._drop_promise(self.env._("Handled as the complaint %s", number))
        self._step().write({"complaint_id": complaint.id})
        if not self.decision:
            self.decision = "none"
        self._close()
        self._note(self.env._("Handled as the complaint %s.", number))
        return complaint.get_formview_action()

    def action_take_up(self):
        """Take it up: an action follows, and whoever spoke is told so."""
        self.ensure_one()
        self._check_state(("new", "answered"))
        self._check_not_emptied()
        open_title = self.confidentiality == "normal"
        action = self.env["engagement.action"].create(
            {
                "name": self.name if open_title else self.number,
                "kind": self._follow_up_kind,
                "description": open_title and self.text,
                "confidentiality": self.confidentiality,
                "company_id": self.company_id.id,
                "user_id": (self.user_id or self.env.user).id,
                "origin_model": self._name,
                "origin_res_id": self.id,
            }
        )
        if not self.decision:
            self.decision = "taken_up"
        return action.get_formview_action()

    def action_open_complaint(self):
        """Open the complaint that it became."""
        self.ensure_one()
        return self.complaint_id.get_formview_action()
