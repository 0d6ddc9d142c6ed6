# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.voice.complaint import EngagementComplaint

#: What a learner's complaint is about, as the learner says it
ABOUT = [
    ("course", "My course, or what is taught"),
    ("teacher", "A teacher, or somebody else who works here"),
    ("decision", "A mark or a decision: somebody else is to look at it again"),
    ("home", "Something at home"),
    ("safety", "I do not feel safe, or somebody else is not safe"),
    ("other", "Something else"),
]
#: What goes to the safeguarding group at once
UNSAFE = frozenset({"home", "safety"})


class EngagementComplaintSafeguarding(models.Model):
    """What learners bring by the form, and what of it is a matter of safety.

    A learner who is signed in can say what it is about. What is about home or safety
    is secret from the first moment, and goes to the safeguarding group by itself.
    """

    _inherit = "engagement.complaint"

    _step_fields = EngagementComplaint._step_fields | {"handed_over_on"}

    learner_about = fields.Selection(
        selection=ABOUT,
        string="What the learner says it is about",
        readonly=True,
        copy=False,
    )
    handed_over_on = fields.Date(
        string="Handed over to safeguarding", readonly=True, copy=False
    )

    def action_hand_over_to_safeguarding(self):
        """Make the complaints secret, and let the safeguarding group know."""
        self.check_access("write")
        if known := self.filtered("handed_over_on"):
            raise UserError(
                self.env._(
                    "%(number)s was handed over to safeguarding already.",
                    number=known[0].number,
                )
            )
        concerns = self._hand_over_to_safeguarding(self.env.user)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "sticky": True,
                "message": self.env._(
                    "The safeguarding group has it as %(numbers)s. The complaint is "
                    "secret now.",
                    numbers=", ".join(concerns.mapped("number")),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _hand_over_to_safeguarding(self, user=None):
        """Make secret what is a concern for safety, and raise it.

        :param user: who raises it; nobody where it came by the form
        :return: the concerns
        """
        # sudo: nobody but the safeguarding group may read what is made here
        complaints = self.sudo()
        complaints.write({"confidentiality": "secret"})
        complaints._step().write({"handed_over_on": fields.Date.context_today(self)})
        return self.env["engagement.safeguarding.concern"]._raise(
            [
                {
                    "company_id": complaint.company_id.id,
                    "complaint_id": complaint.id,
                    "learner_id": complaint.learner_id.id,
                    "who": complaint.anonymous
                    and self.env._("Somebody without a name")
                    or complaint.learner_id.name
                    or complaint.partner_name,
                    "what": complaint.description,
                    "happened_at": complaint.occurred_on,
                    "place": complaint.site,
                    "raised_by_id": user and user.id,
                }
                for complaint in complaints
            ]
        )

    @api.model
    def _get_own_learner(self):
        """Return the learner that is signed in, in the company of the form, or none."""
        # sudo: oneself is oneself
        learners = self.env["engagement.learner"].sudo()
        user = self.env.user
        if user._is_public():
            return learners
        return learners.search(
            Domain("partner_id", "=", user.partner_id.id)
            & Domain("company_id", "=", self.env.company.id)
        )

    @api.model
    def _is_form_open(self):
        """Let learners and guardians complain also where nobody else may."""
        return (
            super()._is_form_open()
            or bool(self._get_own_learner())
            or bool(self.env["engagement.learner"]._search_for_page())
        )

    @api.model
    def _get_form_choices(self):
        choices = super()._get_form_choices()
        if self._get_own_learner():
            about = self._fields["learner_about"]._description_selection(self.env)
            choices["learner_about"] = about
        return choices

    @api.model
    def _receive(self, values, files=(), kind="complaint", partner=None):
        about = values.get("learner_about")
        if about in UNSAFE:
            values = values | {"confidentiality": "secret"}
        if about == "decision" and kind == "complaint":
            kind = "appeal"
        complaint, code = super()._receive(values, files, kind, partner)
        if about in UNSAFE:
            complaint._hand_over_to_safeguarding()
            complaint._write_as_is()
        return complaint, code
