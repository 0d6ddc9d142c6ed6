# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..mixins.row_order import write_anew

#: Fewer answers than these are never shown: one could tell who gave them
SMALLEST_POOL = 5


class EngagementEvaluationPool(models.Model):
    """Many partners rate us together, and nobody can find out who said what.

    Who was asked and who answered stands in the invitations, what was said in the
    feedback, and nothing leads from one to the other. A result is shown once the time
    is over and enough have answered: looked at earlier, each new answer could be told
    from the change of the mean.
    """

    _inherit = "engagement.evaluation"

    invitation_ids = fields.One2many(
        comodel_name="engagement.evaluation.invitation",
        inverse_name="evaluation_id",
        string="Who is asked",
    )
    answer_count = fields.Integer(string="Answers", compute="_compute_answer_count")
    pool_words = fields.Text(
        string="What they wrote",
        readonly=True,
        copy=False,
        help="Sorted by the alphabet, so that no order tells who wrote what.",
    )

    _pool_is_received = models.Constraint(
        "CHECK (NOT anonymous OR (direction = 'received' AND partner_id IS NULL))",
        "Only what many partners say of us together can be without names. Take the "
        "partner out, and choose “They rate us”.",
    )

    @api.depends("answered_on", "invitation_ids.answered")
    def _compute_answer_count(self):
        for evaluation in self:
            evaluation.answer_count = evaluation._count_answers()

    @api.depends("anonymous")
    def _compute_display_name(self):
        pools = self.filtered("anonymous")
        for evaluation in pools:
            evaluation.display_name = self.env._(
                "%(number)s many partners", number=evaluation.number or ""
            ).strip()
        return super(EngagementEvaluationPool, self - pools)._compute_display_name()

    def _is_large_enough(self):
        self.ensure_one()
        asked = self.invitation_ids.filtered("partner_id.email_normalized")
        return len(asked.partner_id.commercial_partner_id) >= SMALLEST_POOL

    def _may_be_asked(self, answer):
        if self.anonymous:
            return self._is_large_enough()
        return super()._may_be_asked(answer)

    def _check_pool(self):
        """Refuse to ask so few that an answer would have a name."""
        self.ensure_one()
        if not self._is_large_enough():
            raise UserError(
                self.env._(
                    "Ask at least %(count)s partners with an e-mail address: among "
                    "fewer, everybody could tell who said what.",
                    count=SMALLEST_POOL,
                )
            )
        asked = self.invitation_ids.grouped(
            lambda one: one.partner_id.commercial_partner_id
        )
        if twice := [c.display_name for c, own in asked.items() if len(own) > 1]:
            raise UserError(
                self.env._(
                    "Ask one person of each partner, so that each counts once. More "
                    "are asked of: %(names)s.",
                    names=", ".join(twice),
                )
            )

    def _mail_sending(self):
        pools = self.filtered("anonymous")
        pools.invitation_ids._mail_invitation()
        return super(EngagementEvaluationPool, self - pools)._mail_sending()

    def _count_answers(self):
        if not self.anonymous:
            return super()._count_answers()
        return len(self.invitation_ids.filtered("answered"))

    def _rate_from_pool(self, answers):
        """Keep what one of many said, as said by nobody at no hour.

        :param dict answers: {line: (stars, sentence)}, with all rights
        """
        self.ensure_one()
        self._check_answers(answers)
        ratings = self._write_ratings(answers, given_at=self.sent_at)
        ratings.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE engagement_evaluation_rating SET create_uid = NULL,"
                " write_uid = NULL, create_date = %(day)s, write_date = %(day)s"
                " WHERE id IN %(ids)s",
                day=self.sent_at,
                ids=tuple(ratings.ids),
            )
        )
        ratings.invalidate_recordset()

    def _close(self):
        result = super()._close()
        # sudo: nobody reads single answers, the whole is for who reads the evaluation
        for pool in self.sudo().filtered("anonymous"):
            if pool.answer_count >= SMALLEST_POOL:
                words = {
                    text for text in pool.line_ids.rating_ids.mapped("text") if text
                }
                pool.pool_words = "\n".join(sorted(words, key=str.lower))
            pool._mix_up()
        return result

    def _mix_up(self):
        """Let no row tell when it was written, or with which other."""
        self.env.flush_all()
        for table in (
            "engagement_evaluation_rating",
            "engagement_evaluation_invitation",
        ):
            write_anew(self.env.cr, table, "evaluation_id", self.ids)


class EngagementEvaluationProgrammePool(models.Model):
    """Rounds may ask all their partners together, so that nobody is known."""

    _inherit = "engagement.evaluation.programme"

    received_together = fields.Boolean(
        string="Without names",
        tracking=True,
        help="They are asked together: who said what is not kept, and results show "
        f"from {SMALLEST_POOL} answers on, once the time is over.",
    )

    def _get_directions(self):
        directions = super()._get_directions()
        return ["given"] if self.received_together else directions

    def _open_period(self, start, stop):
        result = super()._open_period(start, stop)
        if self.received_together and self.received_set_id:
            self._open_pool(start, stop)
        return result

    def _open_pool(self, start, stop):
        """Ask the partners of these rounds together, once for each period."""
        # sudo: the rounds open for all, whoever presses the button
        model = self.env["engagement.evaluation"].sudo()
        known = model.with_context(active_test=False).search_count(
            [
                ("programme_id", "=", self.id),
                ("anonymous", "=", True),
                ("period_start", "=", start),
            ]
        )
        if known:
            return
        partners = self.env["res.partner"].browse(self._get_partner_ids())
        model.create(
            {
                "company_id": self.company_id.id,
                "direction": "received",
                "anonymous": True,
                "period_start": start,
                "period_end": stop,
                "user_id": self.user_id.id,
                "invitation_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in partners.filtered("email_normalized")
                ],
                **self._prepare_evaluation("received"),
            }
        )


class EngagementEvaluationLinePool(models.Model):
    """A point that many rated without names has a score only when enough did."""

    _inherit = "engagement.evaluation.line"

    @api.depends("evaluation_id.state")
    def _compute_score(self):
        return super()._compute_score()

    def _get_score(self):
        evaluation = self.evaluation_id
        hidden = evaluation.anonymous and (
            evaluation.state != "closed" or len(self.rating_ids) < SMALLEST_POOL
        )
        return None if hidden else super()._get_score()
