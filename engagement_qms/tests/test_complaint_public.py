# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from unittest.mock import patch

from lxml import html

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, mute_logger

from ..controllers.complaint import MAX_POST
from ..models.voice import follow_code
from ..models.voice.complaint_follow import TRIES_PER_HOUR
from ..models.voice.complaint_public import KNOCKS_PER_HOUR, LENGTHS
from .complaint_common import ComplaintCase
from .test_complaint_files import BAD, PNG, SVG

SAID = {
    "description": "The desk came late, and one leg is missing.",
    "subject_name": "Desk “Oslo”",
    "partner_name": "Vera Visitor",
    "partner_email": "vera@example.com",
}
#: Words that stand nowhere else in a database
CANARIES = ("canary-name-7719", "canary-7719@example.com", "canary-phone-7719")
#: What changes when a complaint comes in
WRITTEN = (
    "engagement.complaint",
    "engagement.commitment",
    "mail.message",
    "ir.attachment",
    "res.partner",
)


class ComplaintFormCase(ComplaintCase, HttpCase):
    """The form as a browser, or a robot, sends it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.engagement_complaint_form = True

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _send(self, address="/engagement/complain", files=(), **values):
        return self._post(address, values, files)

    def _post(self, address, values, files=()):
        token = http.Request.csrf_token(self)
        self.env.flush_all()
        return self.url_open(
            address,
            {"csrf_token": token} | SAID | values,
            files=[("files", file) for file in files] or None,
        )

    def _found(self):
        self.env.invalidate_all()
        return self.env["engagement.complaint"].search(
            [("description", "=", SAID["description"])]
        )

    def _count(self):
        self.env.invalidate_all()
        return {
            model: self.env[model].with_context(active_test=False).search_count([])
            for model in WRITTEN
        }

    def _text(self, answer):
        return " ".join(html.fromstring(answer.content).text_content().split())

    def _code(self, answer):
        [signs] = html.fromstring(answer.content).find_class("o_complaint_signs")
        return "".join(signs.text_content().split())


@tagged("post_install", "-at_install", "engagement")
class TestFollowCode(ComplaintCase):
    """The code that is shown once."""

    def test_a_code_has_128_bits_and_is_never_the_same(self):
        codes = {follow_code.make() for _number in range(2000)}
        self.assertEqual(len(codes), 2000)
        for code in codes:
            signs = follow_code.normalise(code)
            self.assertEqual(len(signs), 26)
            number = sum(
                follow_code.ALPHABET.index(sign) << 5 * place
                for place, sign in enumerate(signs)
            )
            self.assertLess(number, 2**128)

    def test_a_code_is_read_however_it_is_typed(self):
        signs = "01A0BCDEFGHJKMNPQRSTVWXYZ2"
        for typed in (
            signs,
            "o1a0-bcde fghj-kmnp-qrst vwxy z2",
            "OiAO.BCDEFGHJKMNPQRSTVWXYZ2",
            " olao/bcdefghjkmnpqrstvwxyz2\n",
        ):
            self.assertEqual(follow_code.normalise(typed), signs)
        for typed in ("", "abc", signs + "A", signs[:-1] + "U", "x" * 10_000, None, 5):
            self.assertEqual(follow_code.normalise(typed), "")
        self.assertEqual(follow_code.digest("", "key"), "")

    def test_only_a_keyed_hash_is_kept_and_only_the_administrator_reads_it(self):
        complaint, code = self.env["engagement.complaint"]._receive(
            SAID | {"anonymous": True, "lang": False, "partner_phone": ""}
        )
        kept = complaint.sudo().follow_hash
        self.assertRegex(kept, "^[0-9a-f]{64}$")
        self.assertNotEqual(kept, follow_code.digest(code, ""))
        self.assertNotIn(code.replace("-", ""), kept.upper())
        for role in ("user", "officer", "manager", "confidential"):
            fields = self.env["engagement.complaint"].with_user(self.users[role])
            self.assertNotIn("follow_hash", fields.fields_get())

    def test_two_codes_never_open_the_same_door(self):
        complaints = self.env["engagement.complaint"]
        self.assertFalse(complaints._get_for_complainant(code=""))
        self.assertFalse(complaints._get_for_complainant(code="A" * 26))
        self._new_complaint()
        # without a code there is no hash, and nothing that finds it
        self.assertFalse(complaints._get_for_complainant(code=None, mark=""))


@tagged("post_install", "-at_install", "engagement")
class TestComplaintForm(ComplaintFormCase):
    """Somebody complains on the website."""

    def test_a_complaint_arrives_with_number_day_and_code(self):
        partners = self.env["res.partner"].search_count([])
        answer = self._send(remedy_asked="repair", occurred_on="2026-01-02")
        self.assertEqual(answer.status_code, 200)
        complaint = self._found()
        text = self._text(answer)
        self.assertIn(f"Its number is {complaint.number}.", text)
        due = complaint._format_page_day(complaint.answer_due_at)
        self.assertIn(f"You get our answer by {due}", text)
        self.assertEqual(complaint.partner_name, "Vera Visitor")
        self.assertEqual(complaint.partner_email, "vera@example.com")
        self.assertFalse(complaint.partner_id)
        self.assertEqual(complaint.channel_id.kind, "portal")
        self.assertEqual(complaint.remedy_asked, "repair")
        self.assertEqual(complaint.kind, "complaint")
        self.assertEqual(complaint.company_id, self.company)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertFalse(complaint.message_partner_ids)
        found = complaint._get_for_complainant(code=self._code(answer))
        self.assertEqual(found, complaint)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_the_code_is_shown_once(self):
        answer = self._send(once="abc")
        code = self._code(answer)
        again = self._send(once="abc")
        self.assertEqual(again.status_code, 422)
        self.assertIn("arrived already", again.text)
        self.assertNotIn(code, again.text)
        self.assertEqual(len(self._found()), 1)

    def test_help_is_asked_and_kept_as_it_was_said(self):
        self._send(
            help_language="Farsi",
            help_access="large print",
            help_minor="1",
            acting_for="My mother",
            protect_identity="1",
        )
        complaint = self._found()
        self.assertEqual(complaint.help_language, "Farsi")
        self.assertEqual(complaint.help_access, "large print")
        self.assertTrue(complaint.help_minor and complaint.protect_identity)
        self.assertEqual(complaint.acting_for, "My mother")
        self.assertTrue(complaint.needs_help)

    def test_a_concern_about_conduct_is_secret_from_the_first_moment(self):
        self._send("/engagement/speak-up", anonymous="1")
        complaint = self._found()
        self.assertEqual(complaint.kind, "conduct")
        self.assertEqual(complaint.confidentiality, "secret")
        self.assertEqual(complaint.display_name, complaint.number)

    def test_a_company_that_has_no_form_has_no_address(self):
        self.company.engagement_complaint_form = False
        for address in ("/engagement/complain", "/engagement/speak-up"):
            self.env.flush_all()
            self.assertEqual(self.url_open(address).status_code, 404)
            self.assertEqual(self._send(address).status_code, 404)
        self.assertFalse(self._found())

    def test_wrong_input_is_named_and_nothing_typed_is_lost(self):
        for values, names in (
            ({"description": ""}, {"description"}),
            ({"description": " \x00 "}, {"description"}),
            ({"partner_email": "vera at home"}, {"partner_email"}),
            ({"partner_name": "", "partner_email": ""}, {"partner_name"}),
            ({"occurred_on": "soon"}, {"occurred_on"}),
            ({"occurred_on": "2999-01-01"}, {"occurred_on"}),
            ({"occurred_on": "0001-01-01"}, {"occurred_on"}),
            ({"remedy_asked": "the moon"}, {"remedy_asked"}),
            ({"lang": "xx_YY"}, {"lang"}),
        ):
            with self.subTest(values=values):
                complaints = self.env["engagement.complaint"]
                _values, errors = complaints._read_form(SAID | values)
                self.assertEqual(set(errors), names)
        answer = self._send(partner_email="vera at home")
        self.assertEqual(answer.status_code, 422)
        page = html.fromstring(answer.content)
        field = page.get_element_by_id("ask_partner_email")
        self.assertEqual(field.get("value"), "vera at home")
        self.assertEqual(field.get("aria-invalid"), "true")
        self.assertIn(SAID["description"], self._text(answer))
        self.assertFalse(self._found())

    def test_each_text_has_a_length(self):
        for name, length in LENGTHS.items():
            _values, errors = self.env["engagement.complaint"]._read_form(
                SAID | {name: "a" * (length + 1)}
            )
            self.assertIn(name, errors)

    def test_files_are_kept_at_the_complaint_for_nobody_else(self):
        answer = self._send(files=[("../me/photo.png", PNG, "text/html")])
        self.assertEqual(answer.status_code, 200)
        complaint = self._found()
        [file] = self.env["ir.attachment"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertEqual((file.name, file.mimetype), ("photo.png", "image/png"))
        self.assertFalse(file.public)
        self.assertEqual(file.raw, PNG)
        self.env.flush_all()
        for user in (None, "test_portal"):
            self.authenticate(user, user)
            self.assertEqual(self.url_open(f"/web/content/{file.id}").status_code, 404)
        self.assertEqual(
            complaint._get_public_values()["facts"][0]["files"], ["photo.png"]
        )

    def test_a_refused_file_refuses_all_and_is_named_with_the_reason(self):
        before = self._count()
        for name in ("program.exe", "drawing.svg", "bomb.docx", "macro.docx"):
            content, _reason = BAD[name]
            answer = self._send(
                files=[("photo.png", PNG, "image/png"), (name, content, "image/png")]
            )
            with self.subTest(name=name):
                self.assertEqual(answer.status_code, 422)
                self.assertIn(f"“{name}” was not taken.", self._text(answer))
                self.assertIn("Choose your files again", self._text(answer))
        self.assertEqual(self._count(), before)

    def test_what_was_typed_comes_back_as_text(self):
        evil = '"><script>alert(1)</script>'
        values = dict.fromkeys(LENGTHS, evil)
        answer = self._send(**values | {"description": f"</textarea>{evil}"})
        self.assertEqual(answer.status_code, 422)
        self.assertNotIn("<script>alert(1)", answer.text)

    @mute_logger("odoo.http")
    def test_without_the_token_of_the_page_nothing_is_taken(self):
        self.env.flush_all()
        for address in ("/engagement/complain", "/engagement/complaint/follow"):
            self.assertEqual(self.url_open(address, SAID).status_code, 400)
            answer = self._send(address, csrf_token="wrong")
            self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._found())

    def test_a_robot_that_fills_in_every_field_is_asked_again(self):
        answer = self._send(url="https://example.com")
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._found())

    def test_a_field_of_any_name_is_no_error_of_ours(self):
        for name in ("self", "kind", "form", "request", "cls", "complaint_id"):
            with self.subTest(name=name):
                address = "/engagement/complain"
                answer = self._post(address, {"description": "", name: "1"})
                self.assertEqual(answer.status_code, 422)

    def test_more_than_all_files_together_is_refused_before_it_is_read(self):
        answer = self._send(files=[("a.pdf", b"%PDF-" + b"0" * MAX_POST, "x/y")])
        self.assertEqual(answer.status_code, 413)
        self.assertFalse(self._found())

    def test_an_addon_that_asks_for_a_captcha_is_heard(self):
        asked, words = [], "Are you a robot?"

        def refuse(_self, action):
            asked.append(action)
            raise UserError(words)

        http_class = self.registry["ir.http"]
        with patch.object(http_class, "_verify_request_recaptcha_token", refuse):
            answer = self._send()
        self.assertEqual(answer.status_code, 422)
        self.assertIn(words, answer.text)
        self.assertEqual(asked, ["engagement_complaint"])
        self.assertFalse(self._found())

    def test_too_many_messages_wait_an_hour_and_refused_ones_count(self):
        for _number in range(KNOCKS_PER_HOUR):
            self.assertEqual(self._send(description="").status_code, 422)
        answer = self._send()
        self.assertEqual(answer.status_code, 429)
        self.assertIn(SAID["description"], self._text(answer))
        self.assertIn("in an hour", self._text(answer))
        self.assertFalse(self._found())
        [row] = self.env["engagement.rate.limit"].search([])
        self.assertEqual(row.knocks, KNOCKS_PER_HOUR + 1)

    def test_too_many_codes_wait_an_hour(self):
        address = "/engagement/complaint/follow"
        code = self._code(self._send())
        for _number in range(TRIES_PER_HOUR):
            self.assertEqual(self._send(address, code="A" * 26).status_code, 422)
        answer = self._send(address, code=code)
        self.assertEqual(answer.status_code, 429)
        self.assertNotIn(SAID["description"], answer.text)

    def test_who_is_signed_in_complains_as_oneself(self):
        self.authenticate("test_portal", "test_portal")
        page = html.fromstring(self.url_open("/engagement/complain").content)
        name = page.get_element_by_id("ask_partner_name").get("value")
        self.assertEqual(name, self.users["portal"].name)
        self._send(partner_name=name)
        self.assertEqual(self._found().partner_id, self.users["portal"].partner_id)

    def test_a_code_in_force_leads_to_the_form(self):
        code = self.env["engagement.code"].create(
            {
                "name": "Our word",
                "public_page": True,
                "provision_ids": [(0, 0, {"promise": "Soon", "limit_value": 1})],
            }
        )
        code._set_state({"state": "in_force", "in_force_from": "2020-01-01"})
        self.env.flush_all()
        address = f"/engagement/code/{code.id}"
        self.assertIn('href="/engagement/complain"', self.url_open(address).text)
        self.company.engagement_complaint_form = False
        self.env.flush_all()
        self.assertNotIn("/engagement/complain", self.url_open(address).text)


@tagged("post_install", "-at_install", "engagement")
class TestAnonymous(ComplaintFormCase):
    """Somebody stays anonymous: nothing in the database leads to them."""

    def _dump(self, since):
        """Return all that was written since, as text: every row of every table."""
        self.env.flush_all()
        rows = []
        for model in sorted(self.env.registry.values(), key=lambda m: m._name):
            if model._abstract or not model._auto or model._transient:
                continue
            if not model._log_access:
                continue
            rows += [
                (model._name, row)
                for (row,) in self.env.execute_query(
                    SQL(
                        "SELECT to_jsonb(t)::text FROM %s t"
                        " WHERE create_date >= %s OR write_date >= %s",
                        SQL.identifier(model._table),
                        since,
                        since,
                    )
                )
            ]
        return rows

    def _complain(self, login=None):
        """Complain anonymously, then add, reply and rate; return the complaint."""
        self.authenticate(login, login)
        name, email, phone = CANARIES
        answer = self._send(
            anonymous="1",
            partner_name=name,
            partner_email=email,
            partner_phone=phone,
            files=[("photo.png", PNG, "image/png")],
        )
        self.assertEqual(answer.status_code, 200)
        complaint = self._found()
        code = self._code(answer)
        answer = self._send("/engagement/complaint/follow", code=code)
        self.assertEqual(answer.status_code, 200)
        answer = self._send("/engagement/complaint/followed/add", text="One more thing")
        self.assertIn("We have added it", answer.text)
        return complaint

    def test_no_table_knows_who_it_was(self):
        self.env.cr.execute("SELECT now()")
        [since] = self.env.cr.fetchone()
        complaint = self._complain()
        for model, row in self._dump(since):
            for canary in CANARIES:
                self.assertNotIn(canary, row, model)
            # the address of the server itself is a parameter
            if model != "ir.config_parameter":
                self.assertNotIn("127.0.0.1", row, model)
        self.assertTrue(complaint.anonymous)
        self.assertFalse(complaint.partner_name or complaint.partner_id)

    def test_who_is_signed_in_leaves_no_trace_either(self):
        public = self.env.ref("base.public_user")
        for login in ("test_portal", "test_internal"):
            complaint = self._complain(login)
            traces = {"create_uid": public, "write_uid": public}
            hanging = {
                "ir.attachment": [
                    ("res_model", "=", complaint._name),
                    ("res_id", "=", complaint.id),
                ],
                "mail.message": [
                    ("model", "=", complaint._name),
                    ("res_id", "=", complaint.id),
                ],
                "engagement.commitment": [("complaint_id", "=", complaint.id)],
                "engagement.complaint": [("id", "=", complaint.id)],
                "mail.followers": [
                    ("res_model", "=", complaint._name),
                    ("res_id", "=", complaint.id),
                ],
            }
            for model, domain in hanging.items():
                for record in self.env[model].search(domain):
                    for name, user in traces.items():
                        if name in record._fields and record._log_access:
                            self.assertEqual(record[name], user, f"{model} {name}")
            authors = complaint.message_ids.author_id
            partner = self.env["res.users"].search([("login", "=", login)]).partner_id
            self.assertNotIn(partner, authors)
            self.assertFalse(
                [
                    m.email_from
                    for m in complaint.message_ids
                    if m.subtype_id.internal
                    and m.message_type == "comment"
                    and m.email_from
                ]
            )
            complaint.sudo().unlink()

    def test_it_is_not_among_one_s_own(self):
        complaint = self._complain("test_portal")
        mine = self.env["engagement.complaint"].with_user(self.users["portal"])
        self.assertFalse(mine._search_own() & complaint)
        self.assertFalse(mine._get_for_complainant(complaint.id))


class MalformedCase(ComplaintFormCase):
    """Posts as nobody types them."""

    def _refuse_or_take(self, count, seed):
        """Send so many posts: none crashes, and a refused one writes nothing."""
        chance = random.Random(seed)
        complaint = self._new_complaint(partner_id=self.users["portal"].partner_id.id)
        other = self._new_complaint()
        doors = [
            "/engagement/complain",
            "/engagement/speak-up",
            "/engagement/complaint/follow",
            *(
                f"{page}/{step}"
                for page in (
                    "/engagement/complaint/followed",
                    f"/engagement/complaint/{complaint.id}",
                    f"/engagement/complaint/{other.id}",
                    f"/engagement/complaint/{2**40}",
                    f"/my/complaints/{complaint.id}",
                    f"/my/complaints/{other.id}",
                )
                for step in ("reply", "ask", "add", "rate", "nonsense")
            ),
        ]
        names = [
            *SAID,
            "occurred_on",
            "remedy_asked",
            "lang",
            "anonymous",
            "once",
            "code",
            "access_token",
            "reply",
            "note",
            "text",
            "wish",
            "reason",
            "outcome_score",
            "handling_score",
            "comment",
            f"point_{2**40}",
            "point_x",
            "self",
            "step",
            "complaint_id",
            "state",
            "partner_id",
            "company_id",
            "user_id",
        ]
        texts = [
            "",
            "\x00",
            "a\x00b",
            "x" * 1_000_000,
            "-1",
            "0",
            str(2**63),
            "NaN",
            "true",
            "[]",
            "{}",
            "accepted",
            "rejected",
            "second_look",
            "reopen",
            "5",
            "=cmd|' /C calc'!A0",
            "@SUM(1+1)",
            "<script>alert(1)</script>",
            SVG.decode(),
            "{{ 7 * 7 }}",
            "${7*7}",
            "%s %(x)s %",
            "' OR 1=1 --",
            "../../etc/passwd",
            "\u202eevil",
            "\ud7ff\ufffe😀",
            str(other.id),
            complaint.access_token or "token",
            "é" * 50,
            "2026-02-30",
        ]
        files = [*BAD.items()]
        limit = self.registry["engagement.rate.limit"]
        with patch.object(limit, "_knock", lambda *args: 1):
            for _number in range(count):
                self.authenticate(*chance.choice([(None, None), ("test_portal",) * 2]))
                address = chance.choice(doors)
                values = {
                    name: chance.choice(texts)
                    for name in chance.sample(names, chance.randint(0, 8))
                }
                sent = []
                if chance.random() < 0.3:
                    name, (content, _reason) = chance.choice(files)
                    if len(content) < 1_000_000:
                        sent = [(name or "x", content, "text/html")]
                before = self._count()
                answer = self._post(address, values, sent)
                with self.subTest(address=address, values=str(values)[:300]):
                    self.assertLess(answer.status_code, 500)
                    if answer.status_code >= 400:
                        self.assertEqual(self._count(), before)
                        self.assertTrue(self._text(answer))
                    if answer.status_code == 422:
                        page = html.fromstring(answer.content)
                        [why] = page.xpath("//div[@id='ask_errors']")
                        self.assertTrue(why.text_content().strip())
                    self.assertNotIn("<script>alert(1)", answer.text)
        self.env.invalidate_all()
        self.assertEqual((other.state, other.reply), ("new", False))
        self.assertFalse(other.heard_at)


@tagged("post_install", "-at_install", "engagement")
class TestMalformed(MalformedCase):
    """A few of them, each time."""

    @mute_logger("odoo.http")
    def test_no_post_crashes_and_a_refused_one_writes_nothing(self):
        self._refuse_or_take(60, seed=1)


@tagged("post_install", "-at_install", "-standard", "engagement_long")
class TestMalformedLong(MalformedCase):
    """Many of them, before a release."""

    @mute_logger("odoo.http")
    def test_no_post_crashes_and_a_refused_one_writes_nothing(self):
        self._refuse_or_take(2000, seed=2)
