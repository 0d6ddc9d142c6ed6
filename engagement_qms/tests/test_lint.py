# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase, tagged

from ..models.code import lint


@tagged("post_install", "-at_install", "engagement")
class TestLint(BaseCase):
    """The wording of a promise: vague words, long sentences, what is not said."""

    def _kinds(self, text, lang="en"):
        return [(f.kind, f.text) for f in lint.find_in_text(text, lang)]

    def test_a_vague_word_is_marked_where_it_stands(self):
        text = "We answer As soon as\npossible, usually."
        findings = lint.find_in_text(text)
        self.assertEqual(
            [(f.kind, text[f.start : f.end]) for f in findings],
            [("vague", "As soon as\npossible"), ("vague", "usually")],
        )

    def test_part_of_a_word_is_not_the_word(self):
        self.assertEqual(self._kinds("We fasten goods on Mayday and breakfast."), [])

    def test_a_measurable_promise_has_nothing_to_mark(self):
        text = "We deliver within 5 working days and tell you the day before."
        self.assertEqual(self._kinds(text), [])

    def test_a_sentence_that_few_people_finish_is_marked_as_a_whole(self):
        long = "We " + "send and " * 13 + "stop."
        findings = lint.find_in_text("We answer. " + long)
        self.assertEqual([f.kind for f in findings], ["long_sentence"])
        self.assertEqual(findings[0].text, long)
        self.assertEqual(findings[0].start, len("We answer. "))

    def test_a_dialect_reads_the_list_of_its_language(self):
        text = "Wir antworten zeitnah."
        self.assertEqual(self._kinds(text, "de_CH"), [("vague", "zeitnah")])
        self.assertEqual(self._kinds(text, "de"), [("vague", "zeitnah")])

    def test_a_language_without_a_list_reads_the_english_one(self):
        self.assertEqual(self._kinds("soon", "xx_YY"), [("vague", "soon")])

    def test_what_a_promise_does_not_say_is_listed(self):
        self.assertEqual(
            [f.kind for f in lint.find_missing(limit=True, owner=True)],
            ["exclusions", "remedy"],
        )
        self.assertEqual(lint.find_missing(True, True, True, True), [])

    def test_every_list_is_readable_and_without_doubles(self):
        self.assertLessEqual({"de", "en", "fr"}, set(lint.languages()))
        for lang in lint.languages():
            with self.subTest(lang=lang):
                words = [word.lower() for word in lint._load(lang)["vague"]]
                self.assertEqual(len(words), len(set(words)))
                for word in words:
                    self.assertEqual(self._kinds(word, lang)[0][0], "vague")
