# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class EngagementEngageMixin(models.AbstractModel):
    """Asks whether a contact may be written to before it writes, for many at once."""

    _name = "engagement.engage.mixin"
    _description = "Asks Before It Writes to Somebody"

    def _ask_engage(self, purpose, name="partner_id"):
        """Return {id: answer} of those of these records that have a contact.

        :param str purpose: as of ``_may_engage`` of ``res.partner``
        :param str name: the field with the contact
        """
        if name not in self._fields:
            return {}
        answers = {}
        for company, records in self.grouped("company_id").items():
            contacts = records[name].with_company(company)
            known = contacts._may_engage(purpose)
            answers |= {
                record.id: known[record[name].id] for record in records if record[name]
            }
        return answers

    def _get_barred(self, purpose, name="partner_id"):
        """Return those whose contact may not be written to; see `_ask_engage`."""
        answers = self._ask_engage(purpose, name)
        return self.filtered(
            lambda record: record.id in answers and not answers[record.id].allowed
        )
