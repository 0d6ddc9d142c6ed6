# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class EngagementRecognition(models.Model):
    """Thanks for something that somebody did: people of ours, a team, or partners.

    It says for what, by whom, and which action it belongs to. Those who are named see
    it, and everybody inside if it is public.
    """

    _name = "engagement.recognition"
    _description = "Recognition"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "given_on desc, id desc"
    _rec_name = "reason"
    _check_company_auto = True
    _mail_post_access = "read"

    reason = fields.Char(
        string="For what", required=True, help="What they did, and what came of it."
    )
    kind = fields.Selection(
        selection=[
            ("contribution", "Contribution"),
            ("learning", "Learning"),
            ("improvement", "Improvement"),
            ("collaboration", "Collaboration"),
        ],
        required=True,
        default="contribution",
    )
    # the public face of employees: the other one is for personnel officers only
    employee_ids = fields.Many2many(
        comodel_name="hr.employee.public", string="People", check_company=True
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Team",
        index="btree_not_null",
        check_company=True,
        help="A whole department.",
    )
    partner_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Partners",
        check_company=True,
        help="Suppliers, customers or others.",
    )
    names = fields.Char(string="Whom", compute="_compute_names")
    given_by_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Given by",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
        index=True,
        check_company=True,
    )
    given_on = fields.Date(
        string="Given", required=True, default=fields.Date.context_today
    )
    action_id = fields.Many2one(
        comodel_name="engagement.action",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        groups="engagement_qms.group_engagement_user",
        help="The action that helped thanks to them.",
    )
    public = fields.Boolean(
        default=True,
        help="Everybody inside may read it. Otherwise those who are named, and whoever "
        "gives it.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )

    _order_idx = models.Index("(given_on DESC, id DESC) WHERE active IS TRUE")

    @api.depends("employee_ids", "department_id", "partner_ids")
    def _compute_names(self):
        for recognition in self:
            # sudo: the names of those it is about, for all who may read it
            seen = recognition.sudo()
            named = [
                *seen.employee_ids.mapped("name"),
                *seen.department_id.mapped("name"),
                *seen.partner_ids.mapped("display_name"),
            ]
            recognition.names = ", ".join(named)

    @api.constrains("employee_ids", "department_id", "partner_ids", "given_by_id")
    def _check_somebody_else(self):
        for recognition in self:
            people = recognition.employee_ids
            others = recognition.department_id or recognition.partner_ids
            if not people and not others:
                raise ValidationError(
                    self.env._("Say whom you thank: people, a team or partners.")
                )
            if people.ids == recognition.given_by_id.ids and not others:
                raise ValidationError(
                    self.env._("Nobody thanks themselves. Name somebody else.")
                )

    @api.constrains("public", "action_id")
    def _check_action_is_open(self):
        for recognition in self:
            if recognition.public and recognition.action_id.confidentiality not in (
                False,
                "normal",
            ):
                raise ValidationError(
                    self.env._(
                        "The action is confidential, so the thanks for it cannot be "
                        "public."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        recognitions = super().create(vals_list)
        recognitions._check_action_readable()
        recognitions._check_own_name()
        return recognitions

    def write(self, vals):
        result = super().write(vals)
        if "action_id" in vals:
            self._check_action_readable()
        if "given_by_id" in vals:
            self._check_own_name()
        return result

    def action_tell(self):
        """Write to those who are named."""
        self.ensure_one()
        # sudo: where employees are reached; their private address stays private
        contacts = self.employee_ids.sudo().user_id.partner_id | self.partner_ids
        if not contacts:
            raise UserError(
                self.env._(
                    "Nobody who is named has an address here. Tell them in person."
                )
            )
        recipients = contacts._get_engage_recipients("answer")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tell them"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": recipients.ids,
                "default_subject": self.env._("Thank you"),
                "default_body": self.reason,
            },
        }

    def _check_action_readable(self):
        """Refuse an action that whoever links it may not read."""
        if actions := self.action_id:
            actions.check_access("read")

    def _check_own_name(self):
        """Let people give thanks in their own name; managers note those of others."""
        user = self.env.user
        if self.env.su or user.has_group("engagement_qms.group_engagement_manager"):
            return
        for recognition in self:
            # sudo: whose login it is, to compare only
            if recognition.given_by_id.sudo().user_id != user:
                raise UserError(
                    self.env._("Give thanks in your own name: choose yourself.")
                )


class EngagementAction(models.Model):
    """An action that helped is a reason to thank those who did it."""

    _inherit = "engagement.action"

    recognition_ids = fields.One2many(
        comodel_name="engagement.recognition",
        inverse_name="action_id",
        string="Thanks",
    )

    def action_recognise(self):
        """Thank those who did it."""
        self.ensure_one()
        # sudo: which employees the people behind the logins are, to name them
        users = (self.user_id | self.implemented_by_id).sudo()
        own_employees = users.employee_ids.filtered_domain(
            [("company_id", "=", self.company_id.id)]
        )
        people = (own_employees | self.owner_id) - self.env.user.employee_ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Thank those who did it"),
            "res_model": "engagement.recognition",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_action_id": self.id,
                "default_kind": "improvement",
                "default_employee_ids": people.ids,
                "default_partner_ids": self.partner_ids.ids,
                "default_public": self.confidentiality == "normal",
                "default_company_id": self.company_id.id,
            },
        }
