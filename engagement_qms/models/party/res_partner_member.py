# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResPartnerMember(models.Model):
    """What a group of parties may ask of a contact beyond Odoo's own fields.

    Odoo's own link to the employee is for HR officers only; this one leads to what
    every user may see of a colleague, so that a department can be a group.
    """

    _inherit = "res.partner"

    engagement_employee_ids = fields.One2many(
        comodel_name="hr.employee.public",
        inverse_name="work_contact_id",
        string="As an employee",
        readonly=True,
    )
