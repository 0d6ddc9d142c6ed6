# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

#: What fields, checks and the log of new complaints ask of companies and contacts: a
#: few of many columns, all of which would be fetched at the first question
COMPANY_FIELDS = (
    *("alias_domain_id", "currency_id", "engagement_profile_id"),
    *("engagement_small_organisation", "parent_path", "resource_calendar_id"),
)
PARTNER_FIELDS = ("name", "email", "lang", "commercial_partner_id", "company_id")


class EngagementComplaintGroup(models.Model):
    """What the complainant is to us, as the register says."""

    _inherit = "engagement.complaint"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._fill_category(vals_list))

    @api.model
    def _fill_category(self, vals_list):
        """Return new complaints with the group of each complainant, in two queries."""
        companies = {vals.get("company_id", self.env.company.id) for vals in vals_list}
        ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        partners = self.env["res.partner"].browse(ids)
        # sudo: read at once what is asked for one by one, whoever writes it down
        self.env["res.company"].sudo().browse(companies).fetch(COMPANY_FIELDS)
        # sudo: likewise
        (partners | self.env.user.partner_id).sudo().fetch(PARTNER_FIELDS)
        if not partners:
            return vals_list
        # sudo: what somebody is to us, whoever writes the complaint down
        parties = self.env["engagement.party"].sudo()
        found = parties.search_fetch(
            [
                ("commercial_partner_id", "in", partners.commercial_partner_id.ids),
                ("company_id", "in", list(companies)),
            ],
            ["commercial_partner_id", "company_id", "category_id"],
        )
        groups = {
            (party.company_id.id, party.commercial_partner_id): party.category_id.id
            for party in found
        }
        return [
            {
                "category_id": groups.get(
                    (
                        vals.get("company_id", self.env.company.id),
                        partners.browse(vals.get("partner_id")).commercial_partner_id,
                    )
                ),
                **vals,
            }
            for vals in vals_list
        ]
