# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import zipfile
from datetime import date

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tests.common import HttpCase, TransactionCase

from .common import ROLES, College

#: Stands in every text about the learner, and in no other text
CANARY = "Zyxwacanary"
#: Tables of Odoo that hold texts of the addons or of the running server
NOT_OURS = ("ir_logging",)


class CanaryCase(College, TransactionCase):
    """A learner about whom a word stands in all texts that there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"test_{role}", groups=ROLES[role])
            for role in ("tutor", "educator", "manager", "support", "guardian")
        }
        cls._open_college()
        cls.classPatch(
            type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0
        )
        # what hangs on a record is found by the canary, not tracked away
        cls.env = cls.env(context={})
        cls.learner = cls._fill_learner()

    @classmethod
    def _fill_learner(cls):
        """Write the canary wherever something about a learner can be written."""
        user = new_test_user(
            cls.env,
            f"{CANARY.lower()}@example.com",
            name=f"{CANARY} Child",
            email=f"{CANARY}@example.com",
            groups="base.group_portal",
        )
        partner = user.partner_id
        partner.write(
            {
                "phone": "+32 2 290 34 90",
                "street": CANARY,
                "comment": CANARY,
                "function": CANARY,
                "barcode": CANARY,
            }
        )
        learner = cls._new_learner(partner_id=partner.id, date_start="2020-09-01")
        cls._write_texts(learner)
        guardian = cls._new_guardian(
            learner, "guardian", may_consent=True, may_receive_information=True
        )
        cls._write_texts(guardian)
        enrolment = cls._enrol(learner)
        cls._write_texts(enrolment)
        consent = cls.env["engagement.consent"].create(
            {
                "learner_id": learner.id,
                "purpose_id": cls.env.ref(
                    "engagement_qms_education.consent_purpose_photo"
                ).id,
                "given_by_id": guardian.partner_id.id,
                "evidence": b"Wnl4d2FjYW5hcnk=",
                "evidence_name": CANARY,
            }
        )
        measure = cls.env["engagement.support.measure"].create(
            {
                "learner_id": learner.id,
                "area": "time",
                "measure": CANARY,
                "reason": CANARY,
                "date_from": "2020-09-01",
                "date_to": "2021-09-01",
            }
        )
        cls._write_review(learner, guardian)
        concern = cls.env["engagement.safeguarding.concern"].create(
            {"learner_id": learner.id, "what": CANARY, "who": CANARY, "done": CANARY}
        )
        concern._step().state = "closed"
        for record in (learner, partner):
            message = record.message_post(
                body=CANARY, attachments=[(f"{CANARY}.txt", CANARY.encode())]
            )
            message.email_from = f"{CANARY}@example.com"
            record.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=CANARY,
                note=CANARY,
                user_id=cls.env.uid,
            )
        done = learner.activity_schedule(
            "mail.mail_activity_data_todo", summary=CANARY, user_id=cls.env.uid
        )
        done.action_feedback(feedback=CANARY)
        cls.course.with_user(user).sudo().message_post(body="Said in another place")
        cls.env["mail.mail"].create(
            {
                "subject": CANARY,
                "email_to": partner.email_normalized,
                "body_html": CANARY,
            }
        )
        cls.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": CANARY,
                "model": learner._name,
                "res_id": learner.id,
            }
        )
        learner.status = "left"
        learner.date_end = "2021-07-31"
        # tracking values are written at the end of a request
        cls.env.cr.flush()
        cls.consent, cls.measure, cls.partner = consent, measure, partner
        return learner

    @classmethod
    def _write_review(cls, learner, guardian):
        """A talk with the guardian that was held, signed and closed."""
        review = cls.env["engagement.learner.review"].create(
            {
                "learner_id": learner.id,
                "kind": "guardian_contact",
                "guardianship_id": guardian.id,
                "planned_date": "2020-10-01",
            }
        )
        cls._write_texts(review)
        cls.env["engagement.learner.review.participant"].create(
            {"review_id": review.id, "partner_id": learner.partner_id.id}
        )
        cls.env["engagement.learner.review.signature"].create(
            {
                "review_id": review.id,
                "partner_id": guardian.partner_id.id,
                "role": "guardian",
                "comment": CANARY,
            }
        )
        review._step().state = "closed"
        cls.review = review

    @classmethod
    def _write_texts(cls, record):
        record = record._step() if hasattr(record, "_step") else record
        record.sudo().write(
            {
                name: CANARY
                for name, field in record._fields.items()
                if field.store
                and field.type in ("char", "text")
                and name != "number"
                and not (field.compute or field.related)
            }
        )

    def _find_canary(self):
        """Return the columns of all tables in which the word stands."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND data_type IN"
            " ('character varying', 'text', 'jsonb', 'json', 'bytea', 'ARRAY')"
            " AND table_name IN (SELECT tablename FROM pg_tables"
            " WHERE schemaname = current_schema())"
        )
        columns = {}
        for table, column in self.env.cr.fetchall():
            if table not in NOT_OURS:
                columns.setdefault(table, []).append(column)
        found = []
        for table, names in columns.items():
            # first the whole row: nearly all tables have nothing
            looks = [
                f"""count(*) FILTER (WHERE "{name}"::text ILIKE %(word)s)"""
                for name in names
            ]
            self.env.cr.execute(
                f'SELECT {", ".join(looks)} FROM "{table}" AS one'
                " WHERE one::text ILIKE %(word)s",
                {"word": f"%{CANARY}%"},
            )
            counts = self.env.cr.fetchone()
            found += [
                f"{table}.{name}" for name, at in zip(names, counts, strict=True) if at
            ]
        return sorted(found)


