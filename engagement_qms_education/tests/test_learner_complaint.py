# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
class TestLearnerComplaint(College, EngagementCase):
    """A learner complains alone; an appeal has rules that were known beforehand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.complaints = cls.env["engagement.complaint"]
        cls.learner = cls._new_learner(
            partner_id=cls.users["learner"].partner_id.id, tutor_id=cls.tutor.id
        )
        cls.learner.partner_id.email = "family@example.com"
        # a parent who works here, and handles complaints
        cls.parent = new_test_user(
            cls.env,
            "test_parent_officer",
            email="family@example.com",
            groups="engagement_qms.group_engagement_manager,"
            "engagement_qms.group_engagement_confidential",
        )
        cls.link = cls._new_guardian(cls.learner, cls.parent.partner_id)
        cls._new_guardian(cls.learner, "guardian")

    def _complain(self, **values):
        return self.complaints.create(
            {
                "partner_id": self.learner.partner_id.id,
                "description": "My father opens my letters.",
                **values,
            }
        )

    def test_a_complaint_of_a_learner_knows_whose_it_is(self):
        complaint = self._complain(course_id=self.course.id)
        self.assertEqual(complaint.learner_id, self.learner)
        self.assertEqual(complaint.programme_id, self.programme)
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.assertFalse(self._complain(partner_id=stranger.id).learner_id)

    def test_no_guardian_sees_it_whatever_the_role(self):
        complaint = self._complain()
        seen = complaint.with_user(self.parent)
        self.assertFalse(seen.has_access("read"))
        found = seen.search([("id", "=", complaint.id)])
        self.assertFalse(found)
        self.assertFalse(seen.name_search(complaint.number))
        self.assertEqual(
            seen._read_group([("id", "=", complaint.id)], [], ["__count"]), [(0,)]
        )
        self.assertFalse(complaint.point_ids.with_user(self.parent).search([]))
        attachment = self.env["ir.attachment"].create(
            {
                "name": "letter.txt",
                "raw": b"x",
                "res_model": complaint._name,
                "res_id": complaint.id,
            }
        )
        self.assertFalse(attachment.with_user(self.parent).has_access("read"))
        for role in ("guardian", "learner"):
            with self.subTest(role=role):
                portal = self.complaints.with_user(self.users[role])
                self.assertEqual(
                    portal._search_own(), complaint if role == "learner" else seen[:0]
                )

    def test_it_is_seen_again_by_who_is_a_guardian_no_longer(self):
        complaint = self._complain()
        self.link.unlink()
        self.assertTrue(complaint.with_user(self.parent).has_access("read"))

    def test_the_complaint_of_a_guardian_is_hidden_from_the_other_one_only(self):
        complaint = self._complain(
            partner_id=self.parent.partner_id.id, learner_id=self.learner.id
        )
        self.assertTrue(complaint.with_user(self.parent).has_access("read"))
        self.assertIn(self.users["guardian"], complaint.concerned_user_ids)

    def test_no_guardian_follows_it_or_is_mailed(self):
        complaint = self._complain()
        kept = self.parent.partner_id + self.users["guardian"].partner_id
        complaint.message_subscribe(kept.ids)
        self.assertFalse(complaint.message_partner_ids & kept)
        message = complaint.message_post(body="Look", partner_ids=kept.ids)
        self.assertFalse(message.notified_partner_ids & kept)

    def test_who_followed_before_it_was_about_the_learner_does_so_no_more(self):
        complaint = self._complain(partner_id=False, partner_name="A neighbour")
        complaint.message_subscribe(self.parent.partner_id.ids)
        complaint.learner_id = self.learner
        self.assertNotIn(self.parent.partner_id, complaint.message_partner_ids)

    def test_letters_to_a_minor_go_nowhere_where_a_guardian_reads_them(self):
        self.learner.partner_id.write({"street": "1 Home", "phone": "+1 555"})
        complaint = self._complain()
        self.assertEqual(complaint._get_ways(), ["portal"])
        complaint.partner_email = "own@example.com"
        self.assertEqual(complaint._get_ways(), ["email"])
        self.learner.birth_date = "2000-05-10"
        self.assertEqual(complaint._get_ways(), ["email", "phone", "letter"])

    def test_a_guardian_is_never_the_handler(self):
        with self.assertRaisesRegex(ValidationError, "cannot handle it"):
            self._complain(user_id=self.parent.id)

    def test_a_learner_who_is_signed_in_says_what_it_is_about(self):
        form = {"description": "The room is cold.", "partner_name": "x"}
        as_learner = self.complaints.with_user(self.users["learner"])
        values, errors = as_learner._read_form(form | {"learner_about": "course"})
        self.assertEqual((values["learner_about"], errors), ("course", {}))
        values, errors = as_learner._read_form(form | {"learner_about": "lies"})
        self.assertEqual(list(errors), ["learner_about"])
        as_guardian = self.complaints.with_user(self.users["guardian"])
        values, errors = as_guardian._read_form(form | {"learner_about": "safety"})
        self.assertNotIn("learner_about", values)

    def test_a_mark_that_a_learner_does_not_accept_becomes_an_appeal(self):
        appeal = self._receive("decision")
        self.assertEqual((appeal.kind, appeal.confidentiality), ("appeal", "normal"))
        self.assertEqual(appeal.learner_id, self.learner)

    def _receive(self, about):
        as_learner = self.complaints.with_user(self.users["learner"])
        values, errors = as_learner._read_form(
            {
                "description": "Look at it again.",
                "partner_name": "Matrix",
                "learner_about": about,
            }
        )
        self.assertFalse(errors)
        complaint, _code = as_learner._receive(
            values, partner=self.users["learner"].partner_id
        )
        return complaint.with_env(self.env)

    def _appeal(self, **values):
        return self._complain(
            kind="appeal",
            appeal_decision="The mark of June",
            appeal_decided_on="2026-06-01",
            appeal_decider_id=self.educator.id,
            **values,
        )

    def test_the_programme_says_how_long_one_may_appeal_or_else_the_settings(self):
        appeal = self._appeal(received_at="2026-06-15 20:00:00")
        self.assertEqual(str(appeal.appeal_until), "2026-06-15")
        self.assertFalse(appeal.appeal_late)
        self.programme.appeal_days = 7
        appeal.programme_id = self.programme
        self.assertEqual(str(appeal.appeal_until), "2026-06-08")
        self.assertTrue(appeal.appeal_late)

    @freeze_time("2026-07-01")
    def test_what_is_missing_of_an_appeal_is_named(self):
        appeal = self._complain(
            kind="appeal", severity="1", user_id=self.users["engagement"].id
        )
        missing = "\n".join(appeal._get_missing("assess"))
        self.assertIn("against which decision", missing)
        self.assertIn("who took the decision", missing)
        appeal.write(
            {
                "appeal_decision": "The mark of June",
                "appeal_decided_on": "2026-06-01",
                "appeal_decider_id": self.educator.id,
            }
        )
        missing = "\n".join(appeal._get_missing("assess"))
        self.assertNotIn("decision", missing)
        self.assertIn("came too late", missing)
        appeal.appeal_late_reason = "The letter was lost"
        self.assertNotIn("too late", "\n".join(appeal._get_missing("assess")))

    def test_who_took_the_decision_does_not_decide_again(self):
        for name in ("user_id", "investigator_id", "reviewer_id"):
            with (
                self.subTest(name=name),
                self.assertRaisesRegex(ValidationError, "does not decide again"),
            ):
                self._appeal(**{name: self.users["educator"].id})

    def test_who_took_the_decision_does_not_agree_to_the_answer(self):
        appeal = self._appeal(user_id=self.users["engagement"].id)
        group = self.env.ref("engagement_qms.group_engagement_manager")
        self.users["educator"].group_ids = [Command.link(group.id)]
        obstacle = appeal.with_user(self.users["educator"])._get_approval_obstacle()
        self.assertIn("You took the decision", obstacle)
        other = appeal.with_user(self.users["engagement"])
        self.assertNotIn("You took", other._get_approval_obstacle() or "")

    def test_the_outcome_of_an_appeal_is_that_of_its_points(self):
        appeal = self._appeal()
        appeal.point_ids = [
            Command.create({"name": "Mark", "outcome": "upheld", "answer": "Yes"})
        ]
        self.assertEqual(appeal.verdict, "upheld")

    def test_handing_over_twice_is_refused(self):
        complaint = self._complain()
        complaint.action_hand_over_to_safeguarding()
        with self.assertRaisesRegex(UserError, "already"):
            complaint.action_hand_over_to_safeguarding()

    def test_a_complaint_of_a_learner_leads_to_a_look_after_the_learner(self):
        reviews = self.env["engagement.learner.review"]
        mine = [("learner_id", "=", self.learner.id), ("kind", "=", "at_risk")]
        # nobody hears by it of what is secret, or about oneself
        self._complain(confidentiality="secret")
        self._complain(employee_ids=self.tutor.ids)
        self.assertFalse(reviews.search(mine))
        self._complain()
        self._complain()
        review = reviews.search(mine)
        self.assertEqual(
            (len(review), review.trigger, review.trigger_note),
            (1, "complaint", "There was a complaint."),
        )

    def test_what_is_emptied_no_longer_says_whose_it_was(self):
        appeal = self._appeal()
        appeal._empty()
        self.assertFalse(
            appeal.learner_id or appeal.appeal_decision or appeal.appeal_decider_id
        )
        self.assertEqual(str(appeal.appeal_decided_on), "2026-06-01")
        self.assertEqual(self.learner.complaint_count, 0)

    def test_a_learner_leads_to_the_complaints_that_the_user_may_see(self):
        normal, _secret = self._complain(), self._complain(confidentiality="secret")
        domain = self.learner.action_view_complaints()["domain"]
        seen = self.complaints.with_user(self.users["engagement"]).search(domain)
        self.assertEqual(seen.ids, normal.ids)
        # managers of education are users of the app: they count their own only
        manager = self.learner.with_user(self.users["manager"])
        self.assertEqual(manager.complaint_count, 0)
        for role in ("tutor", "learner", "guardian"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.learner.with_user(self.users[role]).read(["complaint_count"])
