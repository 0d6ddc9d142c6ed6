# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import LazyTranslate

from . import lint

_lt = LazyTranslate(__name__)

#: What to do about a finding; of a vague word by the way out that it leaves
HINTS = {
    "time": _lt("“%(text)s” promises nothing: say within how many hours or days."),
    "effort": _lt("“%(text)s” is a wish, not a promise: say what you will do."),
    "hedge": _lt("“%(text)s” leaves a way out: say when the promise does not hold."),
    "quality": _lt("“%(text)s” is a matter of taste: say what can be counted or seen."),
    "long_sentence": _lt("This sentence has %(count)s words: make two of it."),
    "long_word": _lt("“%(text)s” is hard to read: look for a shorter word."),
    "limit": _lt("Say within how many hours or days, or why there is no limit."),
    "exclusions": _lt("Say for what it does not hold; “none” is an answer too."),
    "owner": _lt("Say who answers for it."),
    "remedy": _lt("Say what people get if it is not kept."),
}


class EngagementProvisionLint(models.Model):
    """What is vague in a promise or missing from it, in the words of an adviser.

    The findings come from the plain module `lint`, for the form while somebody types
    and for the report of a version alike. They forbid nothing.
    """

    _inherit = "engagement.provision"

    @api.model
    @api.readonly
    def get_wording_findings(self, promise, said):
        """Return what is vague in a text and what else its promise should say.

        :param str promise: the text as it is typed, in the language of the user
        :param dict said: whether the promise says its limit, exclusions, owner and
            remedy
        :return: list of {kind, start, end, text, hint}, positions in characters
        """
        self.check_access("read")
        said = {
            kind: bool(said.get(kind))
            for kind in ("limit", "exclusions", "owner", "remedy")
        }
        findings = lint.find_in_text(promise or "", self.env.lang or lint.FALLBACK)
        return self._describe_findings(findings + lint.find_missing(**said))

    @api.model
    def _describe_findings(self, findings):
        """Return findings as the web client shows them, each with a hint."""
        hints = {
            # each is marked for translation where the hints are listed
            sort: self.env._(hint)  # pylint: disable=gettext-variable
            for sort, hint in HINTS.items()
        }
        return [
            {
                "kind": finding.kind,
                "start": finding.start,
                "end": finding.end,
                "text": finding.text,
                "hint": hints[finding.sort or finding.kind]
                % {
                    "text": " ".join(finding.text.split()),
                    "count": lint.count_words(finding.text),
                },
            }
            for finding in findings
        ]

    def _get_said(self):
        """Return what the promise says beside its text."""
        self.ensure_one()
        return {
            "limit": bool(self.limit_value or self.no_limit_reason),
            "exclusions": bool(self.exclusions),
            "owner": bool(self.owner_id),
            "remedy": bool(self.remedy),
        }

    def _get_texts(self):
        """Return {promise: {text: its languages}}, in one query per language.

        Where a translation is missing, several languages share one text.
        """
        texts = {provision: {} for provision in self}
        for lang, _name in self.env["res.lang"].get_installed():
            for provision in self.with_context(lang=lang):
                languages = texts[provision].setdefault(provision.promise or "", [])
                languages.append(lang)
        return texts

    def _get_wording(self):
        """Return what the wording report says of these promises.

        A text that several languages share is read with the words of each.

        :return: list of {id, number, promise, lang, findings}, promises with findings
            only
        """
        report = []
        names = dict(self.env["res.lang"].get_installed())
        for provision, texts in self._get_texts().items():
            missing = lint.find_missing(**provision._get_said())
            for text, languages in texts.items():
                findings = {
                    f for lang in languages for f in lint.find_in_text(text, lang)
                }
                findings = sorted(findings, key=lambda f: (f.start, f.end)) + missing
                missing = []  # said once, not once per language
                if findings:
                    report.append(
                        {
                            "id": provision.id,
                            "number": provision.number or "",
                            "promise": text,
                            "lang": len(texts) > 1
                            and ", ".join(names[lang] for lang in languages),
                            "findings": self._describe_findings(findings),
                        }
                    )
        return report


class EngagementCodeWording(models.Model):
    """The wording of a whole version: every finding of every promise."""

    _inherit = "engagement.code"

    wording = fields.Json(compute="_compute_wording")
    wording_count = fields.Integer(
        string="Places to look at",
        compute="_compute_wording",
        help="Vague or hard words, and what the promises do not say.",
    )

    @api.depends(
        "provision_ids.promise",
        "provision_ids.limit_value",
        "provision_ids.no_limit_reason",
        "provision_ids.exclusions",
        "provision_ids.owner_id",
        "provision_ids.remedy",
    )
    def _compute_wording(self):
        for code in self:
            report = code.provision_ids._get_wording()
            code.wording = report
            code.wording_count = sum(len(row["findings"]) for row in report)
