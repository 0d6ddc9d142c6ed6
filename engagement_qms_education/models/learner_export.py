# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import re
import zipfile

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import html2plaintext

from odoo.addons.engagement_qms.models.mixins.file_check import clean_name
from odoo.addons.engagement_qms.models.mixins.workbook import make_workbook

from .learner import MANAGER_GROUP

#: A sheet's name may be so long, and has none of these in it
SHEET = 31
NOT_IN_SHEET = re.compile(r"[\[\]:*?/\\]")


class EngagementLearnerExport(models.Model):
    """All that is kept about a learner, to hand over to whoever may ask for it."""

    _inherit = "engagement.learner"

    def action_hand_over(self):
        """Download all that is kept about the learner."""
        self.ensure_one()
        self._check_may_hand_over()
        return {
            "type": "ir.actions.act_url",
            "url": f"/engagement/learner/{self.id}/data",
            "target": "download",
        }

    def _check_may_hand_over(self):
        self.check_access("read")
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._("Managers of education hand personal data over. Ask one.")
            )

    def _make_data_package(self):
        """Return a ZIP file: a workbook with a sheet for each kind, and the files."""
        self.ensure_one()
        self._check_may_hand_over()
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr(f"{self.number}.xlsx", self._make_data_workbook())
            for attachment in self._get_data_files():
                name = clean_name(attachment.name)
                package.writestr(f"files/{attachment.id}-{name}", attachment.raw or b"")
        return file.getvalue()

    def _make_data_workbook(self):
        """Return the workbook of the package."""
        tables = [
            (model._get_kind_name(), model._export_for_learner(self))
            for model in reversed(self._get_models_about_learners())
        ]
        # sudo: what was written about the learner is the learner's to know
        messages = self.sudo().message_ids
        tables.append(
            (
                self.env._("History"),
                [
                    {
                        self.env._("Date"): str(message.date),
                        self.env._("Written by"): message.author_id.name or "",
                        self.env._("Text"): html2plaintext(message.body or ""),
                    }
                    for message in messages
                ],
            )
        )
        # sudo: the contact is what the learner stands on
        partner = self.sudo().partner_id
        contact = ("name", "email", "phone", "street", "street2", "zip", "city")
        tables.insert(
            0,
            (
                self.env._("Contact"),
                [
                    {
                        partner._fields[name]._description_string(self.env): partner[
                            name
                        ]
                        or ""
                        for name in contact
                    }
                ],
            ),
        )

        def fill(workbook):
            bold = workbook.add_format({"bold": True})
            for title, rows in tables:
                if not rows:
                    continue
                sheet = workbook.add_worksheet(NOT_IN_SHEET.sub(" ", title)[:SHEET])
                # what some rows have only stands in the first line, too
                labels = list(dict.fromkeys(label for row in rows for label in row))
                for column, label in enumerate(labels):
                    sheet.set_column(column, column, 22)
                    sheet.write_string(0, column, label, bold)
                for line, row in enumerate(rows, 1):
                    for column, label in enumerate(labels):
                        sheet.write_string(line, column, row.get(label, ""))
                sheet.freeze_panes(1, 0)

        return make_workbook(fill)

    def _get_data_files(self):
        """Return the files that hang on what is about the learner."""
        # sudo: see `_make_data_workbook`
        files = self.env["ir.attachment"].sudo()
        for model in self._get_models_about_learners():
            records = model._get_readable(self)
            files |= files.search(
                [
                    ("res_model", "=", model._name),
                    ("res_id", "in", records.ids),
                    "|",
                    ("res_field", "=", False),
                    ("res_field", "!=", False),
                ]
            )
        return files
