# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.code import exchange
from .common import EngagementCase


class CodeExchangeCase(EngagementCase):
    """A code in two languages that says all that a document can hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.skill = (
            cls.env["hr.skill.type"]
            .create(
                {
                    "name": "Service",
                    "skill_ids": [Command.create({"name": "Listening"})],
                    "skill_level_ids": [
                        Command.create({"name": "Any", "default_level": True})
                    ],
                }
            )
            .skill_ids
        )
        cls.objective = cls.env["engagement.objective"].create(
            {"name": "Fewer late answers", "state": "active"}
        )
        cls.code = cls.env["engagement.code"].create(
            {
                "name": "Answers",
                "audience": "customer",
                "purpose": "People wait for us.",
                "scope": "All questions.",
                "context": "Small team.",
                "product_text": "Bikes",
                "site_text": "Both shops",
                "terms": "Day: of the calendar.",
                "contact": "The desk.",
                "remedy": "A coffee.",
                "statement": "<p>Signed, Lena Leader</p>",
                "leader_id": cls.users["leader"].id,
                "objective_ids": [Command.set(cls.objective.ids)],
                "provision_ids": [
                    Command.create(
                        {
                            "promise": "We answer within 1.5 hours.",
                            "category": "complaint",
                            "limit_value": 1.5,
                            "limit_unit": "hour",
                            "exclusions": "Nights",
                            "remedy": "A coffee",
                            "procedure": "The desk answers.\nThe boss helps.",
                            "on_miss": "The boss calls.",
                            "verification": "Mail dates",
                            "skill_ids": [Command.set(cls.skill.ids)],
                            "owner_id": cls.env["hr.employee"]
                            .create({"name": "Olga Owner"})
                            .id,
                        }
                    ),
                    Command.create(
                        {
                            "promise": "שלום, we smile – 😀",
                            "category": "other",
                            "limit_value": 0,
                            "no_limit_reason": "Counted by smiles",
                        }
                    ),
                ],
            }
        )
        german = cls.code.with_context(lang="de_DE")
        german.write({"name": "Antworten", "purpose": "Man wartet auf uns."})
        german.provision_ids[0].promise = "Wir antworten in 1,5 Stunden."
        cls.env.flush_all()
        cls.env.invalidate_all()


@tagged("post_install", "-at_install", "engagement")
class TestCodeExchange(CodeExchangeCase):
    """A code goes out as a document and comes back as the same code."""

    def test_a_document_holds_what_is_said_in_all_languages(self):
        document = self.code._get_exchange_document()
        self.assertEqual(document.lang, "en-US")
        self.assertEqual(document.name, {"en-US": "Answers", "de-DE": "Antworten"})
        self.assertEqual(document.scope, {"en-US": "All questions."})
        self.assertEqual(document.provider, self.company.name)
        self.assertEqual(document.edition, "1")
        self.assertEqual(document.objectives, ({"en-US": "Fewer late answers"},))
        first, second = document.promises
        self.assertEqual((first.limit_value, first.limit_unit), (1.5, "hour"))
        self.assertEqual(first.promise["de-DE"], "Wir antworten in 1,5 Stunden.")
        self.assertEqual(first.skills, ("Listening",))
        self.assertEqual(second.no_limit_reason, {"en-US": "Counted by smiles"})

    def test_the_language_of_the_reader_comes_first(self):
        document = self.code.with_context(lang="de_DE")._get_exchange_document()
        self.assertEqual(document.lang, "de-DE")
        self.assertEqual(document.name, {"de-DE": "Antworten", "en-US": "Answers"})

    def test_nobody_is_named_in_a_document(self):
        party = self._new_party("Azure Interior")
        self.code.party_ids = party
        self.env["engagement.consultation"].create(
            {"code_id": self.code.id, "party_id": party.id, "view": "Be kinder"}
        )
        data = self.code._export().decode()
        for word in ("Lena", "Olga", "Azure", "Be kinder", self.env.user.name):
            self.assertNotIn(word, data)

    def test_a_code_comes_back_as_it_was(self):
        for lang in ("en_US", "de_DE", "fr_FR"):
            with self.subTest(lang=lang):
                code = self.code.with_context(lang=lang)
                document = code._get_exchange_document()
                read = exchange.parse(code._export())
                self.assertEqual(read, document)
                copy = code._create_from_document(read)
                self.env.flush_all()
                self.env.invalidate_all()
                again = copy._get_exchange_document()
                self.assertEqual(exchange.compare(document, again, "en"), [])
                self.assertEqual(again.promises, document.promises)
                self.assertEqual(again.name, document.name)
                self.assertEqual(copy.state, "draft")
                self.assertEqual(copy.provision_ids.mapped("number"), ["1", "2"])
                self.assertEqual(copy.provision_ids[0].skill_ids, self.skill)
                self.assertFalse(copy.provision_ids.owner_id)

    def test_a_skill_that_is_not_on_our_list_is_noted(self):
        promise = exchange.Promise(
            "1", "other", {"en": "We mend."}, skills=("Welding", "Listening")
        )
        document = exchange.Document(
            "en", "customer", {"en": "Repairs"}, promises=(promise,)
        )
        provision = (
            self.env["engagement.code"]._create_from_document(document).provision_ids
        )
        self.assertEqual(provision.skill_ids, self.skill)
        self.assertEqual(provision.capacity_note, "Skills it asks for: Welding")

    def test_a_text_that_no_document_holds_is_named(self):
        self.code.purpose = "Why\x08"
        with self.assertRaisesRegex(UserError, "“purpose” holds a control character"):
            self.code._export()
        self.code.purpose = "Why"
        self.code.provision_ids[0].remedy = "<b>coffee</b>"
        with self.assertRaisesRegex(UserError, r"“remedy \(1\)” holds markup"):
            self.code.action_export()

    def test_a_code_in_force_may_be_handed_on_by_every_reader(self):
        self.code.provision_ids.owner_id = self.code.provision_ids[0].owner_id
        self.code.with_user(self.users["leader"]).action_approve()
        for role in ("user", "officer", "manager", "leader", "confidential"):
            code = self.code.with_user(self.users[role])
            self.assertIn(b"Answers", code._export())
        for role in ("internal", "portal", "public"):
            with (
                self.subTest(role=role),
                mute_logger("odoo.addons.base.models.ir_model"),
                self.assertRaises(AccessError),
            ):
                self.code.with_user(self.users[role])._export()

    def test_the_menu_of_the_form_exports_for_readers(self):
        action = self.env.ref("engagement_qms.engagement_code_action_export")
        found = (
            action.with_user(self.users["user"])
            .with_context(
                active_model="engagement.code",
                active_id=self.code.id,
                active_ids=self.code.ids,
            )
            .run()
        )
        self.assertEqual(found["url"], f"/engagement/code/{self.code.id}/document")

    def test_whatever_can_be_chosen_can_be_written(self):
        """A category, unit or audience that somebody adds goes into the form, too."""
        provision = self.env["engagement.provision"]._fields
        for audience, _label in (
            self.env["engagement.code"]._fields["audience"].selection
        ):
            for category, _label in provision["category"].selection:
                for unit, _label in provision["limit_unit"].selection:
                    promise = exchange.Promise(
                        "1", category, {"en": "a"}, limit_value=1, limit_unit=unit
                    )
                    document = exchange.Document(
                        "en", audience, {"en": "b"}, promises=(promise,)
                    )
                    self.assertEqual(
                        exchange.parse(exchange.serialise(document)), document
                    )

    def test_every_reason_has_words(self):
        kinds = {*exchange.FINDINGS.values(), "empty", "too_large", "encoding"}
        kinds |= {"doctype", "not_xml", "other_format", "other_version", "control"}
        kinds |= {"language_twice", "number_twice", "too_many"}
        for kind in kinds:
            error = exchange.ExchangeError(kind, 7, "found")
            words = self.env["engagement.code"]._explain_exchange_error(error)
            self.assertTrue(words.startswith("Line 7: "), words)


@tagged("post_install", "-at_install", "engagement")
class TestCodeDownload(CodeExchangeCase, HttpCase):
    """The download: for readers of the code, and as a file."""

    def _get(self, role, path="document"):
        login = self.users[role].login if role else None
        self.authenticate(login, login)
        return self.url_open(
            f"/engagement/code/{self.code.id}/{path}", allow_redirects=False
        )

    def test_a_reader_downloads_the_document(self):
        response = self._get("user")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.content, self.code._export())
        self.assertEqual(
            response.headers["Content-Disposition"],
            "attachment; filename*=UTF-8''Answers-v1.xml",
        )
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_nobody_else_does(self):
        for role in ("internal", "portal"):
            self.assertEqual(self._get(role).status_code, 403)
        self.assertIn("/web/login", self._get(None).headers["Location"])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_a_code_of_another_company_stays_there(self):
        self.code.objective_ids = False
        self.code = self.env["engagement.code"].create(
            {"name": "Theirs", "company_id": self.other_company.id}
        )
        self.assertEqual(self._get("officer").status_code, 403)

    @mute_logger("odoo.http")
    def test_the_document_of_the_provider_is_for_officers(self):
        self.assertEqual(self._get("officer", "adopted").status_code, 404)
        self.code.adopted_document = "<code/>"
        self.assertEqual(self._get("officer", "adopted").content, b"<code/>")
        self.assertEqual(self._get("user", "adopted").status_code, 403)
