# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.code import exchange, lint
from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
class TestCodeAdopt(EngagementCase):
    """Start from a ready code or a document of others, and stay in touch with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.officer = cls.users["officer"]
        cls.association = cls.env["res.partner"].create({"name": "Bike Association"})
        cls.env.user.group_ids += cls.env.ref("engagement_qms.group_engagement_manager")

    @classmethod
    def _document(cls, edition="2026", provider="Bike Association", **changes):
        """Return the document of the association, with words replaced."""
        data = exchange.load_ready("repair")[1].decode()
        data = data.replace(
            '<name xml:lang="de">Reparaturen</name>',
            '<name xml:lang="de">Reparaturen</name>'
            f'<provider edition="{edition}">{provider}</provider>',
        )
        for before, after in changes.values():
            assert before in data, before
            data = data.replace(before, after)
        return data.encode()

    def _form(self, user=None, **context):
        user = user or self.officer
        wizard = self.env["engagement.code.adopt"].with_user(user)
        return Form(wizard.with_context(lang=user.lang, **context))

    def _adopt_ready(self, name, user=None):
        with self._form(user) as form:
            form.ready = name
        return self._open(form.record.action_adopt())

    def _adopt_theirs(self, **changes):
        with self._form() as form:
            form.source = "upload"
            form.document = base64.b64encode(self._document(**changes))
            self.assertFalse(form.problem)
        return self._open(form.record.action_adopt())

    def _follow(self, code, take_over=True, **changes):
        context = code.action_follow_provider()["context"]
        with self._form(**context) as form:
            form.document = base64.b64encode(self._document(**changes))
            form.take_over = take_over
        action = form.record.action_follow()
        return self._open({"res_id": code.id} | action), form

    def _open(self, action):
        code = self.env["engagement.code"].browse(action["res_id"])
        self.env.flush_all()
        self.env.invalidate_all()
        return code

    def _give_force(self, code):
        owner = self.env["hr.employee"].create({"name": "Olga Owner"})
        code.leader_id = self.users["leader"]
        code.provision_ids.owner_id = owner
        code.with_user(self.users["leader"]).action_approve()
        code.action_put_in_force()

    def test_an_officer_starts_from_each_ready_code(self):
        for name in exchange.READY:
            with self.subTest(name=name):
                document, _data = exchange.load_ready(name)
                code = self._adopt_ready(name)
                self.assertEqual(code.name, document.name["en"])
                self.assertEqual(code.state, "draft")
                self.assertEqual(code.origin_kind, "own")
                self.assertEqual(code.user_id, self.officer)
                self.assertEqual(code.adopted_title, code.name)
                self.assertEqual(
                    code.provision_ids.mapped("number"),
                    [promise.number for promise in document.promises],
                )
                self.assertIn("word by word", code.adopted_differences)

    def test_a_ready_code_has_nothing_to_mark(self):
        for provision in self._adopt_ready("delivery").provision_ids:
            self.assertEqual(lint.find_in_text(provision.promise, "en"), [])
            missing = lint.find_missing(
                limit=provision.limit_value or provision.no_limit_reason,
                exclusions=provision.exclusions,
                remedy=provision.remedy,
            )
            self.assertEqual([found.kind for found in missing], ["owner"])

    def test_a_german_gets_it_in_german_and_everybody_else_in_english(self):
        self.officer.lang = "de_DE"
        code = self._adopt_ready("returns").with_context(lang="de_DE")
        self.assertEqual(code.name, "Rückgabe und Erstattung")
        first = code.provision_ids[0]
        self.assertTrue(first.promise.startswith("Sie geben Ware"))
        self.assertTrue(first.verification.startswith("Liste der abgelehnten"))
        english = code.with_context(lang="en_US")
        self.assertEqual(english.name, "Returns and refunds")
        self.assertTrue(english.provision_ids[0].promise.startswith("You give goods"))
        self.assertTrue(english.provision_ids[0].remedy.startswith("We take the goods"))

    def test_the_preview_shows_what_will_come(self):
        form = self._form()
        form.ready = "repair"
        self.assertIn("6 promises", form.preview)
        self.assertIn("5 working days", form.preview)
        form.source = "upload"
        self.assertFalse(form.preview)

    def test_a_document_of_others_names_who_wrote_it(self):
        code = self._adopt_theirs()
        self.assertEqual(code.origin_kind, "adopted")
        self.assertEqual(code.provider_id, self.association)
        self.assertEqual(code.provider_version, "2026")
        self.assertEqual(code.adopted_document, self._document().decode())
        self.assertEqual(len(code.adopted_hash), 64)
        self.assertEqual(code.create_uid, self.officer)

    def test_the_address_of_others_does_not_become_ours(self):
        code = self._adopt_theirs()
        self.assertFalse(code.contact)
        points = dict(code._get_points())
        self.assertFalse(points["Say whom to ask or complain to"])
        self.assertIn("The workshop that took your device", code.adopted_differences)
        ours = self._adopt_theirs(provider=self.company.partner_id.name)
        self.assertTrue(ours.contact.startswith("The workshop that took"))

    def test_a_provider_that_is_not_known_must_be_chosen(self):
        with self._form() as form:
            form.source = "upload"
            form.document = base64.b64encode(self._document(provider="Nobody"))
            self.assertFalse(form.provider_id)
            form.provider_id = self.association
        form.record.provider_id = False
        with self.assertRaisesRegex(UserError, "choose the contact"):
            form.record.action_adopt()

    def test_what_cannot_be_read_is_told_and_nothing_is_written(self):
        bad = {
            "Line 2: It brings a document type": "\n<!DOCTYPE c [<!ENTITY a 'b'>]><c/>",
            "Line 1: It is not well-formed XML": "<code>",
            "Line 1: It is XML, but no code of conduct": "<note/>",
            "The file is larger than 1024 KiB": " " * (exchange.MAX_BYTES + 1),
            "“colour” does not belong at this place": self._document(
                colour=("<purpose>", "<colour/><purpose>")
            ).decode(),
            "holds markup or script": self._document(
                script=("Working days are", "&lt;script&gt;")
            ).decode(),
        }
        before = self.env["engagement.code"].search_count([])
        for words, text in bad.items():
            with self.subTest(words=words):
                with self._form() as form:
                    form.source = "upload"
                    form.provider_id = self.association
                    form.document = base64.b64encode(text.encode())
                    self.assertIn(words, form.problem)
                    self.assertFalse(form.preview)
                with self.assertRaises(UserError) as caught:
                    form.record.action_adopt()
                self.assertIn(words, str(caught.exception))
        self.assertEqual(self.env["engagement.code"].search_count([]), before)

    def test_what_we_change_is_shown_beside_theirs(self):
        code = self._adopt_theirs()
        code.contact = exchange.load_ready("repair")[0].contact["en"]
        code.provision_ids[2].limit_value = 8
        code.provision_ids[5].unlink()
        self.env["engagement.provision"].create(
            {"code_id": code.id, "number": "9", "promise": "<b>We</b> sing."}
        )
        self.env.invalidate_all()
        page = code.with_user(self.users["user"]).adopted_differences
        for words in ("10 working days", "8 working days", "only theirs", "only ours"):
            self.assertIn(words, page)
        self.assertIn("&lt;b&gt;We&lt;/b&gt; sing.", page)
        self.assertNotIn("The code itself", page)
        self.assertIn("Promise 3", page)
        self.assertNotIn("Promise 1<", page)

    def test_the_comparison_costs_the_same_for_two_promises_or_fifty(self):
        def count(code):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(code.adopted_differences)
            return self.env.cr.sql_log_count - before

        code = self._adopt_theirs()
        count(code)
        few = count(code)
        words = [{"code_id": code.id, "promise": f"No. {i}"} for i in range(44)]
        self.env["engagement.provision"].create(words)
        self.assertEqual(count(code), few)

    def test_a_document_that_was_touched_later_is_told(self):
        code = self._adopt_theirs()
        self.assertNotIn("SHA-256", code.adopted_differences)
        code.adopted_document = self._document(edition="2027").decode()
        self.env.invalidate_all()
        self.assertIn("SHA-256", code.adopted_differences)

    def test_their_newer_version_opens_a_new_version_of_ours(self):
        code = self._adopt_theirs()
        code.provision_ids[0].limit_value = 2
        code.provision_ids[1].exclusions = "Our own words."
        self._give_force(code)
        newer = {
            "edition": "2027",
            "limit": ('<limit value="10" unit', '<limit value="9" unit'),
            "ours": ("More work that you ordered later", "More work"),
            "word": (
                "Within 3 working days of taking",
                "In 3 working days after taking",
            ),
            "german": ("Ihr Gerät ist innerhalb", "Ihr Gerät ist binnen"),
        }
        draft, form = self._follow(code, **newer)
        self.assertIn("9 working days", form.preview)
        self.assertIn("More work, in writing.", form.preview)
        self.assertEqual((draft.version, draft.state), (2, "draft"))
        self.assertEqual(draft.previous_id, code)
        self.assertEqual(draft.provider_version, "2027")
        first, second, third = draft.provision_ids[:3]
        self.assertTrue(first.promise.startswith("In 3 working days after"))
        self.assertEqual(first.limit_value, 2)
        self.assertEqual(second.exclusions, "Our own words.")
        self.assertEqual(third.limit_value, 9)
        german = third.with_context(lang="de_DE").promise
        self.assertTrue(german.startswith("Ihr Gerät ist binnen"))
        self.assertEqual(
            draft.change_note,
            "They changed:\nPromise 1: Promise\nPromise 2: Does not hold for\n"
            "Promise 3: Promise, Within",
        )
        self.assertEqual(code.provision_ids[2].limit_value, 10)
        self.assertEqual(code.provider_version, "2026")
        self.assertEqual(code.state, "in_force")

    def test_promises_that_they_added_come_and_taken_away_ones_stay(self):
        code = self._adopt_theirs()
        draft, _form = self._follow(code, renumber=('number="6"', 'number="7"'))
        self.assertEqual(draft, code)
        self.assertEqual(
            draft.provision_ids.mapped("number"), ["1", "2", "3", "4", "5", "6", "7"]
        )
        german = draft.provision_ids[6].with_context(lang="de_DE")
        self.assertTrue(german.promise.startswith("Auf eine Beschwerde"))
        self.assertIn("Promise 6: removed\nPromise 7: added", draft.change_note)

    def test_our_wording_stays_where_we_ask_for_it(self):
        code = self._adopt_theirs()
        draft, _form = self._follow(
            code, take_over=False, limit=('<limit value="10"', '<limit value="9"')
        )
        self.assertEqual(draft.provision_ids[2].limit_value, 10)
        self.assertIn("9 working days", draft.adopted_differences)

    def test_the_same_document_is_nothing_newer(self):
        code = self._adopt_theirs()
        with self.assertRaisesRegex(UserError, "the document that the code has been"):
            self._follow(code)
        bare = self.env["engagement.code"].create({"name": "Bare"})
        with self.assertRaisesRegex(UserError, "was not made from a document"):
            self._follow(bare)

    @freeze_time("2026-03-02")
    def test_once_a_year_somebody_looks_for_a_newer_one(self):
        code = self._adopt_theirs()
        self.assertEqual(str(code.provider_check_date), "2027-03-02")
        summary, today = self.env["engagement.daily.summary"], code.provider_check_date
        names = [row.name for row in summary._get_rows(self.officer, today)]
        self.assertIn(code.display_name, names)
        with freeze_time("2027-03-05"):
            code.with_user(self.officer).action_provider_checked()
        self.assertEqual(str(code.provider_check_date), "2028-03-05")
        self.assertEqual(summary._get_rows(self.officer, today), [])

    def test_a_code_in_force_keeps_its_document_but_may_be_watched(self):
        code = self._adopt_theirs()
        self._give_force(code)
        with self.assertRaisesRegex(UserError, "Make a new version"):
            code.adopted_document = "<code/>"
        code.with_user(self.officer).action_provider_checked()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_officers_adopt_and_only_they_see_the_document(self):
        for role in ("internal", "user", "leader", "confidential", "portal", "public"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._form(self.users[role])
        self.assertEqual(
            self._adopt_ready("repair", self.users["manager"]).user_id,
            self.users["manager"],
        )
        code = self._adopt_theirs()
        with self.assertRaises(AccessError):
            code.with_user(self.users["user"]).read(["adopted_document"])

    def test_a_draft_belongs_to_the_company_in_which_it_was_asked_for(self):
        adopt = self.env["engagement.code.adopt"].with_user(self.other_officer)
        action = adopt.create({"ready": "repair"}).action_adopt()
        code = self._open(action)
        self.assertEqual(code.company_id, self.other_company)
        forged = self.env["engagement.code.adopt"].with_user(self.officer)
        forged = forged.create({"code_id": code.id})
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
        ):
            forged.read(["code_state", "preview"])
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            adopt.create({"company_id": self.company.id}).action_adopt()
