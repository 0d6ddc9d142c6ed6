# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from ..models.measure import periods
from .test_indicator_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
class TestIndicatorEvaluation(CatalogueCase):
    """What the shipped indicators say of partners, and what partners say of us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.given = cls.env.ref("engagement_qms.criteria_set_given")
        cls.received = cls.env.ref("engagement_qms.criteria_set_received")
        cls.supplier = cls.env.ref("engagement_qms.category_supplier")

    def make_evaluation(self, *scores, start=None, **values):
        """Make the evaluation of a partner; None where nobody said anything."""
        start = start or self.start
        evaluation = self.env["engagement.evaluation"].create(
            {
                "partner_id": self.make_partner("Supplier").id,
                "company_id": self.company.id,
                "period_start": start,
                "period_end": periods.get_end(start, "quarter"),
                **values,
            }
        )
        self.env["engagement.evaluation.rating"].create(
            [
                {"line_id": line.id, "score": score}
                for line, score in zip(evaluation.line_ids, scores, strict=False)
                if score is not None
            ]
        )
        return evaluation

    def test_i_24_is_weighed_over_what_has_data(self):
        self.make_evaluation(100, 50, None, None)
        self.make_evaluation(None, None, 0, None)
        self.make_evaluation()
        # of others, of another period, in the other direction, set aside
        self.make_evaluation(0, company_id=self.env.ref("base.main_company").id)
        self.make_evaluation(0, start=periods.shift(self.start, "quarter"))
        self.make_evaluation(0, direction="received")
        self.make_evaluation(0).active = False
        measure = self.value_of("supplier_index")
        self.assertEqual(
            (measure.numerator, measure.denominator, measure.sample),
            (30 * 100 + 30 * 50 + 20 * 0, 80, 2),
        )
        self.assertEqual(measure.value, 4500 / 80)

    def test_i_24_without_data_says_nothing(self):
        self.make_evaluation()
        self.assertFalse(self.value_of("supplier_index").sample)

    def test_i_25_counts_active_suppliers_that_were_sent_one_in_a_year(self):
        today = periods.get_start(self.today, "quarter")
        for months, state in (
            (1, "sent"),
            (11, "agreed"),
            (13, "closed"),
            (0, "draft"),
        ):
            party = self.make_party(category_id=self.supplier.id, relevant=True)
            evaluation = self.make_evaluation(
                90, start=today, partner_id=party.partner_id.id
            )
            sent = self.today - relativedelta(months=months)
            evaluation._step().write(
                {"state": state, "sent_at": sent if months else False}
            )
        # was sent one, but is no supplier that matters
        other = self.make_evaluation(90, start=today)
        other._step().write({"state": "sent", "sent_at": self.today})
        self.make_party(
            category_id=self.supplier.id, relevant=False, relevance_reason="Gone"
        )
        measure = self.value_of("supplier_coverage", self.today)
        self.assertEqual((measure.numerator, measure.denominator), (2, 4))
        self.assertEqual(measure.value, 50)

    def test_i_26_is_the_mean_of_what_partners_say(self):
        self.make_evaluation(100, 100, 100, 100, direction="received")
        self.make_evaluation(25, direction="received")
        self.make_evaluation(0)
        measure = self.value_of("partner_voice")
        self.assertEqual((measure.value, measure.sample), (62.5, 2))

    def test_i_26_answers_without_names_count_each_when_enough_are_in(self):
        self.make_evaluation(100, direction="received")
        pool = self.make_evaluation(
            direction="received", partner_id=False, anonymous=True
        )
        self.env["engagement.evaluation.invitation"].create(
            [
                {
                    "evaluation_id": pool.id,
                    "partner_id": self.make_partner(f"Asked {n}").id,
                    "answered": True,
                }
                for n in range(5)
            ]
        )
        line = pool.line_ids[0]
        self.env["engagement.evaluation.rating"].create(
            [{"line_id": line.id, "score": 40, "user_id": False}] * 5
        )
        # a running mean would tell the last answer
        self.assertEqual(self.value_of("partner_voice").sample, 1)
        pool._step().write({"state": "closed"})
        measure = self.value_of("partner_voice")
        self.assertEqual(measure.sample, 6)
        self.assertAlmostEqual(measure.value, (100 + 5 * 40) / 6)
        pool.period_end = self.today + timedelta(days=1)
        self.assertEqual(self.value_of("partner_voice").sample, 1)
