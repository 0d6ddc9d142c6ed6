# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_date

from .survey_programme import AUDIENCES, SMALLEST_GROUP

#: What decides who is asked what, and how they are protected: fixed once it is open
FIXED = {"survey_id", "category_ids", "audience", "anonymous", "minimum_group"}
#: What a round takes from its programme
TAKEN = (
    "audience",
    "anonymous",
    "minimum_group",
    "method_who",
    "method_chosen",
    "method_number",
    "method_language",
    "method_channel",
    "method_limits",
)


class EngagementSurveyRound(models.Model):
    """One time that people are asked how they feel about us, and what came of it.

    A round is not over when the last answer is in, but when the result was shared,
    something follows from it or a reason says why not, and those who were asked have
    heard of that.
    """

    _name = "engagement.survey.round"
    _description = "Survey Round"
    _inherit = [
        "engagement.follow.up.mixin",
        "engagement.gate.mixin",
        "engagement.step.mixin",
        "engagement.counter.mixin",
        "engagement.survey.method.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "opened_on desc nulls first, id desc"
    _check_company_auto = True
    _step_fields = frozenset(
        {
            "answered_count",
            "barred_ids",
            "closed_on",
            "invited_count",
            "opened_on",
            "reported_back_on",
            "response_rate",
            "results_shared_on",
            "satisfaction_index",
            "scaled_count",
            "state",
            "page_token",
        }
    )
    _step_fields_once = frozenset({"company_id", "programme_id"})

    name = fields.Char(required=True, index="trigram")
    # by what the gates call it
    number = fields.Char(
        related="name", string="Round", export_string_translation=False
    )
    programme_id = fields.Many2one(
        comodel_name="engagement.survey.programme",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("open", "Open"),
            ("closed", "Closed"),
            ("done", "Done"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
        index=True,
    )
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
    )
    audience = fields.Selection(
        selection=AUDIENCES,
        string="Who is asked",
        required=True,
        default="customer",
    )
    category_ids = fields.Many2many(
        comodel_name="engagement.party.category",
        string="Groups",
    )
    anonymous = fields.Boolean(
        help="Who answered what cannot be found out, by anybody.",
    )
    minimum_group = fields.Integer(
        string="Smallest group shown",
        required=True,
        default=5,
        aggregator=None,
    )
    need_ids = fields.Many2many(
        comodel_name="engagement.need",
        string="What they expect",
        check_company=True,
        help="The needs of those who are asked. Filled in on opening, where empty.",
    )

    # When
    planned_on = fields.Date(copy=False, help="The day of the rhythm it stands for.")
    opened_on = fields.Date(readonly=True, copy=False, tracking=True)
    closes_on = fields.Date(
        copy=False, tracking=True, help="The last day on which somebody can answer."
    )
    closed_on = fields.Date(readonly=True, copy=False, tracking=True)
    results_shared_on = fields.Date(
        string="Result shared", readonly=True, copy=False, tracking=True
    )
    reported_back_on = fields.Date(
        string="Reported back", readonly=True, copy=False, tracking=True
    )

    # What came of it
    outcome_ids = fields.One2many(
        comodel_name="engagement.survey.outcome",
        inverse_name="round_id",
        string="You said, we did",
    )
    no_action_reason = fields.Text(
        string="Why nothing is changed",
        copy=False,
        help="Those who were asked read it.",
    )

    _order_idx = models.Index("(opened_on DESC NULLS FIRST, id DESC)")
    _minimum_group_range = models.Constraint(
        f"CHECK (minimum_group >= 1 AND (NOT anonymous"
        f" OR minimum_group >= {SMALLEST_GROUP}))",
        "Anonymous answers are shown for groups of at least 3; otherwise of at least "
        "1.",
    )
    _opened_has_days = models.Constraint(
        "CHECK (state = 'draft' OR (opened_on IS NOT NULL AND closes_on IS NOT NULL))",
        "A round that is open has a first and a last day.",
    )

    @api.onchange("programme_id")
    def _onchange_programme_id(self):
        if self.programme_id:
            self.update(self._get_taken(self.programme_id))

    @api.model_create_multi
    def create(self, vals_list):
        programmes = self.env["engagement.survey.programme"]
        return super().create(
            [
                self._get_taken(programmes.browse(vals["programme_id"]))
                | {"company_id": programmes.browse(vals["programme_id"]).company_id.id}
                | vals
                if vals.get("programme_id")
                else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if FIXED & vals.keys() and not self._in_step():
            self._check_state(("draft",))
        return super().write(vals)

    @api.model
    def _get_taken(self, programme):
        """Return what a round takes from its programme, as values to write."""
        today = fields.Date.context_today(self)
        values = {name: programme[name] for name in TAKEN} | {
            "survey_id": programme.survey_id.id,
            "user_id": programme.user_id.id,
            "category_ids": [Command.set(programme.category_ids.ids)],
        }
        if programme.name:
            month = format_date(self.env, today, date_format="MMMM yyyy")
            values["name"] = f"{programme.name}, {month}"
        return values

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._check_state(("draft",))

    def action_show(self):
        """Open the round."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    @api.model
    def _get_counters(self):
        closed = [("state", "=", "closed")]
        return [
            ("to_report", "danger", [*closed, ("reported_back_on", "=", False)]),
            ("to_share", "warning", [*closed, ("results_shared_on", "=", False)]),
            ("open", "info", [("state", "=", "open")]),
        ]
