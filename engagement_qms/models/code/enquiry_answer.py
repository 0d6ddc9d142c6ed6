# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class EngagementCodeEnquiryAnswer(models.Model):
    """What becomes of a question: answered, taken up or not."""

    _inherit = "engagement.code.enquiry"

    def action_close(self):
        """Close what was answered, with what became of it.

        :raise UserError: naming what is missing
        """
        self._check_state(("new", "answered"))
        for enquiry in self:
            if enquiry.state == "new" and enquiry.partner_email:
                raise UserError(
                    self.env._(
                        "Somebody waits for the answer to %(number)s. Answer it first.",
                        number=enquiry.number,
                    )
                )
            if not enquiry.decision or (
                enquiry.decision in ("partly", "not") and not enquiry.decision_note
            ):
                raise UserError(
                    self.env._(
                        "Say what became of %(number)s: taken up or not, and why not.",
                        number=enquiry.number,
                    )
                )
        self.filtered(lambda enquiry: enquiry.state == "new")._settle()
        self._step().write(
            {"state": "closed", "closed_on": fields.Date.context_today(self)}
        )
        return True

    def action_spam(self):
        """Close what nobody meant seriously; it does not count as a promise."""
        self._check_state(("new",))
        self._drop_promise(self.env._("No real enquiry"))
        self._step().write(
            {
                "state": "closed",
                "decision": "spam",
                "closed_on": fields.Date.context_today(self),
            }
        )
        return True

    def _get_answer_days(self):
        return self.code_id.enquiry_answer_days

    def _render_answer(self):
        return self.env["ir.qweb"]._render(
            "engagement_qms.code_enquiry_answer",
            {"enquiry": self, "code": self.code_id},
            lang=self.env.lang,
            minimal_qcontext=True,
        )
