# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SurveyQuestion(models.Model):
    """What a question measures, so that figures know what to do with its answers."""

    _inherit = "survey.question"

    engagement_measures = fields.Selection(
        selection=[
            ("satisfaction", "Satisfaction with a topic"),
            ("importance", "Importance of a topic"),
            ("overall", "Satisfaction overall"),
            ("speak_up", "Safe to speak up"),
            ("known", "Our promises: known"),
            ("clear", "Our promises: clear"),
            ("kept", "Our promises: kept"),
            ("worth", "Our promises: worth having"),
        ],
        string="Measures",
        help="Importance is set against satisfaction with the same topic, and does not "
        "count in the satisfaction index.",
    )
    engagement_topic = fields.Char(
        string="Topic",
        translate=True,
        help="A word or two. The same topic pairs importance with satisfaction.",
    )
    engagement_need_id = fields.Many2one(
        comodel_name="engagement.need",
        string="About the need",
        ondelete="set null",
        index="btree_not_null",
        # whoever may not see needs can copy the questionnaire all the same
        copy=False,
        groups="engagement_qms.group_engagement_user",
    )

    @api.constrains("save_as_email", "save_as_nickname", "survey_id")
    def _check_engagement_anonymous(self):
        self.survey_id._check_engagement_anonymous()


class SurveySurvey(models.Model):
    """A questionnaire can be used in rounds, and keeps what it promises there."""

    _inherit = "survey.survey"

    engagement_round_ids = fields.One2many(
        comodel_name="engagement.survey.round",
        inverse_name="survey_id",
        groups="engagement_qms.group_engagement_user",
    )

    @api.constrains(
        "access_mode",
        "certification",
        "is_attempts_limited",
        "is_time_limited",
        "users_login_required",
    )
    def _check_engagement_anonymous(self):
        # sudo: whether an anonymous round runs does not depend on who edits
        for survey in self.sudo():
            running = survey.engagement_round_ids.filtered(
                lambda r: r.anonymous and r.state == "open"
            )
            missing = running and survey._get_missing_anonymous()
            if missing := [text for text, is_missing in missing if is_missing]:
                raise ValidationError(
                    self.env._(
                        "“%(survey)s” is used in an anonymous round that is open:\n"
                        "%(missing)s",
                        survey=survey.title,
                        missing="\n".join(f"• {text}" for text in missing),
                    )
                )

    def _get_missing_for_round(self, anonymous):
        """Return what a round still asks of the questionnaire, as for gates."""
        self.ensure_one()
        # sudo: whoever opens a round need not be allowed to edit questionnaires
        survey = self.sudo()
        missing = [
            (self.env._("The questionnaire is archived."), not survey.active),
            (
                self.env._("The questionnaire has no questions."),
                not survey.question_ids,
            ),
            (
                self.env._("The questionnaire runs as a live session: end it first."),
                bool(survey.session_state),
            ),
            (
                self.env._("The questionnaire has sections, but none with a title."),
                survey.questions_layout == "page_per_section" and not survey.page_ids,
            ),
        ]
        return missing + (survey._get_missing_anonymous() if anonymous else [])

    def _get_missing_anonymous(self):
        """Return what stands against answering without a name, as for gates."""
        self.ensure_one()
        saving = self.question_ids.filtered(
            lambda question: question.save_as_email or question.save_as_nickname
        )
        return [
            (
                self.env._(
                    "The question “%(question)s” keeps an address or a name: take "
                    "that off, or do not ask anonymously.",
                    question=saving[:1].title,
                ),
                bool(saving),
            ),
            (
                self.env._("Set its access to “Invited people only”."),
                self.access_mode != "token",
            ),
            (
                self.env._("Do not require a login for it."),
                self.users_login_required,
            ),
            (
                self.env._("Set no limit of time or attempts, and no certificate."),
                self.is_time_limited or self.is_attempts_limited or self.certification,
            ),
        ]
