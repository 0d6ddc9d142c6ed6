# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..mixins import recurrence
from ..mixins.batches import run_in_batches

#: From so many points on a group counts as missing
MISSING_POINTS = 5


class EngagementSurveyProgrammeOpen(models.Model):
    """Opens the rounds of a programme, and looks at how well it asks.

    What was missed is caught up by one round, never by many. A programme that cannot
    open says why on its form, and is tried again the next day.
    """

    _inherit = "engagement.survey.programme"

    round_count = fields.Integer(compute="_compute_rounds")
    open_round_id = fields.Many2one(
        comodel_name="engagement.survey.round",
        string="Open round",
        compute="_compute_rounds",
    )
    last_round_id = fields.Many2one(
        comodel_name="engagement.survey.round",
        string="Last result",
        compute="_compute_rounds",
        help="The latest round that is closed.",
    )
    index_text = fields.Char(
        string="Last index, of how many", compute="_compute_rounds"
    )
    method_overdue = fields.Boolean(
        string="Method to be checked",
        compute="_compute_method_overdue",
        search="_search_method_overdue",
        help="Rounds were held, and nobody looked at the method for a year.",
    )
    method_findings = fields.Text(
        string="What the last year shows", compute="_compute_method_findings"
    )

    @api.depends("round_ids.state")
    def _compute_rounds(self):
        rounds = self.env["engagement.survey.round"].search_fetch(
            [("programme_id", "in", self.ids)],
            ["programme_id", "state"],
            order="opened_on desc nulls last, id desc",
        )
        of_programme = rounds.grouped("programme_id")
        for programme in self:
            own = of_programme.get(programme._origin, rounds.browse())
            programme.round_count = len(own)
            programme.open_round_id = own.filtered(lambda r: r.state == "open")[:1]
            last = own.filtered(lambda r: r.state in ("closed", "done"))[:1]
            programme.last_round_id = last
            programme.index_text = last.index_text

    @api.depends("method_checked_on", "round_ids.closed_on")
    def _compute_method_overdue(self):
        overdue = self._filter_method_overdue()
        for programme in self:
            programme.method_overdue = programme in overdue

    @api.depends("round_ids.state", "survey_id")
    @api.depends_context("lang")
    def _compute_method_findings(self):
        """Say what a year of rounds shows of the method, for who looks at it."""
        for programme in self:
            since = fields.Date.context_today(self) - relativedelta(years=1)
            rounds = programme.round_ids.filtered(
                lambda r, since=since: r.closed_on and r.closed_on >= since
            )
            programme.method_findings = (
                "\n".join(programme._get_method_findings(rounds)) if rounds else False
            )

    def _get_method_findings(self, rounds):
        """Yield what the rounds show: response, missing voices, unused questions."""
        self.ensure_one()
        invited = sum(rounds.mapped("invited_count"))
        if invited:
            yield self.env._(
                "Response: %(percent)s %% of %(invited)s invited.",
                percent=round(100 * sum(rounds.mapped("answered_count")) / invited),
                invited=invited,
            )
        for category, groups in rounds.group_ids.grouped("category_id").items():
            missing = sum(groups.mapped("gap")) / len(groups)
            if missing >= MISSING_POINTS:
                yield self.env._(
                    "Missing voices: %(group)s, by %(points)s points.",
                    group=category.name,
                    points=round(missing),
                )
        for question in rounds._get_unused_questions():
            yield self.env._("Nobody answered: %(question)s", question=question.title)

    def _filter_method_overdue(self):
        return self.filtered_domain(self._get_method_overdue_domain())

    def _search_method_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_method_overdue_domain()

    @api.model
    def _get_method_overdue_domain(self):
        year_ago = fields.Date.context_today(self) - relativedelta(years=1)
        unchecked = Domain("method_checked_on", "=", False) & Domain(
            "start_date", "<=", year_ago
        )
        unchecked |= Domain("method_checked_on", "<=", year_ago)
        return unchecked & Domain("round_ids", "any", [("closed_on", "!=", False)])

    def action_open_round(self):
        """Open a round now, and show it."""
        self.ensure_one()
        opened = self._open_rounds()
        return opened.action_show()

    def action_view_rounds(self):
        """Open the rounds of the programme."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_survey_round_action"
        )
        return action | {
            "domain": [("programme_id", "=", self.id)],
            "context": {"default_programme_id": self.id},
        }

    def action_check_method(self):
        """Note that somebody looked at the method today."""
        self.method_checked_on = fields.Date.context_today(self)
        return True

    @api.model
    def _cron_open_rounds(self):
        """Open one round of each programme that is due and has none open."""
        due = self.search(self._get_due_domain())
        run_in_batches(due, lambda programmes: programmes._try_to_open(), size=1)

    @api.model
    def _get_due_domain(self):
        return Domain("next_date", "<=", fields.Date.context_today(self)) & Domain(
            "round_ids", "not any", [("state", "in", ("draft", "open"))]
        )

    def _try_to_open(self):
        """Open what is due, or keep what is in the way."""
        for programme in self.filtered_domain(self._get_due_domain()):
            try:
                with self.env.cr.savepoint():
                    programme._open_rounds()
            except UserError as error:
                programme.problem = str(error)

    def _open_rounds(self):
        """Make the next round of each programme and open it.

        :return: the rounds
        """
        rounds = self.env["engagement.survey.round"].create(
            [
                {
                    "programme_id": programme.id,
                    # a day missed long ago is not made up for: the latest one is
                    "planned_on": programme._get_planned_day(),
                }
                for programme in self
            ]
        )
        rounds.action_open()
        self.filtered("problem").problem = False
        return rounds

    def _get_planned_day(self):
        """Return the day of the rhythm that a round of today stands for."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        if not self.next_date or self.next_date >= today:
            return self.next_date or today
        days = recurrence.occurrences_between(
            self.start_date,
            self.interval_number,
            self.interval_unit,
            self.next_date,
            today,
        )
        return max(days, default=today)
