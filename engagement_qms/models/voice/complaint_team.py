# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval

from odoo import api, fields, models

from .complaint import KINDS

#: Who is in a team; record rules remember it
PEOPLE = {"member_ids", "user_id"}


class EngagementComplaintTeam(models.Model):
    """Who takes care of complaints: a leader, members, and an address for e-mail.

    The address is chosen here, none is shipped; what is sent to it becomes a complaint
    of the team.
    """

    _name = "engagement.complaint.team"
    _description = "Complaint Team"
    _inherit = ["mail.alias.mixin.optional"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Leader",
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Sees the restricted complaints of the team, and hears of late ones.",
    )
    member_ids = fields.Many2many(
        comodel_name="res.users",
        string="Members",
        check_company=True,
        domain="[('share', '=', False)]",
        help="See the normal complaints of the team, and may take them over.",
    )
    kind = fields.Selection(
        selection=KINDS,
        string="Takes",
        help="Complaints of this kind come here first. Empty: all that no other team "
        "takes.",
    )
    profile_id = fields.Many2one(
        comodel_name="engagement.clock.profile",
        string="Time limits",
        index="btree_not_null",
        check_company=True,
        help="Empty: those of the company.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    active = fields.Boolean(default=True)

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self._forget_rules()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & PEOPLE:
            self._forget_rules()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_rules()
        return result

    @api.model
    def _forget_rules(self):
        """Let Odoo read the record rules anew: they name the teams of a user."""
        self.env.flush_all()
        self.env["res.users"].invalidate_model(
            ["engagement_team_ids", "engagement_led_team_ids"]
        )
        self.env.registry.clear_cache()

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("engagement.complaint")
        if self.id:
            defaults = literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = defaults | {
                "team_id": self.id,
                "company_id": self.company_id.id,
            }
        return values
