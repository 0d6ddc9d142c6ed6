# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import consteq, format_date

from ..mixins.partner_page_mixin import MAX_ID
from ..mixins.public_form_mixin import clean_text
from . import scoring
from .evaluation import KNOWN_STATES


class EngagementEvaluationPage(models.Model):
    """What partners see of evaluations, and what they do with them.

    They find what was sent to their company, by login or by the link in the mail. Who
    of ours said what is never among the values handed out.
    """

    _name = "engagement.evaluation"
    _inherit = ["engagement.evaluation", "engagement.partner.page.mixin"]
    _partner_page_order = "period_start desc, id desc"

    @api.model
    def _get_for_token(self, evaluation_id, token):
        """Return the evaluation that the link in a mail leads to, or nothing.

        :param str token: from the mail
        """
        if not 0 < evaluation_id <= MAX_ID:
            return self.browse()
        known = Domain("id", "=", evaluation_id) & self._get_known_domain()
        # sudo: the token says whose it is; partners have no right on the model, and
        # nothing is given away before it was compared
        found = self.sudo().search(known)
        key = found.access_token
        valid = isinstance(token, str) and token.isascii() and key
        return found if valid and consteq(key, token) else found[:0]

    @api.model
    def _get_known_domain(self):
        return Domain("state", "in", KNOWN_STATES) & Domain("anonymous", "=", False)

    @api.model
    def _get_partner_domain(self):
        """Return which evaluations the company of whoever is signed in knows."""
        user = self.env.user
        if user._is_public():
            return Domain.FALSE
        own = Domain("partner_id", "=", user.commercial_partner_id.id)
        return own & self._get_known_domain()

    def _get_partner_rows(self):
        """Return the rows of the list in the portal."""
        return [
            {
                "id": evaluation.id,
                "number": evaluation.number,
                "company": evaluation.company_id.name,
                "given": evaluation.direction == "given",
                "period": evaluation._format_period(),
                "score": evaluation._format_score(),
                "open": bool(evaluation._get_partner_steps()),
                "until": evaluation._format_deadline(),
                "status": evaluation._get_partner_status(),
            }
            for evaluation in self
        ]

    def _get_partner_values(self):
        """Return all that the page of an evaluation may say."""
        self.ensure_one()
        [row] = self._get_partner_rows()
        shown = {"approved", "conditional", "blocked"} & {self.standing}
        labels = dict(self._fields["standing"]._description_selection(self.env))
        return row | {
            "coverage": f"{self.coverage:.0f}",
            "note": self.note or "",
            "standing": labels[self.standing] if row["given"] and shown else "",
            "again": row["given"]
            and self.reevaluate_on
            and format_date(self.env, self.reevaluate_on),
            "contact": self.user_id.name or "",
            "steps": self._get_partner_steps(),
            "answered": self.answered_on and format_date(self.env, self.answered_on),
            "reply": self.reply if self.replied_at else "",
            "lines": [line._get_partner_values() for line in self.line_ids],
        }

    def _get_pool_values(self):
        """Return what the page says on which many rate us without names."""
        self.ensure_one()
        in_time = self._is_in_time()
        return {
            "company": self.company_id.name,
            "period": self._format_period(),
            "until": self._format_deadline(),
            "open": self.state == "sent" and in_time,
            "lines": [
                {
                    "id": line.id,
                    "name": line.name,
                    "description": line.description or "",
                    "stars": 0,
                    "text": "",
                }
                for line in self.line_ids
            ],
        }

    def _get_partner_steps(self):
        """Return what the partner can do now: agree, contest, rate."""
        self.ensure_one()
        in_time = self._is_in_time()
        if self.direction == "received":
            return ["rate"] if self.state == "sent" and in_time else []
        steps = ["agree"] if self.state == "sent" else []
        free = self.line_ids.filtered(
            lambda line: line.scored and line.contest_state == "none"
        )
        if self.state in ("sent", "contested") and in_time and free:
            steps.append("contest")
        return steps

    def _get_partner_status(self):
        """Return where it stands, in words of the partner."""
        self.ensure_one()
        if self.direction == "received":
            if self.state == "sent":
                return (
                    self.env._("You have answered")
                    if self.answered_on
                    else self.env._("Your answer is asked for")
                )
            return self.env._("Closed")
        return {
            "sent": self.env._("Your answer is asked for"),
            "contested": self.env._("You contest it; we answer"),
            "agreed": self.env._("You agreed"),
        }.get(self.state, self.env._("Closed"))

    def _format_score(self):
        self.ensure_one()
        return f"{self.score:.0f}" if self.scored else ""

    def _take_partner_step(self, step, form, files, author):
        """Do what the partner asks for on the page.

        :param str step: agree, contest or rate
        :param dict form: what was typed in: all is text, and may be wrong
        :param files: of ``file_check.Checked``
        :param author: the contact who does it
        """
        self.ensure_one()
        if self.env.user._is_internal():
            raise UserError(
                self.env._("You are signed in as one of us: the partner answers here.")
            )
        if step == "agree":
            self._agree()
            self._message_log(
                body=self.env._("%(name)s agrees.", name=author.display_name)
            )
        elif step == "contest":
            self._contest(self._read_reasons(form), files, author)
        elif step == "rate":
            self._rate_from_partner(self._read_answers(form), author)
        else:
            raise UserError(self.env._("Choose what to do."))

    def _read_reasons(self, form):
        """Return {line: why its score is wrong}, where something was written."""
        reasons = {}
        for line in self.line_ids:
            reason = clean_text(form.get(f"reason_{line.id}"))
            if reason:
                reasons[line] = reason
        return reasons

    def _read_answers(self, form):
        """Return {line: (stars, sentence)} where stars were chosen.

        :raise UserError: naming the point that has a sentence only
        """
        answers = {}
        for line in self.line_ids:
            stars = clean_text(form.get(f"stars_{line.id}"))
            sentence = " ".join(clean_text(form.get(f"text_{line.id}")).split())
            if stars:
                answers[line] = (stars, sentence)
            elif sentence:
                raise UserError(
                    self.env._("Choose 1 to 5 for “%(name)s”, too.", name=line.name)
                )
        return answers


class EngagementEvaluationLinePage(models.Model):
    """What a partner sees of one score."""

    _inherit = "engagement.evaluation.line"

    def _get_partner_values(self):
        self.ensure_one()
        corrected = self.contest_state == "corrected"
        values = {
            "id": self.id,
            "name": self.name,
            "description": self.description or "",
            "weight": f"{self.weight:g}",
            "score": f"{self.score:.0f}" if self.scored else "",
            "fact": self.fact_text or "",
            "first_score": f"{self.first_score:.0f}" if corrected else "",
            "contest": self.contest_state,
            "reason": self.contest_reason or "",
            "answer": self.contest_answer or "",
        }
        if self.evaluation_id.direction == "received":
            rating = self.rating_ids[:1]
            stars = rating and scoring.to_stars(rating.score)
            return values | {"stars": stars, "text": rating.text or ""}
        # sorted, so that the order tells nobody who was first
        said = {rating.text for rating in self.rating_ids if rating.text}
        return values | {"comments": sorted(said, key=str.lower)}
