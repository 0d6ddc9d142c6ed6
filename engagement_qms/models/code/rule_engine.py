# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .code import LIVE_STATES
from .provision_rate import rate
from .rule_sql import RuleQuery

_logger = logging.getLogger(__name__)

#: A document that was written while the last run was under way is looked at again
OVERLAP = timedelta(minutes=10)
#: After so long everything is looked at again: deletions, and what a change elsewhere
#: did to a filter, leave no trace in the document itself
RECONCILE_AFTER = timedelta(days=7)


class EngagementProvisionEngine(models.Model):
    """The engine that fills the ledger from Odoo's own documents.

    One pass over a table serves all promises that watch it. What has not changed is
    not written, so that a second run finds nothing to do; a run that was killed is
    made good by the next.
    """

    _inherit = "engagement.provision"

    @api.model
    def _cron_evaluate_rules(self):
        """Look at what changed in the documents, one kind of document at a time."""
        watched = self._get_watched().grouped("rule_model")
        cron = self.env["ir.cron"]
        remaining = len(watched)
        for provisions in watched.values():
            try:
                with self.env.cr.savepoint():
                    provisions._evaluate_rules()
            except Exception:
                # one kind of document that fails does not hold up the others
                _logger.exception("The rules of %s could not run", provisions)
            remaining -= 1
            if not cron._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _get_watched(self):
        """Return the promises whose clocks run, or whose open rows wait for an end."""
        started = Domain("rule_active", "=", True) & Domain(
            "code_id.in_force_from", "!=", False
        )
        live = Domain("code_id.state", "in", LIVE_STATES)
        waiting = Domain(
            "commitment_ids", "any", [("state", "=", "open"), ("kind", "=", "rule")]
        )
        # a version that ended is looked at as a whole once more
        ended = Domain("rule_reconciled_at", "=", False)
        return self.search(started & (live | waiting | ended))

    def _evaluate_rules(self, full=False):
        """Bring the ledger up to the documents that these promises watch.

        :param bool full: look at every document, not only at changed ones
        :return: how many rows of the ledger were written
        """
        now = self.env.cr.now()
        written = 0
        for provisions in self._get_runnable().grouped("rule_model").values():
            self.env["engagement.working.day"]._ensure(
                provisions.calendar_id,
                min(provisions.mapped("code_id.in_force_from")),
                now.date() + timedelta(days=provisions._get_reach()),
            )
            everything = full or provisions._is_reconciliation_due(now)
            since = None
            if not everything:
                since = min(provisions.mapped("rule_evaluated_at")) - OVERLAP
            query = RuleQuery(provisions, since)
            self.env.flush_all()
            written += query.run()
            vals = {"rule_evaluated_at": now}
            if everything:
                vals["rule_reconciled_at"] = now
            provisions.write(vals)
        self.env["engagement.commitment"].invalidate_model()
        return written

    def _simulate(self, date_from, date_to):
        """Tell how well a promise would have been kept, without writing to the ledger.

        :param datetime.date date_from: first day on which a clock may start
        :param datetime.date date_to: last day on which one may start
        :return: dict with "kept", "missed" (late, or overdue by now), "running", "rate"
            in percent, "sample" (kept and missed), and "misses": list of (origin id,
            origin name, started at, due at, done at), the latest first
        :raise ValidationError: for a rule that may not run, or a period that ends
            before it starts
        """
        self.ensure_one()
        if date_to < date_from:
            raise ValidationError(self.env._("The period ends before it starts."))
        self._get_checked_rule()
        self.env["engagement.working.day"]._ensure(
            self.calendar_id, date_from, date_to + timedelta(days=self._get_reach())
        )
        query = RuleQuery(self, period=(date_from, date_to))
        self.env.flush_all()
        state = SQL(
            "CASE WHEN state = 'open' AND first_due_at < %s THEN 'missed'"
            " ELSE state END",
            fields.Datetime.now(),
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT origin_res_id, origin_ref, started_at, first_due_at, done_at,"
                " %s FROM (%s) AS wanted (%s) ORDER BY started_at DESC, origin_res_id",
                state,
                query.get_select(),
                query.columns,
            )
        )
        counts = Counter(row[-1] for row in rows)
        percent, sample = rate(counts)
        return {
            "kept": counts["kept"],
            "missed": counts["missed"],
            "running": counts["open"],
            "rate": percent,
            "sample": sample,
            "misses": [row[:-1] for row in rows if row[-1] == "missed"],
        }

    def _get_runnable(self):
        """Return the promises whose rule still holds; the others are logged."""
        runnable = self.browse()
        for provision in self.filtered("rule_active").filtered("code_id.in_force_from"):
            try:
                provision._get_checked_rule()
            except ValidationError as error:
                _logger.info("%s is not evaluated: %s", provision, error)
            else:
                runnable += provision
        return runnable

    def _is_reconciliation_due(self, now):
        """Say whether some promise was never, or long ago, looked at as a whole."""
        return any(
            not provision.rule_evaluated_at
            or not provision.rule_reconciled_at
            or provision.rule_reconciled_at < now - RECONCILE_AFTER
            for provision in self
        )

    def _get_reach(self):
        """Return how many days ahead the working days of these promises reach."""
        longest = max(self.mapped("limit_value"), default=0)
        return int(longest) * 3 + 120


class EngagementCodeEngine(models.Model):
    """A version whose time in force changes has other rows in the ledger."""

    _inherit = "engagement.code"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"in_force_from", "in_force_to"}:
            # sudo: only the engine's own note; nobody else can change it
            self.sudo().provision_ids.rule_reconciled_at = False
        return result
