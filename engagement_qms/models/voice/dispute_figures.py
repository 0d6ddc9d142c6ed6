# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


class EngagementDisputeFigures(models.Model):
    """What can be counted of disputes: how long, how dear, agreed to, done in time."""

    _inherit = "engagement.dispute"

    days = fields.Integer(
        string="Days to the outcome",
        compute="_compute_days",
        store=True,
        aggregator="avg",
        help="From the day it was announced; the day itself counts as one.",
    )
    cost_company = fields.Monetary(
        string="Cost, in the company’s currency",
        currency_field="company_currency_id",
        compute="_compute_cost_company",
        store=True,
    )
    acceptance = fields.Selection(
        selection=[
            ("both", "Both sides"),
            ("complainant", "The complainant only"),
            ("us", "Us only"),
            ("nobody", "Nobody"),
        ],
        string="Accepted by",
        compute="_compute_acceptance",
        store=True,
    )
    term_count = fields.Integer(
        string="Terms agreed",
        compute="_compute_term_counts",
        store=True,
        compute_sudo=True,
    )
    term_kept_count = fields.Integer(
        string="Terms done in time",
        compute="_compute_term_counts",
        store=True,
        compute_sudo=True,
    )
    term_missed_count = fields.Integer(
        string="Terms done late",
        compute="_compute_term_counts",
        store=True,
        compute_sudo=True,
    )
    implementation = fields.Selection(
        selection=[
            ("open", "Not done yet"),
            ("in_time", "In time"),
            ("late", "Late"),
        ],
        compute="_compute_term_counts",
        store=True,
        compute_sudo=True,
    )

    @api.depends("opened_on", "decided_on")
    def _compute_days(self):
        for dispute in self:
            first, last = dispute.opened_on, dispute.decided_on
            dispute.days = max((last - first).days, 1) if first and last else 0

    @api.depends("cost", "currency_id", "company_id", "decided_on")
    def _compute_cost_company(self):
        for dispute in self:
            dispute.cost_company = dispute.currency_id._convert(
                dispute.cost,
                dispute.company_id.currency_id or dispute.currency_id,
                dispute.company_id,
                dispute.decided_on or fields.Date.context_today(dispute),
            )

    @api.depends("our_reply", "complainant_reply", "binding", "bound", "outcome")
    def _compute_acceptance(self):
        for dispute in self:
            theirs, ours = dispute.complainant_reply, dispute.our_reply
            if dispute._is_agreed():
                dispute.acceptance = "both"
            elif not theirs and not ours:
                dispute.acceptance = False
            elif theirs == "accepted":
                dispute.acceptance = "complainant"
            else:
                dispute.acceptance = "us" if ours == "accepted" else "nobody"

    @api.depends("term_ids.state")
    def _compute_term_counts(self):
        for dispute in self:
            states = dispute.term_ids.mapped("state")
            kept, missed = states.count("kept"), states.count("missed")
            running = states.count("open")
            dispute.term_count = kept + missed + running
            dispute.term_kept_count = kept
            dispute.term_missed_count = missed
            if missed:
                dispute.implementation = "late"
            elif running:
                dispute.implementation = "open"
            else:
                dispute.implementation = kept and "in_time"

    def _read_group_select(self, aggregate_spec, query):
        """Leave disputes without an outcome out of the average of days."""
        if aggregate_spec == "days:avg":
            days = self._field_to_sql(self._table, "days", query)
            return SQL("AVG(NULLIF(%s, 0))", days)
        return super()._read_group_select(aggregate_spec, query)
