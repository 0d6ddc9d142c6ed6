# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

AUTHORITIES = [
    ("handler", "Handler"),
    ("manager", "Manager"),
    ("leader", "Leader"),
]
RANKS = [name for name, _label in AUTHORITIES]
#: Who may agree for an authority
AUTHORITY_GROUPS = {
    "manager": "engagement_qms.group_engagement_manager",
    "leader": "engagement_qms.group_engagement_leader",
}


class EngagementAuthorityMixin(models.AbstractModel):
    """Something that is worth money to somebody: who may agree depends on how much.

    The limits are those of the company. The model has `company_id`, `currency_id` and
    the field that is named here.
    """

    _name = "engagement.authority.mixin"
    _description = "Agreed to by Amount"

    # The field that says what it is worth
    _authority_value_field = "remedy_value"

    def _get_authority_by_amount(self):
        """Return who decides on something of this worth."""
        self.ensure_one()
        # sudo: how much a handler may decide is the same for everybody
        company = self.company_id.sudo()
        value = self._get_value_in_company_currency()
        if value > company.engagement_remedy_manager:
            return "leader"
        return "manager" if value > company.engagement_remedy_handler else "handler"

    def _has_authority(self, needed):
        """Tell whether the user may agree; a leader stands above the managers.

        :param str needed: as of ``AUTHORITIES``
        """
        groups = {AUTHORITY_GROUPS.get(needed), AUTHORITY_GROUPS["leader"]}
        return None in groups or any(self.env.user.has_group(name) for name in groups)

    def _get_value_in_company_currency(self):
        """Return what it is worth at the rate of today."""
        self.ensure_one()
        value, company = self[self._authority_value_field], self.company_id
        if not self.currency_id or not value:
            return value
        return self.currency_id._convert(
            value, company.currency_id, company, fields.Date.context_today(self)
        )
