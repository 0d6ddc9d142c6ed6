# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: A title of fewer words may stand in any text by chance
TELLING_WORDS = 3


class EngagementAction(models.Model):
    """An action that comes from a complaint says nothing of it that is protected.

    More people work on an action than on its complaint: of a restricted or secret one
    they see the number only, in the origin and in what is written down.
    """

    _inherit = "engagement.action"

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        # not before the record is there: the complaint would list it twice
        compute="_compute_complaint_id",
        store=True,
        compute_sudo=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.depends("origin_model", "origin_res_id")
    def _compute_complaint_id(self):
        for action in self:
            action.complaint_id = (
                action.origin_model == "engagement.complaint" and action.origin_res_id
            )

    def _compute_origin_ref(self):
        result = super()._compute_origin_ref()
        for action in self:
            complaint = action._get_protected_complaint()
            if action.origin_ref and complaint:
                action.origin_ref = complaint.number
        return result

    @api.constrains("name", "description", "lesson", "origin_model", "origin_res_id")
    def _check_title_of_complaint(self):
        for action in self:
            if action._get_repetitions():
                raise ValidationError(
                    self.env._(
                        "%(number)s is protected, and more people read an action. "
                        "Say what is changed in words that do not repeat its title.",
                        number=action._get_protected_complaint().number,
                    )
                )

    def _is_told_at(self, origin):
        """A complaint is answered by its letters, feedback by its own answer."""
        if origin._name == "engagement.complaint":
            return origin.state != "closed"
        if origin._name == "engagement.feedback":
            return not origin.reported_back_on and not origin.anonymous
        return super()._is_told_at(origin)

    def _get_protected_complaint(self):
        """Return the complaint if others than those who work on it may not see it."""
        self.ensure_one()
        # sudo: its level, number and title, for those who may not open it
        complaint = self.complaint_id.sudo()
        return complaint.filtered(lambda c: c.confidentiality != "normal")

    def _get_repetitions(self):
        """Return {field: text without the title} where the title of one stands."""
        complaint = self._get_protected_complaint()
        title = (complaint.name or "").removesuffix("…").strip()
        if not title:
            return {}
        pattern = re.escape(title)
        if len(title.split()) < TELLING_WORDS:
            pattern = rf"\A\s*{pattern}\s*\Z"
        repetition = re.compile(pattern, re.IGNORECASE)
        return {
            name: repetition.sub(complaint.number, self[name])
            for name in self._confidential_title_fields
            if self[name] and repetition.search(self[name])
        }

    def _forget_title_of_complaint(self):
        """Take the title out, because the complaint is protected from now on."""
        self.env.add_to_compute(self._fields["origin_ref"], self)
        for action in self:
            if repetitions := action._get_repetitions():
                action.write(repetitions)
