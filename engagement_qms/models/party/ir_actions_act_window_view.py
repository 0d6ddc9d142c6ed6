# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IrActionsActWindowView(models.Model):
    """The views of an action, of which one may be the stakeholder map."""

    _inherit = "ir.actions.act_window.view"

    view_mode = fields.Selection(
        selection_add=[("party_map", "Map")], ondelete={"party_map": "cascade"}
    )
