# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from io import BytesIO

import openpyxl
from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.engagement_qms.tests.import_common import ImportCase

from .common import College

LEARNER = ["Contact", "Date of birth", "Status", "With us from", "With us until"]
GUARDIAN = ["Learner", "Guardian", "Relation", "Portal Access", "Valid From"]
ENROLMENT = ["Learner", "Course", "From", "State", "Why withdrawn"]


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestEducationImport(College, ImportCase):
    """Learners, guardians and enrolments come in from a spreadsheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.env["res.partner"].create(
            [{"name": name} for name in ("Azure Kid", "Birch Kid", "Cedar Kid")]
        )

    def _load(self, model, header, *rows):
        return self._import(f"engagement.{model}", header, rows, self.users["manager"])

    def _refused(self, model, header, good, bad):
        """Return (row, field, words) of what is refused; nothing is brought in."""
        before = self.env[f"engagement.{model}"].search_count([])
        ids, messages = self._load(model, header, good, bad)
        self.assertFalse(ids)
        self.assertEqual(self.env[f"engagement.{model}"].search_count([]), before)
        return [(m["record"], m["field"], m["message"]) for m in messages]

    def test_learners_come_in_on_contacts_that_are_there(self):
        before = self.env["res.partner"].search_count([])
        ids, messages = self._load(
            "learner",
            LEARNER,
            ["Azure Kid", "2010-02-01", "Active", "2025-09-01", ""],
            ["Birch Kid", "2009-02-01", "Applicant", "", ""],
        )
        self.assertFalse(messages)
        learners = self.env["engagement.learner"].browse(ids)
        self.assertEqual(learners.mapped("name"), ["Azure Kid", "Birch Kid"])
        self.assertEqual(learners.mapped("status"), ["active", "applicant"])
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_a_wrong_row_of_learners_is_named(self):
        good = ["Azure Kid", "2010-02-01", "Active", "", ""]
        self._new_learner("Known Kid")
        for bad, field, words in (
            (good, "partner_id", "in data row 1"),
            (["Known Kid", "", "", "", ""], "partner_id", "is a learner already"),
            (["Nobody", "", "", "", ""], "partner_id", "No matching record"),
            (["", "2010-01-01", "", "", ""], "partner_id", "every row needs it"),
            (["Birch Kid", "2026-04-01", "", "", ""], "birth_date", "yet to come"),
            (
                ["Birch Kid", "", "", "2026-02-02", "2026-02-01"],
                "date_end",
                "ends before",
            ),
        ):
            with self.subTest(words=words):
                [(row, name, said)] = self._refused("learner", LEARNER, good, bad)
                self.assertEqual((row, name), (1, field))
                self.assertIn(words, said)

    def test_the_row_stands_in_the_sentence_and_the_fault_beside_the_row(self):
        self._new_learner("Known Kid")
        _ids, messages = self._load(
            "learner",
            LEARNER,
            ["Azure Kid", "2010-02-01", "", "", ""],
            ["Known Kid", "2026-04-01", "", "", ""],
            ["Birch Kid", "2026-04-01", "", "", ""],
        )
        self.assertEqual(
            [(m["field"], m["message"], m["value"]) for m in messages],
            [
                (
                    "birth_date",
                    "Row 2: This day is yet to come.",
                    "This day is yet to come.",
                ),
                (
                    "birth_date",
                    "Row 3: This day is yet to come.",
                    "This day is yet to come.",
                ),
            ],
        )
        _ids, [message] = self._load(
            "learner", LEARNER, ["Known Kid", "2010-02-01", "", "", ""]
        )
        self.assertEqual(
            message["message"], "Row 1: This contact is a learner already."
        )

    def test_guardians_come_in_by_the_number_of_the_learner_only(self):
        learner = self._new_learner("Kim Wood")
        self._new_learner("Kim Wood")
        good = [learner.number, "Azure Kid", "Mother", "TRUE", "2026-01-01"]
        for bad, field, words in (
            (
                ["Kim Wood", "Birch Kid", "Father", "TRUE", ""],
                "learner_id",
                "No matching",
            ),
            (good, "learner_id", "in data row 1"),
            ([learner.number, "Birch Kid", "", "", ""], "relation", "every row"),
        ):
            with self.subTest(words=words):
                [(row, name, said)] = self._refused("guardianship", GUARDIAN, good, bad)
                self.assertEqual((row, name), (1, field))
                self.assertIn(words, said)
        ids, messages = self._load("guardianship", GUARDIAN, good)
        self.assertFalse(messages)
        row = self.env["engagement.guardianship"].browse(ids)
        self.assertEqual(row.learner_id, learner)
        self.assertTrue(row.portal_access)
        self.assertEqual(row.valid_from, date(2026, 1, 1))
        [(_row, _name, said)] = self._refused(
            "guardianship",
            GUARDIAN,
            [learner.number, "Birch Kid", "Father", "", ""],
            good,
        )
        self.assertIn("is a guardian of the learner already", said)

    def test_enrolments_come_in_once_and_with_a_reason(self):
        learner, other = self._new_learner(), self._new_learner()
        good = [learner.number, "Carpentry 2026", "2026-02-01", "Enrolled", ""]
        for bad, field, words in (
            (good, "learner_id", "in data row 1"),
            (
                [other.number, "Carpentry 2026", "2026-02-01", "Withdrawn", ""],
                "withdrawal_reason",
                "Say why",
            ),
            ([other.number, "", "2026-02-01", "", ""], "course_id", "every row"),
        ):
            with self.subTest(words=words):
                [(row, name, said)] = self._refused("enrolment", ENROLMENT, good, bad)
                self.assertEqual((row, name), (1, field))
                self.assertIn(words, said)
        ids, messages = self._load("enrolment", ENROLMENT, good)
        self.assertFalse(messages)
        enrolment = self.env["engagement.enrolment"].browse(ids)
        self.assertEqual(enrolment.company_id, self.company)

    def test_every_template_has_columns_that_the_importer_knows(self):
        for model in ("learner", "guardianship", "enrolment"):
            records = self.env[f"engagement.{model}"].with_user(self.users["manager"])
            [template] = records.get_import_templates()
            with file_open(template["template"].lstrip("/"), "rb") as file:
                sheet = openpyxl.load_workbook(BytesIO(file.read())).active
            header = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
            labels = {field["string"] for field in records.fields_get().values()}
            with self.subTest(model=model):
                self.assertGreater(len(header), 4)
                self.assertLessEqual(set(header), labels)
                self.assertGreater(sheet.max_row, 1)
