# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

HEALTH = [
    ("1", "Strained"),
    ("2", "Cool"),
    ("3", "Steady"),
    ("4", "Good"),
    ("5", "Excellent"),
]
#: So many earlier contacts make the level that the last one is compared with
TREND_DEPTH = 3


class EngagementPartyContact(models.Model):
    """How the relation with a party goes: last and next contact, health, review.

    All of it follows from plans, events and who took part in them; nothing is typed
    twice. No contact yet is empty, not a date and not a zero.
    """

    _inherit = "engagement.party"

    plan_ids = fields.One2many(
        comodel_name="engagement.plan", inverse_name="party_id", string="Contact plans"
    )
    event_ids = fields.One2many(
        comodel_name="engagement.event", inverse_name="party_id", string="Contacts"
    )
    participation_ids = fields.One2many(
        comodel_name="engagement.participation", inverse_name="party_id"
    )
    event_count = fields.Integer(compute="_compute_event_count")

    last_contact_date = fields.Date(
        string="Last contact", compute="_compute_last_contact_date", store=True
    )
    next_contact_date = fields.Date(
        string="Next contact",
        compute="_compute_next_contact_date",
        store=True,
        index="btree_not_null",
    )
    contact_overdue = fields.Boolean(
        compute="_compute_contact_overdue", search="_search_contact_overdue"
    )
    health = fields.Selection(
        selection=HEALTH,
        string="Relationship health",
        compute="_compute_health",
        store=True,
        help="How the last contact went, as noted there. Empty until somebody noted "
        "it.",
    )
    health_trend = fields.Selection(
        selection=[("up", "Improving"), ("flat", "Unchanged"), ("down", "Worsening")],
        compute="_compute_health",
        store=True,
        help="The last contact against the mean of the three before it.",
    )
    channel_deviation_count = fields.Integer(
        string="Contacts by another channel",
        compute="_compute_channel_deviation_count",
        help="Contacts of the last twelve months that did not use the preferred "
        "channel.",
    )
    last_review_date = fields.Date(string="Last review", tracking=True)
    next_review_date = fields.Date(
        string="Next review",
        compute="_compute_next_review_date",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    review_overdue = fields.Boolean(
        compute="_compute_review_overdue", search="_search_review_overdue"
    )

    @api.depends("event_ids.state")
    def _compute_event_count(self):
        counts = dict(
            self.env["engagement.event"]._read_group(
                [("party_id", "in", self.ids)], ["party_id"], ["__count"]
            )
        )
        for party in self:
            party.event_count = counts.get(party, 0)

    @api.depends(
        "event_ids.state",
        "event_ids.date",
        "participation_ids.participated",
        "participation_ids.date",
        "participation_ids.event_id.state",
    )
    def _compute_last_contact_date(self):
        held = dict(
            self.env["engagement.event"]._read_group(
                [("party_id", "in", self.ids), ("state", "=", "held")],
                ["party_id"],
                ["date:max"],
            )
        )
        took_part = dict(
            self.env["engagement.participation"]._read_group(
                Domain("party_id", "in", self.ids)
                & Domain("participated", "=", True)
                # ticked ahead of time is not yet heard
                & (
                    Domain("event_id", "=", False)
                    | Domain("event_id.state", "=", "held")
                ),
                ["party_id"],
                ["date:max"],
            )
        )
        for party in self:
            dates = [day for day in (held.get(party), took_part.get(party)) if day]
            party.last_contact_date = max(dates, default=False)

    @api.depends(
        "plan_ids.next_date",
        "plan_ids.active",
        "plan_ids.event_ids.state",
        "event_ids.state",
        "event_ids.date",
    )
    def _compute_next_contact_date(self):
        planned = dict(
            self.env["engagement.event"]._read_group(
                [("party_id", "in", self.ids), ("state", "=", "planned")],
                ["party_id"],
                ["date:min"],
            )
        )
        due = dict(
            self.env["engagement.plan"]._read_group(
                Domain("party_id", "in", self.ids)
                & Domain("next_date", "!=", False)
                # an event that was opened may have been moved: its own date counts
                & Domain("event_ids", "not any", [("state", "=", "planned")]),
                ["party_id"],
                ["next_date:min"],
            )
        )
        for party in self:
            dates = [day for day in (planned.get(party), due.get(party)) if day]
            party.next_contact_date = min(dates, default=False)

    @api.depends("next_contact_date", "relevant")
    @api.depends_context("tz")
    def _compute_contact_overdue(self):
        today = fields.Date.context_today(self)
        for party in self:
            party.contact_overdue = bool(
                party.relevant
                and party.next_contact_date
                and party.next_contact_date < today
            )

    def _search_contact_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("relevant", "=", True), ("next_contact_date", "<", today)]

    @api.depends("event_ids.state", "event_ids.date", "event_ids.health")
    def _compute_health(self):
        rated = self.env["engagement.event"].search_fetch(
            [
                ("party_id", "in", self.ids),
                ("state", "=", "held"),
                ("health", "!=", False),
            ],
            ["party_id", "health"],
            order="date desc, id desc",
        )
        marks = rated.grouped("party_id")
        for party in self:
            levels = [int(event.health) for event in marks.get(party, ())]
            last, before = levels[:1], levels[1 : 1 + TREND_DEPTH]
            party.health = str(last[0]) if last else False
            party.health_trend = self._get_trend(last, before)

    @api.depends_context("tz")
    @api.depends("event_ids.channel_deviates", "event_ids.state", "event_ids.date")
    def _compute_channel_deviation_count(self):
        since = fields.Date.context_today(self) - relativedelta(years=1)
        counts = dict(
            self.env["engagement.event"]._read_group(
                [
                    ("party_id", "in", self.ids),
                    ("state", "=", "held"),
                    ("channel_deviates", "=", True),
                    ("date", ">=", since),
                ],
                ["party_id"],
                ["__count"],
            )
        )
        for party in self:
            party.channel_deviation_count = counts.get(party, 0)

    @api.depends("last_review_date")
    def _compute_next_review_date(self):
        """Keep the day that was given; the rhythms of reviews fill it."""
        for party in self:
            party.next_review_date = party.next_review_date

    @api.depends("next_review_date")
    @api.depends_context("tz")
    def _compute_review_overdue(self):
        today = fields.Date.context_today(self)
        for party in self:
            party.review_overdue = bool(
                party.next_review_date and party.next_review_date < today
            )

    def _search_review_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("next_review_date", "<", fields.Date.context_today(self))]

    def action_log_contact(self):
        """Open a contact that has just happened, to say in a minute how it went."""
        return self._open_new_event(self.env._("Log a contact"))

    def action_plan_contact(self):
        """Open a contact that is still to come."""
        return self._open_new_event(self.env._("Plan a contact"))

    def _open_new_event(self, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "engagement.event",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_party_id": self.id,
                "default_channel_id": self.channel_id.id,
            },
        }

    def action_view_events(self):
        """Open the contacts with this party, planned and held."""
        return self._open_related("engagement_qms.engagement_event_action")

    def action_view_plans(self):
        """Open the contact plans of this party."""
        return self._open_related("engagement_qms.engagement_plan_action")

    def _open_related(self, action_xmlid):
        """Open one of the party's lists, new rows belonging to the party."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(action_xmlid)
        return action | {
            "domain": [("party_id", "=", self.id)],
            "context": {"default_party_id": self.id},
        }

    @staticmethod
    def _get_trend(last, before):
        """Return the direction of the last mark against the mean of those before.

        :param list last: the newest mark, or nothing
        :param list before: the marks before it, newest first
        """
        if not last or not before:
            return False
        change = last[0] - sum(before) / len(before)
        if abs(change) < 0.5:
            return "flat"
        return "up" if change > 0 else "down"
