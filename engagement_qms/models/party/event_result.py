# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .party_contact import HEALTH


class EngagementEventResult(models.Model):
    """What came of an event: what was said, how it went, what it took."""

    _inherit = "engagement.event"

    summary = fields.Html(string="What was said", copy=False)
    outcome = fields.Text(string="What came of it", copy=False)
    health = fields.Selection(
        selection=HEALTH,
        string="How did it go?",
        copy=False,
        tracking=True,
        help="The state of the relation after this contact. It becomes the health of "
        "the party.",
    )
    need_ids = fields.One2many(
        comodel_name="engagement.need",
        inverse_name="event_id",
        string="Needs heard",
        copy=False,
    )
    given = fields.Text(string="What we gave", copy=False)
    received = fields.Text(string="What we received", copy=False)
    agreement = fields.Boolean(
        string="Sharing is agreed",
        copy=False,
        help="Both sides have agreed to share this, for instance under a "
        "confidentiality agreement.",
    )
    hours = fields.Float(string="Hours spent", copy=False)
    cost = fields.Monetary(copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cancel_reason = fields.Char(string="Why cancelled", copy=False, tracking=True)
    punctuality = fields.Selection(
        selection=[("kept", "Kept"), ("late", "Kept late"), ("missed", "Missed")],
        compute="_compute_punctuality",
        store=True,
        help="Held by the day first planned, held later, or cancelled.",
    )

    _effort_not_negative = models.Constraint(
        "CHECK (hours >= 0 AND cost >= 0)",
        "Hours and cost of an event cannot be negative.",
    )

    @api.depends("state", "date", "planned_date")
    def _compute_punctuality(self):
        for event in self:
            if event.state == "held":
                late = event.planned_date and event.date > event.planned_date
                event.punctuality = "late" if late else "kept"
            else:
                event.punctuality = "missed" if event.state == "cancelled" else False
