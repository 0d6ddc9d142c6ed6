# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

USER_GROUP = "engagement_qms.group_engagement_user"
#: Events on the tab of a contact: the next ones and the last ones
TAB_LIMIT = 20


class ResPartner(models.Model):
    """What the register says of a contact, seen from the contact.

    A person shows what concerns the whole company of that person, because that is
    whom we deal with.
    """

    _inherit = "res.partner"

    engagement_party_ids = fields.Many2many(
        comodel_name="engagement.party",
        compute="_compute_engagement",
        string="Parties",
        exportable=False,
        groups=USER_GROUP,
    )
    engagement_need_ids = fields.Many2many(
        comodel_name="engagement.need",
        compute="_compute_engagement",
        string="Needs",
        exportable=False,
        groups=USER_GROUP,
    )
    engagement_event_ids = fields.Many2many(
        comodel_name="engagement.event",
        compute="_compute_engagement",
        string="Next and last events",
        exportable=False,
        groups=USER_GROUP,
    )
    engagement_need_count = fields.Integer(
        compute="_compute_engagement_counts", groups=USER_GROUP
    )
    engagement_event_count = fields.Integer(
        compute="_compute_engagement_counts", groups=USER_GROUP
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement(self):
        companies = self.commercial_partner_id
        parties = (
            self.env["engagement.party"]
            .search([("commercial_partner_id", "in", companies.ids)])
            .grouped("commercial_partner_id")
        )
        for partner in self:
            company = partner.commercial_partner_id
            mine = parties.get(company, self.env["engagement.party"])
            partner.engagement_party_ids = mine
            partner.engagement_need_ids = mine.need_ids
            # a page shows one contact; lists and cards do not read this field
            partner.engagement_event_ids = (
                self.env["engagement.event"].search(
                    company._get_engagement_event_domain(), limit=TAB_LIMIT
                )
                if company.id
                else False
            )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_counts(self):
        companies = self.commercial_partner_id.ids
        by_party = [("party_id.commercial_partner_id", "in", companies)]
        needs, events = {}, {}
        for party, count in self.env["engagement.need"]._read_group(
            by_party, ["party_id"], ["__count"]
        ):
            company = party.commercial_partner_id
            needs[company] = needs.get(company, 0) + count
        # an event counts once, whether the company is its party, took part, or both
        for party, ids in self.env["engagement.event"]._read_group(
            by_party, ["party_id"], ["id:array_agg"]
        ):
            events.setdefault(party.commercial_partner_id, set()).update(ids)
        for company, ids in self.env["engagement.participation"]._read_group(
            [("commercial_partner_id", "in", companies), ("event_id", "!=", False)],
            ["commercial_partner_id"],
            ["event_id:array_agg"],
        ):
            events.setdefault(company, set()).update(ids)
        for partner in self:
            company = partner.commercial_partner_id
            partner.engagement_need_count = needs.get(company, 0)
            partner.engagement_event_count = len(events.get(company, ()))

    def action_view_engagement_needs(self):
        """Open the needs of the whole company of the contact."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_need_action"
        )
        return action | {
            "domain": [
                ("party_id.commercial_partner_id", "=", self.commercial_partner_id.id)
            ],
            "context": {"default_party_id": self.engagement_party_ids[:1].id},
        }

    def action_view_engagement_events(self):
        """Open the events with anybody of the company of the contact."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_event_action"
        )
        return action | {
            "domain": list(self.commercial_partner_id._get_engagement_event_domain()),
            "context": {"default_party_id": self.engagement_party_ids[:1].id},
        }

    def action_add_engagement_party(self):
        """Open a new party for the company of the contact."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add to the register"),
            "res_model": "engagement.party",
            "view_mode": "form",
            "context": {
                "default_kind": "contact",
                "default_partner_id": self.commercial_partner_id.id,
            },
        }

    def _get_engagement_event_domain(self):
        """Return the domain of the events with these companies or their people."""
        return Domain("party_id.commercial_partner_id", "in", self.ids) | Domain(
            "participation_ids.commercial_partner_id", "in", self.ids
        )
