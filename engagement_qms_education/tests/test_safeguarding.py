# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College

SECRET = "bruises on the arm"


class SafeguardingCase(College, EngagementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.concerns = cls.env["engagement.safeguarding.concern"]
        cls.learner = cls._new_learner(
            partner_id=cls.users["learner"].partner_id.id, tutor_id=cls.tutor.id
        )
        cls._new_guardian(cls.learner, "guardian")

    def _raise(self, role="internal", **values):
        """Raise a concern by the screen, and return the screen and the concern."""
        before = self.concerns.search([])
        screen = (
            self.env["engagement.safeguarding.raise"]
            .with_user(self.users[role])
            .create({"who": "The tall one of C1", "what": SECRET, **values})
        )
        screen.action_raise()
        return screen, self.concerns.search([]) - before


@tagged("post_install", "-at_install", "engagement")
class TestSafeguarding(SafeguardingCase):
    """What is feared for a learner goes to the safeguarding group, to nobody else."""

    def test_who_raises_it_learns_the_number_and_nothing_else(self):
        screen, concern = self._raise(danger=True)
        self.assertEqual(screen.done_number, concern.number)
        self.assertEqual(
            (concern.what, concern.raised_by_id, concern.danger, concern.state),
            (SECRET, self.users["internal"], True, "received"),
        )
        # nothing of it is kept on the screen, where its user could look it up
        self.assertFalse(screen.what or screen.who or screen.happened_at)
        self.assertNotEqual(concern.create_uid, self.users["internal"])
        for role in ("internal", "engagement", "manager", "support", "tutor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                concern.with_user(self.users[role]).read(["number"])

    def test_whoever_raises_it_hears_that_nobody_is_there_to_read_it(self):
        screen, _concern = self._raise()
        self.assertFalse(screen.nobody_told)
        group = self.env.ref("engagement_qms_education.group_education_safeguarding")
        group.all_user_ids.active = False
        screen, concern = self._raise()
        self.assertTrue(screen.nobody_told)
        self.assertEqual(screen.done_number, concern.number)

    def test_the_group_is_told_the_number_only(self):
        _screen, concern = self._raise()
        activity = concern.activity_ids.filtered(
            lambda a: a.user_id == self.users["safeguarding"]
        )
        self.assertEqual(
            (activity.summary, activity.res_name, activity.note or ""),
            (concern.number, concern.number, ""),
        )
        told = concern.activity_ids.user_id
        self.assertFalse(told & (self.users["manager"] + self.users["internal"]))
        mails = self.env["mail.mail"].search([("res_id", "=", concern.id)])
        for text in mails.mapped("body_html") + mails.mapped("subject"):
            self.assertNotIn(SECRET, text or "")

    def test_who_of_the_group_it_is_about_is_not_told(self):
        protector = self.users["safeguarding"]
        employee = self.env["hr.employee"].create(
            {"name": "Protector", "user_id": protector.id}
        )
        _screen, concern = self._raise(employee_ids=employee.ids)
        self.assertNotIn(protector, concern.activity_ids.user_id)
        self.assertFalse(concern.with_user(protector).has_access("read"))

    def test_whom_a_complaint_is_about_is_not_told_that_it_was_handed_over(self):
        protector = self.users["safeguarding"]
        employee = self.env["hr.employee"].create(
            {"name": "Protector", "user_id": protector.id}
        )
        complaint = self.env["engagement.complaint"].create(
            {"anonymous": True, "description": SECRET, "employee_ids": employee.ids}
        )
        concern = complaint._hand_over_to_safeguarding()
        self.assertFalse(concern.with_user(protector).has_access("read"))
        self.assertNotIn(protector, concern.activity_ids.user_id)

    def test_somebody_and_something_has_to_be_named(self):
        with self.assertRaisesRegex(UserError, "who it is about"):
            self._raise(who=" ")
        with self.assertRaisesRegex(UserError, "saw or heard"):
            self._raise(what=" ")

    def test_it_is_taken_and_closed_with_what_was_done(self):
        _screen, concern = self._raise()
        mine = concern.with_user(self.users["safeguarding"])
        mine.action_take()
        self.assertEqual(
            (mine.state, mine.user_id), ("looking", self.users["safeguarding"])
        )
        self.assertFalse(concern.activity_ids)
        with self.assertRaisesRegex(UserError, "what was done"):
            mine.action_close()
        with self.assertRaisesRegex(UserError, "needs “Received”"):
            mine.action_take()
        mine.done = "Spoke with the learner; the youth office knows."
        mine.action_act()
        mine.action_close()
        self.assertEqual(
            (mine.state, mine.closed_by_id), ("closed", self.users["safeguarding"])
        )
        mine.action_reopen()
        self.assertEqual((mine.state, mine.closed_on), ("looking", False))

    def test_what_was_said_and_how_it_stands_is_not_rewritten(self):
        _screen, concern = self._raise()
        mine = concern.with_user(self.users["safeguarding"])
        for values in ({"what": "Nothing"}, {"state": "closed"}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "typed in"):
                mine.write(values)

    def test_a_handler_hands_over_what_is_a_concern(self):
        complaint = self.env["engagement.complaint"].create(
            {
                "partner_name": "A neighbour",
                "description": SECRET,
                "learner_id": self.learner.id,
                "user_id": self.users["engagement"].id,
            }
        )
        handler = complaint.with_user(self.users["engagement"])
        shown = handler.action_hand_over_to_safeguarding()
        concern = self.concerns.search([("complaint_id", "=", complaint.id)])
        self.assertIn(concern.number, shown["params"]["message"])
        self.assertEqual(
            (concern.learner_id, concern.what, concern.raised_by_id),
            (self.learner, SECRET, self.users["engagement"]),
        )
        self.assertEqual(complaint.confidentiality, "secret")
        self.assertEqual(complaint.display_name, complaint.number)
        self.assertFalse(concern.with_user(self.users["engagement"]).has_access("read"))
        self.assertFalse(complaint.with_user(self.users["manager"]).has_access("read"))

    def test_who_may_not_handle_a_complaint_does_not_hand_it_over(self):
        complaint = self.env["engagement.complaint"].create(
            {"partner_name": "A neighbour", "description": SECRET}
        )
        with self.assertRaises(AccessError):
            complaint.with_user(
                self.users["internal"]
            ).action_hand_over_to_safeguarding()
        self.assertEqual(complaint.confidentiality, "normal")

    def test_it_stands_in_no_figure_of_complaints(self):
        def count():
            return self.env["engagement.complaint"].search_count([])

        before = count()
        self._raise()
        self.assertEqual(count(), before)

    def test_closed_ones_are_emptied_with_the_learner_and_nobody_learns_of_any(self):
        told = {"learner_id": self.learner.id, "who": False}
        _screen, left_open = self._raise(**told, place="Yard")
        _screen, closed = self._raise(**told, place="Gate")
        closed.write({"done": "Spoke with the learner."})
        closed._step().write({"state": "closed"})
        manager = self.concerns.with_user(self.users["manager"])
        self.assertFalse(manager._get_of_learners(self.learner))
        self.assertFalse(manager.sudo()._export_for_learner(self.learner))
        protector = self.concerns.with_user(self.users["safeguarding"])
        self.assertEqual(len(protector._export_for_learner(self.learner)), 2)
        self.assertEqual(self.concerns.sudo()._erase_for_learners(self.learner), [])
        self.assertEqual((left_open.what, left_open.place), (SECRET, "Yard"))
        self.assertEqual(
            (closed.what, closed.place, closed.done, closed.who),
            ("–", False, False, False),
        )
        self.assertFalse(closed.message_ids)
        self.assertTrue(closed.number)

    def test_what_was_open_when_the_learner_went_goes_once_it_is_closed(self):
        self.classPatch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0
        )
        _screen, concern = self._raise(learner_id=self.learner.id)
        self.learner.status = "left"
        self.learner.with_user(self.users["manager"]).action_anonymise()
        self.env["engagement.learner"]._cron_keep()
        self.assertEqual(concern.what, SECRET)
        concern.done = "Spoke with the learner."
        concern.action_take()
        concern.action_close()
        self.env["engagement.learner"]._cron_keep()
        self.assertEqual((concern.what, concern.who, concern.done), ("–", False, False))
        written = concern.write_date
        self.env["engagement.learner"]._cron_keep()
        self.assertEqual(concern.write_date, written)

    def test_what_others_complained_of_a_learner_goes_with_the_learner(self):
        complaint = self.env["engagement.complaint"].create(
            {
                "partner_name": "A neighbour",
                "description": SECRET,
                "learner_id": self.learner.id,
            }
        )
        found = self.env["engagement.complaint"]._get_of_learners(self.learner)
        self.assertEqual(found, complaint)


@tagged("post_install", "-at_install", "engagement")
class TestSafeguardingForm(SafeguardingCase, HttpCase):
    """A learner writes by the form to complain; the guardian cannot tell."""

    def test_what_is_about_home_goes_to_the_group_alone(self):
        self.env.company.engagement_complaint_form = False
        self._sign_in("learner")
        page = self.url_open("/engagement/complain")
        self.assertIn('name="learner_about"', page.text)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        form = {
            "description": SECRET,
            "partner_name": "Matrix",
            "learner_about": "home",
        }
        refused = self.url_open("/engagement/complain", data=form)
        self.assertEqual(refused.status_code, 400)
        sent = self.url_open("/engagement/complain", data=form | {"csrf_token": token})
        self.assertEqual(sent.status_code, 200)
        complaint = self.env["engagement.complaint"].search(
            [("learner_id", "=", self.learner.id)]
        )
        self.assertEqual(
            (complaint.confidentiality, complaint.learner_about), ("secret", "home")
        )
        concern = self.concerns.search([("complaint_id", "=", complaint.id)])
        self.assertEqual(
            (concern.learner_id, concern.raised_by_id.ids), (self.learner, [])
        )
        own = self.url_open("/my/complaints")
        self.assertIn(complaint.number, own.text)

        self._sign_in("guardian")
        listed = self.url_open("/my/complaints")
        self.assertNotIn(complaint.number, listed.text)
        page = self.url_open(f"/my/complaints/{complaint.id}")
        self.assertEqual(page.status_code, 404)

    def test_guardians_complain_also_where_nobody_else_may(self):
        self.env.company.engagement_complaint_form = False
        self._new_guardian(self.learner, "kept_away", no_contact=True)
        for role, code in (("guardian", 200), ("kept_away", 404), ("portal", 404)):
            with self.subTest(role=role):
                self._sign_in(role)
                page = self.url_open("/engagement/complain")
                self.assertEqual(page.status_code, code)
                self.assertNotIn('name="learner_about"', page.text)
                listed = self.url_open("/my/complaints").text
                self.assertEqual('href="/engagement/complain"' in listed, code == 200)
        self._sign_in("guardian")
        page = self.url_open(f"/my/learners/{self.learner.id}")
        self.assertIn('href="/engagement/complain"', page.text)

    def _sign_in(self, role):
        self.authenticate(self.users[role].login, self.users[role].login)
