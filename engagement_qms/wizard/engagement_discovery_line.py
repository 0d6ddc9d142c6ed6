# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_list
from odoo.tools.misc import get_lang


class EngagementDiscoveryLine(models.TransientModel):
    """One party that discovery proposes, with the figures that speak for it.

    It is only a proposal: the category, the scores and the tick can be changed before
    anything is created, and a contact can be noted as considered and not relevant.
    """

    _name = "engagement.discovery.line"
    _description = "Proposed Party"
    _order = "sequence, id"
    _transient_max_hours = 24.0

    discovery_id = fields.Many2one(
        comodel_name="engagement.discovery",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="discovery_id.company_id")
    sequence = fields.Integer(aggregator=None)
    selected = fields.Boolean(string="Create", aggregator=None)
    state = fields.Selection(
        selection=[("open", "Proposed"), ("done", "Created"), ("failed", "Failed")],
        default="open",
        required=True,
    )
    error = fields.Char(string="Why it failed", readonly=True)
    party_id = fields.Many2one(
        comodel_name="engagement.party",
        string="Created party",
        ondelete="set null",
        readonly=True,
        index=True,
    )

    # What is proposed
    kind = fields.Selection(
        selection=[("contact", "Contact"), ("group", "Group")],
        required=True,
        readonly=True,
    )
    name = fields.Char(string="Party", required=True)
    category_id = fields.Many2one(
        comodel_name="engagement.party.category",
        falsy_value_label="Choose a category",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Contact", readonly=True, index=True
    )
    member_domain = fields.Char(readonly=True)
    member_count = fields.Integer(string="Members", readonly=True, aggregator=None)
    discovery_key = fields.Char(readonly=True)
    influence = fields.Integer(aggregator=None)
    impact_on_us = fields.Integer(string="Impact on us", aggregator=None)
    relevant = fields.Boolean(default=True, aggregator=None)
    relevance_reason = fields.Char(
        string="Reason for relevance",
        help="Empty: the figures, without amounts, become the reason.",
    )

    # Why it is proposed
    figures = fields.Json(readonly=True)
    reason = fields.Char(string="What Odoo knows", compute="_compute_reason")
    double_partner_id = fields.Many2one(
        comodel_name="res.partner", string="Double", readonly=True
    )
    double_by = fields.Selection(
        selection=[
            ("email", "Same e-mail"),
            ("vat", "Same tax number"),
            ("both", "Same e-mail and tax number"),
        ],
        readonly=True,
    )
    double_registered = fields.Boolean(readonly=True)
    double_text = fields.Char(string="Looks like", compute="_compute_double_text")

    _scores_in_range = models.Constraint(
        "CHECK (influence BETWEEN 1 AND 5 AND impact_on_us BETWEEN 1 AND 5)",
        "Influence and impact go from 1 (very low) to 5 (very high).",
    )

    @api.depends("figures", "member_count")
    @api.depends_context("lang")
    def _compute_reason(self):
        for line in self:
            line.reason = line._get_reason()

    @api.depends("double_partner_id", "double_by", "double_registered")
    @api.depends_context("lang")
    def _compute_double_text(self):
        words = dict(self._fields["double_by"]._description_selection(self.env))
        for line in self:
            line.double_text = False
            if not line.double_partner_id:
                continue
            text = (
                self.env._("%(same)s as %(contact)s, who is on the register")
                if line.double_registered
                else self.env._("%(same)s as %(contact)s")
            )
            line.double_text = text % {
                "same": words[line.double_by],
                "contact": line.double_partner_id.display_name,
            }

    def action_tick(self):
        """Tick the lines, so that they are created."""
        self.filtered(lambda line: line.state != "done").selected = True
        return True

    def action_untick(self):
        """Leave the lines out of what is created."""
        self.selected = False
        return True

    def action_toggle(self):
        """Tick the line or leave it out, by a tap on its card."""
        for line in self.filtered(lambda line: line.state != "done"):
            line.selected = not line.selected
        return True

    def action_open_contact(self):
        """Open the contact behind the line."""
        self.ensure_one()
        return self.partner_id.get_formview_action()

    def _get_reason(self, amounts=True):
        """Return the figures in words.

        :param bool amounts: whether amounts may stand in them
        """
        self.ensure_one()
        figures = self.figures or {}
        if self.kind == "group":
            return self._get_group_reason(figures)
        sources = self.env["engagement.discovery.source"].browse(
            source for source, _documents, _amount in figures.get("sources", ())
        )
        parts = {}
        for source, (_id, documents, amount) in zip(
            sources, figures.get("sources", ()), strict=True
        ):
            months = source.period_months if source.date_field else 0
            text = self._get_count_text(source, documents)
            if amounts and amount:
                text = self.env._(
                    "%(amount)s in %(documents)s",
                    amount=self._format_amount(amount),
                    documents=text,
                )
            parts.setdefault(months, []).append(text)
        texts = [
            self.env._(
                "%(figures)s over %(months)s months",
                figures=format_list(self.env, texts),
                months=months,
            )
            if months
            else format_list(self.env, texts)
            for months, texts in parts.items()
        ]
        if "rank" in figures:
            texts.append(self._get_rank_text(figures))
        return "; ".join(texts)

    def _get_group_reason(self, figures):
        if self.member_count == 1:
            return self.env._("1 contact today")
        if not figures.get("known"):
            return self.env._("%(count)s contacts today", count=self.member_count)
        return self.env._(
            "%(count)s contacts today, %(known)s of them among %(category)s",
            count=self.member_count,
            known=figures["known"],
            category=self.category_id.name,
        )

    def _get_count_text(self, source, documents):
        unit = source.unit_one if documents == 1 else source.unit_many
        return f"{self._format_number(documents)} {unit}"

    def _get_rank_text(self, figures):
        """Return the place of the contact among its like, and its share."""
        measures = self.env["engagement.discovery.source"]._fields["measure"]
        share = figures["share"] * 100
        return self.env._(
            "rank %(rank)s of %(total)s, %(share)s %% of the %(measure)s",
            rank=self._format_number(figures["rank"]),
            total=self._format_number(figures["total"]),
            share=self._format_number(share)
            if share >= 1 or not share
            else self.env._("under 1"),
            measure=dict(measures._description_selection(self.env))[
                figures["by"]
            ].lower(),
        )

    def _format_number(self, number):
        lang = self.env["res.lang"].browse(get_lang(self.env).id)
        return lang.format("%.0f", number, grouping=True)

    def _format_amount(self, amount):
        """Return a whole amount with its currency: cents say nothing here."""
        currency = self.company_id.currency_id
        number = self._format_number(amount)
        if currency.position == "before":
            return f"{currency.symbol}\N{NO-BREAK SPACE}{number}"
        return f"{number}\N{NO-BREAK SPACE}{currency.symbol}"
