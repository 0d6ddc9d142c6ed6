# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .programme_partner import EMPLOYER_ROLES
from .res_partner import LEARNER_GROUPS


class EngagementProgramme(models.Model):
    """From a programme to the organisations round it, and what is owed to them."""

    _inherit = "engagement.programme"

    partner_link_ids = fields.One2many(
        comodel_name="engagement.programme.partner",
        inverse_name="programme_id",
        string="Organisations",
    )
    employer_count = fields.Integer(
        string="Employers", compute="_compute_employer_count"
    )
    obligation_ids = fields.One2many(
        comodel_name="engagement.obligation",
        inverse_name="programme_id",
        groups=LEARNER_GROUPS,
    )
    obligation_count = fields.Integer(
        string="Reports owed",
        compute="_compute_obligation_count",
        groups=LEARNER_GROUPS,
    )
    late_obligation_count = fields.Integer(
        string="Reports overdue",
        compute="_compute_obligation_count",
        groups=LEARNER_GROUPS,
    )

    @api.depends("partner_link_ids.role", "partner_link_ids.date_to")
    def _compute_employer_count(self):
        links = self.env["engagement.programme.partner"]
        counts = dict(
            links._read_group(
                links._get_current_domain()
                & Domain("programme_id", "in", self.ids)
                & Domain("role", "in", EMPLOYER_ROLES),
                ["programme_id"],
                ["commercial_partner_id:count_distinct"],
            )
        )
        for programme in self:
            programme.employer_count = counts.get(programme._origin, 0)

    @api.depends("obligation_ids.state", "obligation_ids.date_due")
    @api.depends_context("uid")
    def _compute_obligation_count(self):
        today = fields.Date.context_today(self)
        counts = {}
        for programme, due, number in self.env["engagement.obligation"]._read_group(
            Domain("programme_id", "in", self.ids) & Domain("state", "=", "open"),
            ["programme_id", "date_due:day"],
            ["__count"],
        ):
            total, late = counts.get(programme, (0, 0))
            counts[programme] = (total + number, late + (number if due < today else 0))
        for programme in self:
            total, late = counts.get(programme._origin, (0, 0))
            programme.obligation_count = total
            programme.late_obligation_count = late

    def action_view_partner_links(self):
        """Open the organisations of the programme."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_programme_partner_action"
        )
        return action | {
            "domain": [("programme_id", "=", self.id)],
            "context": {"default_programme_id": self.id, "search_default_current": 1},
        }

    def action_view_obligations(self):
        """Open what is owed for the programme."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_obligation_action"
        )
        return action | {
            "domain": [("programme_id", "=", self.id)],
            "context": {"default_programme_id": self.id, "search_default_open": 1},
        }


class ResPartner(models.Model):
    """From a contact to the programmes it has to do with, the whole company's."""

    _inherit = "res.partner"

    engagement_programme_count = fields.Integer(
        compute="_compute_engagement_programme_count",
        string="Programmes",
        groups="base.group_user",
    )
    engagement_obligation_count = fields.Integer(
        compute="_compute_engagement_obligation_count",
        string="Owed to them",
        groups=LEARNER_GROUPS,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_programme_count(self):
        links = self.env["engagement.programme.partner"]
        counts = dict(
            links._read_group(
                links._get_current_domain()
                & Domain("commercial_partner_id", "in", self.commercial_partner_id.ids),
                ["commercial_partner_id"],
                ["programme_id:count_distinct"],
            )
        )
        for partner in self:
            partner.engagement_programme_count = counts.get(
                partner.commercial_partner_id, 0
            )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_obligation_count(self):
        counts = dict(
            self.env["engagement.obligation"]._read_group(
                Domain("commercial_partner_id", "in", self.commercial_partner_id.ids)
                & Domain("state", "=", "open"),
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.engagement_obligation_count = counts.get(
                partner.commercial_partner_id, 0
            )

    def action_view_engagement_programmes(self):
        """Open what the whole company is to our programmes."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_programme_partner_action"
        )
        return action | {
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_view_engagement_obligations(self):
        """Open what we owe the whole company."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_obligation_action"
        )
        return action | {
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id, "search_default_open": 1},
        }
