# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..mixins import recurrence

AUDIENCES = [
    ("customer", "Customers"),
    ("partner", "Partners and suppliers"),
    ("staff", "Staff"),
    ("learner", "Learners"),
]
#: Below this an index asks for an action, and a topic is not satisfying
LOW_SCORE = 60
#: A single answer at or below this asks for an action
ALARM_SCORE = 20
#: Fewer people than this can be told apart, whatever the programme says
SMALLEST_GROUP = 3


class EngagementSurveyProgramme(models.Model):
    """Asks the same people the same questions again and again.

    It holds the rhythm and what each round starts with: whom, how, for how long, and
    from which result on something has to be done.
    """

    _name = "engagement.survey.programme"
    _description = "Survey Programme"
    _inherit = [
        "engagement.survey.method.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "next_date, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram", tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    small_organisation = fields.Boolean(
        related="company_id.engagement_small_organisation"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
    )

    # Whom, and what
    survey_id = fields.Many2one(
        comodel_name="survey.survey",
        string="Questionnaire",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    audience = fields.Selection(
        selection=AUDIENCES,
        string="Who is asked",
        required=True,
        default="customer",
        tracking=True,
    )
    category_ids = fields.Many2many(
        comodel_name="engagement.party.category",
        string="Groups",
        required=True,
        help="The parties of these categories are asked, and the contacts of their "
        "groups. The result is shown by category. For staff all employees are asked; "
        "who is in none of these categories counts in the first one.",
    )

    # When
    start_date = fields.Date(
        string="First round",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The rhythm counts from this day.",
    )
    interval_number = fields.Integer(
        string="Every", required=True, default=1, tracking=True, aggregator=None
    )
    interval_unit = fields.Selection(
        selection=recurrence.UNITS,
        string="Unit",
        required=True,
        default="quarter",
        tracking=True,
    )
    next_date = fields.Date(
        string="Next round",
        compute="_compute_next_date",
        store=True,
        help="The day on which the next round opens by itself.",
    )
    days_open = fields.Integer(
        string="Open for (days)", required=True, default=21, aggregator=None
    )
    remind_after_days = fields.Integer(
        string="Remind after (days)",
        default=7,
        aggregator=None,
        help="Who has not answered by then is reminded once. 0: nobody is.",
    )

    # How answers are protected, and what is low
    anonymous = fields.Boolean(
        tracking=True,
        help="Who answered what cannot be found out, by anybody. Who was invited, and "
        "who has answered, is still known, so that nobody is asked twice.",
    )
    minimum_group = fields.Integer(
        string="Smallest group shown",
        required=True,
        default=5,
        tracking=True,
        aggregator=None,
        help="No figure is shown for fewer answers, and none from which one could be "
        "worked out.",
    )
    low_score = fields.Float(
        string="Act below",
        default=LOW_SCORE,
        tracking=True,
        aggregator=None,
        help="Of 100. A round that ends below opens an action.",
    )
    alarm_score = fields.Float(
        string="Look into single answers up to",
        default=ALARM_SCORE,
        aggregator=None,
        help="Of 100. An answer so low opens an action, once for each round and "
        "question. Of anonymous rounds, only after they are closed.",
    )

    # Looked at once a year
    method_checked_on = fields.Date(string="Method checked on", tracking=True)
    method_note = fields.Text(
        string="What we found", help="What is changed in how, whom or what we ask."
    )

    round_ids = fields.One2many(
        comodel_name="engagement.survey.round",
        inverse_name="programme_id",
        string="Rounds",
    )
    problem = fields.Text(
        string="Why no round opened", readonly=True, copy=False, exportable=False
    )

    _interval_positive = models.Constraint(
        "CHECK (interval_number > 0)",
        "Rounds come every 1 or more days, weeks, months, quarters or years.",
    )
    _days_positive = models.Constraint(
        "CHECK (days_open BETWEEN 1 AND 365 AND remind_after_days >= 0)",
        "A round is open for 1 to 365 days, and reminds after 0 or more.",
    )
    _scores_range = models.Constraint(
        "CHECK (low_score BETWEEN 0 AND 100 AND alarm_score BETWEEN 0 AND 100)",
        "Results go from 0 to 100.",
    )
    _minimum_group_range = models.Constraint(
        f"CHECK (minimum_group >= 1 AND (NOT anonymous"
        f" OR minimum_group >= {SMALLEST_GROUP}))",
        "Anonymous answers are shown for groups of at least 3; otherwise of at least "
        "1.",
    )
    _order_idx = models.Index("(next_date, name, id) WHERE active IS TRUE")

    @api.depends(
        "start_date",
        "interval_number",
        "interval_unit",
        "round_ids.planned_on",
        "round_ids.opened_on",
    )
    def _compute_next_date(self):
        """Count from the first day; a round opened late or by hand settles its day."""
        settled = {}
        for programme, *days in self.env["engagement.survey.round"]._read_group(
            [("programme_id", "in", self.ids)],
            ["programme_id"],
            ["planned_on:max", "opened_on:max"],
        ):
            settled[programme.id] = max(filter(None, days), default=None)
        for programme in self:
            last = settled.get(programme._origin.id)
            start = programme.start_date
            if not (start and last and last >= start):
                programme.next_date = start
                continue
            programme.next_date = recurrence.next_after(
                start,
                max(programme.interval_number, 1),
                programme.interval_unit,
                last,
            )

    @api.onchange("audience")
    def _onchange_audience(self):
        """People inside say more when nobody can tell who said it."""
        if self.audience != "staff":
            return
        self.anonymous = True
        usual = self._get_shipped("survey_general")
        if not self.survey_id or self.survey_id == usual:
            self.survey_id = self._get_shipped("survey_staff") or self.survey_id
        chosen = self.category_ids._origin
        if not chosen or chosen == self._get_shipped("category_customer"):
            self.category_ids = self._get_shipped("category_employee")

    def action_start(self):
        """Start a survey: of customers, with the ready questionnaire."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Start a survey"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_name": self.env._("Customers"),
                "default_survey_id": self._get_shipped("survey_general").id,
                "default_category_ids": self._get_shipped("category_customer").ids,
            },
        }

    @api.model
    def _get_shipped(self, name):
        """Return a shipped record as long as it is there and in use, or none."""
        record = self.env.ref(f"engagement_qms.{name}", raise_if_not_found=False)
        model = {"survey": "survey.survey", "category": "engagement.party.category"}
        nothing = self.env[model[name.partition("_")[0]]]
        return record if record and record.active else nothing
