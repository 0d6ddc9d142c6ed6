# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from .small_groups import hide_small


class EngagementSurveyRoundFigures(models.Model):
    """What a round says, in numbers; never more than may be told.

    Test answers do not count. Of an anonymous round nothing is shown before it is
    closed: two looks at a running mean, with an answer in between, tell that answer.
    """

    _inherit = "engagement.survey.round"

    invited_count = fields.Integer(string="Invited", readonly=True, copy=False)
    answered_count = fields.Integer(string="Answered", readonly=True, copy=False)
    scaled_count = fields.Integer(
        string="Answers in the index", readonly=True, copy=False
    )
    response_rate = fields.Float(
        string="Response (percent)",
        readonly=True,
        copy=False,
        aggregator="avg",
        digits=(16, 1),
        help="Answered, of all who were invited.",
    )
    satisfaction_index = fields.Float(
        readonly=True,
        copy=False,
        aggregator="avg",
        digits=(16, 1),
        help="0 to 100: the plain mean over all who answered. Empty where they are "
        "too few.",
    )
    index_text = fields.Char(string="Index, of how many", compute="_compute_index_text")
    response_text = fields.Char(
        string="Response, of how many", compute="_compute_index_text"
    )
    index_wait = fields.Char(string="Why no index", compute="_compute_index_text")
    previous_id = fields.Many2one(
        comodel_name="engagement.survey.round",
        string="Round before",
        compute="_compute_previous",
    )
    index_change = fields.Float(
        string="Change", compute="_compute_previous", digits=(16, 1)
    )
    has_change = fields.Boolean(compute="_compute_previous")
    group_ids = fields.One2many(
        comodel_name="engagement.survey.round.group",
        inverse_name="round_id",
        string="Groups counted",
    )
    missing_group_id = fields.Many2one(
        comodel_name="engagement.survey.round.group",
        string="Voice missing most",
        compute="_compute_missing_group",
    )
    missing_outreach = fields.Char(
        string="How to hear them", compute="_compute_missing_group"
    )

    @api.depends("satisfaction_index", "scaled_count", "answered_count", "state")
    @api.depends_context("lang")
    def _compute_index_text(self):
        for survey_round in self:
            shown = survey_round._is_index_shown()
            survey_round.index_text = shown and self.env._(
                "%(index)s of 100, n = %(sample)s",
                index=f"{survey_round.satisfaction_index:.0f}",
                sample=survey_round.scaled_count,
            )
            survey_round.response_text = bool(
                survey_round.invited_count
            ) and self.env._(
                "%(answered)s of %(invited)s (%(percent)s %%)",
                answered=survey_round.answered_count,
                invited=survey_round.invited_count,
                percent=f"{survey_round.response_rate:.0f}",
            )
            survey_round.index_wait = survey_round._get_index_wait()

    def _get_index_wait(self):
        """Return why there is no index, or nothing."""
        self.ensure_one()
        if self._is_index_shown() or self.state == "draft":
            return False
        if self.anonymous and self.state == "open":
            return self.env._(
                "The result of an anonymous round is seen when it closes."
            )
        return self.env._(
            "Fewer than %(minimum)s answers: nothing is shown.",
            minimum=self.minimum_group,
        )

    def _is_index_shown(self):
        self.ensure_one()
        return self.scaled_count >= self.minimum_group and self._are_figures_out()

    def _are_figures_out(self):
        self.ensure_one()
        return self.state in ("closed", "done") or (
            self.state == "open" and not self.anonymous
        )

    @api.depends("programme_id.round_ids.state", "satisfaction_index")
    def _compute_previous(self):
        rounds = self.search(
            [
                ("programme_id", "in", self.programme_id.ids),
                ("state", "in", ("closed", "done")),
            ],
            order="opened_on, id",
        ).grouped("programme_id")
        for survey_round in self:
            earlier = rounds.get(survey_round.programme_id, self.browse())
            before = earlier.filtered(
                lambda other, day=survey_round.opened_on: day and other.opened_on < day
            )
            survey_round.previous_id = before[-1:]
            both = survey_round._is_index_shown() and (
                survey_round.previous_id and survey_round.previous_id._is_index_shown()
            )
            survey_round.has_change = bool(both)
            survey_round.index_change = bool(both) and (
                survey_round.satisfaction_index
                - survey_round.previous_id.satisfaction_index
            )

    @api.depends("group_ids.gap")
    def _compute_missing_group(self):
        for survey_round in self:
            groups = survey_round.group_ids.filtered(lambda group: group.gap > 0)
            missing = groups.sorted("gap", reverse=True)[:1]
            survey_round.missing_group_id = missing
            survey_round.missing_outreach = missing.outreach

    def _take_answers(self, answers):
        """Count answers that have just come, and look at what they say."""
        self._refresh_figures()
        named = answers.filtered(lambda answer: not answer.engagement_anonymous)
        for survey_round, own in named.grouped("engagement_round_id").items():
            survey_round._look_into_lines(own)

    def _refresh_figures(self):
        """Work out all figures of the rounds, in a fixed number of queries."""
        self.env.flush_all()
        people = self._count_people()
        answers = self._count_answers()
        for survey_round in self:
            own = answers[survey_round.id]
            survey_round._write_totals(people[survey_round.id], own)
            survey_round._write_groups(people[survey_round.id], own)
        self.invalidate_recordset()
        self.group_ids.invalidate_recordset()
        self._refresh_topics()

    def _count_people(self):
        """Return {round: {group: (invited, answered)}}."""
        # sudo: the figures do not depend on who looks
        lines = self.env["engagement.participation"].sudo()
        counts = defaultdict(dict)
        for survey_round, category, participated, count in lines._read_group(
            [("round_id", "in", self.ids), ("invited", "=", True)],
            ["round_id", "category_id", "participated"],
            ["__count"],
        ):
            own = counts[survey_round.id]
            invited, answered = own.get(category.id, (0, 0))
            own[category.id] = (invited + count, answered + count * participated)
        return counts

    def _count_answers(self):
        """Return {round: {group: (answers with a scale, mean)}}, tests left out."""
        # sudo: nobody may read the answers of an anonymous round, the figures may
        answers = self.env["survey.user_input"].sudo()
        found = defaultdict(dict)
        for survey_round, category, count, total in answers._read_group(
            [
                ("engagement_round_id", "in", self.ids),
                ("state", "=", "done"),
                ("test_entry", "=", False),
                ("engagement_scaled", ">", 0),
            ],
            ["engagement_round_id", "engagement_category_id"],
            ["__count", "engagement_index:sum"],
        ):
            found[survey_round.id][category.id] = (count, total / count)
        return found

    def _write_totals(self, people, answers):
        """Write the figures of one round; an empty index is no number at all.

        By SQL, so that the row does not say when the last answer came.
        """
        self.ensure_one()
        invited = sum(number for number, _answered in people.values())
        answered = sum(number for _invited, number in people.values())
        scaled = sum(count for count, _mean in answers.values())
        total = sum(count * mean for count, mean in answers.values())
        shown = self._are_figures_out() and scaled >= max(self.minimum_group, 1)
        self.env.cr.execute(
            SQL(
                "UPDATE engagement_survey_round SET invited_count = %s,"
                " answered_count = %s, response_rate = %s, scaled_count = %s,"
                " satisfaction_index = %s WHERE id = %s",
                invited,
                answered,
                100.0 * answered / invited if invited else None,
                scaled if self._are_figures_out() else 0,
                total / scaled if shown else None,
                self.id,
            )
        )

    def _write_groups(self, people, answers):
        self.ensure_one()
        hidden = hide_small(
            {group: count for group, (count, _mean) in answers.items()},
            self.minimum_group,
        )
        everybody = sum(group.population for group in self.group_ids)
        all_answers = sum(number for _invited, number in people.values())
        for group in self.group_ids:
            category = group.category_id.id
            invited, answered = people.get(category, (0, 0))
            scaled, mean = answers.get(category, (0, None))
            is_hidden = not self._are_figures_out() or category in hidden
            share = 100.0 * group.population / everybody if everybody else None
            answer_share = 100.0 * answered / all_answers if all_answers else None
            self.env.cr.execute(
                SQL(
                    "UPDATE engagement_survey_round_group SET invited = %s,"
                    " answered = %s, scaled_count = %s, satisfaction_index = %s,"
                    " index_hidden = %s, population_share = %s, answer_share = %s,"
                    " gap = %s WHERE id = %s",
                    invited,
                    answered,
                    scaled if self._are_figures_out() else 0,
                    None if is_hidden else mean,
                    is_hidden,
                    share,
                    answer_share,
                    share - answer_share if None not in (share, answer_share) else None,
                    group.id,
                )
            )
