# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: Clocks of people and of the server differ a little
TOLERANCE = timedelta(minutes=10)


class EngagementComplaintImport(models.Model):
    """Complaints from a spreadsheet: the template, and what is wrong with a row."""

    _name = "engagement.complaint"
    _inherit = ["engagement.complaint", "engagement.import.mixin"]

    @api.model
    def get_import_templates(self):
        """Return the file that shows how to bring complaints in from a spreadsheet."""
        return [
            {
                "label": self.env._("Template for complaints"),
                "template": "/engagement_qms/static/import/engagement_complaint.xlsx",
            }
        ]

    @api.constrains("received_at")
    def _check_received_at(self):
        latest = fields.Datetime.now() + TOLERANCE
        for complaint in self:
            if complaint.received_at > latest:
                raise ValidationError(
                    self.env._(
                        "%(number)s cannot have been received in the future.",
                        number=complaint.number,
                    )
                )

    @api.model
    def _get_import_required(self):
        # only a complaint that was emptied does without
        return [*super()._get_import_required(), "description"]

    def _get_import_problems(self, values):
        yield from super()._get_import_problems(values)
        received = fields.Datetime.to_datetime(values.get("received_at"))
        if received and received > fields.Datetime.now() + TOLERANCE:
            yield (
                "received_at",
                self.env._("A complaint cannot have been received in the future."),
            )
        known = any(
            values.get(name)
            for name in ("partner_id", "partner_name", "partner_email", "anonymous")
        )
        if "description" in values and not known:
            yield (
                "partner_name",
                self.env._(
                    "Say who complains: a contact, a name or an e-mail address, or "
                    "that they stay anonymous."
                ),
            )
