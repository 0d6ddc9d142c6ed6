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

    def test_a_star_stands_for_any_ending(self):
        for word in ("angemessen", "angemessene", "angemessenen"):
            with self.subTest(word=word):
                self.assertEqual(self._kinds(word, "de"), [("vague", word)])

    def test_a_longer_phrase_is_one_finding_of_its_own_sort(self):
        findings = lint.find_in_text("We answer as soon as possible, if possible.")
        self.assertEqual(
            [(f.text, f.sort) for f in findings],
            [("as soon as possible", "time"), ("if possible", "hedge")],
        )

    def test_a_leave_for_the_customer_is_not_vague(self):
        self.assertEqual(self._kinds("You may cancel on 1 May. You can call us."), [])
        self.assertEqual(self._kinds("We may answer."), [("vague", "We may")])

    def test_a_point_in_a_number_or_an_abbreviation_ends_no_sentence(self):
        half = "we send 5.5 kg, e.g. desks, and " * 3
        self.assertEqual(len(half.split()), 21)
        self.assertEqual(self._kinds(f"{half}stop."), [])
        findings = lint.find_in_text(f"{half}{half}stop. Then 4 days.")
        self.assertEqual([f.kind for f in findings], ["long_sentence"])
        self.assertTrue(findings[0].text.endswith(" stop."))

    def test_every_list_is_readable_and_without_doubles(self):
        self.assertLessEqual({"de", "en", "fr"}, set(lint.languages()))
        for lang in lint.languages():
            with self.subTest(lang=lang):
                listed = lint._load(lang)["vague"]
                self.assertEqual(set(listed), {"time", "effort", "hedge", "quality"})
                words = [word.lower() for group in listed.values() for word in group]
                self.assertEqual(len(words), len(set(words)))
                for sort, group in listed.items():
                    for word in group:
                        found = lint.find_in_text(word.rstrip("*"), lang)
                        self.assertEqual(
                            [(f.kind, f.sort) for f in found], [("vague", sort)]
                        )
