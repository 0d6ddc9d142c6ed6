# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

from .scoring import HIGHEST, LOWEST

#: How long the reason of a contest may be
REASON_LENGTH = 2000


class EngagementEvaluationContest(models.Model):
    """The partner does not agree with single scores, and says why."""

    _name = "engagement.evaluation"
    _inherit = ["engagement.evaluation", "engagement.upload.mixin"]

    contested_count = fields.Integer(
        string="Scores to answer", compute="_compute_contested_count"
    )
    contest_line_ids = fields.One2many(
        comodel_name="engagement.evaluation.line",
        inverse_name="evaluation_id",
        string="Contested scores",
        domain=[("contest_state", "!=", "none")],
        readonly=True,
    )
    has_contest = fields.Boolean(compute="_compute_contested_count")

    @api.depends("line_ids.contest_state")
    def _compute_contested_count(self):
        for evaluation in self:
            open_lines = evaluation.line_ids.filtered(
                lambda line: line.contest_state == "contested"
            )
            evaluation.contested_count = len(open_lines)
            evaluation.has_contest = any(
                line.contest_state != "none" for line in evaluation.line_ids
            )

    def _contest(self, reasons, files, author):
        """Keep what the partner says against scores, with files that show it.

        :param dict reasons: {line: why}
        :param files: of ``file_check.Checked``
        :param author: the contact who says it
        :raise UserError: when it is too late, or says nothing
        """
        self.ensure_one()
        self._check_direction("given")
        self._check_state("sent", "contested")
        self._check_in_time()
        if not reasons:
            raise UserError(
                self.env._("Say at a score why it is wrong, or agree with all of them.")
            )
        for line, reason in reasons.items():
            line._contest(reason)
        message = self.with_context(mail_post_autofollow_author_skip=True).message_post(
            body=Markup("<p>%s</p><ul>%s</ul>")
            % (
                self.env._("These scores are contested:"),
                Markup().join(
                    Markup("<li>%s: %s</li>")
                    % (
                        line.name,
                        Markup("<br/>").join(map(escape, reason.splitlines())),
                    )
                    for line, reason in reasons.items()
                ),
            ),
            author_id=author.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        # not by the post, which takes no file of somebody from outside
        message.attachment_ids = self._keep_files(files)
        self._become_contested()


class EngagementEvaluationLineContest(models.Model):
    """One score that is contested: kept or corrected, with an answer either way."""

    _inherit = "engagement.evaluation.line"

    first_score = fields.Float(
        string="Score when sent",
        readonly=True,
        copy=False,
        digits=(5, 2),
        aggregator=None,
        help="What the partner contested; it stays visible after a correction.",
    )
    state = fields.Selection(related="evaluation_id.state", string="Evaluation is")

    _contest_idx = models.Index("(evaluation_id) WHERE contest_state = 'contested'")

    def action_ask_answer(self):
        """Open the dialog that answers a contest."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer the contest"),
            "res_model": "engagement.evaluation.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_id": self.id},
        }

    def _contest(self, reason):
        self.ensure_one()
        if not self.scored:
            raise UserError(
                self.env._("“%(name)s” has no score to contest.", name=self.name)
            )
        if self.contest_state != "none":
            raise UserError(
                self.env._(
                    "You have contested “%(name)s” already. We answer it.",
                    name=self.name,
                )
            )
        if len(reason) > REASON_LENGTH:
            raise UserError(
                self.env._(
                    "The reason at “%(name)s” is too long: at most %(count)s signs.",
                    name=self.name,
                    count=REASON_LENGTH,
                )
            )
        self._step().write(
            {
                "contest_state": "contested",
                "contest_reason": reason,
                "first_score": self.score,
            }
        )

    def _answer_contest(self, text, score=None):
        """Keep or correct a contested score; the last answer settles the evaluation.

        :param str text: what the partner is told
        :param float score: the right score; None keeps the one there is
        """
        self.ensure_one()
        evaluation = self.evaluation_id
        evaluation.check_access("write")
        evaluation._check_state("contested")
        if self.contest_state != "contested":
            raise UserError(
                self.env._("“%(name)s” is answered already.", name=self.name)
            )
        text = (text or "").strip()
        if not text:
            raise UserError(
                self.env._("Say why: the partner reads it beside the score.")
            )
        values = {"contest_state": "kept", "contest_answer": text}
        if score is not None:
            if not LOWEST <= score <= HIGHEST:
                raise UserError(self.env._("A score goes from 0 to 100."))
            if score == self.score:
                raise UserError(
                    self.env._(
                        "That is the score it has. Write the right one, or keep it."
                    )
                )
            values = {
                "contest_state": "corrected",
                "contest_answer": text,
                "corrected_score": score,
                "correction_reason": text,
            }
        self._step().write(values)
        said = (
            self.env._(
                "%(name)s: kept at %(score)s.", name=self.name, score=f"{self.score:g}"
            )
            if score is None
            else self.env._(
                "%(name)s: corrected from %(first)s to %(score)s.",
                name=self.name,
                first=f"{self.first_score:g}",
                score=f"{score:g}",
            )
        )
        evaluation._message_log(body=Markup("<p>%s<br/>%s</p>") % (said, text))
        if not evaluation.contested_count:
            evaluation._settle()
