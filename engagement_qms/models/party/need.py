# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain

from ..mixins import recurrence

#: Kinds that bind us whether we like it or not
BINDING_KINDS = ("contract", "legal")

FULFILMENT_STATUS = [
    ("unknown", "Not known"),
    ("not_met", "Not met"),
    ("partly", "Partly met"),
    ("met", "Met"),
]


class EngagementNeed(models.Model):
    """What a party needs or expects of us, and how sure we are of it.

    A need has a source and a day on which somebody last made sure that it still
    holds; past its interval it is overdue. Its fulfilment lines say what meets it,
    its objectives and risks say what we want to reach or guard against because of it.
    """

    _name = "engagement.need"
    _description = "Need or Expectation"
    _inherit = ["mail.thread", "mail.activity.mixin", "engagement.origin.mixin"]
    _order = "next_confirm_date, id"
    _check_company_auto = True

    def _default_interval_number(self):
        return self.env.company.engagement_confirm_months or 12

    name = fields.Char(string="Need", required=True, index="trigram", tracking=True)
    description = fields.Text(help="In their words, as far as possible.")
    party_id = fields.Many2one(
        comodel_name="engagement.party",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
    )
    party_category_id = fields.Many2one(
        related="party_id.category_id",
        string="Party category",
        store=True,
        index="btree_not_null",
    )
    active = fields.Boolean(default=True)
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
        help="Confirms the need. At first the one who looks after the party.",
    )

    # What it is and how we know
    kind = fields.Selection(
        selection=[
            ("need", "Need"),
            ("expectation", "Expectation"),
            ("contract", "Contract"),
            ("legal", "Law or rule"),
        ],
        required=True,
        default="need",
        tracking=True,
    )
    binding = fields.Boolean(
        compute="_compute_binding",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="We have to meet it: a law, a contract, or our own decision to adopt it.",
    )
    source_type = fields.Selection(
        selection=[
            ("event", "Said in a contact"),
            ("interview", "Interview"),
            ("survey", "Survey"),
            ("market_research", "Market research"),
            ("complaint", "Complaint"),
            ("contract", "Contract"),
            ("law", "Law or rule"),
            ("observation", "Our own observation"),
        ],
        string="Source",
        required=True,
        default="observation",
        help="How we came to know.",
    )
    event_id = fields.Many2one(
        comodel_name="engagement.event",
        string="Heard at",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        domain="[('party_id', '=', party_id)]",
    )
    horizon = fields.Selection(
        selection=[
            ("now", "Now"),
            ("year", "Within a year"),
            ("later", "Later"),
        ],
        required=True,
        default="now",
    )
    confidence = fields.Selection(
        selection=[("low", "Guess"), ("medium", "Likely"), ("high", "Certain")],
        string="How sure",
        required=True,
        default="medium",
    )
    climate = fields.Boolean(
        string="Climate change",
        help="The need comes from climate change or bears on it.",
    )

    # Whether it still holds
    last_confirmed = fields.Date(
        string="Last confirmed",
        required=True,
        default=fields.Date.context_today,
        copy=False,
        tracking=True,
        help="The last day on which somebody made sure that the need still holds.",
    )
    interval_number = fields.Integer(
        string="Confirm every",
        required=True,
        default=lambda self: self._default_interval_number(),
        aggregator=None,
    )
    interval_unit = fields.Selection(
        selection=recurrence.UNITS, string="Unit", required=True, default="month"
    )
    next_confirm_date = fields.Date(
        string="Confirm by",
        compute="_compute_next_confirm_date",
        store=True,
        precompute=True,
    )
    confirm_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_confirm_overdue",
        search="_search_confirm_overdue",
        help="Nobody has confirmed it within its interval.",
    )

    # What meets it
    status = fields.Selection(
        selection=FULFILMENT_STATUS,
        string="Is it met?",
        compute="_compute_status",
        store=True,
        readonly=False,
        required=True,
        default="unknown",
        tracking=True,
        help="Follows from what fulfils it; say it yourself as long as there is "
        "nothing there.",
    )
    fulfilment_ids = fields.One2many(
        comodel_name="engagement.need.fulfilment",
        inverse_name="need_id",
        string="Fulfilled by",
        copy=True,
    )

    _order_idx = models.Index("(next_confirm_date, id) WHERE active IS TRUE")
    _interval_positive = models.Constraint(
        "CHECK (interval_number > 0)",
        "A need is confirmed every 1 or more months, quarters or years: the interval "
        "cannot be 0.",
    )

    @api.depends("party_id.company_id")
    def _compute_company_id(self):
        for need in self:
            need.company_id = (
                need.party_id.company_id or need.company_id or self.env.company
            )

    @api.depends("party_id")
    def _compute_user_id(self):
        for need in self.filtered("party_id"):
            need.user_id = need.user_id or need.party_id.user_id or self.env.user

    @api.depends("kind")
    def _compute_binding(self):
        for need in self:
            need.binding = need.binding or need.kind in BINDING_KINDS

    @api.depends("last_confirmed", "interval_number", "interval_unit")
    def _compute_next_confirm_date(self):
        for need in self:
            need.next_confirm_date = need.last_confirmed and recurrence.add(
                need.last_confirmed, need.interval_number, need.interval_unit
            )

    @api.depends("next_confirm_date")
    @api.depends_context("tz")
    def _compute_confirm_overdue(self):
        today = fields.Date.context_today(self)
        for need in self:
            need.confirm_overdue = bool(
                need.next_confirm_date and need.next_confirm_date < today
            )

    def _search_confirm_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("next_confirm_date", "<", fields.Date.context_today(self))

    @api.depends("fulfilment_ids.status")
    def _compute_status(self):
        for need in self:
            lines = need.fulfilment_ids
            need.status = self._sum_up(lines.mapped("status")) or need.status

    @api.constrains("last_confirmed")
    def _check_last_confirmed(self):
        today = fields.Date.context_today(self)
        for need in self:
            if need.last_confirmed > today:
                raise ValidationError(
                    self.env._(
                        "%(need)s cannot be confirmed in the future: give the day on "
                        "which somebody made sure of it.",
                        need=need.name,
                    )
                )

    def action_confirm(self):
        """Note that the needs still hold as of today; the next check moves on."""
        return self.write({"last_confirmed": fields.Date.context_today(self)})

    def action_brief_team(self):
        """Open a new briefing about these needs, for those who have to meet them."""
        first = self[:1]
        body = Markup().join(
            Markup("<h3>%s</h3><p>%s</p>") % (need.name, need.description or "")
            for need in self
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Brief the team"),
            "res_model": "engagement.communication",
            "view_mode": "form",
            "context": {
                "default_kind": "briefing",
                "default_name": self.env._(
                    "%(party)s: %(need)s", party=first.party_id.name, need=first.name
                ),
                "default_body": body,
                "default_need_ids": [Command.set(self.ids)],
            },
        }

    @api.model
    def _sum_up(self, statuses):
        """Return what several answers to "is it met" come to.

        All met is met, all not met is not met, a mixture is partly met. A line that
        nobody has looked at keeps a good answer from standing for the whole.

        :param list statuses: keys of the status selection
        :return: one of them, or False where there is nothing to sum up
        """
        known = set(statuses) - {"unknown"}
        if not statuses:
            return False
        if not known or (known == {"met"} and "unknown" in statuses):
            return "unknown"
        return known.pop() if len(known) == 1 else "partly"
