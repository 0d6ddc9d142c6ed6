# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\$\{[^}]+\}")
LANGUAGES = ["de"]


@tagged("post_install", "-at_install", "engagement")
class TestTranslations(TransactionCase):
    """The texts that translators work on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls._read("engagement_qms.pot")
        cls.terms = {entry.msgid for entry in cls.template}

    @classmethod
    def _read(cls, name):
        path = file_path(f"engagement_qms/i18n/{name}")
        return polib.pofile(path, check_for_duplicates=True)

    def test_the_template_holds_the_words_of_every_kind_of_screen(self):
        for kind, term in (
            ("field", "Preferred channel"),
            ("help", "Gets the reminders."),
            ("choice", "Keep satisfied"),
            ("menu", "Contact Plans"),
            ("button", "Log a contact"),
            ("data", "Site visit"),
            ("error", "Say why “%(event)s” is cancelled: the reason is kept with it."),
            ("script", "Undo"),
            ("mail", "What is due"),
        ):
            with self.subTest(kind=kind):
                self.assertIn(term, self.terms)

    def test_no_term_is_empty_or_a_name_of_code(self):
        """A dotted or underscored word is not for people's eyes."""
        for entry in self.template:
            with self.subTest(entry=entry.msgid, places=entry.occurrences[:2]):
                self.assertTrue(entry.msgid.strip())
                self.assertTrue(entry.occurrences)
                self.assertNotRegex(entry.msgid, r"^\w+_\w+$|^engagement\.")

    def test_a_translation_is_complete_in_what_it_translates(self):
        for language in LANGUAGES:
            for entry in self._read(f"{language}.po"):
                with self.subTest(language=language, term=entry.msgid):
                    # not assertIn, which would print all terms
                    self.assertTrue(
                        entry.msgid in self.terms, "nobody says that any more"
                    )
                    self.assertTrue(entry.msgstr.strip())
                    self.assertFalse(entry.fuzzy)
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(entry.msgstr)),
                        sorted(PLACEHOLDER.findall(entry.msgid)),
                    )
