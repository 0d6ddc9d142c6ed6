# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..mixins.batches import run_in_batches

#: Days to contest where no round says otherwise
DAYS_TO_CONTEST = 14
#: The activity of whoever answers a contest
CONTEST = "engagement_qms.mail_activity_type_contest"


class EngagementEvaluationState(models.Model):
    """The way of an evaluation: it runs, it is sent, it is answered, it is over.

    One that we give: sent, agreed, or contested and settled; whoever says nothing until
    the deadline lets it stand. One that we receive: asked for, answered, and closed at
    the end of its time. Every step is here, and every one names what it needs.
    """

    _inherit = "engagement.evaluation"

    ending = fields.Selection(
        selection=[
            ("agreed", "They agree"),
            ("settled", "Settled after a contest"),
            ("answered", "They answered"),
            ("silent", "No answer"),
        ],
        string="How it ended",
        readonly=True,
        copy=False,
        tracking=True,
    )

    _deadline_idx = models.Index(
        "(contest_until) WHERE state = 'sent' AND active IS TRUE"
    )

    def action_send(self):
        """Let the partners have it: in the portal, and by a mail with a link."""
        self.check_access("write")
        self._check_state("draft")
        answers = self._ask_engage("evaluation", "contact_id")
        self._check_can_send(answers)
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        for evaluation in self._step():
            days = evaluation.programme_id.days_to_contest or DAYS_TO_CONTEST
            evaluation.write(
                {
                    "state": "sent",
                    "sent_at": now,
                    "sent_to_id": evaluation.contact_id
                    and answers[evaluation.id].recipient.id,
                    "sent_by_id": self.env.uid,
                    "contest_until": today + timedelta(days=days),
                }
            )
        self._mail_sending()
        return True

    def action_agree(self):
        """Write down that the partner agrees, who said so by another way."""
        self.check_access("write")
        self._agree()
        return True

    def _agree(self):
        self._check_direction("given")
        self._check_state("sent")
        self._step().write(
            {"state": "agreed", "ending": "agreed", "agreed_at": fields.Datetime.now()}
        )

    def _become_contested(self):
        """The partner does not agree with a score: somebody has to answer."""
        self._step().write({"state": "contested"})
        for evaluation in self:
            if evaluation.user_id and not evaluation.activity_search([CONTEST]):
                evaluation.activity_schedule(CONTEST, user_id=evaluation.user_id.id)

    def _settle(self):
        """End a contest of which every score is answered, and tell the partner."""
        self._check_state("contested")
        self._step().write({"state": "closed", "ending": "settled"})
        self.activity_feedback([CONTEST], feedback=self.env._("Answered"))
        self._mail("answer")

    def action_close(self):
        """Close what was sent and whose time is over."""
        self.check_access("write")
        self._check_state("sent")
        for evaluation in self:
            if evaluation._is_in_time():
                raise UserError(
                    self.env._(
                        "“%(name)s”: the partner may still answer until %(day)s.",
                        name=evaluation.display_name,
                        day=evaluation._format_deadline(),
                    )
                )
        self._close()
        return True

    def _close(self):
        for evaluation in self._step():
            answered = bool(evaluation._count_answers())
            evaluation.write(
                {"state": "closed", "ending": "answered" if answered else "silent"}
            )

    def _cron_follow_up(self):
        """Ask for what the rounds want to hear, and close what nobody answered.

        Run again, or after missed days, it does only what is still to do.
        """
        today = fields.Date.context_today(self)
        to_ask = self.search(
            Domain("state", "=", "draft")
            & Domain("direction", "=", "received")
            & Domain("programme_id", "!=", False)
            & Domain("period_end", "<", today)
        )
        answers = to_ask._ask_engage("evaluation", "contact_id")
        to_ask = to_ask.filtered(lambda own: own._may_be_asked(answers.get(own.id)))
        if not run_in_batches(to_ask, lambda part: part.action_send()):
            return
        over = self.search(
            Domain("state", "=", "sent") & Domain("contest_until", "<", today)
        )
        run_in_batches(over, lambda part: part._close())

    def _may_be_asked(self, answer):
        """Return whether a job can ask without somebody looking at it first.

        :param answer: as of ``_may_engage``, or nothing without a contact
        """
        self.ensure_one()
        allowed = answer and answer.allowed and answer.recipient.email_normalized
        return bool(allowed and self.line_ids)

    # What the steps need

    def _check_state(self, *expected):
        """Refuse a step from a wrong state.

        :param str expected: the states from which the step is allowed
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for evaluation in self:
            if evaluation.state not in expected:
                raise UserError(
                    self.env._(
                        "“%(name)s” is at “%(state)s”. This step needs an evaluation "
                        "that is at: %(expected)s.",
                        name=evaluation.display_name,
                        state=labels[evaluation.state],
                        expected=", ".join(labels[state] for state in expected),
                    )
                )

    def _check_direction(self, direction):
        labels = dict(self._fields["direction"]._description_selection(self.env))
        for evaluation in self:
            if evaluation.direction != direction:
                raise UserError(
                    self.env._(
                        "“%(name)s” is of the kind “%(kind)s”. This step is for: "
                        "%(expected)s.",
                        name=evaluation.display_name,
                        kind=labels[evaluation.direction],
                        expected=labels[direction],
                    )
                )

    def _check_can_send(self, answers):
        """Refuse to send what is not ready, or to whom it may not be sent.

        :param dict answers: {id: answer} of those with a contact
        """
        for evaluation in self:
            answer = answers.get(evaluation.id)
            if evaluation.direction == "given" and not evaluation.scored:
                raise UserError(
                    self.env._(
                        "“%(name)s” has no score yet: record feedback, or wait for "
                        "facts of the period, before you send it.",
                        name=evaluation.display_name,
                    )
                )
            if not evaluation.line_ids:
                raise UserError(
                    self.env._(
                        "“%(name)s” asks for nothing: choose criteria first.",
                        name=evaluation.display_name,
                    )
                )
            if evaluation.anonymous:
                evaluation._check_pool()
            elif answer and not answer.allowed:
                raise UserError(answer.reason)
            elif not answer or not answer.recipient.email_normalized:
                raise UserError(
                    self.env._(
                        "“%(name)s”: choose in “Send to” a person with an e-mail "
                        "address.",
                        name=evaluation.display_name,
                    )
                )

    def _is_in_time(self):
        """Return whether the partner may still answer."""
        self.ensure_one()
        last = self.contest_until
        return bool(last) and last >= fields.Date.context_today(self)

    def _check_in_time(self):
        """Refuse what the partner does after the deadline."""
        for evaluation in self:
            if not evaluation._is_in_time():
                raise UserError(
                    self.env._(
                        "The time to answer ended on %(day)s. Write to us if something "
                        "is wrong.",
                        day=evaluation._format_deadline(),
                    )
                )
