# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class EngagementReviewInput(models.Model):
    """What is known of those we depend on, of our promises and of our aims."""

    _inherit = "engagement.review.input"

    @api.model
    def _get_fillers(self):
        return {
            **super()._get_fillers(),
            "context": ["_tell_context"],
            "objectives": ["_tell_objectives"],
            "performance": ["_tell_performance"],
            "providers": ["_tell_providers"],
            "resources": ["_tell_resources"],
            "risks": ["_tell_risks"],
        }

    @api.model
    def _tell_context(self, pack):
        """Parties and needs that are new, and what was not confirmed in time."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE create_date >= %(since)s) AS needs,
                       COUNT(*) FILTER (WHERE create_date >= %(since)s
                           AND binding) AS binding,
                       COUNT(*) FILTER (WHERE next_confirm_date < %(until)s) AS old,
                       (SELECT COUNT(*) FROM engagement_party
                         WHERE company_id = %(company)s AND active AND relevant
                           AND create_date >= %(since)s) AS parties
                  FROM engagement_need
                 WHERE company_id = %(company)s AND active
                """,
                company=pack.company.id,
                since=pack.since,
                until=pack.until,
            )
        )
        return self._tell(
            self.env._("New since the last review"),
            [
                (self.env._("parties"), row["parties"]),
                (self.env._("needs"), row["needs"]),
                (self.env._("of them binding"), row["binding"]),
            ],
        ) + self._tell(
            self.env._("Needs"), [(self.env._("to be confirmed again"), row["old"])]
        )

    @api.model
    def _tell_objectives(self, pack):
        """How many objectives we pursue, reached and gave up."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE state = 'active') AS pursued,
                       COUNT(*) FILTER (WHERE state = 'active'
                           AND date_target < %(until)s) AS late,
                       COUNT(*) FILTER (WHERE state = 'reached'
                           AND closed_on >= %(since)s) AS reached,
                       COUNT(*) FILTER (WHERE state = 'dropped'
                           AND closed_on >= %(since)s) AS dropped
                  FROM engagement_objective
                 WHERE company_id = %(company)s AND active
                """,
                company=pack.company.id,
                since=pack.since,
                until=pack.until,
            )
        )
        return self._tell(
            self.env._("Objectives"),
            [
                (self.env._("reached"), row["reached"]),
                (self.env._("pursued"), row["pursued"]),
                (self.env._("of them late"), row["late"]),
                (self.env._("given up"), row["dropped"]),
            ],
        )

    @api.model
    def _tell_performance(self, pack):
        """How many promises were kept, now and in as long a time before."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE first_due_at >= %(since)s) AS due,
                       COUNT(*) FILTER (WHERE first_due_at >= %(since)s
                           AND state = 'kept') AS kept,
                       COUNT(*) FILTER (WHERE first_due_at < %(since)s) AS due_before,
                       COUNT(*) FILTER (WHERE first_due_at < %(since)s
                           AND state = 'kept') AS kept_before
                  FROM engagement_commitment
                 WHERE company_id = %(company)s AND state != 'cancelled'
                   AND first_due_at >= %(before)s AND first_due_at < %(until)s
                """,
                company=pack.company.id,
                before=pack.since - (pack.until - pack.since),
                since=pack.since,
                until=pack.until,
            )
        )
        if not row["due"]:
            return []
        line = self.env._(
            "Promises kept: %(percent)s %% of %(due)s",
            percent=round(100 * row["kept"] / row["due"]),
            due=row["due"],
        )
        if row["due_before"]:
            line += " " + self.env._(
                "(before: %(percent)s %% of %(due)s)",
                percent=round(100 * row["kept_before"] / row["due_before"]),
                due=row["due_before"],
            )
        return [line]

    @api.model
    def _tell_providers(self, pack):
        """How it stands with those who supply us or work with us by contract."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) AS parties,
                       COUNT(*) FILTER (WHERE party.health IN ('4', '5')) AS good,
                       COUNT(*) FILTER (WHERE party.health IN ('1', '2')) AS bad,
                       COUNT(*) FILTER (
                           WHERE party.next_contact_date < %(until)s) AS late
                  FROM engagement_party AS party
                  JOIN engagement_party_category AS category
                    ON category.id = party.category_id
                   AND category.relation_type = 'contract'
                   AND category.value_role = 'none'
                 WHERE party.company_id = %(company)s AND party.active
                   AND party.relevant
                """,
                company=pack.company.id,
                until=pack.until,
            )
        )
        return self._tell(
            self.env._("Parties under contract that are no customers"),
            [
                (self.env._("on the register"), row["parties"]),
                (self.env._("the relation is good"), row["good"]),
                (self.env._("the relation is strained"), row["bad"]),
                (self.env._("contact overdue"), row["late"]),
            ],
        )

    @api.model
    def _tell_resources(self, pack):
        """What our promises and decisions need, and what was granted of it."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE decision = 'asked') AS asked,
                       COUNT(*) FILTER (WHERE decision = 'granted'
                           AND decided_on >= %(since)s) AS granted,
                       COUNT(*) FILTER (WHERE decision = 'refused'
                           AND decided_on >= %(since)s) AS refused,
                       (SELECT COUNT(*) FROM engagement_review_decision AS line
                          JOIN engagement_action AS action
                            ON action.id = line.action_id
                           AND action.state IN ('plan', 'do')
                         WHERE line.company_id = %(company)s
                           AND line.kind = 'resources') AS decided
                  FROM engagement_code_resource
                 WHERE company_id = %(company)s
                """,
                company=pack.company.id,
                since=pack.since,
            )
        )
        return self._tell(
            self.env._("Asked for to keep our promises"),
            [
                (self.env._("open"), row["asked"]),
                (self.env._("granted"), row["granted"]),
                (self.env._("refused"), row["refused"]),
            ],
        ) + self._tell(
            self.env._("Decided in reviews and not there yet"),
            [(self.env._("decisions"), row["decided"])],
        )

    @api.model
    def _tell_risks(self, pack):
        """How many risks there are, how grave, and whether what we do is proven."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) AS risks,
                       COUNT(*) FILTER (
                           WHERE level_name IN ('high', 'critical')) AS grave,
                       COUNT(*) FILTER (
                           WHERE controlled_until >= %(until)s) AS controlled,
                       COUNT(*) FILTER (
                           WHERE controlled_until < %(until)s) AS overdue,
                       COUNT(*) FILTER (WHERE controlled_until IS NULL) AS never,
                       (SELECT COUNT(*) FROM engagement_review_finding
                         WHERE company_id = %(company)s AND kind = 'opportunity'
                           AND found_on >= %(since)s) AS chances
                  FROM engagement_risk
                 WHERE company_id = %(company)s AND active
                """,
                company=pack.company.id,
                since=pack.since,
                until=pack.until,
            )
        )
        return self._tell(
            self.env._("Risks"),
            [
                (self.env._("on the register"), row["risks"]),
                (self.env._("high or critical"), row["grave"]),
                (self.env._("controlled"), row["controlled"]),
                (self.env._("control overdue"), row["overdue"]),
                (self.env._("never controlled"), row["never"]),
            ],
        ) + self._tell(
            self.env._("Opportunities noted"), [(self.env._("found"), row["chances"])]
        )
