# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

MOMENTS = [
    ("acknowledge", "Acknowledged"),
    ("update", "Kept informed"),
    ("late", "Delay explained"),
    ("extension", "Time extended"),
    ("decision", "Answer"),
    ("reminder", "Reminder"),
    ("remedy", "Remedy done"),
    ("second_look", "Second look begun"),
    ("external", "Way outside told"),
    ("closed", "Closed"),
    ("reclassified", "Handled as something else"),
    ("reopened", "Taken up again"),
]
WAYS = [
    ("email", "E-mail"),
    ("portal", "Website"),
    ("phone", "Phone"),
    ("letter", "Letter"),
    ("person", "In person"),
]


class EngagementComplaintNotice(models.Model):
    """What was told to the complainant, when and how: the text as it went out."""

    _name = "engagement.complaint.notice"
    _description = "What a Complainant Was Told"
    _order = "sent_at desc, id desc"

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True)
    moment = fields.Selection(selection=MOMENTS, required=True, readonly=True)
    sent_at = fields.Datetime(
        string="Told", required=True, default=fields.Datetime.now, readonly=True
    )
    user_id = fields.Many2one(comodel_name="res.users", string="Told by", readonly=True)
    way = fields.Selection(
        selection=WAYS,
        required=True,
        default="portal",
        readonly=True,
    )
    lang = fields.Char(readonly=True)
    body = fields.Html(readonly=True, sanitize=True)
