# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..voice.evaluation import KNOWN_STATES
from ..voice.evaluation_pool import SMALLEST_POOL
from .source import Source


class EngagementIndicatorSource(models.AbstractModel):
    """How well partners serve us, whether they know it, and what they say of us.

    An evaluation belongs to the period in which its own period ends.
    """

    _inherit = "engagement.indicator.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "evaluation_score": Source(
                label=self.env._("How well partners serve us"),
                select="_select_evaluation_score",
                watches={"engagement.evaluation": ("period_end",)},
                scope_models={"set_id": "engagement.criteria.set"},
            ),
            "evaluation_coverage": Source(
                label=self.env._("Active suppliers that know how they are rated"),
                select="_select_evaluation_coverage",
                watches={"engagement.evaluation": (), "engagement.party": ()},
                ages=True,
                current=True,
            ),
            "evaluation_received": Source(
                label=self.env._("What partners say of us"),
                select="_select_evaluation_received",
                watches={"engagement.evaluation": ("period_end",)},
                ages=True,
            ),
        }

    @api.model
    def _select_evaluation_score(self):
        """Weighted mean over the criteria that have data; n counts partners."""
        return SQL(
            """
            , scored AS (
                SELECT span.company_id, span.start_date, own.id, own.set_id,
                       line.weight, line.score
                  FROM span
                  JOIN engagement_evaluation AS own
                    ON own.company_id = span.company_id
                   AND own.period_end >= span.start_date
                   AND own.period_end < span.stop_date
                  JOIN engagement_evaluation_line AS line
                    ON line.evaluation_id = own.id
                 WHERE own.direction = 'given' AND own.active IS TRUE
                   AND own.scored IS TRUE AND line.scored IS TRUE
            )
            SELECT company_id, start_date, 'all', SUM(weight * score)::float8,
                   SUM(weight)::float8, (SUM(weight * score) / SUM(weight))::float8,
                   COUNT(DISTINCT id)
              FROM scored GROUP BY 1, 2
             UNION ALL
            SELECT company_id, start_date, 'set_id:' || set_id,
                   SUM(weight * score)::float8, SUM(weight)::float8,
                   (SUM(weight * score) / SUM(weight))::float8, COUNT(DISTINCT id)
              FROM scored GROUP BY 1, 2, set_id
            """
        )

    @api.model
    def _select_evaluation_coverage(self):
        """Share of the active suppliers that were sent an evaluation in a year."""
        return SQL(
            """
            , supplier (company_id, partner_id) AS (%(suppliers)s),
            told AS (
                SELECT company_id, commercial_partner_id AS partner_id,
                       MAX(sent_at) AS sent_at
                  FROM engagement_evaluation
                 WHERE direction = 'given' AND state IN %(known)s AND active IS TRUE
                   AND sent_at IS NOT NULL
                 GROUP BY 1, 2
            )
            SELECT span.company_id, span.start_date, 'all', COUNT(told.partner_id),
                   COUNT(*), NULL::float8, COUNT(*)
              FROM span
              JOIN supplier ON supplier.company_id = span.company_id
              LEFT JOIN told ON told.company_id = supplier.company_id
               AND told.partner_id = supplier.partner_id
               AND told.sent_at >= span.as_of - interval '12 months'
             GROUP BY 1, 2
            """,
            suppliers=self.env["engagement.evaluation.fact"]._get_active_suppliers(),
            known=KNOWN_STATES,
        )

    @api.model
    def _select_evaluation_received(self):
        """Mean of what partners say of us; answers without names when all are in."""
        return SQL(
            """
            , heard AS (
                SELECT own.company_id, own.period_end, own.score, own.anonymous,
                       CASE WHEN own.anonymous THEN answers.number ELSE 1 END AS number
                  FROM engagement_evaluation AS own
                 CROSS JOIN LATERAL (
                        SELECT COALESCE(MAX(part.number), 0) AS number
                          FROM (SELECT COUNT(*) AS number
                                  FROM engagement_evaluation_rating
                                 WHERE evaluation_id = own.id
                                 GROUP BY line_id) AS part
                       ) AS answers
                 WHERE own.direction = 'received' AND own.active IS TRUE
                   AND own.scored IS TRUE
            )
            SELECT span.company_id, span.start_date, 'all', NULL::float8, NULL::float8,
                   (SUM(heard.score * heard.number) / SUM(heard.number))::float8,
                   SUM(heard.number)
              FROM span
              JOIN heard ON heard.company_id = span.company_id
               AND heard.period_end >= span.start_date
               AND heard.period_end < span.stop_date
               AND (heard.anonymous IS NOT TRUE
                    OR heard.number >= %(minimum)s AND heard.period_end < %(today)s)
             GROUP BY 1, 2
            """,
            minimum=SMALLEST_POOL,
            today=fields.Date.context_today(self),
        )
