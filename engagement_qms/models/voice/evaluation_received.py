# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from . import scoring

#: How long a sentence to a score may be
SENTENCE_LENGTH = 500


class EngagementEvaluationReceived(models.Model):
    """They rate us: 1 to 5 for each criterion and a sentence, and our answer to it.

    A partner answers once for a period, by whichever of its people, and may change the
    answer until the time is over.
    """

    _inherit = "engagement.evaluation"

    answered_on = fields.Date(string="They answered", readonly=True, copy=False)
    reply = fields.Text(
        string="What we answer",
        copy=False,
        tracking=True,
        help="What we say to their rating: what we change, or why not.",
    )
    replied_at = fields.Datetime(string="Answered", readonly=True, copy=False)

    def action_reply(self):
        """Tell those who rated us what we say to it."""
        self.check_access("write")
        self._check_direction("received")
        self._check_state("sent", "closed")
        for evaluation in self:
            if not evaluation._count_answers():
                raise UserError(
                    self.env._(
                        "“%(name)s”: they have not rated us yet.",
                        name=evaluation.display_name,
                    )
                )
            if not (evaluation.reply or "").strip():
                raise UserError(
                    self.env._(
                        "“%(name)s”: write in “What we answer” what we change, or why "
                        "not.",
                        name=evaluation.display_name,
                    )
                )
        self._step().write({"replied_at": fields.Datetime.now()})
        self._mail("reply")
        return True

    def _count_answers(self):
        """Return how many partners answered; for one that we give, none ever does."""
        self.ensure_one()
        return int(bool(self.answered_on))

    def _rate_from_partner(self, answers, rater):
        """Keep how a partner rates us; what was said before is replaced.

        :param dict answers: {line: (stars, sentence)}, with all rights
        :param rater: the contact who says it
        """
        self.ensure_one()
        self._check_direction("received")
        self._check_state("sent")
        self._check_in_time()
        self._check_answers(answers)
        # sudo: the partner has no right on the model
        self.sudo().line_ids.rating_ids.unlink()
        self._write_ratings(answers, rater_id=rater.id)
        self._step().write({"answered_on": fields.Date.context_today(self)})

    def _check_answers(self, answers):
        """Refuse what answers nothing, or more than is asked."""
        if not answers:
            raise UserError(self.env._("Choose 1 to 5 for at least one point."))
        for line, (stars, sentence) in answers.items():
            if line.evaluation_id != self or stars not in scoring.SCALES["stars"]:
                raise UserError(self.env._("Choose 1 to 5 for each point you rate."))
            if len(sentence) > SENTENCE_LENGTH:
                raise UserError(
                    self.env._(
                        "The sentence to “%(name)s” is too long: at most %(count)s "
                        "signs.",
                        name=line.name,
                        count=SENTENCE_LENGTH,
                    )
                )

    def _write_ratings(self, answers, **values):
        # sudo: the partner has no right on the model
        return (
            self.env["engagement.evaluation.rating"]
            .sudo()
            .create(
                [
                    {
                        "evaluation_id": self.id,
                        "line_id": line.id,
                        "score": scoring.to_score("stars", stars),
                        "scale": "stars",
                        "text": sentence,
                        "user_id": False,
                        **values,
                    }
                    for line, (stars, sentence) in answers.items()
                ]
            )
        )


class EngagementEvaluationRatingReceived(models.Model):
    """What a partner says of us is said by the partner, never by one of us."""

    _inherit = "engagement.evaluation.rating"

    def _check_running(self):
        if not self.env.su:
            # sudo: only which direction it is
            for rating in self.sudo():
                if rating.evaluation_id.direction == "received":
                    raise UserError(
                        self.env._(
                            "What partners say of us they say themselves: send the "
                            "evaluation, and they answer by a link or in the portal."
                        )
                    )
        return super()._check_running()
