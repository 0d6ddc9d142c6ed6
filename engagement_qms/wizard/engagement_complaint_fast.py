# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..models.voice.complaint_assessment import GRADES
from ..models.voice.complaint_notice import WAYS

#: An answer that is accepted at once is about something slight
FAST_GRADE = "1"


class EngagementComplaintFast(models.TransientModel):
    """Settles a complaint on the spot: one screen from received to closed.

    It counts like every other one: its cause is noted, its clock stops, and whoever
    complained gets a few lines with the way outside.
    """

    _name = "engagement.complaint.fast"
    _description = "Settle a Complaint at Once"

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="complaint_id.company_id")
    answer = fields.Text(
        string="What we did",
        required=True,
        help="As the complainant reads it.",
    )
    remedy_kind = fields.Selection(
        selection=lambda self: (
            self.env["engagement.complaint"]
            ._fields["remedy_kind"]
            ._description_selection(self.env)
        ),
        string="Remedy",
        required=True,
        default="apology",
    )
    remedy_value = fields.Float(string="Worth")
    cause_id = fields.Many2one(
        comodel_name="engagement.cause",
        required=True,
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
    )
    severity = fields.Selection(
        selection=GRADES, string="How bad", required=True, default=FAST_GRADE
    )
    way = fields.Selection(
        selection=WAYS, string="Told by", required=True, default="phone"
    )
    accepted = fields.Boolean(string="The complainant is content with it")

    def action_settle(self):
        """Go all the way, with what was answered here.

        :raise UserError: as long as the complainant is not content with it
        """
        self.ensure_one()
        if not self.accepted:
            raise UserError(
                self.env._(
                    "Only what the complainant is content with is settled at once. "
                    "Otherwise take the usual way, so that they get an answer."
                )
            )
        self.complaint_id._settle_at_once(
            {
                "severity": self.severity,
                "cause_id": self.cause_id.id,
                "decision_text": self.answer,
                "remedy_kind": self.remedy_kind,
                "remedy_value": self.remedy_value,
            },
            self.way,
        )
        return {"type": "ir.actions.act_window_close"}
