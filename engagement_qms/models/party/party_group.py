# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..mixins.allowed_domain import check_domain

#: The models that a member domain may walk through; everything else could leak
MEMBER_MODELS = (
    "res.partner",
    "res.partner.category",
    "res.country",
    "res.country.state",
    "res.users",
    "hr.employee.public",
    "hr.department",
)


class EngagementPartyGroup(models.Model):
    """Who belongs to a party: itself, or all contacts that a live domain finds.

    The members of a group are never stored: a contact that gets the tag today is a
    member today. The domain only reads contacts and is checked when it is written.
    """

    _inherit = "engagement.party"

    member_domain = fields.Char(
        string="Members",
        help="The contacts that belong to the group. It is looked up anew each time.",
    )
    member_count = fields.Integer(
        compute="_compute_member_count",
        string="Number of members",
        help="Contacts in the group today; 1 for a single party.",
    )

    @api.depends("kind", "member_domain")
    def _compute_member_count(self):
        groups = self.filtered(lambda party: party.kind == "group")
        (self - groups).member_count = 1
        if not groups:
            return
        # One statement for all groups of the page, never one count per group
        partners = self.env["res.partner"]
        counts = {}
        if selects := [
            partners._search(group._get_member_domain()).select(
                SQL("%s", index), SQL("count(*)")
            )
            for index, group in enumerate(groups)
        ]:
            counts = dict(self.env.execute_query(SQL(" UNION ALL ").join(selects)))
        for index, group in enumerate(groups):
            group.member_count = counts.get(index, 0)

    @api.constrains("kind", "member_domain")
    def _check_member_domain(self):
        for party in self.filtered("member_domain"):
            check_domain(
                self.env["res.partner"], party.member_domain, allowed=MEMBER_MODELS
            )

    def action_view_members(self):
        """Open the contacts that belong to the party today."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Members of %(party)s", party=self.name),
            "res_model": "res.partner",
            "view_mode": "list,kanban,form",
            "domain": list(self._get_member_domain()),
        }

    def _get_member_domain(self):
        """Return the domain over ``res.partner`` that finds the members of one party.

        A contact stands for its whole company, an employee for the person alone, a
        group without a domain for nobody.
        """
        self.ensure_one()
        company = Domain("company_id", "in", [False, self.company_id.id])
        if self.kind == "group":
            if not self.member_domain:
                return Domain.FALSE
            return company & check_domain(
                self.env["res.partner"], self.member_domain, allowed=MEMBER_MODELS
            )
        if self.kind == "employee":
            return Domain("id", "=", self.partner_id.id)
        return company & Domain(
            "commercial_partner_id", "=", self.commercial_partner_id.id
        )

    def _get_members(self, limit=None):
        """Return the contacts that belong to one party, as the user may read them.

        :param int limit: at most so many
        """
        return self.env["res.partner"].search(self._get_member_domain(), limit=limit)
