# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date


class EngagementEventExchange(models.Model):
    """What both sides gave each other, and what of it the partner finds in the portal.

    Nothing is shown before sharing is agreed, nor after somebody took the agreement
    back.
    """

    _name = "engagement.event"
    _inherit = ["engagement.event", "engagement.partner.page.mixin"]
    _partner_page_order = "date desc, id desc"

    shared_file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="engagement_event_shared_file_rel",
        string="Shared files",
        copy=False,
        help="The partner can fetch them in the portal once sharing is agreed and the "
        "exchange was held.",
    )

    _exchange_idx = models.Index(
        "(party_id, date) WHERE kind = 'exchange' AND state = 'held' AND agreement"
    )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._own_shared_files()
        return events

    def write(self, vals):
        result = super().write(vals)
        if "shared_file_ids" in vals:
            self._own_shared_files()
        return result

    def _own_shared_files(self):
        """Keep the files that were just uploaded at their event.

        :raise ValidationError: for a file that belongs to something else, which the
            partner would otherwise read past its own rights
        """
        for event in self:
            # sudo: also a file that whoever writes may not read is found out
            for file in event.shared_file_ids.sudo():
                new = not file.res_id and file.create_uid == self.env.user
                if new and file.res_model in (False, self._name):
                    file.write({"res_model": self._name, "res_id": event.id})
                elif (file.res_model, file.res_id) != (self._name, event.id):
                    raise ValidationError(
                        self.env._(
                            "A shared file belongs to another record: upload it here "
                            "to share it with the partner."
                        )
                    )

    @api.model
    def _get_partner_domain(self):
        """Return which exchanges the company of whoever is signed in may see."""
        user = self.env.user
        if user._is_public():
            return Domain.FALSE
        return (
            Domain("kind", "=", "exchange")
            & Domain("state", "=", "held")
            & Domain("agreement", "=", True)
            & Domain(
                "party_id.commercial_partner_id", "=", user.commercial_partner_id.id
            )
        )

    @api.model
    def _get_exchange_file(self, event_id, file_id):
        """Return a shared file for whoever is signed in, or nothing."""
        event = self._get_for_partner(event_id)
        return event.shared_file_ids.filtered(
            lambda file: (
                file.id == file_id
                and file.res_model == self._name
                and file.res_id == event.id
            )
        )

    def _get_exchange_rows(self):
        """Return what the page in the portal says, from the side of the partner."""
        return [
            {
                "id": event.id,
                "name": event.name,
                "day": format_date(self.env, event.date),
                "company": event.company_id.name,
                "from_us": event.given or "",
                "from_them": event.received or "",
                "files": [
                    {"id": file.id, "name": file.name} for file in event.shared_file_ids
                ],
            }
            for event in self
        ]
