# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html2plaintext

from .party_contact import HEALTH

#: What a held event says; changed later, the words before stay in the chatter
RECORD = ("summary", "outcome", "given", "received")


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

    def write(self, vals):
        self._keep_former_record(vals)
        return super().write(vals)

    def _keep_former_record(self, vals):
        """Note what held events said, before the words of the evidence change.

        :param dict vals: what is about to be written
        """
        changing = [name for name in RECORD if name in vals]
        for event in self if changing else ():
            former = {
                event._fields[name]._description_string(self.env): text
                for name in changing
                if event.state == "held"
                and event[name]
                and event[name] != vals[name]
                and (text := html2plaintext(event[name]).strip())
            }
            if former:
                event._message_log(
                    body=Markup("%s<ul>%s</ul>")
                    % (
                        self.env._("The record was changed. Before, it said:"),
                        Markup().join(
                            Markup("<li>%s: %s</li>") % item for item in former.items()
                        ),
                    )
                )
