# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.engagement_qms.models.measure.source import Source

from .by_programme import BY_PROGRAMME, PROGRAMMES
from .programme_partner import EMPLOYER_ROLES

PROGRAMME = {"engagement.programme": {"id", "name", "code", "state"}}


class EngagementIndicatorSource(models.AbstractModel):
    """What courses, enrolments and employers tell of a school."""

    _inherit = "engagement.indicator.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "enrolment": Source(
                label=self.env._("Learners in courses"),
                model="engagement.enrolment",
                dates=("course_date_to", "date_from", "date_to"),
                measures={"learner_id": None},
                asked={
                    "engagement.enrolment": {
                        *("id", "company_id", "state", "programme_id", "course_id"),
                        *("date_from", "date_to", "course_date_to"),
                    },
                    "engagement.course": {"id", "name", "state", "term", "mode"},
                    **PROGRAMME,
                },
                scopes=("programme_id", "course_id"),
                watches={"engagement.course": ("date_to",)},
                domain=_is_of_a_course_that_was_held,
            ),
            "course": Source(
                label=self.env._("Courses"),
                model="engagement.course",
                dates=("date_from", "date_to"),
                asked={
                    "engagement.course": {
                        *("id", "company_id", "state", "cancel_cause", "programme_id"),
                        *("term", "mode", "date_from", "date_to"),
                    },
                    **PROGRAMME,
                },
                scopes=("programme_id",),
            ),
            "employer_engagement": Source(
                label=self.env._("Employers who take part"),
                select="_select_employer_engagement",
                watches={
                    "engagement.participation": ("date",),
                    "engagement.programme.partner": (),
                },
                scope_models=PROGRAMMES,
            ),
        }

    @api.model
    def _select_employer_engagement(self):
        """Share of the employers linked in the period who had a say in it.

        An employer is the whole company: several links, and several people who came,
        are one. To a programme somebody belongs who is linked to it in the period.
        """
        return SQL(
            """
            , employer AS (
                SELECT DISTINCT span.company_id, span.start_date, link.programme_id,
                       link.commercial_partner_id AS partner_id
                  FROM span
                  JOIN engagement_programme_partner AS link
                    ON link.company_id = span.company_id
                   AND link.date_from <= span.as_of
                   AND (link.date_to IS NULL OR link.date_to >= span.start_date)
                 WHERE link.active IS TRUE AND link.role IN %(roles)s
            ), heard AS (
                SELECT DISTINCT span.company_id, span.start_date,
                       part.commercial_partner_id AS partner_id
                  FROM span
                  JOIN engagement_participation AS part
                    ON part.company_id = span.company_id
                   AND part.date >= span.start_date AND part.date < span.stop_date
                 WHERE part.participated IS TRUE AND part.source IN ('event', 'review')
            )
            SELECT company_id, start_date, %(scope)s,
                   COUNT(DISTINCT heard.partner_id),
                   COUNT(DISTINCT employer.partner_id), NULL::float8,
                   COUNT(DISTINCT employer.partner_id)
              FROM employer
              LEFT JOIN heard USING (company_id, start_date, partner_id)
             GROUP BY GROUPING SETS (
                   (company_id, start_date), (company_id, start_date, programme_id))
            """,
            scope=BY_PROGRAMME,
            roles=EMPLOYER_ROLES,
        )


def _is_of_a_course_that_was_held(env):
    """Return the enrolments that count: not those of courses that never were."""
    return Domain("course_id.state", "!=", "cancelled") & Domain(
        "state", "!=", "applied"
    )
