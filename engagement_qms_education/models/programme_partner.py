# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

#: Roles of those who take our learners on, or say what they need them to be able to do
EMPLOYER_ROLES = ("placement", "hires", "panel")


class EngagementProgrammePartner(models.Model):
    """What an organisation is to a programme, from when to when.

    Employers take learners for a while, hire them, or say in a panel what is missing;
    authorities and bodies allow and accredit what is taught.
    """

    _name = "engagement.programme.partner"
    _description = "Partner of a Programme"
    _inherit = ["engagement.company.mixin"]
    _order = "programme_id, role, date_from desc, id desc"
    _check_company_auto = True

    programme_id = fields.Many2one(
        comodel_name="engagement.programme",
        required=True,
        check_company=True,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Organisation",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, precompute=True, index=True
    )
    active = fields.Boolean(default=True)
    role = fields.Selection(
        selection=[
            ("placement", "Takes learners for a placement"),
            ("hires", "Hires our learners"),
            ("panel", "Advises in a panel"),
            ("regulates", "Authority"),
            ("accredits", "Accredits the programme"),
            ("funds", "Pays for it"),
        ],
        required=True,
        default="placement",
        group_expand=True,
    )
    date_from = fields.Date(
        string="Since", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="Until")
    current = fields.Boolean(
        string="Now", compute="_compute_current", search="_search_current"
    )
    note = fields.Char(string="What was agreed")

    _once = models.UniqueIndex(
        "(programme_id, partner_id, role) WHERE active IS TRUE",
        "This organisation has this role in the programme already. Change that row.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "It ends on or after the day on which it begins.",
    )

    @api.depends("date_from", "date_to", "active")
    def _compute_current(self):
        now = self.filtered_domain(self._get_current_domain())
        for link in self:
            link.current = link in now

    def _search_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_current_domain()
        return domain if True in value else ~domain

    @api.depends("programme_id", "partner_id")
    def _compute_display_name(self):
        for link in self:
            names = (link.programme_id.display_name, link.partner_id.display_name)
            link.display_name = ", ".join(filter(None, names))

    @api.model
    def _get_current_domain(self):
        """Return which rows hold today."""
        today = fields.Date.context_today(self)
        return (
            Domain("active", "=", True)
            & Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )

    def _merge_link_into(self, kept):
        """Let one row hold for the whole time of all; delete the others."""
        both = self + kept
        ends = both.mapped("date_to")
        kept.write(
            {
                "date_from": min(both.mapped("date_from")),
                "date_to": max(ends) if all(ends) else False,
                "note": "; ".join(filter(None, dict.fromkeys(both.mapped("note")))),
            }
        )
        self.unlink()
