# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, fields, models
from odoo.fields import Command, Domain

#: Who is asked about a programme, beside those on the register of parties
LEARNING_AUDIENCES = ("learner", "guardian", "employer")
#: What decides whom a round is about: fixed once it is open
LEARNING_FIXED = {"learning_programme_id", "course_id"}


class EngagementSurveyLearningMixin(models.AbstractModel):
    """About which programme or course people are asked."""

    _name = "engagement.survey.learning.mixin"
    _description = "Survey about Learning"

    learning_programme_id = fields.Many2one(
        comodel_name="engagement.programme",
        string="About the programme",
        compute="_compute_learning_programme_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        help="Its learners, their guardians or its employers are asked, whether they "
        "are on the register of parties or not.",
    )
    course_id = fields.Many2one(
        comodel_name="engagement.course",
        string="About the course",
        index="btree_not_null",
        check_company=True,
    )

    @api.depends("course_id")
    def _compute_learning_programme_id(self):
        for survey in self:
            survey.learning_programme_id = (
                survey.course_id.programme_id or survey.learning_programme_id
            )


class EngagementSurveyProgrammeLearning(models.Model):
    """Asks those who learn in a programme, again and again."""

    _name = "engagement.survey.programme"
    _inherit = ["engagement.survey.programme", "engagement.survey.learning.mixin"]

    audience = fields.Selection(
        selection_add=[("guardian", "Guardians"), ("employer", "Employers")],
        ondelete={"guardian": "set default", "employer": "set default"},
    )

    @api.onchange("audience")
    def _onchange_audience(self):
        """Start with the questionnaire and the group of those who are asked."""
        result = super()._onchange_audience()
        if self.audience in LEARNING_AUDIENCES:
            # learners and families say more when nobody can tell who said it
            self.anonymous = self.audience != "employer"
            self.survey_id = self._get_learning("survey") or self.survey_id
            self.category_ids = self._get_learning("category") or self.category_ids
        return result

    def _get_learning(self, sort):
        """Return the shipped questionnaire or group of an audience, while in use."""
        record = self.env.ref(
            f"engagement_qms_education.{sort}_{self.audience}",
            raise_if_not_found=False,
        )
        return record if record and record.active else None


class EngagementSurveyRoundLearning(models.Model):
    """Asks those who learn in a programme or course, or those who stand behind them."""

    _name = "engagement.survey.round"
    _inherit = ["engagement.survey.round", "engagement.survey.learning.mixin"]

    audience = fields.Selection(
        selection_add=[("guardian", "Guardians"), ("employer", "Employers")],
        ondelete={"guardian": "set default", "employer": "set default"},
    )
    barred_reasons = fields.Text(
        string="Not asked, because",
        compute="_compute_barred_reasons",
        groups="engagement_qms.group_engagement_officer",
    )

    @api.depends("barred_ids")
    @api.depends_context("lang")
    def _compute_barred_reasons(self):
        """Say why, as it is today, and of how many; of nobody by name."""
        for survey_round in self:
            asked = survey_round.barred_ids.with_company(survey_round.company_id)
            answers = asked._may_engage("survey").values() if asked else ()
            reasons = Counter(
                answer.reason or self.env._("We may ask again by now")
                for answer in answers
            )
            survey_round.barred_reasons = "\n".join(
                f"{count} × {reason}" for reason, count in reasons.most_common()
            )

    def write(self, vals):
        if LEARNING_FIXED & vals.keys() and not self._in_step():
            self._check_state(("draft",))
        return super().write(vals)

    @api.model
    def _get_taken(self, programme):
        return super()._get_taken(programme) | {
            "learning_programme_id": programme.learning_programme_id.id,
            "course_id": programme.course_id.id,
        }

    def _get_audience(self):
        """Return who learns there, or who stands behind them, in their first group."""
        self.ensure_one()
        if self.audience not in LEARNING_AUDIENCES or not self.learning_programme_id:
            return super()._get_audience()
        people = self._get_people_of_parties()
        nowhere = (self.env["engagement.party"], self.category_ids.sorted()[:1])
        partners = self.env["res.partner"].browse(self._get_people_of_learning().ids)
        return {partner: people.get(partner, nowhere) for partner in partners}

    def _get_people_of_learning(self):
        """Return the contacts of the audience, each once."""
        if self.audience == "employer":
            return self.learning_programme_id._get_employers()
        # sudo: whom to ask, whoever may see the learners; only contacts are taken
        enrolments = self.env["engagement.enrolment"].sudo()
        where = Domain("programme_id", "=", self.learning_programme_id.id)
        if self.course_id:
            where = Domain("course_id", "=", self.course_id.id)
        learners = enrolments.search(
            where & Domain("state", "=", "enrolled")
        ).learner_id.filtered("active")
        if self.audience == "learner":
            return learners.partner_id
        today = fields.Date.context_today(self)
        return self.env["res.partner"].union(
            *(
                minor.guardianship_ids._filter_on(
                    today, "may_receive_information"
                ).partner_id
                for minor in learners.filtered("is_minor")
            )
        )


class EngagementProgrammeSurvey(models.Model):
    """What those who have to do with a programme say of it."""

    _inherit = "engagement.programme"

    round_count = fields.Integer(
        compute="_compute_round_count",
        string="Surveys",
        groups="engagement_qms.group_engagement_user",
    )

    def _compute_round_count(self):
        counts = dict(
            self.env["engagement.survey.round"]._read_group(
                [("learning_programme_id", "in", self.ids)],
                ["learning_programme_id"],
                ["__count"],
            )
        )
        for programme in self:
            programme.round_count = counts.get(programme._origin, 0)

    def action_view_rounds(self):
        """Open the rounds about the programme, with their results."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_survey_round_action"
        )
        return action | {
            "domain": [("learning_programme_id", "=", self.id)],
            "context": {"default_learning_programme_id": self.id},
        }

    def action_ask_learners(self):
        """Prepare a survey of the learners of the programme."""
        self.ensure_one()
        survey = self.env.ref(
            "engagement_qms_education.survey_learner", raise_if_not_found=False
        )
        category = self.env.ref(
            "engagement_qms_education.category_learner", raise_if_not_found=False
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask the learners"),
            "res_model": "engagement.survey.programme",
            "view_mode": "form",
            "context": {
                "default_name": self.env._(
                    "Learners: %(programme)s", programme=self.name
                ),
                "default_audience": "learner",
                "default_anonymous": True,
                "default_learning_programme_id": self.id,
                "default_survey_id": survey and survey.id,
                "default_category_ids": [Command.set(category.ids if category else [])],
            },
        }
