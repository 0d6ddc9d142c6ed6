# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngagementCause(models.Model):
    """Why something went wrong, from the general to the particular.

    A tree, so that figures can be read at every height. Causes lie in the way of
    working before they lie in a person: the level says where.
    """

    _name = "engagement.cause"
    _description = "Cause"
    _parent_store = True
    _order = "complete_name, id"
    _rec_names_search = ["complete_name"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True
    )
    parent_id = fields.Many2one(
        comodel_name="engagement.cause",
        string="Part of",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(
        comodel_name="engagement.cause", inverse_name="parent_id", string="Narrower"
    )
    level = fields.Selection(
        selection=[
            ("system", "Way of working"),
            ("supplier", "Supplier"),
            ("information", "Information"),
            ("person", "Person"),
            ("misuse", "Use by the customer"),
        ],
        string="Lies in",
        required=True,
        default="system",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: for all companies."
    )
    active = fields.Boolean(default=True)

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for cause in self:
            above = cause.parent_id.complete_name
            cause.complete_name = f"{above} / {cause.name}" if above else cause.name

    @api.depends("complete_name")
    def _compute_display_name(self):
        for cause in self:
            cause.display_name = cause.complete_name

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A cause cannot be part of itself. Choose another one.")
            )
