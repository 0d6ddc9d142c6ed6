# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from lxml import html

from odoo import fields, models
from odoo.tests import TransactionCase, freeze_time, new_test_user, tagged
from odoo.tools.translate import code_translations

from ..models.mixins import daily_summary
from .fake_model import add_fake_models

BATCHES = "odoo.addons.engagement_qms.models.mixins.batches"


class FakeDuty(models.Model):
    _module = None
    _name = "engagement.fake.duty"
    _description = "Fake Duty"

    name = fields.Char()
    due_on = fields.Date()
    user_id = fields.Many2one("res.users")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-02 04:30:00")
class TestDailySummary(TransactionCase):
    """Ann and Bob have duties; the summary tells each of them once a day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeDuty)
        cls.summary = cls.env["engagement.daily.summary"]
        cls.duties = cls.env["engagement.fake.duty"]
        cls.ann, cls.bob = (
            new_test_user(
                cls.env,
                login,
                name=login,
                email=f"{login}@example.com",
                groups="engagement_qms.group_engagement_user",
            )
            for login in ("summary_ann", "summary_bob")
        )
        cls.late = cls._duty("Mr. Miller's contract", "2026-02-20")
        cls.today = cls._duty("Call the neighbours", "2026-03-02")

        section = daily_summary._lt("Duties")

        def get_rows(self, users, today):
            return self._collect(
                section,
                "engagement.fake.duty",
                [("due_on", "<=", today)],
                "due_on",
                users,
            )

        cls.startClassPatcher(patch.object(type(cls.summary), "_get_rows", get_rows))

    @classmethod
    def _duty(cls, name, due_on, user=None, **vals):
        return cls.duties.create(
            {"name": name, "due_on": due_on, "user_id": (user or cls.ann).id, **vals}
        )

    def setUp(self):
        super().setUp()
        self.patch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0
        )

    def _run(self, day="2026-03-02"):
        """Run the job and return the mails that it queued."""
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id
        with freeze_time(f"{day} 04:30:00"):
            self.summary._cron_send()
            self.env.flush_all()
        return self.env["mail.mail"].search([("id", ">", last or 0)], order="id")

    def _texts(self, mail, path):
        return [
            " ".join(node.text_content().split())
            for node in html.fromstring(mail.body_html).xpath(path)
        ]

    def test_what_is_due_is_listed_with_links(self):
        mail = self._run()
        self.assertEqual(mail.recipient_ids, self.ann.partner_id)
        self.assertEqual(self._texts(mail, "//h3"), ["Duties (2)"])
        self.assertEqual(
            self._texts(mail, "//tr"),
            [
                "Mr. Miller's contract overdue since 02/20/2026",
                "Call the neighbours today",
            ],
        )
        links = html.fromstring(mail.body_html).xpath("//tr//a/@href")
        base_url = self.summary.get_base_url()
        self.assertEqual(
            links,
            [
                f"{base_url}/odoo/engagement.fake.duty/{duty.id}"
                for duty in (self.late, self.today)
            ],
        )

    def test_the_subject_names_nobody(self):
        self.assertEqual(self._run().subject, "Engagement: 1 due, 1 overdue")

    def test_mails_wait_in_the_queue(self):
        mail = self._run()
        self.assertEqual(mail.state, "outgoing")
        self.assertTrue(mail.auto_delete)

    def test_one_mail_per_person_and_day(self):
        self._duty("Bob's", "2026-03-01", self.bob)
        self.assertEqual(
            self._run().recipient_ids, self.ann.partner_id | self.bob.partner_id
        )
        self.assertFalse(self._run())
        self._duty("New today", "2026-03-02")
        self.assertFalse(self._run())
        self.assertEqual(len(self._run("2026-03-03")), 2)

    def test_missed_days_are_not_made_up_for(self):
        self._run("2026-03-02")
        mail = self._run("2026-03-20")
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.subject, "Engagement: 0 due, 2 overdue")

    def test_nothing_due_no_mail(self):
        self.duties.search([]).unlink()
        self.assertFalse(self._run())
        self.assertFalse(self.ann.engagement_summary_sent_on)
        # What comes due later that day is told the same day
        self._duty("Later", "2026-03-02")
        self.assertEqual(len(self._run()), 1)

    def test_who_gets_none(self):
        for name, vals in {
            "left": {"active": False},
            "switched it off": {"engagement_daily_summary": False},
            "has no address": {"email": False},
        }.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.ann.write(vals)
                self.assertFalse(self._run())
                savepoint.rollback()
        portal = new_test_user(
            self.env,
            "summary_portal",
            email="portal@example.com",
            groups="base.group_portal",
        )
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "engagement.fake.duty")]
        ).copy({"group_id": self.env.ref("base.group_portal").id})
        self._duty("Portal's", "2026-03-01", portal)
        self.assertEqual(self._run().recipient_ids, self.ann.partner_id)

    def test_people_switch_it_off_themselves(self):
        self.ann.with_user(self.ann).engagement_daily_summary = False
        self.assertFalse(self._run())

    def test_nobody_sees_what_rules_hide(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.env["ir.rule"].create(
            {
                "name": "own companies",
                "model_id": self.env["ir.model"]._get_id("engagement.fake.duty"),
                "domain_force": "[('company_id', 'in', company_ids)]",
            }
        )
        self._duty("Elsewhere", "2026-03-01", company_id=other.id)
        self.assertNotIn("Elsewhere", self._run().body_html)
        # All companies of the person count, whichever somebody has switched on
        self.ann.company_ids |= other
        self.summary = self.summary.with_context(
            allowed_company_ids=self.env.company.ids
        )
        self.assertIn("Elsewhere", self._run("2026-03-03").body_html)

    def test_nobody_sees_models_without_access(self):
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "engagement.fake.duty")]
        ).unlink()
        self.assertFalse(self._run())

    def test_it_speaks_the_person_s_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env.ref("base.lang_de").date_format = "%d.%m.%Y"
        self.ann.lang = "de_DE"
        german = {
            "Duties": "Pflichten",
            "Engagement: %(due)s due, %(overdue)s overdue": "%(due)s / %(overdue)s",
        }
        with patch.dict(
            code_translations.python_translations, {("engagement_qms", "de_DE"): german}
        ):
            mail = self._run()
        self.assertEqual(mail.subject, "1 / 1")
        self.assertEqual(self._texts(mail, "//h3"), ["Pflichten (2)"])
        self.assertIn("overdue since 20.02.2026", " ".join(self._texts(mail, "//td")))

    def test_a_long_list_is_cut_and_counted(self):
        for number in range(daily_summary.SECTION_LIMIT + 3):
            self._duty(f"Duty {number}", "2026-03-01")
        mail = self._run()
        self.assertEqual(self._texts(mail, "//h3"), ["Duties (25)"])
        self.assertEqual(len(self._texts(mail, "//tr")), daily_summary.SECTION_LIMIT)
        self.assertIn("and 5 more", self._texts(mail, "//p"))

    def test_names_are_text_not_html(self):
        self.late.name = "<b>Müller</b> & Co"
        mail = self._run()
        self.assertIn("<b>Müller</b> & Co", self._texts(mail, "//td/a"))

    def test_one_bad_person_stops_nobody(self):
        self._duty("Bob's", "2026-03-01", self.bob)
        prepare = type(self.summary)._prepare_mail

        def fail_for_ann(summary, user, rows, today):
            if user == self.ann:
                raise ValueError("Something is wrong")
            return prepare(summary, user, rows, today)

        self.patch(type(self.summary), "_prepare_mail", fail_for_ann)
        with self.assertLogs(BATCHES, "ERROR"):
            mail = self._run()
        self.assertEqual(mail.recipient_ids, self.bob.partner_id)
        self.assertFalse(self.ann.engagement_summary_sent_on)
        self.assertEqual(self.bob.engagement_summary_sent_on, date(2026, 3, 2))

    def test_more_duties_cost_no_more_queries(self):
        def queries(count):
            self.duties.search([]).unlink()
            for user in (self.ann, self.bob):
                for number in range(count):
                    self._duty(f"Duty {number}", "2026-03-01", user)
            (self.ann | self.bob).engagement_summary_sent_on = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self._run()), 2)
            return self.env.cr.sql_log_count - before

        queries(2)  # fills the caches of the registry
        self.assertEqual(queries(2), queries(60))

    def test_the_scheduled_action_sends(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "engagement_qms.ir_cron_send_daily_summary"
            ).method_direct_trigger()
        self.assertEqual(self.ann.engagement_summary_sent_on, date(2026, 3, 2))
