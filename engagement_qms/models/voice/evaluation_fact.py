# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: The time zone of each company, as indicators take it
ZONES = SQL(
    """
    SELECT company.id AS company_id, COALESCE(calendar.tz, contact.tz, 'UTC') AS tz
      FROM res_company AS company
      JOIN res_partner AS contact ON contact.id = company.partner_id
      LEFT JOIN resource_calendar AS calendar
        ON calendar.id = company.resource_calendar_id
    """
)


class EngagementEvaluationFact(models.AbstractModel):
    """The register of what can be counted of a partner, for a period.

    Other addons add theirs. A set is one SELECT of evaluation_id, fact, numerator,
    denominator, score, n, given a relation asked (evaluation_id, company_id,
    partner_id, start_at, stop_at): one row per evaluation, the partner the commercial
    one, the moments in UTC as the company's days begin and end, the stop outside.
    """

    _name = "engagement.evaluation.fact"
    _description = "What Is Counted of a Partner"

    @api.model
    def _get_facts(self):
        """Return {key: label}; each addon adds its own."""
        return {"joint_actions": self.env._("Joint actions done in time")}

    @api.model
    def _get_fact_texts(self):
        """Return {key: text} that tells a result in words.

        Texts may name %(numerator)s, %(denominator)s, %(score)s and %(number)s.
        """
        return {
            "joint_actions": self.env._(
                "%(numerator)s of %(denominator)s joint actions done in time",
                numerator="%(numerator)s",
                denominator="%(denominator)s",
            )
        }

    @api.model
    def _select_facts(self):
        """Return a list of `SQL`, one set per provider."""
        return [self._select_joint_actions()]

    @api.model
    def _select_joint_actions(self):
        """Actions with the partner that fell due in the period, by the first day."""
        return SQL(
            """
            SELECT asked.evaluation_id, 'joint_actions' AS fact,
                   COUNT(*) FILTER (WHERE action.in_time), COUNT(*),
                   100.0 * COUNT(*) FILTER (WHERE action.in_time) / COUNT(*), COUNT(*)
              FROM asked
              JOIN LATERAL (
                    SELECT DISTINCT joint.id,
                           joint.implemented_on <= joint.first_due_date AS in_time
                      FROM engagement_action AS joint
                      JOIN engagement_action_res_partner_rel AS link
                        ON link.engagement_action_id = joint.id
                      JOIN res_partner AS contact ON contact.id = link.res_partner_id
                     WHERE contact.commercial_partner_id = asked.partner_id
                       AND joint.company_id = asked.company_id
                       AND joint.state <> 'cancelled'
                       AND joint.first_due_date >= asked.start_date
                       AND joint.first_due_date <= asked.end_date
                       AND (joint.implemented_on IS NOT NULL
                            OR joint.first_due_date < %(today)s)
                   ) AS action ON TRUE
             GROUP BY 1
            """,
            today=fields.Date.context_today(self),
        )

    @api.model
    def _get_active_suppliers(self):
        """Return a set (company_id, partner_id) of the suppliers that matter."""
        return SQL(
            """
            SELECT DISTINCT party.company_id, party.commercial_partner_id AS partner_id
              FROM engagement_party AS party
              JOIN engagement_party_category AS category
                ON category.id = party.category_id AND category.supplies IS TRUE
             WHERE party.active IS TRUE AND party.relevant IS TRUE
               AND party.commercial_partner_id IS NOT NULL
            """
        )


class EngagementPartyCategory(models.Model):
    """Which parties supply us."""

    _inherit = "engagement.party.category"

    supplies = fields.Boolean(
        string="Supplies us",
        help="Relevant parties of this category count as active suppliers.",
    )


class EngagementEvaluationFacts(models.Model):
    """Fills what is counted into the lines of the evaluations that run."""

    _inherit = "engagement.evaluation"

    def _fill_facts(self):
        """Count the facts of these evaluations, in two statements for all of them.

        What the partner knows stays as it was told.
        """
        providers = self.env["engagement.evaluation.fact"]._select_facts()
        if not self or not providers:
            return
        self.env.flush_all()
        changed = self.env.execute_query(
            SQL(
                """
                WITH asked AS (%(asked)s), counted
                     (evaluation_id, fact, numerator, denominator, score, n)
                  AS (%(counted)s),
                told AS (
                    SELECT line.id, line.evaluation_id,
                           COALESCE(counted.numerator, 0) AS numerator,
                           COALESCE(counted.denominator, 0) AS denominator,
                           COALESCE(ROUND(LEAST(GREATEST(
                               counted.score, 0), 100)::numeric, 2), 0) AS score,
                           CASE WHEN counted.score IS NULL THEN 0
                                ELSE counted.n END AS n
                      FROM asked
                      JOIN engagement_evaluation_line AS line
                        ON line.evaluation_id = asked.evaluation_id
                      LEFT JOIN counted
                        ON counted.evaluation_id = line.evaluation_id
                       AND counted.fact = line.fact
                     WHERE line.fact IS NOT NULL
                )
                UPDATE engagement_evaluation_line AS line
                   SET numerator = told.numerator, denominator = told.denominator,
                       fact_score = told.score, fact_count = told.n,
                       score = told.score, scored = told.n > 0
                  FROM told
                 WHERE told.id = line.id
                   AND (line.numerator, line.denominator, line.fact_score,
                        line.fact_count) IS DISTINCT FROM
                       (told.numerator, told.denominator, told.score, told.n)
                RETURNING line.id, line.evaluation_id
                """,
                asked=self._get_asked_sql(),
                counted=SQL(" UNION ALL ").join(
                    SQL("(%s)", provider) for provider in providers
                ),
            )
        )
        if not changed:
            return
        line_ids, evaluation_ids = zip(*changed, strict=True)
        lines = self.env["engagement.evaluation.line"].browse(line_ids)
        lines.invalidate_recordset(flush=False)
        self.browse(set(evaluation_ids))._store_scores()

    def _get_asked_sql(self):
        """Return the relation that sets of facts are joined to: of those that run."""
        return SQL(
            """
            SELECT own.id AS evaluation_id, own.company_id,
                   own.commercial_partner_id AS partner_id,
                   own.period_start AS start_date, own.period_end AS end_date,
                   own.period_start::timestamp AT TIME ZONE zone.tz
                       AT TIME ZONE 'UTC' AS start_at,
                   (own.period_end + 1)::timestamp AT TIME ZONE zone.tz
                       AT TIME ZONE 'UTC' AS stop_at
              FROM engagement_evaluation AS own
              JOIN (%(zones)s) AS zone ON zone.company_id = own.company_id
             WHERE own.id = ANY(%(ids)s) AND own.state = 'draft'
               AND own.partner_id IS NOT NULL
            """,
            zones=ZONES,
            ids=self.ids,
        )

    def action_fill_facts(self):
        """Count the facts now."""
        # the statement itself asks nobody: whoever sees the evaluation may bring it up
        # to date, as the scheduled job does
        self.check_access("read")
        self._fill_facts()
        return True

    @api.model
    def _get_countable_domain(self):
        """Return which evaluations have facts to count: those that began and run."""
        today = fields.Date.context_today(self)
        return (
            Domain("state", "=", "draft")
            & Domain("period_start", "<=", today)
            & Domain("line_ids", "any", [("fact", "!=", False)])
        )
