# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import html

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..models.voice.complaint_reply import REPLY_LENGTHS
from .complaint_common import ComplaintCase
from .test_complaint_files import PNG

STEPS = {
    "reply": {"reply": "accepted"},
    "ask": {"wish": "reopen", "reason": "Something new"},
    "add": {"text": "One more thing"},
    "rate": {"outcome_score": "4", "handling_score": "5"},
}


class ComplainantCase(ComplaintCase):
    """Complaints of a customer with a login, in each state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.users["portal"].partner_id
        cls.stranger = new_test_user(
            cls.env, "test_stranger", groups="base.group_portal"
        )
        cls.reviewer = new_test_user(
            cls.env, "test_reviewer", groups="engagement_qms.group_engagement_user"
        )

    def _answered(self, **values):
        """Return a complaint with an answer to two points."""
        complaint = self._new_complaint(
            name="Late desk",
            point_ids=[(0, 0, {"name": "Late"}), (0, 0, {"name": "Broken"})],
            **values,
        )
        complaint.action_acknowledge()
        complaint.write(self.assessed())
        complaint.action_assess()
        self._answer(complaint)
        return complaint

    def _answer(self, complaint, text="You are right."):
        complaint.point_ids[0].write({"outcome": "upheld"})
        complaint.point_ids[1].write({"outcome": "not_upheld", "answer": "It was not."})
        complaint.write({"decision_text": text, "remedy_kind": "apology"})
        complaint.action_propose()
        complaint.action_communicate()

    def _closed(self, **values):
        complaint = self._answered(cause_id=self.cause.id, **values)
        complaint.action_accept()
        complaint.action_close()
        return complaint

    def _as_owner(self, complaint):
        complaints = self.env["engagement.complaint"].with_user(self.users["portal"])
        return complaints._get_for_complainant(complaint.id)


@tagged("post_install", "-at_install", "engagement")
class TestComplainantPage(ComplainantCase):
    """What complainants see and do, without the browser."""

    def test_only_the_complainant_finds_it(self):
        complaint = self._new_complaint()
        self.assertEqual(self._as_owner(complaint), complaint)
        complaints = self.env["engagement.complaint"]
        for role in ("public", "internal", "user", "manager", "confidential"):
            other = complaints.with_user(self.users[role])
            self.assertFalse(other._get_for_complainant(complaint.id), role)
        stranger = complaints.with_user(self.stranger)
        self.assertFalse(stranger._get_for_complainant(complaint.id))
        for wrong in (0, -1, 2**31, 2**70):
            self.assertFalse(complaints._get_for_complainant(wrong))

    def test_a_letter_opens_its_own_complaint_only(self):
        complaint, other = self._new_complaint(), self._new_complaint()
        token = complaint._portal_ensure_token()
        complaints = self.env["engagement.complaint"].with_user(self.users["public"])
        self.assertEqual(
            complaints._get_for_complainant(complaint.id, token=token), complaint
        )
        for record, wrong in (
            (other, token),
            (complaint, ""),
            (complaint, "é"),
            (complaint, token[:-1]),
            (other, ""),
            (other, "False"),
        ):
            self.assertFalse(complaints._get_for_complainant(record.id, token=wrong))

    def test_no_client_reaches_our_models(self):
        complaint = self._new_complaint()
        for role in ("portal", "public"):
            mine = complaint.with_user(self.users[role])
            for model in (
                mine,
                self.env["engagement.complaint.notice"].with_user(self.users[role]),
                self.env["engagement.complaint.point"].with_user(self.users[role]),
                self.env["engagement.complaint.evidence"].with_user(self.users[role]),
            ):
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(model.has_access(operation))
            with self.assertRaises(AccessError):
                mine.read(["description"])

    def test_the_chatter_of_odoo_takes_no_token_of_a_letter(self):
        complaint = self._new_complaint()
        token = complaint._portal_ensure_token()
        threads = self.env["engagement.complaint"].with_user(self.users["public"])
        self.assertFalse(threads._get_thread_with_access(complaint.id, token=token))
        partner = complaint.partner_id
        self.assertFalse(
            threads._get_thread_with_access(
                complaint.id, hash=complaint._sign_token(partner.id), pid=partner.id
            )
        )
        handler = threads.with_user(self.users["user"])
        self.assertTrue(handler._get_thread_with_access(complaint.id))

    def test_the_page_says_how_it_stands_in_plain_words(self):
        complaint = self._new_complaint()
        page = complaint._get_public_values()
        self.assertIn("We have received it", page["status"])
        self.assertEqual(
            [step["current"] for step in page["steps"]], [True] + [False] * 4
        )
        self.assertEqual(page["ways"], {"add"})
        self.assertIsNone(page["answer"])
        days = [date["label"] for date in page["dates"]]
        self.assertEqual(days, ["We confirm it by", "You get our answer by"])
        complaint.action_acknowledge()
        page = complaint._get_public_values()
        self.assertIn("looking into it", page["status"])
        self.assertEqual(page["letters"][0]["title"], "Acknowledged")

    def test_an_extension_and_a_missed_day_are_said(self):
        complaint = self._new_complaint()
        complaint.action_acknowledge()
        promise = complaint.commitment_ids.filtered(lambda p: p.kind == "answer")
        promise._extend(promise.due_at + timedelta(days=5), "Waiting for the maker")
        [answer] = [
            date
            for date in complaint._get_public_values()["dates"]
            if date["label"] == "You get our answer by"
        ]
        self.assertIn("Later than first said", answer["note"])
        self.assertFalse(answer["late"])
        late = self._new_complaint(received_at="2020-01-01 10:00:00")
        dates = late._get_public_values()["dates"]
        self.assertTrue(all(date["late"] for date in dates))
        self.assertIn("We are late", dates[0]["note"])

    def test_what_was_not_sent_and_what_is_said_inside_is_not_shown(self):
        complaint = self._answered()
        complaint.message_post(
            body="canary: a troublemaker",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        complaint.message_post(body="canary: inside", subtype_xmlid="mail.mt_note")
        complaint.write(
            {
                "findings": "canary findings",
                "cause_note": "canary cause",
                "lesson": "canary lesson",
                "hearing_note": "canary hearing",
                "self_check_reason": "canary check",
                "what_changed": "canary, not yet closed",
            }
        )
        complaint.action_reject("No")
        complaint.reviewer_id = self.reviewer
        complaint.action_second_look()
        complaint.decision_text = "canary draft"
        complaint.point_ids[1].answer = "canary point"
        page = complaint._get_public_values()
        self.assertIsNone(page["answer"])
        self.assertNotIn("canary", repr(page))
        self.assertIn("You are right.", repr(page["letters"]))

    def test_a_secret_one_shows_its_number_only(self):
        complaint = self._new_complaint(name="Canary", kind="conduct")
        self.assertEqual(complaint._get_public_values()["title"], "")
        self.assertEqual(complaint._get_public_rows()[0]["title"], "")
        mine = self.env["engagement.complaint"].with_user(self.users["portal"])
        self.assertFalse(mine._search_own("Canary"))
        self.assertEqual(mine._search_own(complaint.number), complaint)

    def test_a_reply_is_given_to_each_point_and_to_the_whole(self):
        complaint = self._answered()
        late, broken = complaint.point_ids
        self._as_owner(complaint)._reply_from_complainant(
            {
                f"point_{late.id}": "accepted",
                f"point_{broken.id}": "rejected",
                f"note_{broken.id}": "It is.",
                "reply": "rejected",
                "note": "Look again",
            }
        )
        self.assertEqual(complaint.reply, "rejected")
        self.assertEqual(complaint.reply_note, "Look again")
        self.assertEqual(complaint.asked_for, "second_look")
        self.assertEqual((late.reply, broken.reply), ("accepted", "rejected"))
        self.assertEqual(broken.reply_note, "It is.")
        self.assertTrue(complaint.heard_at)
        complaint.reviewer_id = self.reviewer
        complaint.action_second_look()
        self.assertFalse(complaint.asked_for)

    def test_a_second_look_can_be_declined_at_once_or_later(self):
        complaint = self._answered()
        mine = self._as_owner(complaint)
        mine._reply_from_complainant({"reply": "rejected", "no_second_look": "1"})
        self.assertTrue(complaint.second_look_declined)
        self.assertFalse(complaint.asked_for)
        by_phone = self._answered()
        by_phone.action_reject("By phone")
        mine = self._as_owner(by_phone)
        self.assertIn("second_look", mine._get_open_ways())
        mine._ask_from_complainant({"wish": "no_second_look"})
        self.assertTrue(by_phone.second_look_declined)
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            mine._ask_from_complainant({"wish": "second_look"})

    def test_a_second_answer_offers_no_third_look(self):
        complaint = self._answered()
        complaint.action_reject("No")
        complaint.reviewer_id = self.reviewer
        complaint.action_second_look()
        self._answer(complaint, "Still no.")
        mine = self._as_owner(complaint)
        mine._reply_from_complainant({"reply": "rejected"})
        self.assertFalse(complaint.asked_for)
        self.assertNotIn("second_look", mine._get_open_ways())

    def test_in_the_wrong_state_nothing_is_done_and_said_so(self):
        doors = {
            "reply": "_reply_from_complainant",
            "ask": "_ask_from_complainant",
            "rate": "_rate_from_complainant",
        }
        for complaint, wrong in (
            (self._new_complaint(), ("reply", "ask", "rate")),
            (self._answered(), ("ask", "rate")),
            (self._closed(), ("reply",)),
        ):
            mine = self._as_owner(complaint)
            before = complaint.read()
            for step in wrong:
                with (
                    self.subTest(state=complaint.state, step=step),
                    self.assertRaisesRegex(UserError, "Nothing was changed"),
                ):
                    getattr(mine, doors[step])(STEPS[step])
            self.env.invalidate_all()
            self.assertEqual(complaint.read(), before)

    def test_the_point_of_somebody_else_is_refused(self):
        complaint, other = self._answered(), self._answered()
        mine = self._as_owner(complaint)
        for name in (f"point_{other.point_ids[0].id}", "point_x", "point_"):
            with self.assertRaisesRegex(UserError, "another answer"):
                mine._reply_from_complainant({"reply": "accepted", name: "accepted"})
        self.assertFalse(other.point_ids[0].reply)
        self.assertEqual(complaint.state, "communicated")

    def test_what_is_too_long_or_empty_is_refused(self):
        mine = self._as_owner(self._closed())
        for step, form, words in (
            ("_add_from_complainant", {}, "Write something"),
            ("_add_from_complainant", {"text": " \x00"}, "Write something"),
            (
                "_add_from_complainant",
                {"text": "x" * (REPLY_LENGTHS["text"] + 1)},
                "too long",
            ),
            ("_ask_from_complainant", {"wish": "the moon"}, "what you would like"),
            ("_ask_from_complainant", {"wish": "reopen"}, "Say why"),
            ("_rate_from_complainant", {"outcome_score": "9"}, "1 to 5"),
            ("_rate_from_complainant", {"outcome_score": "5"}, "1 to 5"),
        ):
            with (
                self.subTest(form=str(form)[:60]),
                self.assertRaisesRegex(UserError, words),
            ):
                getattr(mine, step)(form)

    def test_facts_reach_the_handler_without_a_mail(self):
        complaint = self._new_complaint()
        complaint.message_subscribe(self.users["officer"].partner_id.ids)
        handler = self.users["user"]
        handler.notification_type = "inbox"
        mails = self.env["mail.mail"].search_count([])
        mine = self._as_owner(complaint)
        files = mine._check_uploads([])
        mine._add_from_complainant({"text": "Also\n<b>bold</b>"}, files)
        [message] = complaint.message_ids.filtered(
            lambda message: message.message_type == "comment"
        )
        self.assertEqual(message.author_id, self.customer)
        self.assertEqual(message.notified_partner_ids, handler.partner_id)
        self.assertIn(
            "Also<br>&lt;b&gt;bold&lt;/b&gt;", message.body.replace("/>", ">")
        )
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertFalse(complaint.activity_ids)
        rows = self.env["engagement.daily.summary"]._get_rows(
            handler, fields.Date.today()
        )
        self.assertIn(
            complaint.display_name,
            [row.name for row in rows],
        )

    def test_the_scores_are_kept_and_counted_once_without_a_name(self):
        complaint = self._closed()
        mine = self._as_owner(complaint)
        mine._rate_from_complainant(
            {"outcome_score": "2", "handling_score": "5", "comment": "Friendly"}
        )
        self.assertEqual((complaint.outcome_score, complaint.handling_score), (2, 5))
        self.assertEqual(complaint.score_note, "Friendly")
        self.assertEqual((complaint.rating_count, complaint.rating_avg), (1, 5))
        [rating] = complaint.rating_ids
        self.assertTrue(rating.consumed)
        self.assertFalse(rating.partner_id or rating.rated_partner_id)
        self.assertFalse(rating.feedback)
        self.assertEqual(rating.res_name, complaint.number)
        with self.assertRaisesRegex(UserError, "once"):
            mine._rate_from_complainant(STEPS["rate"])

    def test_a_closed_one_says_what_changed_and_can_be_asked_for_again(self):
        complaint = self._closed(what_changed="Two more vans.")
        page = complaint._get_public_values()
        self.assertEqual(page["changed"], "Two more vans.")
        self.assertEqual(page["ways"], {"add", "rate", "reopen"})
        self.assertTrue(all(step["done"] for step in page["steps"]))
        mine = self._as_owner(complaint)
        mine._ask_from_complainant({"wish": "reopen", "reason": "It broke again"})
        self.assertEqual(complaint.state, "closed")
        self.assertEqual(complaint.asked_for, "reopen")
        complaint.action_reopen("It broke again")
        self.assertFalse(complaint.asked_for)

    def test_what_was_emptied_shows_number_and_state_only(self):
        complaint = self._closed()
        complaint._step().write({"emptied_on": fields.Date.today()})
        page = complaint._get_public_values()
        self.assertEqual(
            (
                page["said"],
                page["facts"],
                page["letters"],
                page["answer"],
                page["title"],
            ),
            ("", [], [], None, ""),
        )
        mine = self._as_owner(complaint)
        with self.assertRaisesRegex(UserError, "deleted"):
            mine._add_from_complainant({"text": "More"})

    def test_the_list_is_one_search_by_an_index(self):
        complaints = self.env["engagement.complaint"].with_user(self.users["portal"])
        for _number in range(3):
            self._new_complaint()
        self._new_complaint(partner_id=self.stranger.partner_id.id)
        self.env.flush_all()
        self.env.invalidate_all()
        complaints._search_own(limit=20)._get_public_rows()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            rows = complaints._search_own(limit=20)._get_public_rows()
        self.assertEqual(len(rows), 3)
        self.env.execute_query(SQL("SET LOCAL enable_seqscan = off"))
        self.env.execute_query(SQL("SET LOCAL enable_bitmapscan = off"))
        plan = self._explain(
            complaints.sudo()._search(complaints._get_own_domain(""), limit=20).select()
        )
        self.assertIn("engagement_complaint_partner_idx", plan)
        self.assertNotIn("Sort", plan)


@tagged("post_install", "-at_install", "engagement")
class TestComplainantDoors(ComplainantCase, HttpCase):
    """Every route with every id: nobody else learns or changes a thing."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _send(self, address, files=None, **values):
        token = http.Request.csrf_token(self)
        self.env.flush_all()
        return self.url_open(address, {"csrf_token": token} | values, files=files)

    def _get(self, address):
        self.env.flush_all()
        return self.url_open(address, allow_redirects=False)

    def _state(self, complaints):
        self.env.invalidate_all()
        return [
            (
                complaint.read(
                    ["state", "reply", "asked_for", "heard_at", "write_date"]
                ),
                complaint.point_ids.mapped("reply"),
                len(complaint.message_ids),
            )
            for complaint in complaints
        ]

    @mute_logger("odoo.http")
    def test_every_door_with_every_id_of_somebody_else(self):
        theirs = [self._new_complaint(), self._answered(), self._closed()]
        for complaint in theirs:
            complaint._portal_ensure_token()
        own = self._new_complaint(partner_id=self.stranger.partner_id.id)
        mine = own._portal_ensure_token()
        before = self._state(theirs)
        canaries = [text for c in theirs for text in (c.description, c.number)]
        self.patch(self.registry["engagement.rate.limit"], "_knock", lambda *args: 1)
        for login in (None, "test_stranger", "test_internal", "test_manager"):
            self.authenticate(login, login)
            for complaint in theirs:
                letter = f"/engagement/complaint/{complaint.id}"
                own_page = f"/my/complaints/{complaint.id}"
                answers = [
                    self._get(letter),
                    self._get(f"{letter}?access_token="),
                    self._get(f"{letter}?access_token=wrong"),
                    self._get(f"{letter}?access_token={mine}"),
                    self._get(own_page),
                    self._get("/engagement/complaint/followed"),
                ]
                for step, values in STEPS.items():
                    answers += [
                        self._send(f"{letter}/{step}", **values),
                        self._send(f"{letter}/{step}", access_token="x", **values),
                        self._send(f"{letter}/{step}", access_token=mine, **values),
                        self._send(f"{own_page}/{step}", **values),
                        self._send(f"/engagement/complaint/followed/{step}", **values),
                    ]
                for answer in answers:
                    self.assertIn(answer.status_code, (200, 303, 404), answer.url)
                    for canary in canaries:
                        self.assertNotIn(canary, answer.text, answer.url)
        self.assertEqual(self._state(theirs), before)

    @mute_logger("odoo.http")
    def test_nothing_is_written_by_an_address_alone_or_without_the_token(self):
        complaint = self._answered()
        token = complaint._portal_ensure_token()
        self.authenticate("test_portal", "test_portal")
        before = self._state([complaint])
        for page in (
            f"/my/complaints/{complaint.id}",
            f"/engagement/complaint/{complaint.id}",
            "/engagement/complaint/followed",
        ):
            for step, values in STEPS.items():
                query = "&".join(f"{k}={v}" for k, v in values.items())
                answer = self._get(f"{page}/{step}?access_token={token}&{query}")
                self.assertIn(answer.status_code, (404, 405))
                self.env.flush_all()
                answer = self.url_open(f"{page}/{step}", values)
                self.assertEqual(answer.status_code, 400)
        self.assertEqual(self._get("/engagement/complaint/leave").status_code, 405)
        self.assertEqual(self._state([complaint]), before)

    def test_the_whole_way_by_login(self):
        complaint = self._answered()
        self.authenticate("test_portal", "test_portal")
        page = f"/my/complaints/{complaint.id}"
        self.assertIn("Our answer", self._get(page).text)
        answer = self._send(
            f"{page}/add",
            text="More",
            files=[("files", ("photo.png", PNG, "image/png"))],
        )
        self.assertIn("We have added it", answer.text)
        self.assertIn("photo.png", answer.text)
        answer = self._send(f"{page}/add", files=[("files", ("a.exe", b"MZ", "x/y"))])
        self.assertEqual(answer.status_code, 422)
        self.assertIn("“a.exe” was not taken", answer.text)
        answer = self._send(f"{page}/reply", reply="accepted", note="Thanks")
        self.assertIn("We have your reply", answer.text)
        self.env.invalidate_all()
        self.assertEqual(complaint.reply, "accepted")
        answer = self._send(f"{page}/reply", reply="rejected", note="Or not")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Nothing was changed", answer.text)
        complaint.cause_id = self.cause
        complaint.action_close()
        answer = self._send(f"{page}/rate", **STEPS["rate"])
        self.assertIn("Thank you for telling us", answer.text)
        answer = self._send(f"{page}/ask", **STEPS["ask"])
        self.env.invalidate_all()
        self.assertEqual(complaint.asked_for, "reopen")

    def test_a_letter_is_enough(self):
        complaint = self._answered()
        token = complaint._portal_ensure_token()
        page = f"/engagement/complaint/{complaint.id}"
        answer = self._get(f"{page}?access_token={token}")
        self.assertIn("Our answer", answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertIn('name="referrer"', answer.text)
        answer = self._send(f"{page}/reply", access_token=token, reply="accepted")
        self.assertIn("We have your reply", answer.text)
        self.env.invalidate_all()
        self.assertEqual(complaint.reply, "accepted")
        self.assertEqual(complaint.write_uid, self.env.ref("base.public_user"))

    def test_a_code_opens_its_page_for_a_while(self):
        complaint, code = self.env["engagement.complaint"]._receive(
            {"description": "It was cold", "anonymous": True, "lang": False}
            | dict.fromkeys(("partner_name", "partner_email", "partner_phone"), "")
        )
        answer = self._send("/engagement/complaint/follow", code=code.lower())
        self.assertIn("It was cold", answer.text)
        answer = self._send("/engagement/complaint/leave")
        self.assertNotIn("It was cold", answer.text)
        self.assertEqual(self._get("/engagement/complaint/followed").status_code, 303)

    def test_too_many_replies_wait_an_hour_and_keep_their_text(self):
        complaint = self._answered()
        self.authenticate("test_portal", "test_portal")
        page = f"/my/complaints/{complaint.id}"
        self.patch(self.registry["engagement.rate.limit"], "_knock", lambda *args: 31)
        answer = self._send(f"{page}/add", text="My long text")
        self.assertEqual(answer.status_code, 429)
        self.assertIn("My long text", answer.text)
        self.assertFalse(complaint.heard_at)

    def test_my_complaints_are_listed_sorted_and_found(self):
        complaints = [self._new_complaint(name=f"Desk {n}") for n in range(25)]
        self._new_complaint(name="Not mine", partner_id=self.stranger.partner_id.id)
        self.authenticate("test_portal", "test_portal")
        first = self._get("/my/complaints").text
        second = self._get("/my/complaints/page/2").text
        both = first + second
        for complaint in complaints:
            self.assertIn(complaint.number, both)
        self.assertNotIn("Not mine", both)
        self.assertEqual(
            len(html.fromstring(second).xpath("//ul[@class='o_complaint_rows']/li")), 5
        )
        found = self._get("/my/complaints?search=Desk 7").text
        self.assertIn(complaints[7].number, found)
        self.assertNotIn(complaints[8].number, found)
        for strange in (
            "/my/complaints?sortby=nope",
            "/my/complaints/page/99999999999999999999",
            "/my/complaints/page/0",
            "/my/complaints?search=%00%27%25_",
            f"/my/complaints?search={'x' * 5000}",
        ):
            self.assertEqual(self._get(strange).status_code, 200, strange)
        self.authenticate(None, None)
        self.assertIn("/web/login", self._get("/my/complaints").headers["Location"])

    def test_colleagues_see_what_they_complain_of_too(self):
        user = self.users["internal"]
        complaint = self._new_complaint(partner_id=user.partner_id.id)
        self.authenticate("test_internal", "test_internal")
        self.assertIn(complaint.number, self._get("/my/complaints").text)
        page = self._get(f"/my/complaints/{complaint.id}")
        self.assertIn(complaint.description, page.text)

    def test_the_home_of_the_portal_counts_them(self):
        self._new_complaint()
        self.authenticate("test_portal", "test_portal")
        self.env.flush_all()
        counters = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["engagement_complaint_count"]}
        )
        self.assertEqual(counters["engagement_complaint_count"], 1)
        self.assertIn("/my/complaints", self._get("/my").text)
