# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

#: So many rounds of a survey are told of, the latest first
ROUNDS = 3


class EngagementReviewInput(models.Model):
    """What people told us, and what waits for our answer."""

    _inherit = "engagement.review.input"

    @api.model
    def _get_fillers(self):
        fillers = super()._get_fillers()
        return {
            **fillers,
            "satisfaction": ["_tell_rounds", "_tell_voices"],
            "priorities": [*fillers.get("priorities", []), "_tell_waiting"],
        }

    @api.model
    def _tell_rounds(self, pack):
        """The surveys that were closed in the time; too few answers tell nothing."""
        rounds = self.env["engagement.survey.round"].search_fetch(
            Domain("company_id", "=", pack.company.id)
            & Domain("state", "in", ("closed", "done"))
            & Domain("closed_on", ">=", pack.since),
            order="closed_on desc, id desc",
            limit=ROUNDS,
        )
        return [
            self.env._(
                "Survey “%(name)s”: %(index)s; answered %(response)s",
                name=survey_round.name,
                index=survey_round.index_text or survey_round.index_wait,
                response=survey_round.response_text or self.env._("n/a"),
            )
            for survey_round in rounds
        ]

    @api.model
    def _tell_voices(self, pack):
        """Complaints and feedback of the time, and how the answers were taken."""
        row = self._look(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE received_at >= %(since)s) AS received,
                       COUNT(*) FILTER (WHERE received_at < %(since)s
                           AND received_at >= %(before)s) AS earlier,
                       COUNT(*) FILTER (WHERE state != 'closed') AS open,
                       COUNT(*) FILTER (WHERE closed_at >= %(since)s
                           AND closing_reason = 'accepted') AS accepted,
                       COUNT(*) FILTER (WHERE closed_at >= %(since)s
                           AND closing_reason = 'final_not_accepted') AS refused,
                       told.*
                  FROM (SELECT
                           COUNT(*) FILTER (WHERE kind = 'compliment') AS praise,
                           COUNT(*) FILTER (WHERE kind = 'suggestion') AS ideas,
                           COUNT(*) FILTER (WHERE kind = 'concern') AS concerns,
                           COUNT(*) FILTER (WHERE kind = 'enquiry') AS enquiries
                          FROM engagement_feedback
                         WHERE company_id = %(company)s AND complaint_id IS NULL
                           AND received_at >= %(since)s) AS told
             LEFT JOIN engagement_complaint AS complaint
                    ON complaint.company_id = %(company)s
                   AND (complaint.closing_reason IS NULL
                        OR complaint.closing_reason != 'reclassified')
                 GROUP BY told.praise, told.ideas, told.concerns, told.enquiries
                """,
                company=pack.company.id,
                before=pack.since - (pack.until - pack.since),
                since=pack.since,
            )
        )
        return self._tell(
            self.env._("Complaints"),
            [
                (self.env._("received"), row["received"]),
                (self.env._("in as long a time before"), row["earlier"]),
                (self.env._("answer accepted"), row["accepted"]),
                (self.env._("answer not accepted"), row["refused"]),
                (self.env._("open"), row["open"]),
            ],
        ) + self._tell(
            self.env._("Feedback"),
            [
                (self.env._("praise"), row["praise"]),
                (self.env._("suggestions"), row["ideas"]),
                (self.env._("concerns"), row["concerns"]),
                (self.env._("questions"), row["enquiries"]),
            ],
        )

    @api.model
    def _tell_waiting(self, pack):
        """What comes back again and again, and suggestions without a decision."""
        row = self._look(
            SQL(
                """
                SELECT (SELECT COUNT(*) FROM engagement_cluster
                         WHERE company_id = %(company)s AND state = 'open') AS clusters,
                       (SELECT COUNT(*) FROM engagement_feedback
                         WHERE company_id = %(company)s AND state != 'closed'
                           AND kind = 'suggestion' AND decision IS NULL) AS ideas
                """,
                company=pack.company.id,
            )
        )
        return self._tell(
            self.env._("Not answered for yet"),
            [
                (self.env._("what comes back again and again"), row["clusters"]),
                (self.env._("suggestions"), row["ideas"]),
            ],
        )
