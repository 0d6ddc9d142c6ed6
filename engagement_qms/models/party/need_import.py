# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementNeedImport(models.Model):
    """Needs from a spreadsheet: the template, and what is wrong with a row."""

    _name = "engagement.need"
    _inherit = ["engagement.need", "engagement.import.mixin"]

    @api.model
    def get_import_templates(self):
        """Return the file that shows how to bring needs in from a spreadsheet."""
        return [
            {
                "label": self.env._("Template for needs"),
                "template": "/engagement_qms/static/import/engagement_need.xlsx",
            }
        ]

    def _get_import_problems(self, values):
        yield from super()._get_import_problems(values)
        if values.get("interval_number", 1) < 1:
            yield (
                "interval_number",
                self.env._("A need is confirmed every 1 or more units of time."),
            )
        day = fields.Date.to_date(values.get("last_confirmed"))
        if day and day > fields.Date.context_today(self):
            yield (
                "last_confirmed",
                self.env._("A need cannot be confirmed in the future."),
            )
