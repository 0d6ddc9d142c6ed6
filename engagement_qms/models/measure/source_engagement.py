# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .source import Source

#: So many days early or late, a planned contact or review was still held as planned
TOLERANCE = 7


class EngagementIndicatorSource(models.AbstractModel):
    """How far people take part, and whether we are in touch as planned."""

    _inherit = "engagement.indicator.source"

    @api.model
    def _get_sources(self):
        acts = {
            "engagement.participation": ("date",),
            "engagement.complaint": ("received_at",),
            "engagement.feedback": ("received_at",),
        }
        return super()._get_sources() | {
            "engagement_rate": Source(
                label=self.env._("Who takes part, of all in the register"),
                select="_select_engagement_rate",
                watches={**acts, "engagement.party": ()},
            ),
            "contact_adherence": Source(
                label=self.env._("Contacts held as planned"),
                select="_select_contact_adherence",
                watches={"engagement.event": ("planned_date",)},
                ages=True,
            ),
        }

    @api.model
    def _select_engagement_rate(self):
        """Share of all persons of the register who did something in the period.

        Persons are those behind active, relevant parties, each once: the contact of a
        party, the employee, the members of a group as they are now. Somebody took part
        who finished a survey, came to an event, complained or gave feedback; for a
        company, one of its people did (standards: engagement rate).
        """
        return SQL(
            """
            , person AS MATERIALIZED (%(people)s),
            act (company_id, day, partner_id) AS (%(acts)s),
            heard AS (
                SELECT span.company_id, span.start_date,
                       COUNT(DISTINCT person.partner_id) AS number
                  FROM span
                  JOIN act ON act.company_id = span.company_id
                   AND act.day >= span.start_date AND act.day < span.stop_date
                  JOIN person ON person.company_id = act.company_id
                   AND person.partner_id = act.partner_id
                 GROUP BY 1, 2
            ), known AS (
                SELECT company_id, COUNT(*) AS number FROM person GROUP BY 1
            )
            SELECT span.company_id, span.start_date, 'all',
                   COALESCE(heard.number, 0), known.number, NULL::float8, known.number
              FROM span
              JOIN known USING (company_id)
         LEFT JOIN heard USING (company_id, start_date)
            """,
            people=self._get_people(),
            acts=SQL(" UNION ALL ").join(self._get_acts()),
        )

    @api.model
    def _get_people(self):
        """Return a set (company_id, partner_id): who stands behind the parties."""
        parties = self.env["engagement.party"].search(
            [("kind", "=", "group"), ("active", "=", True), ("relevant", "=", True)]
        )
        partners = self.env["res.partner"]
        sets = [
            SQL(
                """
                SELECT company_id, partner_id
                  FROM engagement_party
                 WHERE active IS TRUE AND relevant IS TRUE AND kind != 'group'
                   AND partner_id IS NOT NULL
                """
            )
        ]
        for group in parties:
            members = partners._search(group._get_member_domain())
            sets.append(
                members.select(
                    SQL("%s", group.company_id.id),
                    SQL.identifier(members.table, "id"),
                )
            )
        return SQL(" UNION ").join(SQL("(%s)", part) for part in sets)

    @api.model
    def _get_acts(self):
        """Return sets (company_id, day, partner_id) of what counts as taking part.

        Each act counts for the person and for the company that they belong to.
        """
        voices = [
            SQL(
                "SELECT company_id, received_at::date AS day, partner_id,"
                " commercial_partner_id FROM %s WHERE partner_id IS NOT NULL",
                SQL.identifier(table),
            )
            for table in ("engagement_complaint", "engagement_feedback")
        ]
        took_part = SQL(
            "SELECT company_id, date, partner_id, commercial_partner_id"
            " FROM engagement_participation WHERE participated IS TRUE"
        )
        return [
            SQL(
                "SELECT company_id, day, unnest(ARRAY[partner_id,"
                " commercial_partner_id]) FROM (%s) AS done (company_id, day,"
                " partner_id, commercial_partner_id)",
                part,
            )
            for part in (*voices, took_part)
        ]

    @api.model
    def _select_contact_adherence(self):
        """Share of the contacts planned for the period that were held about then."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(*) FILTER (
                       WHERE event.state = 'held'
                         AND ABS(event.date - event.planned_date) <= %(days)s),
                   COUNT(*), NULL::float8, COUNT(*)
              FROM span
              JOIN engagement_event AS event ON event.company_id = span.company_id
               AND event.planned_date >= span.start_date
               AND event.planned_date < span.stop_date
             WHERE event.plan_id IS NOT NULL AND event.state != 'cancelled'
               AND (event.state = 'held'
                    OR event.planned_date + %(days)s < %(today)s)
             GROUP BY 1, 2
            """,
            days=TOLERANCE,
            today=fields.Date.context_today(self),
        )
