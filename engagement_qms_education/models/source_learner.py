# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.engagement_qms.models.measure.source import Source

from .by_programme import BY_PROGRAMME, PROGRAMMES
from .learner_review import SHARED_STATES

#: Why a review was not held that was due all the same
MISSED = ("learner", "guardian", "staff")


class EngagementIndicatorSource(models.AbstractModel):
    """Whether learners get what was promised, and families are spoken with."""

    _inherit = "engagement.indicator.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "guardian_contact": Source(
                label=self.env._("Minors whose guardians we spoke with"),
                select="_select_guardian_contact",
                watches={
                    "engagement.learner.review": ("held_date",),
                    "engagement.participation": ("date",),
                    "engagement.guardianship": (),
                    "engagement.learner": (),
                },
                ages=True,
            ),
            "learner_review_on_time": Source(
                label=self.env._("Reviews of learners held by the day first due"),
                select="_select_learner_review_on_time",
                watches={"engagement.learner.review": ("first_planned_date",)},
                scope_models=PROGRAMMES,
                ages=True,
            ),
            "support_on_time": Source(
                label=self.env._("Support in place by the day first agreed"),
                select="_select_support_on_time",
                watches={"engagement.support.measure": ("first_due_date",)},
                ages=True,
            ),
            "consent_currency": Source(
                label=self.env._("Minors whose consents are all valid"),
                select="_select_consent_currency",
                watches={
                    "engagement.consent": (),
                    "engagement.consent.purpose": (),
                    "engagement.learner": (),
                },
                ages=True,
            ),
        }

    @api.model
    def _get_minors(self):
        """Return a set (company_id, start_date, as_of, stop_date, id, partner_id).

        Active learners who are under age, as of the day up to which things are known.
        Without a date of birth nobody is counted: whether guardians are to be asked is
        not known either.
        """
        return SQL(
            """
            SELECT span.company_id, span.start_date, span.as_of, span.stop_date,
                   learner.id, learner.partner_id
              FROM span
              JOIN engagement_learner AS learner
                ON learner.company_id = span.company_id
               AND learner.majority_date > span.as_of
               AND (learner.date_start IS NULL OR learner.date_start <= span.as_of)
             WHERE learner.active IS TRUE AND learner.status = 'active'
            """
        )

    @api.model
    def _select_guardian_contact(self):
        """Share of the minors for whom a guardian was spoken with in the period.

        It takes two: a talk that was held, or an event to which the guardian came.
        Whoever is to have no contact is no guardian here; neither is who may be told
        nothing.
        """
        return SQL(
            """
            , minor AS (%(minors)s),
            guardian AS (
                SELECT minor.company_id, minor.start_date, minor.stop_date, minor.id,
                       link.partner_id
                  FROM minor
                  JOIN engagement_guardianship AS link ON link.learner_id = minor.id
                 WHERE link.may_receive_information IS TRUE
                   AND link.no_contact IS NOT TRUE
                   AND link.valid_from <= minor.as_of
                   AND (link.valid_to IS NULL OR link.valid_to >= minor.start_date)
                   AND NOT EXISTS (
                       SELECT FROM engagement_guardianship AS mark
                        WHERE mark.learner_id = minor.id AND mark.no_contact IS TRUE
                          AND mark.partner_id = link.partner_id)
            ), spoken AS (
                SELECT guardian.company_id, guardian.start_date, guardian.id
                  FROM guardian
                  JOIN engagement_learner_review AS talk
                    ON talk.learner_id = guardian.id
                   AND talk.kind = 'guardian_contact' AND talk.contact_result = 'held'
                   AND talk.state IN %(held)s
                   AND talk.held_date >= guardian.start_date
                   AND talk.held_date < guardian.stop_date
                  JOIN engagement_guardianship AS link
                    ON link.id = talk.guardianship_id
                   AND link.partner_id = guardian.partner_id
                 UNION
                SELECT guardian.company_id, guardian.start_date, guardian.id
                  FROM guardian
                  JOIN engagement_participation AS part
                    ON part.partner_id = guardian.partner_id
                   AND part.company_id = guardian.company_id
                   AND part.date >= guardian.start_date
                   AND part.date < guardian.stop_date
                 WHERE part.source = 'event' AND part.participated IS TRUE
            )
            SELECT guardian.company_id, guardian.start_date, 'all',
                   COUNT(DISTINCT spoken.id), COUNT(DISTINCT guardian.id),
                   NULL::float8, COUNT(DISTINCT guardian.id)
              FROM guardian
              LEFT JOIN spoken USING (company_id, start_date, id)
             GROUP BY 1, 2
            """,
            minors=self._get_minors(),
            held=SHARED_STATES,
        )

    @api.model
    def _select_learner_review_on_time(self):
        """Share of the reviews first due in the period that were held by that day.

        Open and overdue ones are missed, and so are those to which somebody did not
        come. What was called off for another reason was not due any more: it is how
        reviews of those who left end.
        """
        return SQL(
            """
            , due AS (
                SELECT span.company_id, span.start_date, review.id,
                       review.state IN %(held)s
                           AND review.held_date <= review.first_planned_date AS kept,
                       taught.programme_id
                  FROM span
                  JOIN engagement_learner_review AS review
                    ON review.company_id = span.company_id
                   AND review.first_planned_date >= span.start_date
                   AND review.first_planned_date < span.stop_date
                  LEFT JOIN LATERAL (
                        SELECT DISTINCT enrolment.programme_id
                          FROM engagement_enrolment AS enrolment
                         WHERE enrolment.learner_id = review.learner_id
                           AND enrolment.state != 'applied'
                           AND enrolment.date_from <= review.first_planned_date
                           AND (enrolment.date_to IS NULL
                                OR enrolment.date_to >= review.first_planned_date)
                       ) AS taught ON TRUE
                 WHERE (review.state != 'cancelled'
                        OR review.not_held_reason IN %(missed)s)
                   AND (review.state IN %(held)s
                        OR review.first_planned_date < %(today)s)
            )
            SELECT company_id, start_date, %(scope)s,
                   COUNT(DISTINCT id) FILTER (WHERE kept), COUNT(DISTINCT id),
                   NULL::float8, COUNT(DISTINCT id)
              FROM due
             GROUP BY GROUPING SETS (
                   (company_id, start_date), (company_id, start_date, programme_id))
            HAVING GROUPING(programme_id) = 1 OR programme_id IS NOT NULL
            """,
            scope=BY_PROGRAMME,
            held=SHARED_STATES,
            missed=MISSED,
            today=fields.Date.context_today(self),
        )

    @api.model
    def _select_support_on_time(self):
        """Share of the measures first due in the period that were in place by then.

        What nobody has agreed to yet was not promised to anybody: it has no such day.
        """
        return SQL(
            """
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(*) FILTER (WHERE own.in_place_on <= own.first_due_date),
                   COUNT(*),
                   NULL::float8, COUNT(*)
              FROM span
              JOIN engagement_support_measure AS own
                ON own.company_id = span.company_id
               AND own.first_due_date >= span.start_date
               AND own.first_due_date < span.stop_date
             WHERE own.in_place_on IS NOT NULL OR own.first_due_date < %(today)s
             GROUP BY 1, 2
            """,
            today=fields.Date.context_today(self),
        )

    @api.model
    def _select_consent_currency(self):
        """Share of the minors of whom every needed consent is valid.

        For each purpose the last word counts, as where we ask whether we may: who takes
        a yes back says something on that day. A purpose of a company takes the place
        of the general one with its code; what rests on another basis needs no consent.
        """
        return SQL(
            """
            , minor AS (%(minors)s),
            purpose AS (
                SELECT DISTINCT ON (span.company_id, one.code) span.company_id,
                       one.code, one.active AND one.required
                                 AND one.basis = 'consent' AS needed
                  FROM span
                  JOIN engagement_consent_purpose AS one
                    ON one.company_id IS NULL OR one.company_id = span.company_id
                 ORDER BY span.company_id, one.code, one.company_id NULLS LAST
            ), word AS (
                SELECT DISTINCT ON (minor.id, minor.start_date, one.code)
                       minor.id, minor.start_date, one.code,
                       said.answer = 'yes' AND (said.valid_until IS NULL
                                                OR said.valid_until >= minor.as_of)
                           AS valid
                  FROM minor
                  JOIN engagement_consent AS said ON said.learner_id = minor.id
                   AND said.given_on <= minor.as_of
                  JOIN engagement_consent_purpose AS one ON one.id = said.purpose_id
                 ORDER BY minor.id, minor.start_date, one.code,
                          CASE WHEN said.withdrawn_on <= minor.as_of
                               THEN said.withdrawn_on ELSE said.given_on END DESC,
                          said.write_date DESC, said.id DESC
            ), judged AS (
                SELECT minor.company_id, minor.start_date, minor.id,
                       BOOL_AND(COALESCE(word.valid, FALSE)) AS current
                  FROM minor
                  JOIN purpose ON purpose.company_id = minor.company_id
                   AND purpose.needed IS TRUE
                  LEFT JOIN word ON word.id = minor.id
                   AND word.start_date = minor.start_date
                   AND word.code = purpose.code
                 GROUP BY 1, 2, 3
            )
            SELECT company_id, start_date, 'all', COUNT(*) FILTER (WHERE current),
                   COUNT(*), NULL::float8, COUNT(*)
              FROM judged
             GROUP BY 1, 2
            """,
            minors=self._get_minors(),
        )
