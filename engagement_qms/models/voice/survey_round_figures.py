# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from .survey_programme import LOW_SCORE
from .survey_round_group import hide_small


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
    topic_ids = fields.One2many(
        comodel_name="engagement.survey.round.topic",
        inverse_name="round_id",
        string="Topics",
    )
    missing_group_id = fields.Many2one(
        comodel_name="engagement.survey.round.group",
        string="Voice missing most",
        compute="_compute_missing_group",
    )
    missing_outreach = fields.Char(
        string="How to hear them", compute="_compute_missing_group"
    )
    comments = fields.Text(
        string="In their own words",
        compute="_compute_comments",
        groups="engagement_qms.group_engagement_officer",
        exportable=False,
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

    @api.depends("state", "answered_count")
    def _compute_comments(self):
        """Show what was written, in no order that tells who wrote it."""
        for survey_round in self:
            survey_round.comments = False
            shown = survey_round.answered_count >= survey_round.minimum_group
            if not shown or not survey_round._are_figures_out():
                continue
            rows = self.env.execute_query(survey_round._get_comments_query())
            survey_round.comments = "\n".join(f"• {text}" for (text,) in rows) or False

    def _get_comments_query(self):
        return SQL(
            """
            SELECT COALESCE(line.value_text_box, line.value_char_box) AS text
              FROM survey_user_input_line AS line
              JOIN survey_user_input AS answer ON answer.id = line.user_input_id
             WHERE answer.engagement_round_id = %s
               AND answer.state = 'done' AND answer.test_entry IS NOT TRUE
               AND line.skipped IS NOT TRUE
               AND COALESCE(line.value_text_box, line.value_char_box) <> ''
             ORDER BY md5(COALESCE(line.value_text_box, line.value_char_box))
             LIMIT 500
            """,
            self.id,
        )

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

    def _refresh_topics(self):
        """Work out the topics of those whose figures are out."""
        # sudo: only this writes topics
        topics = self.env["engagement.survey.round.topic"].sudo()
        out = self.filtered(lambda survey_round: survey_round._are_figures_out())
        if not out:
            return
        topics.search([("round_id", "in", self.ids)]).unlink()
        topics.create(
            [
                values
                for survey_round, rows in out._get_question_means().items()
                for values in survey_round._prepare_topics(rows)
            ]
        )

    def _get_question_means(self):
        """Return {round: [(question, mean, number)]} over scaled answers."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT answer.engagement_round_id, line.question_id,
                       AVG(100.0 * (line.value_scale - question.scale_min)
                           / (question.scale_max - question.scale_min))::float,
                       COUNT(*)
                  FROM survey_user_input_line AS line
                  JOIN survey_user_input AS answer ON answer.id = line.user_input_id
                  JOIN survey_question AS question ON question.id = line.question_id
                 WHERE answer.engagement_round_id IN %s
                   AND answer.state = 'done' AND answer.test_entry IS NOT TRUE
                   AND line.answer_type = 'scale' AND line.skipped IS NOT TRUE
                   AND question.scale_max > question.scale_min
                 GROUP BY 1, 2
                """,
                tuple(self.ids),
            )
        )
        means = defaultdict(list)
        # sudo: questions are those of the survey app, their words are in the result
        questions = self.env["survey.question"].sudo()
        for round_id, question_id, mean, count in rows:
            found = (questions.browse(question_id), mean, count)
            means[self.browse(round_id)].append(found)
        return means

    def _get_unused_questions(self):
        """Return the questions of the questionnaires that nobody answered."""
        # sudo: that nobody answered tells nothing of anybody
        questions = self.survey_id.sudo().question_ids
        # sudo: as above
        lines = self.env["survey.user_input.line"].sudo()
        used = lines._read_group(
            [
                ("question_id", "in", questions.ids),
                ("skipped", "=", False),
                ("user_input_id.engagement_round_id", "in", self.ids),
                ("user_input_id.state", "=", "done"),
                ("user_input_id.test_entry", "=", False),
            ],
            ["question_id"],
        )
        return questions - questions.browse([question.id for (question,) in used])

    def _prepare_topics(self, rows):
        """Return the values of the topics of one round, small ones left out."""
        self.ensure_one()
        rows = [row for row in rows if row[2] >= self.minimum_group]
        importance = {
            question.engagement_topic: mean
            for question, mean, _count in rows
            if question.engagement_measures == "importance"
        }
        usual = sum(importance.values()) / len(importance) if importance else 0
        low = self.programme_id.low_score if self.programme_id else LOW_SCORE
        # sudo: figures of the round before
        before = {
            topic.question_id: topic.satisfaction
            for topic in self.previous_id.sudo().topic_ids
        }
        for question, mean, count in rows:
            if question.engagement_measures == "importance":
                continue
            weight = importance.get(question.engagement_topic)
            verdict = False
            if question.engagement_topic and weight is not None:
                satisfied = ("first", "keep") if weight >= usual else ("watch", "ease")
                verdict = satisfied[mean >= low]
            yield {
                "round_id": self.id,
                "question_id": question.id,
                "sequence": question.sequence,
                "satisfaction": mean,
                "importance": weight or 0,
                "has_importance": weight is not None,
                "sample": count,
                "verdict": verdict,
                "previous": before.get(question, 0),
                "has_previous": question in before,
                "change": mean - before[question] if question in before else 0,
            }
