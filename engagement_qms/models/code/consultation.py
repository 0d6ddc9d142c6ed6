# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementConsultation(models.Model):
    """One party's view on a code: when and how asked, what it said, what came of it."""

    _name = "engagement.consultation"
    _description = "Consultation on a Code"
    _inherit = ["engagement.code.line.mixin"]
    _order = "asked_on desc, id desc"
    _rec_name = "party_id"

    party_id = fields.Many2one(
        comodel_name="engagement.party",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    channel_id = fields.Many2one(
        comodel_name="engagement.channel", string="How", index="btree_not_null"
    )
    asked_on = fields.Date(required=True, default=fields.Date.context_today)
    view = fields.Text(string="What they said")
    decision = fields.Selection(
        selection=[
            ("taken_up", "Taken up"),
            ("partly", "Partly taken up"),
            ("not", "Not taken up"),
            ("no_view", "Had nothing to say"),
        ],
    )
    reason = fields.Text(string="Why")
    told_back_on = fields.Date(string="Told back on")

    _decision_has_reason = models.Constraint(
        "CHECK (decision IS NULL OR decision IN ('taken_up', 'no_view')"
        " OR (reason IS NOT NULL AND reason != ''))",
        "Say why the view was not taken up, or only partly: the party will ask.",
    )
    _told_after_asking = models.Constraint(
        "CHECK (told_back_on IS NULL OR told_back_on >= asked_on)",
        "They can be told back only after they were asked.",
    )
