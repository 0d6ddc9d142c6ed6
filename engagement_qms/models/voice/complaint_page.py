# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import format_date

from ..code import clock
from .complaint_ending import SCORES
from .complaint_reply import FACTS
from .complaint_state import ANSWERED_STATES

#: How far a complaint is on the line of steps that complainants see
STEP_OF_STATE = {
    "new": 0,
    "acknowledged": 1,
    "assessed": 2,
    "investigating": 2,
    "proposed": 2,
    "second_look": 2,
    "communicated": 3,
    "awaiting": 3,
    "disputed": 3,
    "closed": 4,
}
#: Closed for one of these, an answer may stand there that was never sent
UNANSWERED_REASONS = ("withdrawn", "unfounded", "reclassified")
#: Closed for one of these, the complainant reads why
EXPLAINED_REASONS = ("unfounded", "reclassified")


class EngagementComplaintPage(models.Model):
    """What complainants see of their complaint: this, and nothing else.

    The templates get plain values, never the record. What was not sent is not shown: an
    answer is there from the letter on, and a second one not before its own letter.
    """

    _inherit = "engagement.complaint"

    def _get_public_values(self):
        """Return all that the page of a complaint may say."""
        self.ensure_one()
        open_title = self.confidentiality != "secret" and not self.emptied_on
        return {
            "number": self.number,
            "title": self.name if open_title else "",
            "company": self.company_id.name,
            "closed": self.state == "closed",
            "emptied": bool(self.emptied_on),
            "status": self._get_public_status(),
            "dates": self._get_public_dates(),
            "steps": self._get_public_steps(),
            "said": "" if self.emptied_on else self.description,
            "about": "" if self.emptied_on else self.subject_name,
            "received": self._format_page_day(self.received_at),
            "facts": self._get_public_facts(),
            "letters": self._get_public_letters(),
            "answer": self._get_public_answer(),
            "why": self.closing_reason in EXPLAINED_REASONS and self.closing_note or "",
            "changed": self.state == "closed" and self.what_changed or "",
            "reply": self._get_public_reply(),
            "ways": self._get_open_ways(),
            "first_round": self.round < 2,
            "scores": self._get_scores(),
            "rated": (self.outcome_score, self.handling_score)
            if self.outcome_score
            else None,
        }

    def _get_public_rows(self):
        """Return the rows of the list of one's own."""
        names = self._get_step_names()
        return [
            {
                "id": complaint.id,
                "number": complaint.number,
                "title": complaint.name
                if complaint.confidentiality != "secret"
                else "",
                "received": complaint._format_page_day(complaint.received_at),
                "step": names[STEP_OF_STATE[complaint.state]],
                "closed": complaint.state == "closed",
                "waits": complaint.state in ANSWERED_STATES and not complaint.reply,
            }
            for complaint in self
        ]

    def _get_public_steps(self):
        """Return the line of steps, and how far it is."""
        reached = STEP_OF_STATE[self.state]
        return [
            {
                "name": name,
                "done": step < reached or self.state == "closed",
                "current": step == reached,
            }
            for step, name in enumerate(self._get_step_names())
        ]

    def _get_step_names(self):
        return [
            self.env._("Received"),
            self.env._("Confirmed"),
            self.env._("Looked into"),
            self.env._("Answered"),
            self.env._("Closed"),
        ]

    def _get_scores(self):
        """Return the grades of satisfaction, in the language of the page."""
        labels = {
            "1": self.env._("Very dissatisfied"),
            "2": self.env._("Dissatisfied"),
            "3": self.env._("Neither"),
            "4": self.env._("Satisfied"),
            "5": self.env._("Very satisfied"),
        }
        return [(grade, labels[grade]) for grade, _label in SCORES]

    def _get_public_status(self):
        """Return how it stands, in one or two plain sentences."""
        self.ensure_one()
        if self.state == "closed":
            return self._get_public_ending()
        if self.state == "new":
            return self.env._("We have received it, and will confirm that shortly.")
        if self.state == "second_look":
            return self.env._(
                "Somebody who had no part in our first answer looks at it anew."
            )
        if self.state == "disputed":
            return self.env._("Somebody outside, who is independent, deals with it.")
        if self.state not in ANSWERED_STATES:
            return self.env._("We are looking into it.")
        if not self.reply:
            return self.env._("We have answered. Please tell us what you think of it.")
        if self.reply == "accepted":
            return self.env._("You accept our answer. We close it when all is done.")
        if self.asked_for == "second_look":
            return self.env._(
                "You do not accept our answer, and asked for a second look. We choose "
                "somebody for it, and tell you."
            )
        if self.second_look_declined or self.round > 1:
            return self.env._(
                "You do not accept our answer. We tell you what you can do outside."
            )
        return self.env._("You do not accept our answer.")

    def _get_public_ending(self):
        """Return how a closed one ended."""
        if self.asked_for == "reopen":
            return self.env._(
                "It is closed. You asked us to take it up again: we decide that soon."
            )
        texts = {
            "accepted": self.env._("It is closed: you accepted our answer."),
            "final_not_accepted": self.env._(
                "It is closed: our answer is final, and you did not accept it."
            ),
            "no_reply": self.env._("It is closed: we did not hear from you."),
            "withdrawn": self.env._("It is closed: you withdrew it."),
            "unfounded": self.env._("It is closed: we could not take it further."),
            "reclassified": self.env._("We go on with it in another way."),
        }
        return texts.get(self.closing_reason, self.env._("It is closed."))

    def _get_public_dates(self):
        """Return what is due until when, each with what to say about it."""
        # sudo: the ledger is the organisation's; only its dates are told
        promises = self.sudo().commitment_ids.filtered(
            lambda promise: promise.state == "open"
        )
        labels = {
            "acknowledge": self.env._("We confirm it by"),
            "answer": self.env._("You get our answer by"),
            "second_look": self.env._("You get the second answer by"),
            "remedy": self.env._("What we promised is done by"),
        }
        now = fields.Datetime.now()
        dates = []
        for promise in promises.sorted("due_at"):
            if promise.kind not in labels:
                continue
            note = ""
            if promise.due_at < now:
                note = self.env._("This day has passed. We are late, and sorry.")
            elif promise.extended:
                note = self.env._(
                    "Later than first said, which was %(day)s.",
                    day=self._format_page_day(promise.first_due_at),
                )
            dates.append(
                {
                    "label": labels[promise.kind],
                    "day": self._format_page_day(promise.due_at),
                    "note": note,
                    "late": promise.due_at < now,
                }
            )
        return dates

    def _get_public_facts(self):
        """Return what the complainant added, with the names of the files."""
        if self.emptied_on:
            return []
        # sudo: these messages are the complainant's own; no others are read
        messages = self.env["mail.message"].sudo()
        messages = messages.search(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("subtype_id", "=", self.env.ref(FACTS).id),
            ],
            order="id",
        )
        return [
            {
                "day": self._format_page_day(message.date),
                "text": message.body,
                "files": message.attachment_ids.mapped("name"),
            }
            for message in messages
        ]

    def _get_public_letters(self):
        """Return the letters as they went out, the newest first."""
        if self.emptied_on:
            return []
        labels = dict(
            self.env["engagement.complaint.notice"]
            ._fields["moment"]
            ._description_selection(self.env)
        )
        return [
            {
                "title": labels[notice.moment],
                "day": self._format_page_day(notice.sent_at),
                "body": notice.body,
                "lang": (notice.lang or "").replace("_", "-"),
            }
            for notice in self.notice_ids
        ]

    def _is_answer_out(self):
        """Tell whether what stands there as the answer is what was sent."""
        if not self.communicated_at or self.emptied_on:
            return False
        if self.state == "closed":
            return self.closing_reason not in UNANSWERED_REASONS
        return self.state in (*ANSWERED_STATES, "disputed")

    def _get_public_answer(self):
        """Return the answer that was sent, or nothing."""
        if not self._is_answer_out():
            return None
        replies = dict(self.point_ids._fields["reply"]._description_selection(self.env))
        has_remedy = self.remedy_kind not in (False, "none")
        # sudo: the ledger is the organisation's; only whether it was done is told
        promise = self.sudo().remedy_commitment_id
        return {
            "text": self.decision_text or "",
            "day": self._format_page_day(self.communicated_at),
            "points": [
                {
                    "id": point.id,
                    "name": point.name,
                    "outcome": point._get_outcome_label(),
                    "answer": point.answer or "",
                    "reply": replies.get(point.reply, ""),
                    "note": point.reply_note or "",
                }
                for point in self.point_ids
            ],
            "remedy": self._get_remedy_label() if has_remedy else "",
            "remedy_text": (self.remedy_text or "") if has_remedy else "",
            "remedy_due": format_date(self.env, self.remedy_due_date)
            if has_remedy and self.remedy_due_date
            else "",
            "remedy_done": bool(promise.done_at),
            "outside": self._get_outside_text(),
        }

    def _get_public_reply(self):
        """Return what the complainant replied, or nothing."""
        if not self.reply or self.emptied_on:
            return None
        labels = dict(self._fields["reply"]._description_selection(self.env))
        return {"label": labels[self.reply], "note": self.reply_note or ""}

    def _format_page_day(self, moment):
        """Return the day of a moment where the company works, for the reader."""
        if not moment:
            return ""
        zone = self.company_id.resource_calendar_id.tz or "UTC"
        return format_date(self.env, clock.local_date(moment, zone))
