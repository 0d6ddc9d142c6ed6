# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: Of these somebody looks whether the same can happen elsewhere
LOOKED_KINDS = ("corrective", "preventive")


class EngagementActionLoop(models.Model):
    """What follows where an action did not help: another one, or a reason to stop.

    And, before the check: can the same happen elsewhere?
    """

    _inherit = "engagement.action"

    similar = fields.Selection(
        selection=[
            ("no", "No, looked and found nothing"),
            ("yes", "Yes, elsewhere as well"),
            ("not_looked", "Not looked"),
        ],
        string="Similar elsewhere?",
        copy=False,
        tracking=True,
        help="Whether the same happened, or can happen, in another place.",
    )
    similar_note = fields.Char(
        string="Where, or why not looked",
        copy=False,
        help="Where it is similar and what is done there, or why nobody looked.",
    )
    previous_id = fields.Many2one(
        comodel_name="engagement.action",
        string="Follows on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The action that did not quite help, and that this one takes further.",
    )
    next_ids = fields.One2many(
        comodel_name="engagement.action",
        inverse_name="previous_id",
        string="Taken further by",
    )
    loop = fields.Integer(
        string="Round",
        compute="_compute_loop",
        store=True,
        recursive=True,
        aggregator="avg",
        help="1 is the first try. Each action that takes another one further is one "
        "more.",
    )
    accept_reason = fields.Char(
        string="Why it is left at that",
        copy=False,
        tracking=True,
        help="Where it did not quite help and nothing follows: why that is accepted.",
    )

    _follows_another = models.Constraint(
        "CHECK (previous_id != id)", "An action does not follow on itself."
    )

    @api.depends("previous_id.loop")
    def _compute_loop(self):
        for action in self:
            action.loop = action.previous_id.loop + 1

    @api.constrains("previous_id")
    def _check_no_circle(self):
        if self._has_cycle("previous_id"):
            raise ValidationError(
                self.env._("The actions follow on each other in a circle.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions.previous_id.check_access("read")
        return actions

    def action_check(self):
        """Note that it was seen whether the actions helped, also elsewhere."""
        self._check_state("check")
        self._check_looked_elsewhere()
        return super().action_check()

    def action_done(self):
        """Close actions that did not quite help, once it is clear what follows."""
        self._check_state("act")
        for action in self:
            # sudo: a next round counts, whoever may open it
            following = action.sudo().next_ids
            follows = any(following.mapped(lambda a: a.state != "cancelled"))
            if not follows and not (action.accept_reason or "").strip():
                raise UserError(
                    self.env._(
                        "“%(name)s” did not quite help. Begin a next round, or say in "
                        "“Why it is left at that” why nothing follows.",
                        name=action.display_name,
                    )
                )
        return super().action_done()

    def action_next_round(self):
        """Begin another action that takes this one further."""
        self.ensure_one()
        self._check_state("act", "done")
        origin = self._get_origin() or self
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Next round"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": self._get_origin_defaults(origin)
            | {
                "default_previous_id": self.id,
                "default_kind": self.kind,
                "default_confidentiality": self.confidentiality,
                "default_process_id": self.process_id.id,
                "default_department_id": self.department_id.id,
                "default_owner_id": self.owner_id.id,
                "default_objective_ids": self.objective_ids.ids,
                "default_company_id": self.company_id.id,
            },
        }

    def action_open_rounds(self):
        """Open the actions before and after this one."""
        self.ensure_one()
        first = self
        while first.previous_id:
            first = first.previous_id
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_action_action"
        )
        return action | {
            "name": self.env._("Rounds"),
            "domain": [("id", "in", first._get_rounds().ids)],
            "context": {},
        }

    def _get_rounds(self):
        """Return these actions and all that take them further."""
        rounds = following = self
        while following := following.next_ids:
            rounds += following
        return rounds

    def _check_looked_elsewhere(self):
        for action in self.filtered(lambda a: a.kind in LOOKED_KINDS):
            if not action.similar:
                raise UserError(
                    self.env._(
                        "Say in “Similar elsewhere?” whether what led to “%(name)s” "
                        "can happen in other places.",
                        name=action.display_name,
                    )
                )
            if action.similar != "no" and not (action.similar_note or "").strip():
                raise UserError(
                    self.env._(
                        "Say where it is similar to “%(name)s”, or why nobody looked.",
                        name=action.display_name,
                    )
                )
