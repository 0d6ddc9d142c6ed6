# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementChannel(models.Model):
    """A way of talking with a party: a call, a workshop, a survey, a formal report.

    Parties prefer one, plans use one, and where the two differ the deviation shows.
    """

    _name = "engagement.channel"
    _description = "Communication Channel"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            ("email", "E-mail"),
            ("phone", "Phone"),
            ("meeting", "Meeting"),
            ("visit", "Visit"),
            ("workshop", "Workshop"),
            ("survey", "Survey"),
            ("portal", "Portal"),
            ("letter", "Letter"),
            ("report", "Formal report"),
            ("other", "Other"),
        ],
        required=True,
        default="meeting",
        help="Decides the icon on the map.",
    )
    two_way = fields.Boolean(
        string="Two-way",
        default=True,
        help="The party can answer through this channel, so that using it counts as "
        "listening and not only as telling.",
    )
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex(
        "(name)", "A channel with this name exists already."
    )
