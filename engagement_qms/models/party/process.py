# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementProcess(models.Model):
    """Work that turns inputs into outputs for somebody, and who answers for it.

    Enough to link needs, objectives and parties to the work that serves them; the
    procedure itself stays where the organisation keeps its documents.
    """

    _name = "engagement.process"
    _description = "Process"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="The person who answers for the process.",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    inputs = fields.Text(help="What goes in, and from whom.")
    outputs = fields.Text(help="What comes out, and for whom.")
    party_ids = fields.Many2many(
        comodel_name="engagement.party", string="Parties served", check_company=True
    )
    objective_ids = fields.Many2many(
        comodel_name="engagement.objective", string="Objectives", check_company=True
    )
    fulfilment_ids = fields.One2many(
        comodel_name="engagement.need.fulfilment",
        inverse_name="process_id",
        string="Needs it meets",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
