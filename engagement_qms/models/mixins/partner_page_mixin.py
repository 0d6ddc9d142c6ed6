# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

#: The largest number that the database takes for an id
MAX_ID = 2**31 - 1


class EngagementPartnerPageMixin(models.AbstractModel):
    """Records that partners find in the portal.

    Partners have no right on the model: these methods find what is theirs by the
    contact of whoever is signed in, with all rights, and the pages get plain values.
    """

    _name = "engagement.partner.page.mixin"
    _description = "Found by Partners in the Portal"

    #: In which order the portal lists them
    _partner_page_order = None

    @api.model
    def _get_partner_domain(self):
        """Return which records belong to whoever is signed in; none to visitors."""
        raise NotImplementedError

    @api.model
    def _get_for_partner(self, res_id):
        """Return the record if it belongs to whoever is signed in, or nothing."""
        if not 0 < res_id <= MAX_ID:
            return self.browse()
        mine = self._get_shown_domain() & Domain("id", "=", res_id)
        # sudo: the domain says whose it is; partners have no right on the model
        return self.sudo().search(mine)

    @api.model
    def _search_for_partner(self, limit=None, offset=0):
        # sudo: see `_get_for_partner`
        return self.sudo().search(
            self._get_shown_domain(),
            order=self._partner_page_order,
            limit=limit,
            offset=offset,
        )

    @api.model
    def _count_for_partner(self):
        # sudo: see `_get_for_partner`
        return self.sudo().search_count(self._get_shown_domain())

    @api.model
    def _get_shown_domain(self):
        """Return what is theirs; nothing where they may not be shown a page."""
        person = self.env.user.partner_id
        if not person._may_engage("portal")[person.id].allowed:
            return Domain.FALSE
        return self._get_partner_domain()
