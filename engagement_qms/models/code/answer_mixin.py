# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from . import clock


class EngagementAnswerMixin(models.AbstractModel):
    """Something that somebody said and gets an answer to, within a time.

    The time is a promise in the ledger: answering keeps it, a tick there does not. The
    answer goes out as a queued mail in the person's language and hangs on no record,
    so that no address stands in a history. The model has `number`, `state` with
    "new" and "answered", `received_at`, `user_id`, `company_id`,
    `confidentiality`, `partner_email` and `lang`; this mixin comes first in its
    `_inherit`.
    """

    _name = "engagement.answer.mixin"
    _description = "Is Answered within a Time"
    _inherit = ["engagement.engage.mixin"]

    commitment_id = fields.Many2one(
        comodel_name="engagement.commitment",
        string="Promise to answer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    answer_due_at = fields.Datetime(
        string="Answer due", related="commitment_id.due_at", store=True, index=True
    )
    answer = fields.Text(copy=False)
    answered_at = fields.Datetime(string="Answered", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.filtered(lambda record: record._needs_answer())._promise_answer()
        return records

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            # sudo: the promise goes along to the one who answers now
            self.sudo().commitment_id.write({"user_id": vals["user_id"]})
        return result

    def action_answer(self):
        """Send the answer, or note that it was given where there is no address.

        :raise UserError: without an answer
        """
        self._check_state(("new",))
        for record in self:
            if not (record.answer or "").strip():
                raise UserError(
                    self.env._(
                        "Write the answer to %(number)s first.", number=record.number
                    )
                )
        self._send_answer()
        self._settle()
        self._step().write({"state": "answered", "answered_at": fields.Datetime.now()})
        return True

    def action_reopen(self):
        """Take it up again; the time to answer starts anew."""
        self._check_state(("answered", "closed"))
        self._check_not_emptied()
        for record in self:
            # sudo: the promise is another one, whoever was responsible for the first
            promise = record.sudo().commitment_id
            if promise:
                record._step().commitment_id = promise.action_reopen()
        self._step().write({"state": "new", "closed_on": False, "answered_at": False})
        return True

    def _needs_answer(self):
        """Return whether somebody waits for an answer."""
        self.ensure_one()
        return True

    def _get_answer_days(self):
        """Return within how many working days it is answered."""
        raise NotImplementedError

    def _render_answer(self):
        """Return the text of the mail, in the language of the context."""
        raise NotImplementedError

    def _get_answer_lang(self):
        self.ensure_one()
        return self.lang or self.env.lang

    def _promise_answer(self):
        """Put the time to answer into the ledger."""
        # sudo: the promise is the organisation's, also where a visitor brought it
        promises = self.env["engagement.commitment"].sudo()
        promises = promises.create([record._prepare_promise() for record in self])
        for record, promise in zip(self, promises, strict=True):
            # sudo: whoever brought it may not write it afterwards
            record.sudo()._step().commitment_id = promise

    def _prepare_promise(self):
        """Return the values of the promise; its name holds the number only."""
        self.ensure_one()
        return {
            "name": self.env._("Answer %(number)s", number=self.number),
            "kind": "answer",
            "origin_model": self._name,
            "origin_res_id": self.id,
            "confidentiality": self.confidentiality,
            "company_id": self.company_id.id,
            "calendar_id": self.company_id.resource_calendar_id.id,
            "user_id": self.user_id.id,
            "started_at": self.received_at,
            "limit_value": self._get_answer_days(),
            "limit_unit": "working_day",
        }

    def _get_answer_date(self):
        """Return the day until which the answer comes, where the company is."""
        self.ensure_one()
        zone = self.company_id.resource_calendar_id.tz or "UTC"
        return clock.local_date(self.answer_due_at, zone)

    def _settle(self):
        """Note in the ledger that the answer was given now."""
        self._get_open_promises()._set_done(fields.Datetime.now())

    def _drop_promise(self, reason):
        """Take the promise out of the count, because it fell away.

        :param str reason: why
        """
        promises = self._get_open_promises()
        if promises:
            promises.action_cancel(reason)

    def _get_open_promises(self):
        # sudo: the answer settles its promise, whoever is responsible for that by now
        promises = self.sudo().commitment_id
        return promises.filtered(lambda promise: promise.state == "open")

    def _send_answer(self):
        """Queue the answers to those who left an address; no contact is made."""
        mails = [
            record.with_context(lang=record._get_answer_lang())._prepare_mail()
            for record in self - self._get_barred("answer")
            if record.partner_email
        ]
        # sudo: mails without a document are the administrator's; this one has none, so
        # that the address stays out of the history
        self.env["mail.mail"].sudo().create(mails)

    def _prepare_mail(self):
        """Return the values of the answer; its subject holds the number only."""
        self.ensure_one()
        sender = self.company_id.partner_id
        return {
            "subject": self.env._(
                "Your message %(number)s to %(company)s",
                number=self.number,
                company=self.company_id.name,
            ),
            "body_html": self._render_answer(),
            "email_to": self.partner_email,
            "author_id": self.env.user.partner_id.id,
            "email_from": sender.email_formatted or self.env.user.email_formatted,
            "reply_to": sender.email_formatted or self.env.user.email_formatted,
            "auto_delete": True,
        }

    def _check_state(self, states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            if record.state not in states:
                raise UserError(
                    self.env._(
                        "%(number)s is in the state “%(state)s” already.",
                        number=record.number,
                        state=labels[record.state],
                    )
                )


class EngagementCommitment(models.Model):
    """A promise to answer is kept by answering, not by a tick in the ledger."""

    _inherit = "engagement.commitment"

    def action_cancel(self, reason=None):
        self._check_not_of_answer()
        return super().action_cancel(reason)

    def action_reopen(self):
        self._check_not_of_answer()
        return super().action_reopen()

    def _check_by_hand(self):
        result = super()._check_by_hand()
        self._check_not_of_answer()
        return result

    def _check_not_of_answer(self):
        """Refuse by hand what the answered record does, which acts with all rights."""
        if self.env.su:
            return
        answered = self.env.registry.descendants(
            ["engagement.answer.mixin"], "_inherit"
        )
        for commitment in self:
            if commitment.origin_model in answered:
                raise UserError(
                    self.env._(
                        "“%(name)s” follows %(origin)s: open it, and answer, close or "
                        "take it up again there.",
                        name=commitment.display_name,
                        origin=commitment.origin_ref,
                    )
                )
