# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.mixins import recurrence

#: Kinds of review of one learner that a rhythm plans
LEARNER_KINDS = [
    ("induction", "Induction check"),
    ("progress", "Progress review"),
    ("support", "Support review"),
    ("guardian_contact", "Contact with a guardian"),
    ("consent", "Review of consents and data"),
    ("exit", "Exit review"),
]
#: Kinds of review that look at what the school does
SCHOOL_KINDS = [
    ("course", "Course"),
    ("programme", "Programme and curriculum"),
    ("panel", "Panel of employers"),
    ("educator", "Educator"),
    ("institution", "Institution"),
]
#: A term lasts so many months where none is written down
TERM_MONTHS = 4


class EngagementReviewSchedule(models.Model):
    """Rhythms of a school: by programme, in terms or in months.

    The rhythm of a programme goes before that of a company, and that before the
    shared one. A learner of two programmes follows the first of their rhythms.
    """

    _inherit = "engagement.review.schedule"

    kind = fields.Selection(
        selection_add=LEARNER_KINDS + SCHOOL_KINDS,
        ondelete={key: "cascade" for key, _label in LEARNER_KINDS + SCHOOL_KINDS},
    )
    interval_unit = fields.Selection(
        selection_add=[("term", "Terms")], ondelete={"term": "cascade"}
    )
    programme_id = fields.Many2one(
        comodel_name="engagement.programme",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
        help="Leave empty for all programmes that have no rhythm of their own.",
    )
    company_id = fields.Many2one(
        compute="_compute_company_id", store=True, readonly=False, precompute=True
    )
    term_offset_days = fields.Integer(
        string="Days into the term",
        default=42,
        aggregator=None,
        help="A review of a term is planned so many days after the term begins. Where "
        "no terms are written down, it comes every four months.",
    )

    _term_offset_not_negative = models.Constraint(
        "CHECK (term_offset_days BETWEEN 0 AND 365)",
        "A review is planned 0 to 365 days after the term begins.",
    )

    @api.depends("programme_id")
    def _compute_company_id(self):
        for schedule in self:
            schedule.company_id = schedule.programme_id.company_id or (
                schedule.company_id
            )

    @api.constrains("interval_unit", "programme_id", "kind")
    def _check_kind_of_rhythm(self):
        kinds = dict(LEARNER_KINDS)
        for schedule in self:
            if schedule.kind in kinds:
                continue
            if schedule.interval_unit == "term" or schedule.programme_id:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: only reviews of learners come by term and by "
                        "programme. Choose months or years, and no programme.",
                        name=schedule.name,
                    )
                )

    def _get_learner_domain(self):
        """Return the learners whose rhythm of its kind this one is."""
        self.ensure_one()
        domain = self._get_scope_domain()
        for other in self._get_rhythms_before():
            domain &= ~other._get_scope_domain()
        return domain

    def _get_rhythms_before(self):
        """Return the rhythms of the same kind that go before this one."""
        rhythms = self.search([("kind", "=", self.kind)]).sorted(
            lambda r: (not r.programme_id, not r.company_id, r.sequence, r.id)
        )
        return rhythms[: rhythms.ids.index(self.id)] if self in rhythms else rhythms

    def _get_scope_domain(self):
        domain = Domain.TRUE
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        if self.programme_id:
            domain &= Domain(
                "enrolment_ids",
                "any",
                Domain("state", "=", "enrolled")
                & Domain("programme_id", "=", self.programme_id.id),
            )
        return domain

    def _get_first_review_day(self, began_on, company):
        """Return the day of the first review of whoever began on a day."""
        self.ensure_one()
        anchor = max(began_on, self.start_date)
        day = anchor + timedelta(days=self.first_offset_days)
        if self.interval_unit != "term" or self.first_offset_days:
            return day
        return self._get_next_review_day(began_on, day - timedelta(days=1), company)

    def _get_next_review_day(self, began_on, done_until, company):
        """Return the first day of the rhythm after the day that is done with.

        :param company: whose terms count
        """
        self.ensure_one()
        if self.interval_unit != "term":
            return self._get_next_day(began_on, done_until)
        days = self.env["engagement.term"]._get_days(company.id, self.term_offset_days)
        coming = [day for day in days if day > done_until]
        if len(coming) >= self.interval_number:
            return coming[self.interval_number - 1]
        return recurrence.next_after(
            max(began_on, self.start_date) + timedelta(days=self.term_offset_days),
            TERM_MONTHS * self.interval_number,
            "month",
            done_until,
        )
