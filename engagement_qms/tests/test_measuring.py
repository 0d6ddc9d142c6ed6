# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta

from odoo.tests import TransactionCase, tagged
from odoo.tests.common import new_test_user

from ..models.measure import periods


class IndicatorCase(TransactionCase):
    """A company of its own, with indicators over what is in it and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Measured"})
        cls.env = cls.env(
            context={
                **cls.env.context,
                "allowed_company_ids": cls.company.ids,
                "tracking_disable": True,
            }
        )
        cls.company = cls.company.with_env(cls.env)
        cls.company.resource_calendar_id.tz = "Europe/Berlin"
        cls.today = date.today()
        cls.month = periods.get_start(cls.today, "month")
        cls.manager = new_test_user(
            cls.env,
            "measure_manager",
            "engagement_qms.group_engagement_manager",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    @classmethod
    def make_indicator(cls, code="T-1", **values):
        return cls.env["engagement.indicator"].create(
            {
                "code": code,
                "name": code,
                "source": "complaint",
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def make_complaint(cls, received_at=None, **values):
        return cls.env["engagement.complaint"].create(
            {
                "description": "It broke.",
                "partner_name": "Ada",
                "received_at": received_at or datetime.now(),
                "company_id": cls.company.id,
                **values,
            }
        )

    def measure(self, indicator, start=None, **values):
        """Measure what changed; return the value of one period and company."""
        self.env.flush_all()
        self.env["engagement.indicator"]._refresh()
        return self.env["engagement.measure"].search(
            [
                ("indicator_id", "=", indicator.id),
                ("company_id", "=", self.company.id),
                ("scope_key", "=", values.get("scope", "all")),
                ("period_start", "=", start or self.month),
            ]
        )


@tagged("post_install", "-at_install")
class TestMeasuring(IndicatorCase):
    """Values follow the records, and say nothing where there is nothing to say."""

    def test_the_shipped_indicators_are_measured_without_an_error(self):
        self.env["engagement.indicator"].search([])._refresh()
        shipped = self.env["engagement.indicator"].search([])
        self.assertEqual(shipped.mapped("error"), [False] * len(shipped))

    def test_records_of_the_period_are_counted(self):
        indicator = self.make_indicator()
        self.make_complaint()
        self.make_complaint()
        measure = self.measure(indicator)
        self.assertEqual((measure.value, measure.sample), (2, 2))

    def test_a_new_record_is_counted_when_somebody_looks_again(self):
        indicator = self.make_indicator()
        self.make_complaint()
        self.assertEqual(self.measure(indicator).value, 1)
        self.make_complaint()
        self.assertEqual(self.measure(indicator).value, 2)

    def test_a_deleted_record_is_not_counted_any_more(self):
        indicator = self.make_indicator()
        complaints = self.make_complaint() + self.make_complaint()
        self.assertEqual(self.measure(indicator).value, 2)
        complaints[0].sudo().unlink()
        self.assertEqual(self.measure(indicator).value, 1)

    def test_a_moved_record_leaves_one_period_for_the_other(self):
        self.company.engagement_freeze_days = 400
        before = periods.shift(self.month, "month", -2)
        indicator = self.make_indicator()
        complaint = self.make_complaint()
        self.make_complaint(datetime.combine(before, datetime.min.time()))
        self.assertEqual(self.measure(indicator).value, 1)
        complaint.received_at = before + timedelta(days=3)
        self.assertEqual(self.measure(indicator).value, 0)
        self.assertEqual(self.measure(indicator, before).value, 2)

    def test_a_share_of_nothing_is_no_value(self):
        indicator = self.make_indicator(
            aggregate="ratio", unit="percent", domain="[('state', '=', 'closed')]"
        )
        measure = self.measure(indicator)
        self.assertTrue(measure.empty)
        self.assertEqual((measure.status, measure.sample), ("none", 0))
        self.assertEqual(measure.value_text, "n/a")

    def test_a_share_is_what_counts_of_one_cohort(self):
        indicator = self.make_indicator(
            aggregate="ratio",
            unit="percent",
            domain="[('danger', '=', True)]",
            denominator_domain="[('severity', '=', '4')]",
        )
        self.make_complaint(severity="4", danger=True)
        self.make_complaint(severity="4")
        self.make_complaint(severity="1", danger=True)
        measure = self.measure(indicator)
        self.assertEqual(
            (measure.value, measure.numerator, measure.denominator), (50, 1, 2)
        )

    def test_a_day_belongs_to_the_period_where_the_company_is(self):
        self.company.engagement_freeze_days = 400
        indicator = self.make_indicator()
        # half past eleven at night in London is the next day, and month, in Berlin
        month = periods.shift(self.month, "month", -1)
        last = datetime.combine(month, datetime.min.time()) - timedelta(minutes=30)
        self.make_complaint(last)
        self.assertEqual(self.measure(indicator, month).value, 1)
        earlier = periods.shift(month, "month", -1)
        self.assertFalse(self.measure(indicator, earlier).value)
