# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .rule_common import RuleCase

ENGINE = "odoo.addons.engagement_qms.models.code.rule_engine"


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-02-01 12:00:00")
class TestRuleEngine(RuleCase):
    """Odoo reads from its own documents whether a promise is kept."""

    def test_the_first_run_writes_a_row_per_document(self):
        kept = self._new_job(done_at=datetime(2026, 1, 14, 22, 59, 59))
        missed = self._new_job(done_at=datetime(2026, 1, 14, 23))
        running = self._new_job()
        self._put_in_force()
        self.assertEqual(self.promise._evaluate_rules(), 3)
        rows = self._get_rows()
        self.assertEqual(
            [rows[job.id].state for job in (kept, missed, running)],
            ["kept", "missed", "open"],
        )
        row = rows[running.id]
        self.assertEqual(row.name, "1. We repair it within 2 days.")
        self.assertEqual(row.origin_ref, "Washing machine")
        self.assertEqual(row.origin_model, "engagement.fake.job")
        self.assertEqual(row.partner_id, self.partner)
        self.assertEqual(row.commercial_partner_id, self.partner)
        self.assertEqual(row.code_id, self.code)
        self.assertEqual(row.company_id, self.company)
        self.assertEqual(row.started_at, datetime(2026, 1, 12, 9))
        self.assertEqual(row.first_due_at, datetime(2026, 1, 14, 22, 59, 59))
        self.assertEqual(row.due_at, row.first_due_at)
        self.assertFalse(row.extended)
        self.assertEqual(
            row.at_risk_at, row.started_at + (row.due_at - row.started_at) * 0.75
        )

    def test_a_version_that_begins_to_count_is_looked_at_at_once(self):
        job = self.env.ref("engagement_qms.ir_cron_evaluate_rules")
        waiting = self.env["ir.cron.trigger"]
        before = waiting.search_count([("cron_id", "=", job.id)])
        unwatched = self._new_code("Returns")
        self._new_promise(unwatched, rule_active=False)
        self._put_in_force(unwatched)
        self.assertEqual(waiting.search_count([("cron_id", "=", job.id)]), before)
        self._put_in_force()
        self.assertEqual(waiting.search_count([("cron_id", "=", job.id)]), before + 1)

    def test_a_second_run_writes_nothing(self):
        self._new_job()
        self._new_job(done_at=datetime(2026, 1, 13))
        self._put_in_force()
        self.promise._evaluate_rules()
        self.assertEqual(self.promise._evaluate_rules(), 0)
        self.assertEqual(self.promise._evaluate_rules(full=True), 0)

    def test_an_end_that_is_written_later_settles_the_row(self):
        job = self._new_job()
        self._put_in_force()
        self.promise._evaluate_rules()
        job.done_at = datetime(2026, 1, 14, 8)
        self.assertEqual(self.promise._evaluate_rules(), 1)
        self.assertEqual(self._get_rows()[job.id].state, "kept")
        job.done_at = datetime(2026, 1, 20)
        self.promise._evaluate_rules()
        self.assertEqual(self._get_rows()[job.id].state, "missed")
        job.done_at = False
        self.promise._evaluate_rules()
        self.assertEqual(self._get_rows()[job.id].state, "open")

    def test_a_start_that_is_put_right_makes_another_due_moment(self):
        job = self._new_job(done_at=datetime(2026, 1, 14, 8))
        self._put_in_force()
        self.promise._evaluate_rules()
        job.asked_at = datetime(2026, 1, 5, 9)
        self.promise._evaluate_rules()
        row = self._get_rows()[job.id]
        self.assertEqual(row.first_due_at, datetime(2026, 1, 7, 22, 59, 59))
        self.assertEqual(row.due_at, row.first_due_at)
        self.assertEqual(row.state, "missed")

    def test_an_extension_stays_and_does_not_make_a_late_promise_a_kept_one(self):
        job = self._new_job()
        self._put_in_force()
        self.promise._evaluate_rules()
        self._get_rows()[job.id]._extend(datetime(2026, 1, 30), "Spare part")
        job.done_at = datetime(2026, 1, 20)
        self.promise._evaluate_rules()
        row = self._get_rows()[job.id]
        self.assertEqual(row.state, "missed")
        self.assertEqual(row.due_at, datetime(2026, 1, 30))
        self.assertEqual(row.extension_reason, "Spare part")
        self.assertTrue(row.extended)

    def test_a_document_that_does_not_count_any_more_is_cancelled_and_comes_back(self):
        job = self._new_job(done_at=datetime(2026, 1, 13))
        self._put_in_force()
        self.promise._evaluate_rules()
        job.kind = "sale"
        self.assertEqual(self.promise._evaluate_rules(), 1)
        row = self._get_rows()[job.id]
        self.assertEqual((row.state, row.done_at), ("cancelled", False))
        self.assertEqual(self.promise._evaluate_rules(), 0)
        job.kind = "repair"
        self.assertEqual(self.promise._evaluate_rules(), 1)
        self.assertEqual(self._get_rows()[job.id].state, "kept")
        self.assertEqual(len(self._get_rows()), 1)

    def test_what_somebody_cancelled_stays_cancelled(self):
        job = self._new_job()
        self._put_in_force()
        self.promise._evaluate_rules()
        self._get_rows()[job.id].action_cancel()
        job.done_at = datetime(2026, 1, 13)
        self.assertEqual(self.promise._evaluate_rules(full=True), 0)
        self.assertEqual(self._get_rows()[job.id].state, "cancelled")

    def test_a_deleted_document_is_cancelled_when_all_is_looked_at(self):
        job = self._new_job()
        other = self._new_job()
        self._put_in_force()
        self.promise._evaluate_rules()
        job_id = job.id
        job.unlink()
        self.assertEqual(self.promise._evaluate_rules(), 0, "It left no trace")
        with freeze_time("2026-02-09"):
            self.promise.rule_reconciled_at = datetime(2026, 1, 20)
            self.assertEqual(self.promise._evaluate_rules(), 1, "A week later")
        row = self._get_rows()[job_id]
        self.assertEqual(row.state, "cancelled")
        self.assertEqual(row.origin_ref, "Washing machine")
        self.assertEqual(self._get_rows()[other.id].state, "open")

    def test_only_changed_documents_are_looked_at(self):
        old, new = self._new_job(), self._new_job()
        self._put_in_force()
        self.promise._evaluate_rules()
        (old + new).done_at = datetime(2026, 1, 13)
        self._age(old)
        self.assertEqual(self.promise._evaluate_rules(), 1)
        rows = self._get_rows()
        self.assertEqual([rows[old.id].state, rows[new.id].state], ["open", "kept"])
        self.assertEqual(self.promise._evaluate_rules(full=True), 1)

    def test_promises_last_looked_at_on_different_days_share_a_pass(self):
        """What changed in between is not taken for gone by the one that saw it."""
        second = self._new_promise(limit_value=3)
        self._put_in_force()
        job = self._new_job()
        both = self.promise + second
        both._evaluate_rules()
        self._age(job, "2026-01-20")
        now = self.env.cr.now()
        self.promise.rule_evaluated_at = datetime(2026, 1, 15)
        second.rule_evaluated_at = now
        self.assertEqual(both._evaluate_rules(), 0)
        self.assertEqual(self._get_rows(second)[job.id].state, "open")

    def test_only_documents_that_start_while_the_version_holds_count(self):
        """The first and the last day count, where the calendar is."""
        starts = [
            datetime(2025, 12, 31, 22, 59),
            datetime(2025, 12, 31, 23, 0),
            datetime(2026, 1, 31, 22, 59),
            datetime(2026, 1, 31, 23, 0),
        ]
        jobs = [self._new_job(start) for start in starts]
        self._put_in_force(until=date(2026, 1, 31))
        self.promise._evaluate_rules()
        rows = self._get_rows()
        self.assertEqual([job.id in rows for job in jobs], [False, True, True, False])

    def test_a_version_that_ends_loses_what_started_after_it(self):
        early = self._new_job(datetime(2026, 1, 12, 9), datetime(2026, 1, 13))
        late = self._new_job(datetime(2026, 1, 20, 9), datetime(2026, 1, 21))
        self._put_in_force()
        self.promise._evaluate_rules()
        self._age(early + late)
        self.code._set_state({"state": "retired", "in_force_to": date(2026, 1, 15)})
        self.assertIn(self.promise, self.promise._get_watched())
        self.promise._evaluate_rules()
        rows = self._get_rows()
        self.assertEqual(rows[early.id].state, "kept")
        self.assertEqual(rows[late.id].state, "cancelled")
        self.assertNotIn(self.promise, self.promise._get_watched(), "It is through")

    def test_a_version_that_ended_waits_for_its_open_rows(self):
        job = self._new_job()
        self._put_in_force()
        self.promise._evaluate_rules()
        self.code._set_state({"state": "retired", "in_force_to": date(2026, 1, 15)})
        self.promise._evaluate_rules()
        self.assertIn(self.promise, self.promise._get_watched())
        job.done_at = datetime(2026, 1, 13)
        self.promise._evaluate_rules()
        self.assertEqual(self._get_rows()[job.id].state, "kept")

    def test_a_draft_does_not_count(self):
        self._new_job()
        self.assertEqual(self.promise._evaluate_rules(), 0)
        self.assertNotIn(self.promise, self.promise._get_watched())
        self._put_in_force()
        self.assertIn(self.promise, self.promise._get_watched())
        self.promise.rule_active = False
        self.assertEqual(self.promise._evaluate_rules(), 0)
        self.assertNotIn(self.promise, self.promise._get_watched())

    def test_dates_without_an_hour_begin_at_local_midnight(self):
        promise = self._new_promise(
            rule_start_field="asked_on", rule_end_field="done_on"
        )
        values = {"asked_on": date(2026, 1, 12)}
        kept = self._new_job(done_on=date(2026, 1, 14), **values)
        missed = self._new_job(done_on=date(2026, 1, 15), **values)
        self._put_in_force()
        promise._evaluate_rules()
        rows = self._get_rows(promise)
        self.assertEqual(rows[kept.id].started_at, datetime(2026, 1, 11, 23))
        self.assertEqual(rows[kept.id].first_due_at, datetime(2026, 1, 14, 22, 59, 59))
        self.assertEqual(
            [rows[kept.id].state, rows[missed.id].state], ["kept", "missed"]
        )

    def test_an_end_before_the_start_counts_as_done_at_once(self):
        job = self._new_job(done_at=datetime(2026, 1, 10))
        self._put_in_force()
        self.promise._evaluate_rules()
        row = self._get_rows()[job.id]
        self.assertEqual((row.state, row.done_at), ("kept", row.started_at))

    def test_parts_of_the_last_second_are_in_time(self):
        job = self._new_job(done_at=datetime(2026, 1, 14, 22, 59, 59))
        self._put_in_force()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE engagement_fake_job SET done_at = done_at + INTERVAL '0.9 s'"
        )
        self.promise._evaluate_rules()
        row = self._get_rows()[job.id]
        self.assertEqual((row.state, row.done_at), ("kept", row.first_due_at))

    def test_working_days_leave_out_weekends_and_holidays(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": datetime(2026, 1, 18, 23),
                "date_to": datetime(2026, 1, 19, 22, 59, 59),
            }
        )
        promise = self._new_promise(limit_unit="working_day")
        job = self._new_job(datetime(2026, 1, 16, 9))  # a Friday
        self._put_in_force()
        promise._evaluate_rules()
        self.assertEqual(
            self._get_rows(promise)[job.id].first_due_at,
            datetime(2026, 1, 21, 22, 59, 59),
        )

    def test_companies_are_kept_apart(self):
        code = self._new_code("Other", company_id=self.other_company.id)
        calendar = self._new_calendar(
            "America/New_York", company_id=self.other_company.id
        )
        promise = self._new_promise(code, calendar_id=calendar.id)
        ours = self._new_job()
        theirs = self._new_job(company_id=self.other_company.id)
        self._put_in_force()
        self._put_in_force(code)
        (self.promise + promise)._evaluate_rules()
        self.assertEqual(list(self._get_rows()), ours.ids)
        rows = self._get_rows(promise)
        self.assertEqual(list(rows), theirs.ids)
        self.assertEqual(rows[theirs.id].company_id, self.other_company)
        self.assertEqual(rows[theirs.id].due_at, datetime(2026, 1, 15, 4, 59, 59))

    def test_a_document_of_no_company_counts_where_there_is_one_company(self):
        """Where there are several, nobody can tell whose promise it keeps."""
        job = self._new_job(company_id=False)
        code = self._new_code("Other", company_id=self.other_company.id)
        theirs = self._new_promise(code, calendar_id=False)
        self._put_in_force()
        self._put_in_force(code)
        self.assertEqual((self.promise + theirs)._evaluate_rules(), 0)
        # as if the others had never been
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_company SET active = (id = %s)", self.company.ids
        )
        self.env.invalidate_all()
        self.assertEqual(self.promise._evaluate_rules(full=True), 1)
        self.assertEqual(self._get_rows()[job.id].company_id, self.company)

    def test_a_pilot_leaves_rows_that_stay_when_the_version_is_in_force(self):
        before = self._new_job(datetime(2026, 1, 4, 9))
        tried = self._new_job(datetime(2026, 1, 6, 9), datetime(2026, 1, 7))
        after = self._new_job(datetime(2026, 1, 25, 9))
        self.code._set_state({"state": "approved"})
        with freeze_time("2026-01-05 12:00:00"):
            self.code.action_start_pilot()
        self.promise._evaluate_rules()
        with freeze_time("2026-01-20 12:00:00"):
            self.code.action_put_in_force()
        self.promise._evaluate_rules()
        rows = self._get_rows()
        self.assertNotIn(before.id, rows)
        self.assertEqual(
            [rows[job.id].state for job in (tried, after)], ["kept", "open"]
        )
        self.assertEqual(self.code.in_force_from, date(2026, 1, 20))

    def test_a_secret_document_shows_its_number_only(self):
        promise = self._new_promise(
            rule_model="engagement.fake.secret.job", rule_domain="[]"
        )
        job = self.env["engagement.fake.secret.job"].create(
            {
                "name": "Theft by a colleague",
                "number": "S-1",
                "confidentiality": "secret",
                "asked_at": datetime(2026, 1, 12, 9),
            }
        )
        self._put_in_force()
        promise._evaluate_rules()
        row = self._get_rows(promise)[job.id]
        self.assertEqual((row.origin_ref, row.confidentiality), ("S-1", "secret"))
        self.assertEqual(promise._evaluate_rules(), 0)

    def test_a_row_is_never_less_protected_than_its_document_and_stays_so(self):
        promise = self._new_promise(
            rule_model="engagement.fake.secret.job", rule_domain="[]"
        )
        job = self.env["engagement.fake.secret.job"].create(
            {"name": "A", "number": "S-1", "asked_at": datetime(2026, 1, 12, 9)}
        )
        self._put_in_force()
        promise._evaluate_rules()
        row = self._get_rows(promise)[job.id]
        self.assertEqual((row.origin_ref, row.confidentiality), ("A", "normal"))
        row.confidentiality = "restricted"
        self.assertEqual(promise._evaluate_rules(), 0)
        job.confidentiality = "secret"
        promise._evaluate_rules()
        row = self._get_rows(promise)[job.id]
        self.assertEqual((row.origin_ref, row.confidentiality), ("S-1", "secret"))

    def test_filters_over_other_tables_join_them_once(self):
        for country in ("BE", "NL"):
            self._new_promise(
                rule_domain=f"[('partner_id.country_id.code', '=', '{country}')]"
            )
        self.partner.country_id = self.env.ref("base.be")
        job = self._new_job()
        self._put_in_force()
        promises = self.code.provision_ids
        promises._evaluate_rules()
        self.assertEqual(
            [job.id in self._get_rows(promise) for promise in promises],
            [True, True, False],
        )

    def test_more_documents_and_promises_cost_no_more_queries(self):
        self._put_in_force()
        self.code._set_state({"state": "draft"})
        self._new_job()
        self.promise._evaluate_rules()

        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.code.provision_ids._evaluate_rules(full=True)
            return self.cr.sql_log_count - before

        few = count()
        for limit in range(3, 8):
            self._new_promise(limit_value=limit)
        for _number in range(30):
            self._new_job()
        self.env.flush_all()
        self.assertEqual(count(), few)

    # What a rule may not be

    def _assert_refused(self, words, **values):
        with self.subTest(words), self.assertRaisesRegex(ValidationError, words):
            self._new_promise(**values)

    def test_a_rule_that_may_not_be_is_refused_in_plain_words(self):
        self._assert_refused("is not installed", rule_model="no.such.model")
        for model in ("res.users", "mail.message", "engagement.commitment"):
            self._assert_refused("cannot be watched", rule_model=model)
        self._assert_refused("cannot be watched", rule_model="engagement.origin.mixin")
        # of no company: nobody could tell whose promise is kept there
        self._assert_refused("cannot be watched", rule_model="calendar.event")
        for field in ("no_such", "shown_at", "guarded_at", "name", "partner_id"):
            self._assert_refused("cannot be used by promise", rule_end_field=field)
        self._assert_refused("with the same field", rule_end_field="asked_at")
        self._assert_refused("is no contact", rule_partner_field="category_id")
        self._assert_refused("there is no such field", rule_domain="[('x', '=', 1)]")
        self._assert_refused(
            "not everybody may see it", rule_domain="[('guarded_at', '!=', False)]"
        )
        self._assert_refused("cannot be read", rule_domain="[(1")
        self._assert_refused(
            "give a fixed day", rule_domain="[('asked_at','<','today')]"
        )

    def test_nobody_watches_what_they_may_not_read(self):
        officer = self.users["officer"]
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "engagement.fake.job")]
        ).unlink()
        with self.assertRaisesRegex(ValidationError, "You may not read"):
            self.env["engagement.provision"].with_user(officer).create(
                {
                    "code_id": self.code.id,
                    "promise": "Peek",
                    "limit_value": 1,
                    "rule_active": True,
                    "rule_model": "engagement.fake.job",
                    "rule_start_field": "asked_at",
                    "rule_end_field": "done_at",
                }
            )

    def test_one_bad_rule_does_not_stop_the_others(self):
        """An app that is uninstalled leaves what it wrote, and the others run."""
        bad = self._new_promise()
        job = self._new_job()
        self._put_in_force()
        (self.promise + bad)._evaluate_rules()
        bad.flush_recordset()
        self.env.cr.execute(
            "UPDATE engagement_provision SET rule_model = 'gone.model' WHERE id = %s",
            [bad.id],
        )
        self.env.cr.execute(
            "UPDATE engagement_commitment SET origin_model = 'gone.model'"
            " WHERE provision_id = %s",
            [bad.id],
        )
        self.env.invalidate_all()
        job.done_at = datetime(2026, 1, 13)
        # by its number: Odoo gives the name "INFO" to a level of its own
        with self.assertLogs(ENGINE, logging.INFO) as log:
            (self.promise + bad)._evaluate_rules(full=True)
        self.assertIn("not installed", log.output[0])
        self.assertEqual(self._get_rows()[job.id].state, "kept")
        row = self._get_rows(bad)[job.id]
        self.assertEqual((row.state, row.origin_ref), ("open", "Washing machine"))
        self.assertTrue(row.display_name)
        row.action_done()  # nobody else can settle it any more
        self.assertEqual(row.state, "missed")

    @mute_logger(ENGINE)
    def test_a_kind_of_document_that_fails_does_not_hold_up_the_cron(self):
        job = self._new_job()
        secret = self._new_promise(
            rule_model="engagement.fake.secret.job", rule_domain="[]"
        )
        self._put_in_force()
        self.env.flush_all()
        progress = []
        self.patch(
            type(self.env["ir.cron"]),
            "_commit_progress",
            lambda cron, done=0, remaining=None: progress.append(remaining) or 60,
        )
        evaluate = type(self.promise)._evaluate_rules

        def fail_for_secret(promises, full=False):
            if secret in promises:
                promises.env.cr.execute("SELECT 1 / 0")
            return evaluate(promises, full)

        self.patch(type(self.promise), "_evaluate_rules", fail_for_secret)
        with mute_logger("odoo.sql_db"):
            self.env["engagement.provision"]._cron_evaluate_rules()
        self.assertEqual(self._get_rows()[job.id].state, "open")
        self.assertEqual(progress[-1], 0)
        self.assertTrue(self.promise.rule_evaluated_at)
        self.assertFalse(secret.rule_evaluated_at)

    def test_what_odoo_watches_is_not_settled_by_hand(self):
        job = self._new_job()
        self._put_in_force()
        self.promise._evaluate_rules()
        row = self._get_rows()[job.id]
        with self.assertRaisesRegex(UserError, "as soon as “Washing machine” is"):
            row.action_done()
        self.assertEqual(row.state, "open")
