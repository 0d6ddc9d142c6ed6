# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

OUTSIDE = ("parties", "public")


class EngagementCodeAnnouncement(models.Model):
    """One line of the plan who is told about a code: whom, what, how, when, by whom.

    Staff hears of it before anybody outside does, because staff is asked first.
    """

    _name = "engagement.code.announcement"
    _description = "Announcement of a Code"
    _inherit = ["engagement.code.line.mixin"]
    _order = "date, id"

    name = fields.Char(string="What they are told", required=True)
    audience = fields.Selection(
        selection=[
            ("staff", "Staff"),
            ("parties", "Parties concerned"),
            ("public", "The public"),
        ],
        string="Whom",
        required=True,
        default="staff",
    )
    channel_id = fields.Many2one(
        comodel_name="engagement.channel",
        string="How",
        ondelete="restrict",
        index="btree_not_null",
    )
    communication_id = fields.Many2one(
        comodel_name="engagement.communication",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        help="What was sent to staff, and who has confirmed it.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        check_company=True,
    )
    date = fields.Date(string="When", required=True, default=fields.Date.context_today)
    done = fields.Boolean()
    early = fields.Boolean(
        compute="_compute_early", help="It is told outside before staff knows."
    )

    @api.depends(
        "audience",
        "date",
        "code_id.announcement_ids.audience",
        "code_id.announcement_ids.date",
    )
    def _compute_early(self):
        for line in self:
            staff = line.code_id.announcement_ids.filtered(
                lambda other: other.audience == "staff" and other.date
            ).mapped("date")
            line.early = (
                line.audience in OUTSIDE
                and bool(line.date)
                and (not staff or line.date < min(staff))
            )


class EngagementCode(models.Model):
    """How a code reaches people: told in the right order, and easy to get at."""

    _inherit = "engagement.code"

    announcement_ids = fields.One2many(
        comodel_name="engagement.code.announcement",
        inverse_name="code_id",
        string="Who is told",
    )
    announcement_warning = fields.Char(compute="_compute_announcement_warning")

    # Can everybody read it?
    access_language = fields.Boolean(
        string="In the languages of its readers",
        help="Also of those who speak the language of the country badly.",
    )
    access_format = fields.Boolean(
        string="For people who see or hear badly",
        help="Large print, a version to be read out, a call instead of a letter.",
    )
    access_device = fields.Boolean(
        string="On the phone and on paper",
        help="Nobody needs a certain device to read it.",
    )
    access_free = fields.Boolean(
        string="Free of charge", help="Neither reading it nor asking about it costs."
    )
    access_helper = fields.Char(
        string="Who helps to understand it",
        help="A person and how to reach them, not only an address.",
    )
    access_gap = fields.Boolean(compute="_compute_access_gap")

    @api.depends("announcement_ids.early")
    def _compute_announcement_warning(self):
        for code in self:
            early = code.announcement_ids.filtered("early")
            code.announcement_warning = bool(early) and self.env._(
                "“%(name)s” is told outside before staff knows. Whoever is asked about "
                "a promise should know it: tell staff first.",
                name=early[0].name,
            )

    @api.depends(
        "access_language",
        "access_format",
        "access_device",
        "access_free",
        "access_helper",
    )
    def _compute_access_gap(self):
        for code in self:
            code.access_gap = not (
                code.access_language
                and code.access_format
                and code.access_device
                and code.access_free
                and code.access_helper
            )
