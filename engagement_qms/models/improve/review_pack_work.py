# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class EngagementReviewInput(models.Model):
    """What is known of our own work: actions, findings, audits, what waits."""

    _inherit = "engagement.review.input"

    @api.model
    def _get_fillers(self):
        return {
            **super()._get_fillers(),
            "prior": ["_tell_prior"],
            "nonconformities": ["_tell_nonconformities"],
            "audits": ["_tell_audits"],
            "priorities": ["_tell_priorities"],
        }

    @api.model
    def _tell_prior(self, pack):
        """Actions that reviews decided on, open ones and those of the time."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE state = 'done') AS done,
                       COUNT(*) FILTER (WHERE state IN ('check', 'act')) AS checked,
                       COUNT(*) FILTER (WHERE state IN ('plan', 'do')
                           AND (first_due_date IS NULL
                                OR first_due_date >= %(until)s)) AS running,
                       COUNT(*) FILTER (WHERE state IN ('plan', 'do')
                           AND first_due_date < %(until)s) AS late,
                       COUNT(*) FILTER (WHERE check_result = 'not_effective') AS failed
                  FROM engagement_action
                 WHERE origin_model = 'engagement.review'
                   AND company_id = %(company)s AND active AND state != 'cancelled'
                   AND (state NOT IN ('done') OR create_date >= %(since)s)
                """,
                company=pack.company.id,
                since=pack.since,
                until=pack.until,
            )
        )
        return self._tell(
            self.env._("Actions decided on in reviews"),
            [
                (self.env._("done"), row["done"]),
                (self.env._("in place, to be checked"), row["checked"]),
                (self.env._("under way"), row["running"]),
                (self.env._("late"), row["late"]),
                (self.env._("without effect"), row["failed"]),
            ],
        )

    @api.model
    def _tell_nonconformities(self, pack):
        """What had to be put right, and whether that helped."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE create_date >= %(since)s) AS begun,
                       COUNT(*) FILTER (WHERE implemented_on >= %(since)s) AS in_place,
                       COUNT(*) FILTER (WHERE check_result = 'effective'
                           AND checked_on >= %(since)s) AS helped,
                       COUNT(*) FILTER (WHERE check_result IN
                           ('partly', 'not_effective')
                           AND checked_on >= %(since)s) AS failed,
                       COUNT(*) FILTER (WHERE state IN ('plan', 'do')
                           AND first_due_date < %(until)s) AS late,
                       (SELECT COUNT(*) FROM engagement_review_finding
                         WHERE company_id = %(company)s AND kind = 'nonconformity'
                           AND found_on >= %(since)s) AS found,
                       (SELECT COUNT(*) FROM engagement_review_finding
                         WHERE company_id = %(company)s AND kind = 'nonconformity'
                           AND outcome IS NULL) AS undecided
                  FROM engagement_action
                 WHERE kind IN ('correction', 'corrective')
                   AND company_id = %(company)s AND active AND state != 'cancelled'
                """,
                company=pack.company.id,
                since=pack.since,
                until=pack.until,
            )
        )
        return self._tell(
            self.env._("Found wrong"),
            [
                (self.env._("since the last review"), row["found"]),
                (self.env._("without a decision"), row["undecided"]),
            ],
        ) + self._tell(
            self.env._("Actions that put something right"),
            [
                (self.env._("begun"), row["begun"]),
                (self.env._("in place"), row["in_place"]),
                (self.env._("helped"), row["helped"]),
                (self.env._("helped partly or not"), row["failed"]),
                (self.env._("late"), row["late"]),
            ],
        )

    @api.model
    def _tell_audits(self, pack):
        """Audits held and to come, and what they found."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE held_date >= %(since)s) AS held,
                       COUNT(*) FILTER (WHERE state = 'planned') AS planned,
                       COUNT(*) FILTER (WHERE moved_count > 0
                           AND (state = 'planned' OR held_date >= %(since)s)) AS moved,
                       found.*
                  FROM engagement_review AS audit
            CROSS JOIN (SELECT
                       COUNT(*) FILTER (WHERE line.kind = 'nonconformity') AS wrong,
                       COUNT(*) FILTER (WHERE line.kind = 'observation') AS watch,
                       COUNT(*) FILTER (WHERE line.kind = 'opportunity') AS better,
                       COUNT(*) FILTER (WHERE line.kind = 'strength') AS strong,
                       COUNT(*) FILTER (WHERE line.found_by = 'others') AS others,
                       COUNT(*) FILTER (WHERE line.outcome IS NULL) AS undecided
                          FROM engagement_review_finding AS line
                          JOIN engagement_review AS review
                            ON review.id = line.review_id AND review.kind = 'audit'
                         WHERE line.company_id = %(company)s
                           AND line.found_on >= %(since)s) AS found
                 WHERE audit.company_id = %(company)s AND audit.kind = 'audit'
                   AND audit.state != 'cancelled'
                 GROUP BY found.wrong, found.watch, found.better, found.strong,
                          found.others, found.undecided
                 UNION ALL
                SELECT 0, 0, 0, 0, 0, 0, 0, 0, 0
                 LIMIT 1
                """,
                company=pack.company.id,
                since=pack.since,
            )
        )
        return self._tell(
            self.env._("Audits"),
            [
                (self.env._("held"), row["held"]),
                (self.env._("planned"), row["planned"]),
                (self.env._("moved"), row["moved"]),
            ],
        ) + self._tell(
            self.env._("Found"),
            [
                (self.env._("wrong"), row["wrong"]),
                (self.env._("to watch"), row["watch"]),
                (self.env._("could be better"), row["better"]),
                (self.env._("works well"), row["strong"]),
                (self.env._("found by others"), row["others"]),
                (self.env._("without a decision"), row["undecided"]),
            ],
        )

    @api.model
    def _tell_priorities(self, pack):
        """What was begun to get better, and what waits for somebody to decide."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE state = 'plan') AS planned,
                       COUNT(*) FILTER (WHERE state = 'do') AS running,
                       COUNT(*) FILTER (WHERE state = 'act') AS again,
                       (SELECT COUNT(*) FROM engagement_review_finding
                         WHERE company_id = %(company)s AND outcome IS NULL) AS found
                  FROM engagement_action
                 WHERE kind IN ('improvement', 'suggestion', 'preventive')
                   AND company_id = %(company)s AND active
                   AND state IN ('plan', 'do', 'act')
                """,
                company=pack.company.id,
            )
        )
        return self._tell(
            self.env._("Improvements"),
            [
                (self.env._("not begun"), row["planned"]),
                (self.env._("under way"), row["running"]),
                (self.env._("did not help enough"), row["again"]),
            ],
        ) + self._tell(
            self.env._("Waiting for a decision"),
            [(self.env._("findings"), row["found"])],
        )
