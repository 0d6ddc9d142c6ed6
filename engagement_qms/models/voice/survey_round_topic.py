# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementSurveyRoundTopic(models.Model):
    """One topic of a round: how important it is to them, and how satisfied they are.

    Worked out when the round closes. Important and not satisfying is what to improve
    first.
    """

    _name = "engagement.survey.round.topic"
    _description = "Topic of a Survey Round"
    _order = "round_id desc, sequence, id"
    _check_company_auto = True

    round_id = fields.Many2one(
        comodel_name="engagement.survey.round",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        related="round_id.company_id", store=True, precompute=True, index=True
    )
    question_id = fields.Many2one(
        comodel_name="survey.question",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    name = fields.Char(
        compute="_compute_name",
        string="Topic",
        # the words of a questionnaire are for everybody who sees the result
        compute_sudo=True,
    )
    sequence = fields.Integer(readonly=True)
    measures = fields.Selection(
        related="question_id.engagement_measures", compute_sudo=True
    )
    satisfaction = fields.Float(readonly=True, aggregator=None, digits=(16, 1))
    importance = fields.Float(readonly=True, aggregator=None, digits=(16, 1))
    has_importance = fields.Boolean(readonly=True)
    sample = fields.Integer(string="Answers", readonly=True)
    verdict = fields.Selection(
        selection=[
            ("first", "Improve first"),
            ("keep", "Keep it up"),
            ("watch", "Keep an eye on"),
            ("ease", "Enough is done"),
        ],
        string="What to do",
        readonly=True,
        help="Improve first: important, and not satisfying. Keep it up: important and "
        "satisfying. Keep an eye on: neither. Enough is done: satisfying, and less "
        "important than the others.",
    )
    previous = fields.Float(
        string="Before", readonly=True, aggregator=None, digits=(16, 1)
    )
    has_previous = fields.Boolean(readonly=True)
    change = fields.Float(readonly=True, aggregator=None, digits=(16, 1))

    def _compute_name(self):
        for topic in self:
            question = topic.question_id
            topic.name = question.engagement_topic or question.title
