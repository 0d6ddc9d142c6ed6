# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta
from lxml import html

from odoo import fields, http, sql_db
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College

INSIDE = "For us alone"
SUMMARY = "Reads well and asks a lot"


class LearnerPageCase(College, EngagementCase):
    """A minor with two parents: one is told and decides, the other decides only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        for user in cls.users.values():
            user.tz = "UTC"
        cls._open_college()
        # no reviews but those that are made here
        cls.env["engagement.review.schedule"].search([]).active = False
        cls.person = {role: user.partner_id for role, user in cls.users.items()}
        cls.learner = cls._new_learner(
            partner_id=cls.person["learner"].id,
            birth_date=cls._get_past(years=14),
            preferred_name="Robin",
            tutor_id=cls.tutor.id,
            goals=INSIDE,
            prior_learning=INSIDE,
        )
        told = {"may_receive_information": True, "may_consent": True}
        cls.row = cls._new_guardian(cls.learner, "guardian", **told)
        cls._new_guardian(cls.learner, "other_parent", may_consent=True)
        cls._new_guardian(cls.learner, "kept_away", no_contact=True, **told)
        cls.other = cls._new_learner("Sam", birth_date=cls._get_past(years=12))
        cls._new_guardian(cls.other, "portal", **told)
        cls._enrol(cls.learner, attendance=91.4, withdrawal_reason=INSIDE)
        cls.planned = cls._new_review()
        cls.held = cls._new_review(
            state="held", held_date=cls.today, summary=SUMMARY, own_words=INSIDE
        )
        cls.measure = cls.env["engagement.support.measure"].create(
            {
                "learner_id": cls.learner.id,
                "area": "time",
                "measure": "More time in exams",
                "reason_entry": INSIDE,
                "educator_ids": cls.educator.ids,
            }
        )
        cls.purpose = cls.env["engagement.consent.purpose"].create(
            {
                "name": "Publish photos",
                "code": "test_page",
                "text": "We publish photos.",
                "sequence": -1,
            }
        )
        cls.portal_purpose = cls.env.ref(
            "engagement_qms_education.consent_purpose_portal"
        )
        cls._say(cls.portal_purpose, "guardian")

    @classmethod
    def _get_past(cls, **delta):
        return cls.today - relativedelta(**delta)

    @classmethod
    def _new_review(cls, learner=None, **values):
        return cls.env["engagement.learner.review"].create(
            {
                "learner_id": (learner or cls.learner).id,
                "kind": "progress",
                "planned_date": cls.today,
                "user_id": cls.users["tutor"].id,
                "trigger_note": INSIDE,
                "confidential_note": INSIDE,
                "outcome": INSIDE,
                **values,
            }
        )

    @classmethod
    def _say(cls, purpose, role, **values):
        return cls.env["engagement.consent"].create(
            {
                "learner_id": cls.learner.id,
                "purpose_id": purpose.id,
                "given_by_id": cls.person[role].id,
                **values,
            }
        )

    def _as(self, role, learner=None):
        """Return the learner and the rights as somebody finds them, or nothing."""
        self.env.flush_all()
        self.env.invalidate_all()
        learners = self.env["engagement.learner"].with_user(self.users[role])
        found = learners._search_for_page().filtered(
            lambda one: one.id == (learner or self.learner).id
        )
        return found, found and found._get_page_rights()[found]

    def _read_page(self, role):
        learner, rights = self._as(role)
        return learner._get_page_values(rights)

    def _read_consent(self, role, purpose=None):
        learner, rights = self._as(role)
        consents = learner.env["engagement.consent"]
        [row] = [
            row
            for row in consents._get_page_rows(learner, rights)
            if row["id"] == (purpose or self.purpose).id
        ]
        return row

    def _answer(self, role, answer, purpose=None, version="1"):
        learner, rights = self._as(role)
        learner.env["engagement.consent"]._say_in_portal(
            learner, rights, purpose or self.purpose, answer, version
        )

    def _get_said(self):
        return self.env["engagement.consent"].search(
            [("purpose_id", "=", self.purpose.id)], order="id"
        )


@tagged("post_install", "-at_install", "engagement")
class TestLearnerPage(LearnerPageCase):
    """What the pages of learners say, and to whom."""

    def test_a_guardian_who_is_told_sees_reviews_courses_and_support(self):
        page = self._read_page("guardian")
        self.assertEqual(
            (page["name"], page["own"], page["informed"]), ("Robin", False, True)
        )
        self.assertEqual([row["id"] for row in page["coming"]], self.planned.ids)
        self.assertEqual([row["id"] for row in page["held"]], self.held.ids)
        self.assertEqual(page["to_sign"], 1)
        [course] = page["courses"]
        self.assertEqual(
            (course["course"], course["attendance"]), ("Carpentry 2026", "91")
        )
        [measure] = page["measures"]
        self.assertEqual(measure["measure"], "More time in exams")

    def test_a_guardian_who_is_not_told_sees_what_the_own_row_says(self):
        page = self._read_page("other_parent")
        self.assertEqual(
            set(page),
            {
                "id",
                "name",
                "full_name",
                "number",
                "company",
                "tutor",
                "own",
                "informed",
                "decides",
            },
        )
        self.assertTrue(page["decides"])
        self.assertFalse(page["informed"])

    def test_nobody_else_finds_the_learner(self):
        for role in ("kept_away", "portal", "public", "internal", "tutor", "manager"):
            with self.subTest(role):
                self.assertFalse(self._as(role)[0])
        for role in ("guardian", "learner"):
            self.assertFalse(self._as(role, self.other)[0])

    def test_what_is_inside_is_on_no_page(self):
        for role in ("guardian", "learner"):
            learner, rights = self._as(role)
            texts = [learner._get_page_values(rights)]
            reviews = learner.env["engagement.learner.review"]
            for review in reviews._search_for_page(learner):
                texts.append(review._get_page_values())
            consents = learner.env["engagement.consent"]
            texts.append(consents._get_page_rows(learner, rights))
            self.assertIn(SUMMARY, str(texts))
            self.assertNotIn(INSIDE, str(texts))

    def test_reviews_that_are_not_theirs_are_not_on_the_page(self):
        contact = self._new_review(kind="guardian_contact", guardianship_id=self.row.id)
        risk = self._new_review(kind="at_risk", trigger="other")
        abroad = self._new_review(self.other)
        for role, seen in (("guardian", contact), ("learner", contact.browse())):
            learner, _rights = self._as(role)
            reviews = learner.env["engagement.learner.review"]
            found = reviews._search_for_page(learner)
            self.assertEqual(found & (contact + risk + abroad), seen)
            for review in contact + risk + abroad - seen:
                self.assertFalse(reviews._get_for_page(learner, review.id))
            for wrong in (0, -1, 2**31, 2**70):
                self.assertFalse(reviews._get_for_page(learner, wrong))

    def test_on_the_birthday_the_page_is_the_learners_alone(self):
        self.learner.birth_date = self._get_past(years=18)
        self.assertFalse(self._as("guardian")[0])
        page = self._read_page("learner")
        # the guardian's consent to a login has ended with it
        self.assertEqual((page["own"], page["informed"]), (True, False))
        row = self._read_consent("learner", self.portal_purpose)
        self.assertEqual((row["agreed"], row["may_agree"]), (False, True))
        self._answer("learner", "yes", self.portal_purpose)
        page = self._read_page("learner")
        self.assertTrue(page["informed"] and page["decides"])
        self.assertEqual([row["id"] for row in page["held"]], self.held.ids)

    def test_a_minor_whose_guardian_takes_the_login_back_can_still_complain(self):
        self.assertTrue(self._read_page("learner")["informed"])
        self._answer("guardian", "no", self.portal_purpose)
        page = self._read_page("learner")
        self.assertFalse(page["informed"])
        complaints = self.env["engagement.complaint"].with_user(self.users["learner"])
        self.assertTrue(complaints._get_own_learner())

    def test_words_from_before_reach_the_review_and_nobody_of_the_family(self):
        for role, text in (("learner", "Too fast"), ("guardian", "Is Robin well?")):
            self.planned.with_user(self.users[role])._say_before(f" {text}\x00 ")
        rows = self.planned.participant_ids
        self.assertEqual(
            [(row.role, row.words, row.present) for row in rows],
            [("learner", "Too fast", False), ("guardian", "Is Robin well?", False)],
        )
        page = self.planned.with_user(self.users["guardian"])._get_page_values()
        self.assertEqual(page["words"], "Is Robin well?")
        # who holds it is told once, and not what
        notice = self.planned.activity_ids
        self.assertEqual(
            (notice.user_id, notice.date_deadline),
            (self.planned.user_id, self.planned.planned_date),
        )
        self.assertNotIn("Robin", f"{notice.summary}{notice.note}")
        self.assertNotIn("Too fast", str(page))
        self.planned.with_user(self.users["learner"])._say_before("Much too fast")
        self.assertEqual(rows[0].words, "Much too fast")
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            rows[0].with_user(self.users["tutor"]).words = "All is well"
        self.planned.with_user(self.users["tutor"]).action_hold()
        self.assertEqual(self.planned.own_words, "Much too fast")
        self.assertEqual(
            [(row.role, row.present) for row in self.planned.participant_ids],
            [("learner", True), ("guardian", False), ("tutor", True)],
        )
        with self.assertRaisesRegex(UserError, "held already"):
            self.planned.with_user(self.users["learner"])._say_before("Too late")

    def test_empty_or_long_words_and_those_of_strangers_are_refused(self):
        review = self.planned.with_user(self.users["learner"])
        for text, words in ((" ", "Write what"), (None, "Write"), ("x" * 2001, "too")):
            with self.assertRaisesRegex(UserError, words):
                review._say_before(text)
        for role in ("other_parent", "kept_away", "portal"):
            with self.assertRaises(AccessError):
                self.planned.with_user(self.users[role])._say_before("Hello")
        self.assertFalse(self.planned.participant_ids)

    def test_what_was_signed_or_is_long_ago_does_not_wait(self):
        old = self._new_review(
            state="closed", held_date=self._get_past(months=7), summary=SUMMARY
        )
        page = self._read_page("guardian")
        self.assertEqual(len(page["held"]), 2)
        self.assertEqual(page["to_sign"], 1)
        self.held._sign_by(self.person["guardian"])
        page = self._read_page("guardian")
        self.assertEqual(page["to_sign"], 0)
        signed = {row["id"]: bool(row["signed"]) for row in page["held"]}
        self.assertEqual(signed, {self.held.id: True, old.id: False})

    def test_a_guardian_agrees_and_takes_it_back_and_the_other_does_not_see_it(self):
        self._answer("guardian", "yes")
        self.assertTrue(self._read_consent("guardian")["agreed"])
        self.assertFalse(self._read_consent("other_parent")["state"])
        with self.assertRaisesRegex(UserError, "agreed to this already"):
            self._answer("guardian", "yes")
        self._answer("guardian", "no")
        row = self._read_consent("guardian")
        self.assertEqual(
            (row["agreed"], row["may_agree"], row["may_refuse"], row["may_withdraw"]),
            (False, True, False, False),
        )
        with self.assertRaisesRegex(UserError, "said no to this already"):
            self._answer("guardian", "no")
        [said] = self._get_said()
        self.assertEqual(
            (said.way, said.withdrawn_way, said.capacity, said.text, said.text_version),
            ("portal", "portal", "guardian", "We publish photos.", "1"),
        )
        self._answer("guardian", "yes")
        self.assertEqual(self._get_said().mapped("state"), ["withdrawn", "valid"])

    def test_a_yes_is_taken_back_also_by_who_decides_no_more(self):
        self._answer("guardian", "yes")
        self.row.may_consent = False
        self._answer("guardian", "no")
        with self.assertRaisesRegex(UserError, "cannot decide"):
            self._answer("guardian", "yes")

    def test_a_text_that_changed_in_between_is_read_again(self):
        self.purpose.text_version = "2"
        with self.assertRaisesRegex(UserError, "text has changed"):
            self._answer("guardian", "yes")
        self._answer("guardian", "yes", version="2")

    def test_a_minor_decides_only_what_somebody_noted_to_be_understood(self):
        row = self._read_consent("learner")
        self.assertFalse(row["may_agree"] or row["may_refuse"] or row["may_withdraw"])
        for answer in ("yes", "no"):
            with self.assertRaisesRegex(UserError, "cannot decide"):
                self._answer("learner", answer)
        self._say(self.purpose, "learner", capacity="mature")
        self.assertTrue(self._read_consent("learner")["may_withdraw"])
        self._answer("learner", "no")
        self._answer("learner", "yes")
        self.assertEqual(self._get_said().mapped("capacity"), ["mature", "mature"])

    def test_a_purpose_that_is_not_for_consent_is_not_asked(self):
        learner, _rights = self._as("guardian")
        consents = learner.env["engagement.consent"]
        asked = consents._get_page_purposes(learner)
        self.assertIn(self.purpose, asked)
        self.assertEqual(set(asked.mapped("basis")), {"consent"})
        self.purpose.active = False
        self.assertNotIn(self.purpose, consents._get_page_purposes(learner))


@tagged("post_install", "-at_install", "engagement")
class TestLearnerDoors(LearnerPageCase, HttpCase):
    """Every route, for everybody who must not pass, and with what is wrong."""

    def _enter(self, role):
        login = self.users[role].login
        self.authenticate(login, login)

    def _get_routes(self, learner, review):
        """Return the addresses of one learner: those to look at, those to send to."""
        address = f"/my/learners/{learner}"
        return (
            [address, f"{address}/consents", f"{address}/reviews/{review}"],
            [
                (f"{address}/reviews/{review}/sign", {"text": "Mine"}),
                (f"{address}/reviews/{review}/words", {"text": "Mine"}),
                (
                    f"{address}/consents/{self.purpose.id}",
                    {"answer": "yes", "version": "1"},
                ),
            ],
        )

    def _send(self, address, token=True, **values):
        if token:
            values["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(address, values)

    def _assert_closed(self, learner, review):
        looked, sent = self._get_routes(learner, review)
        for address in looked:
            answer = self.url_open(address)
            self.assertEqual((address, answer.status_code), (address, 404))
            self.assertNotIn("Robin", answer.text)
        for address, values in sent:
            answer = self._send(address, **values)
            self.assertEqual((address, answer.status_code), (address, 404))

    def _assert_untouched(self):
        self.env.invalidate_all()
        self.assertFalse(self.held.signed_ids)
        self.assertFalse((self.held + self.planned).participant_ids)
        self.assertFalse(self._get_said())

    def test_a_guardian_reads_signs_and_decides(self):
        self.env.flush_all()
        self._enter("guardian")
        address = f"/my/learners/{self.learner.id}"
        page = self.url_open("/my/learners")
        self.assertEqual((page.url, page.status_code), (self.base_url() + address, 200))
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertNotIn(INSIDE, page.text)
        words = f"{address}/reviews/{self.planned.id}"
        self.assertIn(
            "We read it before the review",
            self._send(f"{words}/words", text="Is Robin well?").text,
        )
        sign = f"{address}/reviews/{self.held.id}"
        self.assertIn(SUMMARY, self.url_open(sign).text)
        signed = self._send(f"{sign}/sign", text="Thank you")
        self.assertIn("You have signed this review", signed.text)
        self.assertEqual(
            (self.held.signed_ids.partner_id, self.held.signed_ids.comment),
            (self.person["guardian"], "Thank you"),
        )
        again = self._send(f"{sign}/sign")
        self.assertEqual(again.status_code, 422)
        self.assertIn("You have signed this review already", again.text)
        agreed = self._send(
            f"{address}/consents/{self.purpose.id}", answer="yes", version="1"
        )
        self.assertIn("you agree", agreed.text)
        self.assertEqual(self._get_said().given_by_id, self.person["guardian"])

    def test_who_must_not_pass_finds_nothing_at_any_door(self):
        self.env.flush_all()
        for role in ("kept_away", "portal", "internal", "tutor", "manager"):
            with self.subTest(role):
                self._enter(role)
                self._assert_closed(self.learner.id, self.held.id)
                self._assert_closed(self.learner.id, self.planned.id)
        self._assert_untouched()

    def test_what_does_not_exist_is_answered_likewise(self):
        other = self._new_review(self.other)
        contact = self._new_review(kind="at_risk", trigger="other")
        self.env.flush_all()
        self._enter("guardian")
        for wrong in (self.other.id, 0, 2**31, 2**70):
            self._assert_closed(wrong, self.held.id)
        address = f"/my/learners/{self.learner.id}"
        for wrong in (other.id, contact.id, 0, 2**31, 2**70):
            for step in ("", "/sign", "/words"):
                door = f"{address}/reviews/{wrong}{step}"
                answer = self._send(door, text="x") if step else self.url_open(door)
                self.assertEqual((door, answer.status_code), (door, 404))
        marketing = self.env.ref("engagement_qms_education.consent_purpose_marketing")
        for wrong in (marketing.id, 0, 2**70):
            answer = self._send(f"{address}/consents/{wrong}", answer="yes")
            self.assertEqual(answer.status_code, 404)
        for path, values in (
            (f"reviews/{self.held.id}/close", {}),
            (f"consents/{self.purpose.id}", {"answer": "maybe"}),
            (f"consents/{self.purpose.id}", {}),
        ):
            self.assertEqual(self._send(f"{address}/{path}", **values).status_code, 404)
        self._assert_untouched()

    def test_access_ends_with_the_row_the_age_and_the_archive(self):
        day = fields.Date.to_string(self._get_past(days=1))
        for name, record, values in (
            ("ended", self.row, {"valid_to": day}),
            ("not yet", self.row, {"valid_from": self.today + relativedelta(days=1)}),
            ("no portal", self.row, {"portal_access": False}),
            ("kept away", self.row, {"no_contact": True}),
            ("of age", self.learner, {"birth_date": self._get_past(years=18)}),
            ("age unknown", self.learner, {"birth_date": False}),
            ("archived", self.learner, {"active": False}),
        ):
            with self.subTest(name):
                before = {key: record[key] for key in values}
                record.write({"valid_to": False} if "valid_from" in values else {})
                record.write(values)
                self.env.flush_all()
                self._enter("guardian")
                self._assert_closed(self.learner.id, self.held.id)
                record.write(before)
                self.env.flush_all()
        self._assert_untouched()
        page = self.url_open(f"/my/learners/{self.learner.id}")
        self.assertEqual(page.status_code, 200)

    def test_a_guardian_who_is_not_told_reaches_no_review(self):
        self.env.flush_all()
        self._enter("other_parent")
        address = f"/my/learners/{self.learner.id}"
        page = self.url_open(address)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("More time in exams", page.text)
        for review in (self.held, self.planned):
            door = f"{address}/reviews/{review.id}"
            self.assertEqual(self.url_open(door).status_code, 404)
            for step in ("sign", "words"):
                sent = self._send(f"{door}/{step}", text="x")
                self.assertEqual(sent.status_code, 404)
        self._assert_untouched()

    def test_another_company_is_not_open(self):
        abroad = {"company_id": self.other_company.id}
        elsewhere = self._new_learner(birth_date=self._get_past(years=9), **abroad)
        self._new_guardian(elsewhere, "guardian", may_receive_information=True)
        review = self._new_review(elsewhere, user_id=False)
        self.env.flush_all()
        self._enter("guardian")
        self._assert_closed(elsewhere.id, review.id)

    def test_visitors_are_asked_to_log_in(self):
        self.env.flush_all()
        self.authenticate(None, None)
        looked, sent = self._get_routes(self.learner.id, self.held.id)
        for address in [*looked, "/my/learners", "/my/learning"]:
            answer = self.url_open(address, allow_redirects=False)
            self.assertIn("/web/login", answer.headers["Location"])
        for address, values in sent:
            answer = self._send(address, **values)
            self.assertIn("/web/login", answer.url)
        self._assert_untouched()

    def test_a_form_needs_the_mark_of_its_page_and_the_right_method(self):
        self.env.flush_all()
        self._enter("guardian")
        looked, sent = self._get_routes(self.learner.id, self.held.id)
        for address, values in sent:
            forged = self._send(address, token=False, **values)
            self.assertEqual(forged.status_code, 400)
            self.assertEqual(self.url_open(address).status_code, 405)
        for address in [*looked, "/my/learners"]:
            self.assertEqual(self._send(address).status_code, 405)
        self._assert_untouched()

    def test_the_switcher_says_where_one_is_and_the_cards_whom_one_has(self):
        sister = self._new_learner("Kim", birth_date=self._get_past(years=9))
        self._new_guardian(sister, "guardian")
        self.env.flush_all()
        self._enter("guardian")
        page = html.fromstring(self.url_open(f"/my/learners/{sister.id}").text)
        links = page.find_class("o_learner_switcher")[0].findall(".//a")
        self.assertEqual(
            [(link.text, link.get("aria-current")) for link in links],
            [("Kim", "page"), ("Robin", None)],
        )
        listed = self.url_open("/my/learners").text
        self.assertIn("to sign", listed)
        counted = self.make_jsonrpc_request(
            "/my/counters",
            {"counters": ["engagement_learner_count", "engagement_own_learner_count"]},
        )
        self.assertEqual(
            counted,
            {"engagement_learner_count": 2, "engagement_own_learner_count": 0},
        )
        self._enter("learner")
        own = self.url_open("/my/learning")
        self.assertTrue(own.url.endswith(f"/my/learners/{self.learner.id}"))
        self.assertIn("Your guardians are not told", own.text)

    def test_pages_cost_the_same_for_one_child_and_for_five(self):
        """At most 15 queries for all of the home page, as a school of any size."""

        def count(path):
            self.url_open(path)
            before = sql_db.sql_counter
            self.assertEqual(self.url_open(path).status_code, 200)
            return sql_db.sql_counter - before

        def add(number):
            for age in range(number):
                child = self._new_learner(birth_date=self._get_past(years=8 + age))
                self._new_guardian(
                    child, "guardian", may_receive_information=True, may_consent=True
                )
                self._new_review(child)
                self._new_review(
                    child, state="held", held_date=self.today, summary=SUMMARY
                )
            self.env.flush_all()

        self.env.flush_all()
        self._enter("guardian")
        page = f"/my/learners/{self.learner.id}"
        one = count(page)
        add(1)
        few = count("/my/learners")
        add(3)
        self.assertEqual((count("/my/learners"), count(page)), (few, one))
        self.assertLessEqual(few, 15)
