# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import EngagementCase

SAID = {"limit": True, "exclusions": True, "owner": True, "remedy": True}


@tagged("post_install", "-at_install", "engagement")
class TestProvisionLint(EngagementCase):
    """What the form says while a promise is typed, and the report of a version."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provisions = cls.env["engagement.provision"]
        cls.owner = cls.env["hr.employee"].create({"name": "Olga Owner"})
        cls.code = cls.env["engagement.code"].create({"name": "Delivery"})

    def _add(self, promise, **values):
        return self.provisions.create(
            {
                "code_id": self.code.id,
                "promise": promise,
                "limit_value": 5,
                "owner_id": self.owner.id,
                "exclusions": "None",
                "remedy": "A desk on loan",
                **values,
            }
        )

    def _hints(self, text, said=SAID, lang="en_US"):
        provisions = self.provisions.with_user(self.users["officer"])
        findings = provisions.with_context(lang=lang).get_wording_findings(text, said)
        return [finding["hint"] for finding in findings]

    def test_each_way_out_has_its_own_advice(self):
        self.assertEqual(
            self._hints("We try to answer as  soon as possible, usually in good form."),
            [
                "“try to” is a wish, not a promise: say what you will do.",
                (
                    "“as soon as possible” promises nothing: say within how many hours "
                    "or days."
                ),
                "“usually” leaves a way out: say when the promise does not hold.",
                "“good” is a matter of taste: say what can be counted or seen.",
            ],
        )

    def test_a_long_sentence_is_counted(self):
        self.assertEqual(
            self._hints("We " + "send and " * 13 + "stop."),
            ["This sentence has 28 words: make two of it."],
        )

    def test_what_is_missing_is_asked_for(self):
        self.assertEqual(
            self._hints("We answer.", {}),
            [
                "Say within how many hours or days, or why there is no limit.",
                "Say for what it does not hold; “none” is an answer too.",
                "Say who answers for it.",
                "Say what people get if it is not kept.",
            ],
        )
        self.assertEqual(self._hints("We answer.", SAID), [])

    def test_the_words_are_those_of_the_language_of_the_text(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.assertEqual(self._hints("Wir antworten zeitnah."), [])
        self.assertEqual(len(self._hints("Wir antworten zeitnah.", lang="de_DE")), 1)

    def test_odd_input_is_no_error(self):
        self.assertEqual(self._hints(False), [])
        self.assertEqual(len(self._hints("50 % faster, soon", SAID)), 1)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_who_may_read_promises_asks(self):
        with self.assertRaises(AccessError):
            self.provisions.with_user(self.users["internal"]).get_wording_findings(
                "soon", SAID
            )

    def test_the_report_names_promise_place_and_what_is_missing(self):
        self._add("We deliver within 5 working days.")
        vague = self._add("We answer soon.", remedy=False)
        report = self.code.wording
        self.assertEqual([row["id"] for row in report], vague.ids)
        self.assertEqual(report[0]["number"], "2")
        self.assertFalse(report[0]["lang"])
        self.assertEqual(
            [(f["kind"], f["start"], f["end"]) for f in report[0]["findings"]],
            [("vague", 10, 14), ("remedy", 0, 0)],
        )
        self.assertEqual(self.code.wording_count, 2)
        vague.write({"promise": "We answer within 2 days.", "remedy": "A call"})
        self.assertFalse(self.code.wording)
        self.assertEqual(self.code.wording_count, 0)

    def test_every_translation_is_read_with_its_own_words(self):
        self.env["res.lang"]._activate_lang("de_DE")
        provision = self._add("We answer within 2 days.")
        self.assertFalse(self.code.wording)
        provision.with_context(lang="de_DE").promise = "Wir antworten zeitnah."
        (row,) = self.code.wording
        self.assertEqual(row["lang"], "German / Deutsch")
        self.assertEqual([f["text"] for f in row["findings"]], ["zeitnah"])

    def test_a_text_without_translation_is_read_with_the_words_of_all(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self._add("Wir antworten zeitnah.")
        (row,) = self.code.wording
        self.assertFalse(row["lang"])
        self.assertEqual([f["text"] for f in row["findings"]], ["zeitnah"])
