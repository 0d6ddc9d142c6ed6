# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


def rate(counts):
    """Return how well promises are kept, in percent, and over how many.

    :param counts: mapping with "kept", "missed" and "overdue"
    :return: (percent, n); without data (0.0, 0), which nobody may show as a zero
    """
    settled = counts["kept"] + counts["missed"] + counts["overdue"]
    return (100.0 * counts["kept"] / settled if settled else 0.0), settled


def format_percent(percent):
    """Return a percentage as people read it, in whole percent.

    It is cut, not rounded, so that nothing is overstated: 100 says that nothing was
    missed.

    :param float percent: 0 to 100
    """
    return str(int(percent))


def rate_text(env, percent, sample):
    """Return a rate for people to read, with how many it is of; empty without data."""
    return bool(sample) and env._(
        "%(percent)s %% of %(sample)s",
        percent=format_percent(percent),
        sample=sample,
    )


class EngagementProvisionRate(models.Model):
    """How well a promise is kept: kept over kept, missed and overdue.

    What is cancelled does not count, what is still running does not count yet. Rates
    of several promises are the sum of the kept over the sum of all, never a mean of
    rates.
    """

    _inherit = "engagement.provision"

    commitment_ids = fields.One2many(
        comodel_name="engagement.commitment", inverse_name="provision_id"
    )
    kept_count = fields.Integer(string="Kept", compute="_compute_rate")
    missed_count = fields.Integer(
        string="Missed", compute="_compute_rate", help="Missed, or open and overdue."
    )
    open_count = fields.Integer(string="Running", compute="_compute_rate")
    fulfilment_rate = fields.Float(string="Kept in percent", compute="_compute_rate")
    sample = fields.Integer(string="Out of", compute="_compute_rate")
    rate_text = fields.Char(string="Kept, of how many", compute="_compute_rate")

    def _compute_rate(self):
        counts = self._get_counts()
        for provision in self:
            own = counts[provision.id]
            provision.kept_count = own["kept"]
            provision.missed_count = own["missed"] + own["overdue"]
            provision.open_count = own["running"]
            provision.fulfilment_rate, provision.sample = rate(own)
            provision.rate_text = rate_text(self.env, *rate(own))

    def action_view_commitments(self):
        """Open the rows of the ledger that this promise left."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_commitment_action"
        )
        return action | {
            "domain": [("provision_id", "in", self.ids)],
            "context": {"default_provision_id": self.id},
        }

    def _get_counts(self, domain=Domain.TRUE):
        """Return {id: Counter of kept, missed, overdue and running}, by one query.

        :param Domain domain: which rows of the ledger count
        """
        counts = defaultdict(Counter)
        rows = self.env.execute_query(self._get_counts_query(domain))
        for provision_id, verdict, count in rows:
            counts[provision_id][verdict] = count
        return counts

    def _get_counts_query(self, domain):
        """Return the statement that counts the rows of the ledger by what they are."""
        # sudo: a figure counts every row, also those that only few may open
        ledger = self.env["engagement.commitment"].sudo()
        counted = ("kept", "missed", "open")
        query = ledger._search(
            Domain("provision_id", "in", self.ids)
            & Domain("state", "in", counted)
            & Domain(domain)
        )
        provision, state, due = (
            ledger._field_to_sql(query.table, name, query)
            for name in ("provision_id", "state", "first_due_at")
        )
        verdict = SQL(
            "CASE WHEN %(state)s != 'open' THEN %(state)s"
            " WHEN %(due)s < %(now)s THEN 'overdue' ELSE 'running' END",
            state=state,
            due=due,
            now=fields.Datetime.now(),
        )
        query.groupby = SQL("1, 2")
        return query.select(provision, verdict, SQL("COUNT(*)"))


class EngagementCodeRate(models.Model):
    """How well a whole version of a code is kept."""

    _inherit = "engagement.code"

    kept_count = fields.Integer(string="Kept", compute="_compute_rate")
    missed_count = fields.Integer(string="Missed", compute="_compute_rate")
    fulfilment_rate = fields.Float(string="Kept in percent", compute="_compute_rate")
    sample = fields.Integer(string="Out of", compute="_compute_rate")
    rate_text = fields.Char(string="Kept, of how many", compute="_compute_rate")

    @api.depends("provision_ids")
    def _compute_rate(self):
        counts = self.provision_ids._get_counts()
        for code in self:
            total = sum(
                (counts[provision.id] for provision in code.provision_ids), Counter()
            )
            code.kept_count = total["kept"]
            code.missed_count = total["missed"] + total["overdue"]
            code.fulfilment_rate, code.sample = rate(total)
            code.rate_text = rate_text(self.env, *rate(total))

    def action_view_commitments(self):
        """Open the rows of the ledger that the promises of this version left."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_commitment_action"
        )
        return action | {"domain": [("code_id", "in", self.ids)], "context": {}}
