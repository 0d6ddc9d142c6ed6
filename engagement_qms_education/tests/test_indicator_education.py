# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo.tests import tagged

from odoo.addons.engagement_qms.models.measure import periods
from odoo.addons.engagement_qms.tests.test_indicator_catalogue import CatalogueCase

from .common import College


class EducationFigureCase(College, CatalogueCase):
    """The shipped figures of a school, measured for a period that is over."""

    roles = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme, cls.other = cls.env["engagement.programme"].create(
            [
                {"name": "Carpentry", "code": "C1", "company_id": cls.company.id},
                {"name": "Upholstery", "code": "U1", "company_id": cls.company.id},
            ]
        )

    def figure(self, code, scope="all", start=None):
        """Return (number, whole, value) of a figure; None where there is no value."""
        indicator = self.env.ref(f"engagement_qms_education.indicator_e_{code}")
        start = periods.get_start(start or self.start, indicator.period)
        # as if it had been measured before: what is gone is then gone
        indicator.measured_at = datetime.now()
        self.env.flush_all()
        indicator._measure(start, start)
        measure = self.env["engagement.measure"].search(
            [
                ("indicator_id", "=", indicator.id),
                ("company_id", "=", self.company.id),
                ("scope_key", "=", scope),
                ("period_start", "=", start),
            ]
        )
        if measure.empty or not measure:
            return None
        return measure.numerator, measure.denominator, round(measure.value, 4)

    def half(self):
        """Return the first and the last day of the half-year."""
        start = periods.get_start(self.start, "half_year")
        return start, periods.get_end(start, "half_year")

    def of(self, programme):
        return f"programme_id:{programme.id}"


@tagged("post_install", "-at_install", "engagement")
class TestIndicatorEducation(EducationFigureCase):
    """E-05, E-07 and E-08 against what can be counted by hand."""

    def test_e_05_counts_all_who_were_in_courses_that_ended(self):
        first, last = self.half()
        begin = first - timedelta(days=300)
        ended = self._new_course(date_from=begin, date_to=last)
        also = self._new_course(
            date_from=begin, date_to=first, programme_id=self.other.id
        )
        for course, states in (
            (ended, ("completed", "completed", "withdrawn", "enrolled", "applied")),
            (also, ("completed",)),
            # the day before, the day after, and one that never was
            (
                self._new_course(date_from=begin, date_to=first - timedelta(days=1)),
                ("withdrawn",),
            ),
            (
                self._new_course(date_from=begin, date_to=last + timedelta(days=1)),
                ("withdrawn",),
            ),
            (
                self._new_course(
                    date_from=begin,
                    date_to=last,
                    state="cancelled",
                    cancel_cause="money",
                    cancel_reason="No money",
                ),
                ("withdrawn",),
            ),
        ):
            for number, state in enumerate(states):
                self._enrol(
                    self._new_learner(f"{course.name} {number}"),
                    course,
                    date_from=begin,
                    state=state,
                    withdrawal_reason="Moved" if state == "withdrawn" else False,
                )
        self.assertEqual(self.figure("05"), (3, 4, 75))
        self.assertEqual(self.figure("05", self.of(self.programme)), (2, 3, 66.6667))
        self.assertEqual(self.figure("05", self.of(self.other)), (1, 1, 100))

    def test_e_05_says_nothing_while_all_go_on(self):
        first, last = self.half()
        course = self._new_course(date_from=first, date_to=last)
        self._enrol(self._new_learner(), course, date_from=first)
        self.assertIsNone(self.figure("05"))
        # one who leaves, and a course whose end is moved out of the time
        learner = self._new_learner()
        self._enrol(
            learner, course, state="withdrawn", withdrawal_reason="Moved"
        ).date_from = first
        self.assertEqual(self.figure("05"), (0, 1, 0))
        course.date_to = last + timedelta(days=1)
        self.assertIsNone(self.figure("05"))

    def test_e_07_counts_employers_once_who_had_a_say(self):
        year = periods.get_start(self.start, "year")
        links = self.env["engagement.programme.partner"]
        firms = self.env["res.partner"].create(
            [{"name": f"Firm {n}", "is_company": True} for n in range(5)]
        )
        came, silent, elsewhere, gone, body = firms
        person = self.env["res.partner"].create({"name": "Ann", "parent_id": came.id})
        for firm, programme, values in (
            (came, self.programme, {"role": "hires"}),
            (person, self.programme, {"role": "panel"}),
            (silent, self.programme, {"role": "placement"}),
            (elsewhere, self.other, {"role": "placement"}),
            # ended before, and no employer
            (gone, self.programme, {"date_to": year - timedelta(days=1)}),
            (body, self.programme, {"role": "regulates"}),
        ):
            links.create(
                {
                    "programme_id": programme.id,
                    "partner_id": firm.id,
                    "date_from": year - timedelta(days=400),
                    **values,
                }
            )
        for partner, day, values in (
            (person, self.start, {}),
            (came, self.start, {}),
            (silent, year - timedelta(days=1), {}),
            (silent, self.start, {"participated": False}),
            (silent, self.start, {"source": "survey"}),
            (gone, self.start, {}),
        ):
            self.env["engagement.participation"].create(
                {
                    "partner_id": partner.id,
                    "date": day,
                    "source": "review",
                    "participated": True,
                    "company_id": self.company.id,
                    **values,
                }
            )
        self.assertEqual(self.figure("07"), (1, 3, 33.3333))
        self.assertEqual(self.figure("07", self.of(self.programme)), (1, 2, 50))
        self.assertEqual(self.figure("07", self.of(self.other)), (0, 1, 0))

    def test_e_07_without_employers_says_nothing(self):
        self.assertIsNone(self.figure("07"))

    def test_e_08_is_the_share_of_planned_courses_that_were_not_needed(self):
        first, last = self.half()
        for day, values in (
            (first, {}),
            (last, {"state": "cancelled", "cancel_cause": "misalignment"}),
            (last, {"state": "cancelled", "cancel_cause": "few_learners"}),
            (last, {"state": "done", "programme_id": self.other.id}),
            (first - timedelta(days=1), {"state": "cancelled"}),
            (last + timedelta(days=1), {"state": "cancelled"}),
        ):
            if values.get("state") == "cancelled":
                values.setdefault("cancel_cause", "misalignment")
                values["cancel_reason"] = "Said so"
            self._new_course(date_from=day, **values)
        self.assertEqual(self.figure("08"), (1, 4, 25))
        self.assertEqual(self.figure("08", self.of(self.programme)), (1, 3, 33.3333))
        self.assertEqual(self.figure("08", self.of(self.other)), (0, 1, 0))

    def test_e_08_without_courses_says_nothing(self):
        self.assertIsNone(self.figure("08"))
