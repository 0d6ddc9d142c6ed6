# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

#: The kind of event that a channel usually makes
KIND_OF_CHANNEL = {
    "phone": "call",
    "meeting": "meeting",
    "visit": "visit",
    "workshop": "workshop",
    "survey": "survey",
    "report": "report",
}


class EngagementEvent(models.Model):
    """One contact with a party: a meeting, a call, a survey, a report.

    Planned, it is what the plan asks for; held, it is the evidence of who was invited,
    who took part, what was said and what came of it; cancelled, it says why. What the
    plan asked for stays on record whenever the contact really took place.
    """

    _name = "engagement.event"
    _description = "Engagement Event"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "agenda_sequence, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Event",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index="trigram",
        tracking=True,
    )
    party_id = fields.Many2one(
        comodel_name="engagement.party",
        compute="_compute_party_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
    )
    category_id = fields.Many2one(related="party_id.category_id", string="Category")
    party_kind = fields.Selection(related="party_id.kind", string="Kind of party")
    plan_id = fields.Many2one(
        comodel_name="engagement.plan",
        string="Contact plan",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        domain="[('party_id', '=?', party_id)]",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    small_organisation = fields.Boolean(
        related="company_id.engagement_small_organisation"
    )

    # How and when
    kind = fields.Selection(
        selection=[
            ("meeting", "Meeting"),
            ("call", "Call"),
            ("visit", "Visit"),
            ("workshop", "Workshop"),
            ("focus_group", "Focus group"),
            ("round_table", "Round table"),
            ("survey", "Survey"),
            ("forum", "Forum"),
            ("exchange", "Exchange of knowledge"),
            ("report", "Report"),
            ("other", "Other"),
        ],
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    channel_id = fields.Many2one(
        comodel_name="engagement.channel",
        compute="_compute_channel_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
    )
    channel_deviates = fields.Boolean(
        string="Not the preferred channel",
        compute="_compute_channel_deviates",
        store=True,
        help="The party preferred another channel when the contact took place.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The day on which the contact takes, or took, place.",
    )
    planned_date = fields.Date(
        string="Planned for",
        compute="_compute_planned_date",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="The day first planned. It stays when the contact is moved.",
    )
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("held", "Held"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        tracking=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
    )
    calendar_event_id = fields.Many2one(
        comodel_name="calendar.event",
        string="Calendar meeting",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
    )

    # Who
    participation_ids = fields.One2many(
        comodel_name="engagement.participation",
        inverse_name="event_id",
        string="Participants",
    )
    invited_count = fields.Integer(
        string="Invited", compute="_compute_participation_counts", store=True
    )
    participated_count = fields.Integer(
        string="Took part", compute="_compute_participation_counts", store=True
    )

    _one_planned_per_plan = models.UniqueIndex(
        "(plan_id) WHERE state = 'planned' AND plan_id IS NOT NULL",
        "This contact plan has a planned event already. Hold or cancel that one first.",
    )

    @api.depends("kind", "plan_id")
    def _compute_name(self):
        """Call the event after its plan or kind, until somebody gives it a name."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            if not event.name or event.name in kinds.values():
                event.name = event.plan_id.name or kinds.get(event.kind)

    @api.depends("plan_id")
    def _compute_party_id(self):
        for event in self:
            event.party_id = event.party_id or event.plan_id.party_id

    @api.depends("party_id.company_id")
    def _compute_company_id(self):
        for event in self:
            event.company_id = (
                event.party_id.company_id or event.company_id or self.env.company
            )

    @api.depends("channel_id")
    def _compute_kind(self):
        for event in self:
            kind = KIND_OF_CHANNEL.get(event.channel_id.kind, "other")
            event.kind = kind if event.channel_id else event.kind or "meeting"

    # Until the event is saved another party brings other suggestions; afterwards every
    # answer stays, also when its party becomes part of another one. One method for each
    # field, because a default for one must not leave the other empty.

    @api.depends("plan_id", "party_id")
    def _compute_channel_id(self):
        for event in self:
            channel = event.plan_id.channel_id or event.party_id.channel_id
            event.channel_id = event._origin.channel_id if event._origin else channel

    @api.depends("plan_id", "party_id")
    def _compute_user_id(self):
        for event in self:
            users = event.plan_id.user_id + event.party_id.user_id + self.env.user
            # somebody who has left cannot be reminded
            user = users.filtered("active")[:1]
            event.user_id = event._origin.user_id if event._origin else user

    # Not on the party's preference: a contact held by post stays one by post when the
    # party asks for calls a year later
    @api.depends("channel_id", "party_id", "state")
    def _compute_channel_deviates(self):
        for event in self:
            preferred = event.party_id.channel_id
            event.channel_deviates = bool(
                preferred and event.channel_id and event.channel_id != preferred
            )

    @api.depends("date")
    def _compute_planned_date(self):
        for event in self:
            event.planned_date = event._origin.planned_date or event.date

    @api.depends("participation_ids.invited", "participation_ids.participated")
    def _compute_participation_counts(self):
        for event in self:
            lines = event.participation_ids
            event.invited_count = len(lines.filtered("invited"))
            event.participated_count = len(lines.filtered("participated"))

    @api.depends("name", "party_id.name")
    def _compute_display_name(self):
        for event in self:
            # sudo: who may read the event may read whom it is with, and nothing else
            party = event.sudo().party_id
            event.display_name = event.name
            if party:
                event.display_name = self.env._(
                    "%(party)s: %(event)s", party=party.name, event=event.name or ""
                )

    @api.constrains("state", "date")
    def _check_held_date(self):
        today = fields.Date.context_today(self)
        for event in self:
            if event.state == "held" and event.date > today:
                raise ValidationError(
                    self.env._(
                        "“%(event)s” cannot have been held on %(date)s, which is still "
                        "to come: set the day on which it took place.",
                        event=event.display_name,
                        date=format_date(self.env, event.date),
                    )
                )

    @api.constrains("plan_id", "party_id")
    def _check_plan_party(self):
        for event in self:
            if event.plan_id and event.plan_id.party_id != event.party_id:
                raise ValidationError(
                    self.env._(
                        "The contact plan “%(plan)s” is for another party than "
                        "“%(party)s”: choose a plan of this party, or none.",
                        plan=event.plan_id.name,
                        party=event.party_id.name,
                    )
                )
