# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib
import io
import json
import re

from markupsafe import Markup
from PIL import Image
from reportlab.graphics.barcode.qr import QrCodeWidget

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date, is_html_empty

from .code_figures import MINIMUM_SAMPLE
from .code_lifecycle import HOLDING_STATES, OPEN_STATES

#: Light border of a QR code, in its own dots, and pixels per dot
QR_BORDER = 4
QR_SCALE = 10
#: What a version says; its fingerprint is made of this
WORDING = (
    "name",
    "version",
    "statement",
    "purpose",
    "scope",
    "product_text",
    "site_text",
    "terms",
    "contact",
    "remedy",
)
PROMISE_WORDING = (
    "number",
    "promise",
    "limit_value",
    "limit_unit",
    "exclusions",
    "remedy",
)


class EngagementCodePublic(models.Model):
    """What everybody may read: the page of the version in force, and its print.

    The page has one address for all versions of a code, so that a printed QR code
    keeps working. It shows wording only, and figures where they are switched on and
    there are enough of them.
    """

    _inherit = "engagement.code"

    public_page = fields.Boolean(
        tracking=True,
        help="Everybody may read the version in force under the public address.",
    )
    show_figures = fields.Boolean(
        string="Show how well it is kept",
        tracking=True,
        help="The page says how often each promise was kept in the last 12 months. "
        f"Promises with fewer than {MINIMUM_SAMPLE} cases stay without a figure.",
    )
    public_url = fields.Char(string="Public address", compute="_compute_public_url")
    public_qr = fields.Binary(string="QR code", compute="_compute_public_qr")
    fingerprint = fields.Char(
        compute="_compute_fingerprint",
        help="SHA-256 of the wording in its first language. Two prints with the same "
        "fingerprint promise the same.",
    )
    print_name = fields.Char(compute="_compute_print_name")

    @api.depends("root_id")
    def _compute_public_url(self):
        for code in self:
            root_id = code.root_id.id
            code.public_url = root_id and (
                f"{code.get_base_url()}/engagement/code/{root_id}"
            )

    @api.depends("public_page", "public_url")
    def _compute_public_qr(self):
        for code in self:
            shown = code.public_page and code.public_url
            code.public_qr = bool(shown) and base64.b64encode(code._get_qr())

    def _compute_fingerprint(self):
        for code in self:
            code.fingerprint = code.with_context(lang=None)._get_fingerprint()

    @api.depends_context("lang")
    def _compute_print_name(self):
        """Name the print of a version that is locked: such a print is kept."""
        for code in self:
            if code.state in OPEN_STATES:
                code.print_name = False
            else:
                parts = (code.name, f"v{code.version}", self.env.lang or "en_US")
                mark = code._get_print_mark()[:12]
                code.print_name = f"{' '.join(parts)} {mark}.pdf".replace("/", "-")

    def action_open_public_page(self):
        """Open the public page in another tab."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.public_url, "target": "new"}

    @api.model
    def _get_public(self, root_id):
        """Return the version that everybody may read, or none.

        :param int root_id: of the first version of the code
        """
        # sudo: whoever knows the address may read it; `public_page` is the permission
        return self.sudo().search(
            Domain("root_id", "=", root_id)
            & Domain("state", "in", HOLDING_STATES)
            & Domain("public_page", "=", True)
            & Domain("company_id.active", "=", True),
            limit=1,
        )

    def _get_qr(self):
        """Return the QR code of the public address as PNG."""
        self.ensure_one()
        # drawn here: Odoo's own needs a graphics library that is often not there
        widget = QrCodeWidget(self.public_url, barLevel="M")
        widget.qr.make()
        modules = widget.qr.modules
        size = len(modules) + 2 * QR_BORDER
        image = Image.new("1", (size, size), 1)
        for y, row in enumerate(modules, QR_BORDER):
            for x, dark in enumerate(row, QR_BORDER):
                image.putpixel((x, y), 0 if dark else 1)
        png = io.BytesIO()
        image.resize((QR_SCALE * size, QR_SCALE * size)).save(png, "PNG")
        return png.getvalue()

    def _get_languages(self):
        """Return the codes of the languages the version can be read in.

        The name and every promise are there in each; the company's comes first. A copy
        of the company's wording that nobody translated is no language of its own.
        """
        self.ensure_one()
        self.flush_recordset(["name"])
        self.provision_ids.flush_recordset(["promise"])
        texts = [
            text
            for (text,) in self.env.execute_query(
                SQL(
                    "SELECT name FROM engagement_code WHERE id = %(code)s"
                    " UNION ALL"
                    " SELECT promise FROM engagement_provision"
                    " WHERE code_id = %(code)s",
                    code=self.id,
                )
            )
        ]
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        found = [code for code in installed if all(code in text for text in texts)]
        company_lang = self.company_id.partner_id.lang
        first = company_lang if company_lang in found else (found or installed)[0]
        return [first] + [
            code
            for code in found
            if code != first and any(text[code] != text[first] for text in texts)
        ]

    def _choose_language(self, wanted):
        """Return the language to show to somebody who would like `wanted`.

        :return: that language, or one close to it, or the company's
        """
        languages = self._get_languages()
        if wanted in languages:
            return wanted
        short = (wanted or "").partition("_")[0]
        near = [code for code in languages if code.partition("_")[0] == short]
        return (near or languages)[0]

    def _get_public_values(self):
        """Return what the page and the print say, in the language of the context."""
        self.ensure_one()
        provisions = self.provision_ids
        return {
            "name": self.name,
            "version": self.version,
            "company": self.company_id,
            "statement": self._get_statement(),
            "sections": [
                (title, text)
                for title, text in (
                    (self.env._("Why we promise this"), self.purpose),
                    (self.env._("What it holds for"), self.scope),
                    (self.env._("Products and services"), self.product_text),
                    (self.env._("Sites"), self.site_text),
                )
                if text
            ],
            "promises": [
                {
                    "id": provision.id,
                    "number": provision.number,
                    "text": provision.promise,
                    "limit": provision._get_within_text(),
                    "exclusions": provision.exclusions,
                    "remedy": provision.remedy,
                }
                for provision in provisions
            ],
            "remedy": self.remedy,
            "terms": self.terms,
            "contact": self.contact,
            "since": self._format_day(self.in_force_from),
            "since_iso": fields.Date.to_string(self.in_force_from),
            "fingerprint": self.fingerprint,
        }

    def _get_statement(self):
        """Return the statement of top management without headings of its own."""
        if is_html_empty(self.statement):
            return ""
        # the field is sanitised; its headings would break the order of the page's
        return Markup(re.sub(r"<(/?)h[1-6]\b", r"<\1p", self.statement))

    def _get_past_versions(self):
        """Return (version, from, to) of those that held before, the latest first."""
        past = self.with_context(active_test=False).search_fetch(
            Domain("root_id", "=", self.root_id.id)
            & Domain("in_force_from", "!=", False)
            & Domain("in_force_to", "!=", False),
            ["version", "in_force_from", "in_force_to"],
            order="version desc",
        )
        return [
            (
                code.version,
                self._format_day(code.in_force_from),
                self._format_day(code.in_force_to),
            )
            for code in past
        ]

    def _format_day(self, day):
        return day and format_date(self.env, day, date_format="long")

    def _get_print_mark(self):
        """Return a hash of what the print says, which is more than its wording.

        A print that was kept must not stay the print when the version comes into force
        or ends, or when its page is switched on or off.
        """
        dates = self.in_force_from, self.in_force_to
        said = (
            self._get_fingerprint(),
            *("" if day is False else str(day) for day in dates),
            "" if self.in_force_from else self.state,
            self.company_id.name,
            self.public_page and self.public_url,
        )
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def _get_fingerprint(self):
        """Return the SHA-256 of the wording in the language of the context."""
        self.ensure_one()
        wording = {name: str(self[name] or "") for name in WORDING}
        wording["promises"] = [
            [str(provision[name] or "") for name in PROMISE_WORDING]
            for provision in self.provision_ids
        ]
        text = json.dumps(wording, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
