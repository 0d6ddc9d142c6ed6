# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class EngagementSafeguardingRaise(models.TransientModel):
    """Raises a safeguarding concern, in few words, by anybody who works here."""

    _name = "engagement.safeguarding.raise"
    _description = "Raise a Safeguarding Concern"
    _inherit = ["hr.mixin"]

    learner_id = fields.Many2one(
        comodel_name="engagement.learner",
        help="If you can find the learner here; otherwise write who it is.",
    )
    who = fields.Char(string="Who is it about?")
    what = fields.Text(string="What did you see or hear?")
    happened_at = fields.Datetime(string="When was it?", default=fields.Datetime.now)
    place = fields.Char(string="Where was it?")
    danger = fields.Boolean(string="In danger now")
    employee_ids = fields.Many2many(
        comodel_name="hr.employee",
        string="Is it about somebody who works here?",
        help="They will not see it, whoever they are.",
    )
    done_number = fields.Char(readonly=True)
    nobody_told = fields.Boolean(readonly=True, export_string_translation=False)

    def action_raise(self):
        """Hand it to the safeguarding group, and keep nothing of it here."""
        self.ensure_one()
        if not (self.what or "").strip():
            raise UserError(self.env._("Say what you saw or heard."))
        if not self.learner_id and not (self.who or "").strip():
            raise UserError(self.env._("Say who it is about."))
        # sudo: the company and the name of a learner whom the user chose
        learner = self.learner_id.sudo()
        concern = self.env["engagement.safeguarding.concern"]._raise(
            [
                {
                    "company_id": (learner.company_id or self.env.company).id,
                    "learner_id": learner.id,
                    "who": self.who or learner.name,
                    "what": self.what,
                    "happened_at": self.happened_at,
                    "place": self.place,
                    "danger": self.danger,
                    "employee_ids": [fields.Command.set(self.employee_ids.ids)],
                    "raised_by_id": self.env.uid,
                }
            ]
        )
        blank = dict.fromkeys(
            ("learner_id", "who", "what", "happened_at", "place", "danger"), False
        )
        self.write(
            blank
            | {
                "employee_ids": [fields.Command.clear()],
                "done_number": concern.number,
                "nobody_told": not concern.activity_ids,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Received"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