@tagged("post_install", "-at_install", "engagement")
class TestErasure(CanaryCase):
    """What is personal about a learner goes from everywhere; figures stay."""

    def test_no_word_of_the_learner_is_left_anywhere(self):
        before = self._find_canary()
        for column in (
            "engagement_learner.goals",
            "engagement_support_measure.reason",
            "engagement_consent.evidence_name",
            "engagement_guardianship.no_contact_reason",
            "engagement_enrolment.result",
            "engagement_learner_review.confidential_note",
            "engagement_learner_review_signature.comment",
            "engagement_safeguarding_concern.what",
            "ir_attachment.name",
            "mail_activity.feedback",
            "mail_message.body",
            "mail_mail.body_html",
            "res_partner.barcode",
            "res_users.login",
        ):
            self.assertIn(column, before)
        self.learner.with_user(self.users["manager"]).action_anonymise()
        self.assertEqual(self._find_canary(), [])

    def test_numbers_dates_and_states_stay(self):
        number = self.learner.number
        valid_until = self.consent.valid_until
        self.learner._anonymise()
        self.assertEqual(
            (
                self.learner.number,
                self.learner.name,
                self.learner.status,
                self.learner.birth_date,
                self.learner.active,
            ),
            (number, number, "left", date(2012, 1, 1), False),
        )
        self.assertEqual(self.consent.valid_until, valid_until)
        self.assertTrue(self.consent.by_guardian)
        self.assertFalse(self.consent.given_by_id)
        self.assertEqual(self.measure.date_to, date(2021, 9, 1))
        self.assertEqual(self.learner.enrolment_ids.course_id, self.course)
        self.assertFalse(self.learner.guardianship_ids)
        self.assertEqual(
            (self.review.state, self.review.first_planned_date, self.review.kind),
            ("closed", date(2020, 10, 1), "guardian_contact"),
        )

    def test_nobody_is_to_talk_with_whoever_is_deleted(self):
        review = self.env["engagement.learner.review"].create(
            {"learner_id": self.learner.id, "kind": "exit"}
        )
        self.learner._anonymise()
        self.assertEqual((review.state, review.not_held_reason), ("cancelled", "other"))

    def test_a_contact_that_is_used_elsewhere_stays_and_is_told(self):
        self.env["res.partner"].create({"name": "Part", "parent_id": self.partner.id})
        preview = self.learner.with_user(self.users["manager"]).erasure_preview
        self.assertIn("used elsewhere", preview)
        stays = self.learner._anonymise()
        self.assertEqual(len([text for text in stays if "used elsewhere" in text]), 1)
        self.assertEqual(self.partner.name, f"{CANARY} Child")
        self.assertNotEqual(self.learner.partner_id, self.partner)
        self.assertEqual(self.learner.name, self.learner.number)
        self.assertEqual(
            {column.split(".")[0] for column in self._find_canary()},
            {"ir_attachment", "mail_activity", "mail_message", "mail_mail"}
            | {"mail_tracking_value", "res_partner", "res_users"},
        )

    def test_an_open_complaint_stays_and_is_told(self):
        complaint = self.env["engagement.complaint"].create(
            {"partner_id": self.partner.id, "description": "Too loud"}
        )
        stays = " ".join(self.learner._anonymise())
        self.assertIn(complaint.number, stays)
        self.assertEqual(complaint.partner_id, self.partner)
        self.assertIn("used elsewhere", stays)

    def test_who_is_with_us_is_not_emptied(self):
        self.learner.status = "active"
        with self.assertRaisesRegex(UserError, "still with us"):
            self.learner.with_user(self.users["manager"]).action_anonymise()

    def test_only_managers_may(self):
        for role in ("tutor", "educator", "support"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.learner.with_user(self.users[role]).action_anonymise()

    def test_a_second_run_changes_nothing(self):
        self.learner._anonymise()
        self.assertEqual(self.learner._anonymise(), [])

    def test_each_kind_goes_when_its_time_is_over(self):
        """Also after missed days; what is still kept stays."""
        learners = self.env["engagement.learner"]
        company = self.env.company
        company.engagement_keep_learner_months = 60
        company.engagement_keep_support_months = 24
        old = self._new_guardian(
            self._new_learner("Other"), "guardian", valid_to="2022-01-01"
        )
        marked = self._new_guardian(
            old.learner_id, self.partner, valid_to="2022-01-01", no_contact=True
        )
        with freeze_time("2022-12-31"):
            learners._cron_keep()
            self.assertTrue(old.exists())
            self.assertEqual(self.measure.measure, CANARY)
        with freeze_time("2023-10-01"):
            for _run in range(2):
                learners._cron_keep()
            self.assertFalse(old.exists())
            self.assertTrue(marked.exists())
            self.assertEqual(self.measure.emptied_on, date(2023, 10, 1))
            self.assertEqual(self.measure.measure, "–")
            self.assertFalse(self.learner.anonymised_on)
        with freeze_time("2026-09-01"):
            company.engagement_keep_learner_months = 0
            learners._cron_keep()
            self.assertFalse(self.learner.anonymised_on)
            company.engagement_keep_learner_months = 60
            learners._cron_keep()
            self.assertEqual(self.learner.anonymised_on, date(2026, 9, 1))

    def test_an_application_that_came_to_nothing_goes(self):
        applicant = self._new_learner("Applicant", status="applicant")
        with freeze_time("2200-01-01"):
            self.env["engagement.learner"]._cron_keep()
        self.assertTrue(applicant.anonymised_on)

    def test_odoos_own_search_for_a_person_finds_all_and_then_nothing(self):
        if "privacy.lookup.wizard" not in self.env:
            self.skipTest("The search for personal data is not installed")
        model = self.env["privacy.lookup.wizard"]
        email = self.partner.email_normalized
        look = model.create({"name": f"{CANARY} Child", "email": email})
        look.action_lookup()
        found = set(look.line_ids.mapped("res_model"))
        self.assertLessEqual({"res.partner", "engagement.learner"}, found)
        self.learner._anonymise()
        look.action_lookup()
        self.assertFalse(look.line_ids)
        log = self.env["privacy.log"].search([], limit=1, order="id desc")
        self.assertIn(self.learner.number, log.execution_details)


@tagged("post_install", "-at_install", "engagement")
class TestHandOver(CanaryCase, HttpCase):
    """All that is kept about a learner as one file."""

    def _read(self, package):
        file = zipfile.ZipFile(io.BytesIO(package))
        [name] = [name for name in file.namelist() if name.endswith(".xlsx")]
        book = openpyxl.load_workbook(io.BytesIO(file.read(name)))
        sheets = {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
            for sheet in book
        }
        return file, sheets

    def test_everything_is_in_it_for_whoever_may(self):
        package = self.learner.with_user(self.users["manager"])._make_data_package()
        file, sheets = self._read(package)
        self.assertLessEqual(
            {"Contact", "Learner", "Guardian", "Consent", "Support Measure", "History"},
            set(sheets),
        )
        self.assertIn(CANARY, str(sheets["Learner"]))
        self.assertTrue(any(CANARY in name for name in file.namelist()))
        # why is for support and safeguarding to hand over
        self.assertNotIn("Why", sheets["Support Measure"][0])
        self.assertFalse(self.measure.opening_ids)

    def test_sheets_have_names_in_the_language_of_who_hands_over(self):
        self.env["res.lang"]._activate_lang("de_DE")
        kind = self.env["ir.model"]._get("engagement.learner")
        kind.with_context(lang="de_DE").name = "Lernende/r"
        manager = self.learner.with_user(self.users["manager"])
        manager = manager.with_context(lang="de_DE")
        self.assertIn("Lernende r", self._read(manager._make_data_package())[1])

    def test_why_is_handed_over_by_support_and_noted(self):
        user = self.users["manager"]
        user.group_ids = [
            Command.link(
                self.env.ref("engagement_qms_education.group_education_support").id
            )
        ]
        # the last one agreed is the first of the sheet, and has none
        self.measure.copy({"due_date": "2027-01-01"})
        _file, sheets = self._read(self.learner.with_user(user)._make_data_package())
        self.assertEqual(sheets["Support Measure"][0][-1], "Why")
        reasons = [row[-1] for row in sheets["Support Measure"][1:]]
        self.assertEqual(reasons, ["", CANARY])
        self.assertEqual(self.measure.opening_ids.user_id, user)

    def test_the_address_is_for_managers_only(self):
        url = f"/engagement/learner/{self.learner.id}/data"
        self.authenticate("test_manager", "test_manager")
        answer = self.url_open(url)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        for login in ("test_support", "test_guardian", f"{CANARY.lower()}@example.com"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(url).status_code, 404, login)
        self.assertEqual(
            self.url_open("/engagement/learner/99999999999/data").status_code, 404
        )
