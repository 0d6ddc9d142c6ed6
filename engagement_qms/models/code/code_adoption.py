# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import groupby

from . import exchange
from .code_lifecycle import OPEN_STATES

#: How long after a look at the provider the next one is due
WATCH = relativedelta(years=1)


class EngagementCodeAdoption(models.Model):
    """Where an adopted code came from, and what became of it here.

    The code keeps the very document that it was made of, with its hash, so that what
    is different can be shown at any time and nobody has to remember it. Once a year
    somebody looks whether the provider has a newer one.
    """

    _inherit = "engagement.code"

    adopted_document = fields.Text(
        string="Document it came from",
        readonly=True,
        prefetch=False,
        groups="engagement_qms.group_engagement_officer",
    )
    adopted_hash = fields.Char(
        string="SHA-256 of the document",
        readonly=True,
        help="Two files with the same figure are the same document.",
    )
    adopted_title = fields.Char(string="Made from", readonly=True)
    adopted_on = fields.Date(string="Taken over on", readonly=True)
    adopted_differences = fields.Html(
        string="What we changed",
        compute="_compute_adopted_differences",
        compute_sudo=True,
        sanitize=False,
    )
    provider_check_date = fields.Date(
        string="Look for a newer version on",
        index="btree_not_null",
        help="The day is in the summary of the responsible.",
    )

    @api.depends_context("lang")
    @api.depends("adopted_document", "adopted_hash")
    def _compute_adopted_differences(self):
        # of what is saved: a comparison with half a word helps nobody
        for code in self:
            code.adopted_differences = code._origin._render_adopted_differences()

    def action_provider_checked(self):
        """Note that the provider has nothing newer; look again in a year."""
        self._set_next_provider_check()
        return True

    def action_follow_provider(self):
        """Open the dialog that takes a newer version of their document."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_code_adopt_action"
        )
        return action | {
            "name": self.env._("Their Newer Version"),
            "context": {"default_code_id": self.id, "default_source": "upload"},
        }

    def action_download_adopted(self):
        """Download the document that the code was made of."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/engagement/code/{self.id}/adopted",
            "target": "download",
        }

    @api.model
    def _adopt(self, document, data, **values):
        """Return a draft made of a document, which it keeps.

        :param exchange.Document document: what was read from `data`
        :param bytes data: the file
        :param values: origin, provider and other fields of the code
        """
        return self._create_from_document(
            document, **self._get_adopted_values(document, data), **values
        )

    @api.model
    def _get_adopted_values(self, document, data):
        lang = exchange.tag(self._get_exchange_lang())
        return {
            "adopted_document": data.decode(),
            "adopted_hash": hashlib.sha256(data).hexdigest(),
            "adopted_title": document.say(document.name, lang),
            "adopted_on": fields.Date.context_today(self),
        }

    def _get_adopted(self):
        """Return the document that the code was made of, or nothing."""
        self.ensure_one()
        data = (self.adopted_document or "").encode()
        return exchange.parse(data) if data else None

    def _follow(self, document, data, take_over):
        """Go by a newer version of their document: in this draft, or in a new one.

        :param exchange.Document document: what was read from `data`
        :param bytes data: the file
        :param bool take_over: take over what they changed where we had kept their
            wording; what we changed ourselves stays in any case
        :return: the draft
        """
        self.ensure_one()
        before = self._get_adopted()
        draft = self
        if self.state not in OPEN_STATES:
            draft = self.browse(self.action_new_version()["res_id"])
        news = self._list_differences(before, document)
        note = [draft.change_note, self.env._("They changed:")]
        note += [f"{title}: {', '.join(names)}" for title, names in news]
        if take_over:
            draft._take_over(before, document)
        draft.write(
            {
                **self._get_adopted_values(document, data),
                "provider_version": document.edition,
                "change_note": "\n".join(filter(None, note)),
            }
        )
        draft._set_next_provider_check()
        return draft

    def _take_over(self, before, after):
        """Write what changed between two documents where ours still says the first."""
        lang = exchange.tag(self._get_exchange_lang())
        ours = self._get_exchange_document()
        kept_apart = {
            (difference.number, difference.field)
            for difference in exchange.compare(before, ours, lang)
        }
        provisions = {provision.number: provision for provision in self.provision_ids}
        promises = {promise.number: promise for promise in after.promises}
        for difference in exchange.compare(before, after, lang):
            number, name = difference.number, difference.field
            if (number, name) in kept_apart or difference.kind == "removed":
                continue
            if difference.kind == "added":
                if number not in provisions:
                    self._add_promise(after, promises[number])
            elif not number:
                self._take_over_text(self, after, after, name)
            elif name == "limit":
                provisions[number].write(
                    {
                        "limit_value": promises[number].limit_value,
                        "limit_unit": promises[number].limit_unit,
                    }
                )
            else:
                self._take_over_text(provisions[number], after, promises[number], name)

    def _take_over_text(self, record, document, holder, name):
        record.write(self._get_exchange_values(document, holder, [name]))
        self._translate_from(document, record, holder, [name])

    def _add_promise(self, document, promise):
        place = len(self.provision_ids) + 1
        values = self._get_promise_values(document, promise, place)
        self.provision_ids = [Command.create(values)]
        provision = self.provision_ids.filtered(lambda p: p.number == promise.number)
        self._translate_from(document, provision, promise, exchange.PROMISE_TEXTS)

    def _set_next_provider_check(self):
        day = fields.Date.context_today(self) + WATCH
        self.root_id.version_ids.write({"provider_check_date": day})

    def _render_adopted_differences(self):
        """Return the page that says what is different here, or nothing."""
        if not self.adopted_document:
            return False
        try:
            theirs = self._get_adopted()
        except exchange.ExchangeError:
            return False
        figure = hashlib.sha256(self.adopted_document.encode()).hexdigest()
        return self._render_differences(
            theirs,
            self._get_exchange_document(),
            tampered=figure != self.adopted_hash,
        )

    @api.model
    def _render_differences(self, theirs, ours, **values):
        """Return a readable comparison of two documents."""
        lang = exchange.tag(self._get_exchange_lang())
        differences = exchange.compare(theirs, ours, lang)
        parts = [
            (number, self._get_part_title(number), group)
            for number, group in groupby(differences, lambda one: one.number)
        ]
        return self.env["ir.qweb"]._render(
            "engagement_qms.engagement_code_differences",
            {
                "parts": parts,
                "label": self._get_difference_label,
                "shown": self._show_difference,
                "objectives": [theirs.say(text, lang) for text in theirs.objectives],
                **values,
            },
        )

    @api.model
    def _list_differences(self, theirs, ours):
        """Return what differs as (title of the part, names of the fields)."""
        lang = exchange.tag(self._get_exchange_lang())
        kinds = {"added": self.env._("added"), "removed": self.env._("removed")}
        return [
            (
                self._get_part_title(number),
                [
                    kinds.get(one.kind) or self._get_difference_label(one)
                    for one in group
                ],
            )
            for number, group in groupby(
                exchange.compare(theirs, ours, lang), lambda one: one.number
            )
        ]

    @api.model
    def _get_part_title(self, number):
        if number:
            return self.env._("Promise %(number)s", number=number)
        return self.env._("The code itself")

    @api.model
    def _get_difference_label(self, difference):
        model = self.env["engagement.provision"] if difference.number else self
        name = "limit_value" if difference.field == "limit" else difference.field
        return model._fields[name]._description_string(self.env)

    @api.model
    def _show_difference(self, value):
        """Return one side of a difference as people read it."""
        if not isinstance(value, tuple):
            return value
        number, unit = value
        count = f"{number:g}"
        words = {
            "hour": (self.env._("1 hour"), self.env._("%s hours", count)),
            "day": (self.env._("1 day"), self.env._("%s days", count)),
            "working_day": (
                self.env._("1 working day"),
                self.env._("%s working days", count),
            ),
        }
        return words[unit][number != 1] if number else ""
