# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .code import LIVE_STATES
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
            "code_id.counts_from", "!=", False
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
                min(provisions.mapped("code_id.counts_from")),
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

    def _get_runnable(self):
        """Return the promises whose rule still holds; the others are logged."""
        runnable = self.browse()
        for provision in self.filtered("rule_active").filtered("code_id.counts_from"):
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
        if vals.keys() & {"pilot_from", "in_force_from", "in_force_to"}:
            # sudo: only the engine's own note; nobody else can change it
            promises = self.sudo().provision_ids
            promises.rule_reconciled_at = False
            if any(promises.mapped("rule_active")):
                # nobody waits a quarter of an hour to see the ledger fill; sudo: the
                # job belongs to the system
                self.env.ref("engagement_qms.ir_cron_evaluate_rules").sudo()._trigger()
        return result
