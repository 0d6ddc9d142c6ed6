# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..mixins import recurrence
from ..mixins.batches import run_in_batches

#: Periods that were missed are made up for, but not all of history
YEARS_BACK = 2


class EngagementEvaluationProgramme(models.Model):
    """Evaluates the partners that matter again and again: whom, by what, how often.

    Each period gets an evaluation for each partner, also periods that were missed, and
    partners who came later. Opening twice changes nothing.
    """

    _name = "engagement.evaluation.programme"
    _description = "Evaluation Rounds"
    _inherit = ["mail.thread", "mail.activity.mixin"]
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
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
    )
    set_id = fields.Many2one(
        comodel_name="engagement.criteria.set",
        string="We rate them by",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('direction', '=', 'given')]",
        default=lambda self: self._get_usual_set(),
    )
    received_set_id = fields.Many2one(
        comodel_name="engagement.criteria.set",
        string="They rate us by",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('direction', '=', 'received')]",
        help="Empty: they are not asked.",
    )
    days_to_contest = fields.Integer(
        string="Days to contest", required=True, default=14, aggregator=None
    )

    # Whom
    category_ids = fields.Many2many(
        comodel_name="engagement.party.category",
        string="Party categories",
        help="The relevant parties of these categories. With no category and no tag: "
        "all active suppliers.",
    )
    tag_ids = fields.Many2many(comodel_name="res.partner.category", string="Tags")

    # When
    start_date = fields.Date(
        string="First period from",
        required=True,
        default=lambda self: self.env["engagement.evaluation"]._get_quarter()[0],
        tracking=True,
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
    opened_to = fields.Date(string="Opened until", readonly=True, copy=False)
    next_date = fields.Date(
        string="Next period from", compute="_compute_next_date", store=True
    )
    evaluation_count = fields.Integer(compute="_compute_evaluation_count")
    evaluation_ids = fields.One2many(
        comodel_name="engagement.evaluation",
        inverse_name="programme_id",
        string="Evaluations",
    )

    _interval_positive = models.Constraint(
        "CHECK (interval_number > 0)",
        "Periods last 1 or more days, weeks, months, quarters or years.",
    )
    _days_range = models.Constraint(
        "CHECK (days_to_contest BETWEEN 1 AND 365)",
        "A partner has 1 to 365 days to contest.",
    )

    @api.depends("start_date", "interval_number", "interval_unit", "opened_to")
    def _compute_next_date(self):
        """Count from the first day, whenever a period was opened."""
        for programme in self:
            start, done = programme.start_date, programme.opened_to
            if not (start and done and done >= start):
                programme.next_date = start
                continue
            programme.next_date = recurrence.next_after(
                start, max(programme.interval_number, 1), programme.interval_unit, done
            )

    @api.depends("evaluation_ids")
    def _compute_evaluation_count(self):
        counts = dict(
            self.env["engagement.evaluation"]._read_group(
                [("programme_id", "in", self.ids)], ["programme_id"], ["__count"]
            )
        )
        for programme in self:
            programme.evaluation_count = counts.get(programme, 0)

    @api.constrains("start_date")
    def _check_start_date(self):
        earliest = fields.Date.context_today(self) - relativedelta(years=YEARS_BACK)
        for programme in self:
            if programme.start_date < earliest:
                raise ValidationError(
                    self.env._(
                        "The rounds begin on %(day)s, more than %(years)s years ago. "
                        "Each period since then would be opened: choose a later day.",
                        day=format_date(self.env, programme.start_date),
                        years=YEARS_BACK,
                    )
                )

    @api.constrains("set_id", "received_set_id")
    def _check_directions(self):
        for programme in self:
            given, received = programme.set_id, programme.received_set_id
            if given.direction != "given" or (
                received and received.direction != "received"
            ):
                raise ValidationError(
                    self.env._(
                        "Criteria for one direction stand in the place of the other. "
                        "Exchange them."
                    )
                )

    def action_open_now(self):
        """Open what is due now, count what is known of it, and show it."""
        self.ensure_one()
        self._open_due()
        evaluations = self.env["engagement.evaluation"]
        own = Domain("programme_id", "=", self.id)
        evaluations.search(own & evaluations._get_countable_domain())._fill_facts()
        return self.action_view_evaluations()

    def action_view_evaluations(self):
        """Open the evaluations of these rounds."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_evaluation_action"
        )
        return action | {
            "domain": [("programme_id", "=", self.id)],
            "context": {"default_programme_id": self.id},
        }

    @api.model
    def _cron_open_evaluations(self):
        """Open the periods that have begun, and count the facts of what runs."""
        today = fields.Date.context_today(self)
        begun = self.search([("start_date", "<=", today)])
        if not run_in_batches(begun, lambda part: part._open_due(), size=1):
            return
        evaluations = self.env["engagement.evaluation"]
        running = evaluations.search(evaluations._get_countable_domain())
        run_in_batches(running, lambda part: part._fill_facts(), size=20000)

    def _open_due(self):
        """Make the evaluations of each period up to today that are missing."""
        today = fields.Date.context_today(self)
        for programme in self.filtered(lambda p: p.start_date <= today):
            # partners who came since are added to the running period
            first = min(programme.next_date, programme._get_period(today)[0])
            days = list(
                recurrence.occurrences_between(
                    programme.start_date,
                    programme.interval_number,
                    programme.interval_unit,
                    first,
                    today,
                )
            )
            for day in days:
                programme._open_period(*programme._get_period(day))
            programme.opened_to = programme._get_period(today)[1]

    def _open_period(self, start, stop):
        """Make the evaluations of a period, of whoever has none.

        What was set aside is not made again; what feedback began belongs to the round.
        """
        self.ensure_one()
        partner_ids = self._get_partner_ids()
        # sudo: the rounds open for all, whoever presses the button
        model = self.env["engagement.evaluation"].sudo()
        directions = self._get_directions()
        model.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "in", partner_ids),
                ("direction", "in", directions),
                ("period_start", "=", start),
                ("period_end", "=", stop),
                ("programme_id", "=", False),
            ]
        )._join_round(self)
        there = {
            (partner.id, direction)
            for partner, direction in model.with_context(active_test=False)._read_group(
                [
                    ("company_id", "=", self.company_id.id),
                    ("partner_id", "in", partner_ids),
                    ("period_start", "=", start),
                ],
                ["partner_id", "direction"],
            )
        }
        model.with_context(tracking_disable=True).with_company(self.company_id).create(
            [
                {
                    "partner_id": partner_id,
                    "company_id": self.company_id.id,
                    "direction": direction,
                    "period_start": start,
                    "period_end": stop,
                    "user_id": self.user_id.id,
                    **self._prepare_evaluation(direction),
                }
                for direction in directions
                for partner_id in partner_ids
                if (partner_id, direction) not in there
            ]
        )

    def _get_directions(self):
        """Return in which directions each partner has an evaluation of its own."""
        return ["given", "received"] if self.received_set_id else ["given"]

    def _prepare_evaluation(self, direction):
        """Return what an evaluation of these rounds takes from them."""
        self.ensure_one()
        criteria = self.set_id if direction == "given" else self.received_set_id
        return {"programme_id": self.id, "set_id": criteria.id}

    def _get_period(self, day):
        """Return the first and last day of the period of a day."""
        self.ensure_one()
        rhythm = (self.start_date, self.interval_number, self.interval_unit)
        back = recurrence.add(day, -self.interval_number, self.interval_unit)
        start = max(recurrence.occurrences_between(*rhythm, back, day))
        return start, recurrence.next_after(*rhythm, day) - timedelta(days=1)

    def _get_usual_set(self):
        company = self.env.company
        return (
            self.env["engagement.criteria.set"]
            ._get_defaults(company, "given")
            .get(company)
        )
