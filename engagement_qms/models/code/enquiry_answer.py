# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from . import clock


class EngagementCodeEnquiryAnswer(models.Model):
    """What becomes of a question: answered in time, taken up or not, begun again."""

    _inherit = "engagement.code.enquiry"

    def action_answer(self):
        """Send the answer, or note that it was given where there is no address.

        :raise UserError: without an answer
        """
        self._check_state(("new",))
        for enquiry in self:
            if not (enquiry.answer or "").strip():
                raise UserError(
                    self.env._(
                        "Write the answer to %(number)s first.", number=enquiry.number
                    )
                )
        self._send_answer()
        self._settle()
        self._step().write({"state": "answered", "answered_at": fields.Datetime.now()})
        return True

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
        # sudo: the promise falls away, whoever is responsible for it by now
        promises = self.sudo().commitment_id
        promises.filtered(lambda promise: promise.state == "open").action_cancel(
            self.env._("No real enquiry")
        )
        self._step().write(
            {
                "state": "closed",
                "decision": "spam",
                "closed_on": fields.Date.context_today(self),
            }
        )
        return True

    def action_reopen(self):
        """Take an enquiry up again; the time to answer starts anew."""
        self._check_state(("answered", "closed"))
        for enquiry in self:
            if enquiry.emptied_on:
                raise UserError(
                    self.env._(
                        "%(number)s was emptied: nobody can tell any more what it "
                        "said.",
                        number=enquiry.number,
                    )
                )
            # sudo: the promise is another one, whoever was responsible for the first
            promise = enquiry.sudo().commitment_id
            enquiry._step().commitment_id = promise.action_reopen()
        self._step().write({"state": "new", "closed_on": False, "answered_at": False})
        return True

    def _promise_answer(self):
        """Put the time to answer into the ledger."""
        # sudo: the promise is the organisation's, also where a visitor brought it
        promises = self.env["engagement.commitment"].sudo()
        promises = promises.create(
            [
                {
                    "name": self.env._("Answer %(number)s", number=enquiry.number),
                    "kind": "answer",
                    "origin_model": self._name,
                    "origin_res_id": enquiry.id,
                    "confidentiality": enquiry.confidentiality,
                    "company_id": enquiry.company_id.id,
                    "calendar_id": enquiry.company_id.resource_calendar_id.id,
                    "user_id": enquiry.user_id.id,
                    "started_at": enquiry.received_at,
                    "limit_value": enquiry.code_id.enquiry_answer_days,
                    "limit_unit": "working_day",
                }
                for enquiry in self
            ]
        )
        for enquiry, promise in zip(self, promises, strict=True):
            enquiry._step().commitment_id = promise

    def _get_answer_date(self):
        """Return the day until which the answer comes, where the company is."""
        self.ensure_one()
        zone = self.company_id.resource_calendar_id.tz or "UTC"
        return clock.local_date(self.answer_due_at, zone)

    def _settle(self):
        """Note in the ledger that the answer was given now."""
        # sudo: the answer settles its promise, whoever is responsible for that by now
        promises = self.sudo().commitment_id
        promises.filtered(lambda promise: promise.state == "open")._set_done(
            fields.Datetime.now()
        )

    def _send_answer(self):
        """Queue the answers to those who left an address; no contact is made."""
        mails = [
            enquiry.with_context(lang=enquiry.lang or self.env.lang)._prepare_mail()
            for enquiry in self
            if enquiry.partner_email
        ]
        # sudo: mails without a document are the administrator's; this one has none, so
        # that the address stays out of the history
        self.env["mail.mail"].sudo().create(mails)

    def _prepare_mail(self):
        """Return the values of the answer; its subject holds the number only."""
        self.ensure_one()
        body = self.env["ir.qweb"]._render(
            "engagement_qms.code_enquiry_answer",
            {"enquiry": self, "code": self.code_id},
            lang=self.env.lang,
            minimal_qcontext=True,
        )
        sender = self.company_id.partner_id
        return {
            "subject": self.env._(
                "Your message %(number)s to %(company)s",
                number=self.number,
                company=self.company_id.name,
            ),
            "body_html": body,
            "email_to": self.partner_email,
            "author_id": self.env.user.partner_id.id,
            "email_from": sender.email_formatted or self.env.user.email_formatted,
            "reply_to": sender.email_formatted or self.env.user.email_formatted,
            "auto_delete": True,
        }

    def _check_state(self, states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for enquiry in self:
            if enquiry.state not in states:
                raise UserError(
                    self.env._(
                        "%(number)s is in the state “%(state)s” already.",
                        number=enquiry.number,
                        state=labels[enquiry.state],
                    )
                )
