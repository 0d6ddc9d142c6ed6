# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from . import scoring


class EngagementEvaluationLine(models.Model):
    """One criterion of an evaluation: what it weighs, its score, and where from.

    People's scores are averaged; facts bring their own. After a contest the corrected
    score counts, and the first one stays visible.
    """

    _name = "engagement.evaluation.line"
    _description = "Line of an Evaluation"
    _inherit = ["engagement.step.mixin"]
    _order = "evaluation_id, sequence, id"
    _step_fields = frozenset(
        {
            "contest_answer",
            "contest_reason",
            "contest_state",
            "corrected_score",
            "correction_reason",
            "denominator",
            "fact_count",
            "fact_score",
            "first_score",
            "numerator",
            "score",
            "scored",
        }
    )
    _step_fields_once = frozenset({"evaluation_id", "criterion_id"})

    evaluation_id = fields.Many2one(
        comodel_name="engagement.evaluation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="evaluation_id.company_id", store=True, precompute=True, index=True
    )
    criterion_id = fields.Many2one(
        comodel_name="engagement.criterion",
        string="Its criterion",
        required=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(compute="_compute_criterion", store=True, precompute=True)
    name = fields.Char(
        string="Criterion", compute="_compute_criterion", store=True, precompute=True
    )
    weight = fields.Float(
        compute="_compute_criterion",
        store=True,
        precompute=True,
        digits=(5, 2),
        aggregator=None,
    )
    description = fields.Char(related="criterion_id.description")

    # The score, and where it comes from
    rating_ids = fields.One2many(
        comodel_name="engagement.evaluation.rating",
        inverse_name="line_id",
        string="Feedback",
    )
    fact = fields.Char(compute="_compute_criterion", store=True, precompute=True)
    fact_count = fields.Integer(string="Counted", readonly=True, aggregator=None)
    fact_score = fields.Float(readonly=True, digits=(5, 2), aggregator=None)
    numerator = fields.Float(readonly=True, aggregator=None)
    denominator = fields.Float(readonly=True, aggregator=None)
    fact_text = fields.Char(string="What was counted", compute="_compute_fact_text")
    score = fields.Float(
        compute="_compute_score", store=True, digits=(5, 2), aggregator="avg"
    )
    scored = fields.Boolean(compute="_compute_score", store=True)

    my_stars = fields.Selection(
        selection=[
            ("0", "Not rated"),
            ("1", "Very poor"),
            ("2", "Poor"),
            ("3", "Fair"),
            ("4", "Good"),
            ("5", "Very good"),
        ],
        string="My rating",
        compute="_compute_my_stars",
        inverse="_inverse_my_stars",
        exportable=False,
        help="What you give for this criterion in this period.",
    )
    rating_count = fields.Integer(string="How many", compute="_compute_rating_count")

    # What the partner says to it
    contest_state = fields.Selection(
        selection=[
            ("none", "Not contested"),
            ("contested", "Contested"),
            ("kept", "Kept"),
            ("corrected", "Corrected"),
        ],
        string="Contest",
        required=True,
        default="none",
        readonly=True,
        copy=False,
    )
    contest_reason = fields.Text(
        string="What the partner says", readonly=True, copy=False
    )
    contest_answer = fields.Text(string="What we answer", readonly=True, copy=False)
    corrected_score = fields.Float(
        readonly=True, copy=False, digits=(5, 2), aggregator=None
    )
    correction_reason = fields.Text(readonly=True, copy=False)

    _criterion_once = models.UniqueIndex(
        "(evaluation_id, criterion_id)", "This criterion is in the evaluation already."
    )
    _scores_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND 100 AND fact_score BETWEEN 0 AND 100"
        " AND corrected_score BETWEEN 0 AND 100)",
        "A score goes from 0 to 100.",
    )

    @api.depends("criterion_id")
    def _compute_criterion(self):
        """Take along what the criterion says when the line is made, and keep it."""
        for line in self:
            criterion = line.criterion_id
            line.name = line.name or criterion.name
            line.weight = line.weight or criterion.weight
            line.sequence = line.sequence or criterion.sequence
            line.fact = line.fact or criterion.fact

    @api.depends("fact", "numerator", "denominator", "fact_score", "fact_count")
    @api.depends_context("lang")
    def _compute_fact_text(self):
        texts = self.env["engagement.evaluation.fact"]._get_fact_texts()
        for line in self:
            text = bool(line.fact_count) and texts.get(line.fact)
            line.fact_text = text and text % {
                "numerator": f"{line.numerator:g}",
                "denominator": f"{line.denominator:g}",
                "score": f"{line.fact_score:.0f}",
                "number": line.fact_count,
            }

    @api.depends("rating_ids", "fact_count")
    def _compute_rating_count(self):
        # sudo: how many said something, not who said what
        counts = {
            line.id: count
            for line, count in self.env["engagement.evaluation.rating"]
            .sudo()
            ._read_group([("line_id", "in", self.ids)], ["line_id"], ["__count"])
        }
        for line in self:
            line.rating_count = (
                line.fact_count if line.fact else counts.get(line._origin.id, 0)
            )

    @api.depends("rating_ids.score")
    @api.depends_context("uid")
    def _compute_my_stars(self):
        own = self._get_own_ratings()
        for line in self:
            rating = own.get(line._origin.id)
            stars = scoring.to_stars(rating.score) if rating else 0
            line.my_stars = str(stars)

    def _inverse_my_stars(self):
        """Give the stars, or change those that one gave before."""
        own = self._get_own_ratings()
        new = []
        for line in self:
            rating = own.get(line.id)
            if not line.my_stars or line.my_stars == "0":
                rating and rating.unlink()
                continue
            score = scoring.to_score("stars", line.my_stars)
            if rating:
                rating.write({"score": score, "scale": "stars"})
            else:
                new.append({"line_id": line.id, "score": score, "scale": "stars"})
        self.env["engagement.evaluation.rating"].create(new)

    def _get_own_ratings(self):
        """Return {line id: what the user gave here}, not from another document."""
        ratings = self.env["engagement.evaluation.rating"].search(
            [
                ("line_id", "in", self.ids),
                ("user_id", "=", self.env.uid),
                ("origin_res_id", "=", False),
            ],
            order="id",
        )
        return {rating.line_id.id: rating for rating in ratings}

    @api.depends(
        "rating_ids.score",
        "fact",
        "fact_score",
        "fact_count",
        "contest_state",
        "corrected_score",
    )
    def _compute_score(self):
        for line in self:
            score = line._get_score()
            line.scored = score is not None
            line.score = score or 0

    def _find_line(self, criterion_id):
        """Return the line, among these, that is about a criterion.

        Rounds may use other criteria: there, what is called the same is the same.
        """
        criterion = self.env["engagement.criterion"].browse(criterion_id)
        line = self.filtered(lambda own: own.criterion_id == criterion)
        line = line or self.filtered(lambda own: own.name == criterion.name)
        if not line:
            raise UserError(
                self.env._(
                    "“%(partner)s” is not evaluated by “%(criterion)s”. Give the "
                    "feedback on this partner alone: its own criteria are offered "
                    "there.",
                    partner=self.evaluation_id[:1].partner_id.name,
                    criterion=criterion.name,
                )
            )
        return line[0]

    def _get_score(self):
        """Return the score that counts, or None without data."""
        self.ensure_one()
        if self.contest_state == "corrected":
            return self.corrected_score
        if self.fact:
            return self.fact_score if self.fact_count else None
        return scoring.mean(self.rating_ids.mapped("score"))
