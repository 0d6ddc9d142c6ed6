# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from . import exchange

#: Texts of a document that are no fields of a code
NO_FIELDS = {"summary"}


class EngagementCodeExchange(models.Model):
    """Hand a code to others as a document, and make one of what others hand us.

    A document holds what is said to the public and how each promise is run. It holds
    nobody's name: no owner, no responsible, no party, nothing of a consultation, and
    not the signed statement of top management.
    """

    _inherit = "engagement.code"

    def action_export(self):
        """Download the version as a document."""
        self.ensure_one()
        self._export()  # what cannot be written is said here, not on an empty page
        return {
            "type": "ir.actions.act_url",
            "url": f"/engagement/code/{self.id}/document",
            "target": "download",
        }

    def _export(self):
        """Return the version as the bytes of a document.

        :raise UserError: naming the text that a document cannot hold
        """
        self.check_access("read")
        try:
            return exchange.serialise(self._get_exchange_document())
        except exchange.ExchangeError as error:
            raise UserError(self._explain_exchange_error(error)) from error

    def _get_exchange_document(self):
        """Return the version as an `exchange.Document`, in all languages it has."""
        self.ensure_one()
        code = self.with_context(prefetch_langs=True)
        return exchange.Document(
            lang=exchange.tag(code._get_exchange_lang()),
            audience=code.audience,
            provider=code.company_id.name,
            edition=str(code.version),
            objectives=tuple(
                code._get_exchange_texts(objective, "name")
                # whoever may read the code may not read every objective
                for objective in code.objective_ids._filtered_access("read")
            ),
            promises=tuple(
                code._get_exchange_promise(provision)
                for provision in code.provision_ids
            ),
            **{
                name: code._get_exchange_texts(code, name)
                for name in exchange.CODE_TEXTS
                if name not in NO_FIELDS
            },
        )

    def _get_exchange_promise(self, provision):
        texts = {
            name: self._get_exchange_texts(provision, name)
            for name in exchange.PROMISE_TEXTS
            if not (name == "no_limit_reason" and provision.limit_value)
        }
        limit = {}
        if provision.limit_value:
            limit["limit_value"] = provision.limit_value
            limit["limit_unit"] = provision.limit_unit
        return exchange.Promise(
            number=(provision.number or "").strip(),
            category=provision.category,
            skills=tuple(provision.skill_ids.sorted("name").mapped("name")),
            **limit,
            **texts,
        )

    def _get_exchange_lang(self):
        """Return the locale in which the texts are read first."""
        return self.env.lang or self.env["res.lang"].get_installed()[0][0]

    def _get_exchange_texts(self, record, name):
        """Return the text of a field in each language that says something of its own.

        :return: a dict of language tag -> text, the language of the user first
        """
        main = self._get_exchange_lang()
        text = (record[name] or "").strip()
        texts = {exchange.tag(main): text} if text else {}
        if record._fields[name].translate:
            source = record.with_context(lang=None)[name]
            for lang, _label in self.env["res.lang"].get_installed():
                other = record.with_context(lang=lang)[name]
                # a language without a translation shows the source
                own = other != text and (lang == "en_US" or other != source)
                if lang != main and other and own:
                    texts[exchange.tag(lang)] = other.strip()
        return texts

    @api.model
    def _create_from_document(self, document, **values):
        """Return a new draft that says what a document says.

        The texts are those of the user's language, or of the one it was written in;
        the other installed languages get theirs as translations.

        :param exchange.Document document: what to take over
        :param values: other fields of the code
        """
        code = self.create(
            {
                **self._get_exchange_values(document, document, exchange.CODE_TEXTS),
                "audience": document.audience,
                "provision_ids": [
                    Command.create(self._get_promise_values(document, promise, place))
                    for place, promise in enumerate(document.promises, 1)
                ],
                **values,
            }
        )
        code._translate_from(document, code, document, exchange.CODE_TEXTS)
        for provision, promise in zip(
            code.provision_ids, document.promises, strict=True
        ):
            code._translate_from(document, provision, promise, exchange.PROMISE_TEXTS)
        return code

    @api.model
    def _get_promise_values(self, document, promise, place):
        """Return the values of a promise of a document, at a place of the list."""
        skills = self.env["hr.skill"].search([("name", "in", promise.skills)])
        unknown = sorted(set(promise.skills) - set(skills.mapped("name")))
        return {
            **self._get_exchange_values(document, promise, exchange.PROMISE_TEXTS),
            "sequence": 10 * place,
            "number": promise.number,
            "category": promise.category,
            "limit_value": promise.limit_value,
            "limit_unit": promise.limit_unit,
            "skill_ids": [Command.set(skills.ids)],
            "capacity_note": unknown
            and self.env._("Skills it asks for: %(names)s", names=", ".join(unknown)),
        }

    @api.model
    def _get_exchange_values(self, document, holder, names):
        """Return the texts of a document, or of a promise in it, for the user."""
        lang = exchange.tag(self._get_exchange_lang())
        return {
            name: document.say(getattr(holder, name), lang)
            for name in names
            if name not in NO_FIELDS
        }

    def _translate_from(self, document, record, holder, names):
        """Write the texts of the other installed languages that a document has."""
        main = self._get_exchange_lang()
        for lang, _label in self.env["res.lang"].get_installed():
            if lang == main:
                continue
            texts = {
                name: exchange.find(getattr(holder, name), exchange.tag(lang))
                for name in names
                if name not in NO_FIELDS and record._fields[name].translate
            }
            there = record.with_context(lang=lang)
            changed = {
                name: text
                for name, text in texts.items()
                if text not in ("", there[name])
            }
            # an emptied text stays empty in every language
            changed = {name: text for name, text in changed.items() if record[name]}
            if changed:
                there.write(changed)

    @api.model
    def _parse_document(self, data):
        """Read a document that somebody uploaded.

        :raise UserError: with the line and the reason, in plain words
        """
        try:
            return exchange.parse(data)
        except exchange.ExchangeError as error:
            raise UserError(self._explain_exchange_error(error)) from error

    @api.model
    def _explain_exchange_error(self, error):
        """Return what is wrong with a document, and where, in plain words."""
        found = error.found
        reasons = {
            "empty": self.env._("The file is empty."),
            "too_large": self.env._(
                "The file is larger than %(size)s KiB, so it is no code of conduct.",
                size=exchange.MAX_BYTES // 1024,
            ),
            "encoding": self.env._(
                "The file is not written in UTF-8. Save it as UTF-8."
            ),
            "doctype": self.env._(
                "It brings a document type, which may hide other files or entities. "
                "Take the <!DOCTYPE …> away."
            ),
            "not_xml": self.env._(
                "It is not well-formed XML: %(reason)s.", reason=found
            ),
            "other_format": self.env._(
                "It is XML, but no code of conduct: it begins with “%(found)s”.",
                found=found,
            ),
            "other_version": self.env._(
                "It is written in version “%(found)s” of the form; version "
                "%(known)s is known here.",
                found=found,
                known=exchange.VERSION,
            ),
            "unexpected": self.env._(
                "“%(found)s” does not belong at this place. The order of a document "
                "is fixed.",
                found=found,
            ),
            "incomplete": self.env._(
                "Something is missing inside “%(found)s”.", found=found
            ),
            "attribute": self.env._(
                "“%(found)s” lacks a value, or has one that is not allowed. A limit "
                "is above 0 and at most 10000.",
                found=found,
            ),
            "stray_text": self.env._(
                "Text stands between the parts of “%(found)s”.", found=found
            ),
            "length": self.env._(
                "The text of “%(found)s” is empty or too long.", found=found
            ),
            "markup": self.env._(
                "The text of “%(found)s” holds markup or script. Texts are plain: "
                "write it without < in front of a letter.",
                found=found,
            ),
            "control": self.env._(
                "The text of “%(found)s” holds a control character, which a document "
                "cannot hold. Type that text again.",
                found=found,
            ),
            "language_twice": self.env._(
                "“%(found)s” stands twice in the same language.", found=found
            ),
            "number_twice": self.env._(
                "The number “%(found)s” is empty or stands twice. Every promise has "
                "a number of its own.",
                found=found,
            ),
            "too_many": self.env._(
                "A document holds at most %(count)s promises.",
                count=exchange.MAX_PROMISES,
            ),
        }
        reason = reasons[error.kind]
        if error.line:
            return self.env._(
                "Line %(line)s: %(reason)s", line=error.line, reason=reason
            )
        return reason
