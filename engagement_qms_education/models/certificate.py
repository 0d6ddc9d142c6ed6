# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementCertificate(models.Model):
    """A certificate that the organisation holds: its standard, scope and last day.

    Valid ones stand on the engagement report.
    """

    _name = "engagement.certificate"
    _description = "Certificate"
    _inherit = ["engagement.company.mixin", "engagement.renewal.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    _reminded_field = "date_to"
    _renewal_days = 120
    _reminded_activity = "engagement_qms_education.mail_activity_type_certificate"

    name = fields.Char(string="Standard", required=True, tracking=True)
    edition = fields.Char(help="The year of the standard.")
    number = fields.Char(string="Number of the certificate")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Given by",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    scope = fields.Text(
        string="Holds for", help="Programmes, places, what is left out."
    )
    date_from = fields.Date(string="Valid from", required=True)
    date_to = fields.Date(string="Valid until", required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        check_company=True,
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Is reminded 120 days before it ends.",
    )
    renewal = fields.Selection(string="Validity")

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)",
        "A certificate ends on or after the day on which it begins.",
    )

    @api.depends("name", "edition")
    def _compute_display_name(self):
        for certificate in self:
            parts = filter(None, (certificate.name, certificate.edition))
            certificate.display_name = ":".join(parts)
