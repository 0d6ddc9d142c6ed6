# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class EngagementFeedbackConvert(models.Model):
    """Feedback that turns out to be a complaint becomes one, with all that is known."""

    _name = "engagement.feedback"
    _inherit = ["engagement.feedback", "engagement.voice.mixin"]

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

    def action_open_complaint(self):
        """Open the complaint that it became."""
        self.ensure_one()
        return self.complaint_id.get_formview_action()
