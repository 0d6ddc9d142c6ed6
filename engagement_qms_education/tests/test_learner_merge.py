# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College

#: Unique indexes that hold a contact; each has a test below
UNIQUE_INDEXES = {
    "engagement_learner_partner_once",
    "engagement_guardianship_partner_once",
    "engagement_learner_review_participant_once",
    "engagement_learner_review_signature_once",
    # see test_programme_partner
    "engagement_programme_partner_once",
}


@tagged("post_install", "-at_install", "engagement")
class TestLearnerMerge(College, EngagementCase):
    """Merging contacts merges learners and guardians; no contact wins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.wizard = cls.env["base.partner.merge.automatic.wizard"].with_user(
            cls.env.ref("base.user_admin")
        )
        cls.kept, cls.double = cls.env["res.partner"].create(
            [{"name": "Kim Wood"}, {"name": "K. Wood"}]
        )

    def _merge(self):
        partners = self.kept + self.double
        self.env.flush_all()
        self.wizard._merge(partners.ids, self.kept.with_env(self.wizard.env))
        self.env.flush_all()
        self.env.invalidate_all()

    def test_every_unique_index_that_holds_a_contact_is_looked_after(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT i.relname FROM pg_index x"
                " JOIN pg_class i ON i.oid = x.indexrelid"
                " JOIN pg_class t ON t.oid = x.indrelid"
                " JOIN pg_attribute a ON a.attrelid = t.oid"
                " WHERE x.indisunique AND a.attnum = ANY(x.indkey) AND t.relname IN %s"
                " AND a.attname = 'partner_id'",
                tuple(
                    model._table
                    for model in self.env.values()
                    if model._original_module == "engagement_qms_education"
                ),
            )
        )
        self.assertEqual({name for (name,) in rows}, UNIQUE_INDEXES)

    def test_no_contact_wins_whichever_contact_stays(self):
        learner = self._new_learner()
        for marked in (self.kept, self.double):
            other = (self.kept + self.double) - marked
            self._new_guardian(learner, marked, no_contact=True, may_consent=True)
            self._new_guardian(learner, other, may_consent=False)
            with self.subTest(marked=marked.name), self.env.cr.savepoint() as point:
                self._merge()
                row = learner.guardianship_ids
                self.assertEqual(row.partner_id, self.kept)
                self.assertTrue(row.no_contact)
                self.assertTrue(row.portal_access)
                self.assertFalse(row.may_consent)
                point.rollback()
            self.env.invalidate_all()
            learner.guardianship_ids.sudo().unlink()

    def test_what_has_ended_for_one_contact_has_ended(self):
        learner = self._new_learner()
        self._new_guardian(learner, self.kept, valid_from="2024-03-01")
        self._new_guardian(
            learner, self.double, valid_from="2020-01-01", valid_to="2024-01-31"
        )
        self._merge()
        row = learner.guardianship_ids
        self.assertEqual(row.partner_id, self.kept)
        self.assertEqual(
            (row.valid_from, row.valid_to), (date(2024, 1, 31), date(2024, 1, 31))
        )

    def test_a_guardian_of_two_learners_keeps_both(self):
        one, two = self._new_learner(), self._new_learner()
        self._new_guardian(one, self.kept)
        self._new_guardian(two, self.double)
        self._merge()
        rows = (one + two).guardianship_ids
        self.assertEqual(len(rows), 2)
        self.assertEqual(rows.partner_id, self.kept)

    def test_two_learners_become_one_with_all_they_had(self):
        stays = self._new_learner(partner_id=self.kept.id)
        goes = self._new_learner(partner_id=self.double.id)
        number = goes.number
        self._new_guardian(stays, "guardian")
        self._new_guardian(goes, "guardian", no_contact=True)
        other = self._new_guardian(goes, "other_parent")
        self._enrol(stays)
        self._enrol(goes)
        course = self._new_course()
        moved = self._enrol(goes, course)
        message = goes.message_post(body="Kept")
        self._merge()
        self.assertFalse(goes.exists())
        self.assertEqual(stays.partner_id, self.kept)
        self.assertEqual(len(stays.guardianship_ids), 2)
        self.assertEqual(other.learner_id, stays)
        self.assertEqual(
            stays.guardianship_ids.filtered("no_contact").partner_id,
            self.users["guardian"].partner_id,
        )
        self.assertEqual(len(stays.enrolment_ids), 2)
        self.assertEqual(moved.learner_id, stays)
        self.assertIn(message, stays.message_ids)
        self.assertTrue(stays.message_ids.filtered(lambda m: number in m.body))

    def test_a_learner_is_called_as_the_contact_that_stays(self):
        learner = self._new_learner(partner_id=self.double.id)
        self._merge()
        self.assertEqual(learner.partner_id, self.kept)
        self.assertEqual(learner.name, "Kim Wood")

    def test_who_took_part_and_signed_twice_did_so_once(self):
        """Odoo would fail on the index, and nobody could merge the contacts."""
        learner = self._new_learner()
        both, one = self.env["engagement.learner.review"].create(
            [
                {"learner_id": learner.id, "kind": kind, "state": "closed"}
                for kind in ("progress", "support")
            ]
        )
        for review, person, words in (
            (both, self.kept, False),
            (both, self.double, "We worry"),
            (one, self.double, False),
        ):
            line = {"review_id": review.id, "partner_id": person.id, "role": "guardian"}
            review.participant_ids._step().create(
                {**line, "present": bool(words), "words": words}
            )
            review.signed_ids.create({**line, "comment": words})
        first = both.signed_ids.filtered(lambda row: row.partner_id == self.double)
        first.signed_at = "2026-01-01 08:00:00"
        self._merge()
        people, signed = both.participant_ids, both.signed_ids
        self.assertEqual((people.partner_id, len(people)), (self.kept, 1))
        self.assertEqual((people.present, people.words), (True, "We worry"))
        self.assertEqual((signed, signed.partner_id), (first, self.kept))
        self.assertEqual(signed.comment, "We worry")
        self.assertEqual(one.participant_ids.partner_id, self.kept)
        self.assertEqual(one.signed_ids.partner_id, self.kept)
