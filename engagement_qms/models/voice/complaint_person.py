# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngagementComplaintPerson(models.Model):
    """Who complains, for whom, how to reach them, and the help that they need.

    Help is asked for, never guessed. Of somebody who stays anonymous there is nothing
    to keep: the constraint makes sure.
    """

    _inherit = "engagement.complaint"

    partner_id = fields.Many2one(string="Complainant", tracking=True)
    partner_name = fields.Char(string="Name of complainant")
    partner_email = fields.Char(index="btree_not_null")
    partner_phone = fields.Char(string="Phone")
    anonymous = fields.Boolean(
        help="Whoever complains does not want to be known. They follow the matter by a "
        "code that only they have.",
    )
    contact_by = fields.Selection(
        selection=[
            ("email", "E-mail"),
            ("phone", "Phone"),
            ("letter", "Letter"),
            ("portal", "Website"),
        ],
        string="Best reached by",
    )
    acting_for = fields.Char(
        string="On behalf of",
        help="Where somebody complains for another person: for whom.",
    )
    acting_proof = fields.Char(
        string="Authority seen",
        help="What shows that they may speak for that person, and when it was seen.",
    )

    # Help: asked, not guessed
    help_language = fields.Char(string="Needs an interpreter for", exportable=False)
    help_access = fields.Char(
        string="Needs help because of a disability",
        exportable=False,
        help="What helps, not what the person has.",
    )
    help_minor = fields.Boolean(string="Is a minor", exportable=False)
    needs_help = fields.Boolean(
        compute="_compute_needs_help", store=True, precompute=True, exportable=False
    )
    protect_identity = fields.Boolean(
        string="Protect who complains",
        help="Those it is about hear what is said, and never by whom.",
    )
    share_consent = fields.Boolean(
        string="May be passed on",
        help="The complainant agrees that what they said, and who they are, is passed "
        "on to those outside who are needed to settle it.",
    )

    # One's own, the newest first, as the portal lists them; also for the merging and
    # deleting of contacts
    _partner_idx = models.Index(
        "(partner_id, received_at DESC, id DESC) WHERE partner_id IS NOT NULL"
    )
    _anonymous_has_no_name = models.Constraint(
        "CHECK (anonymous IS NOT TRUE OR (partner_id IS NULL AND partner_name IS NULL"
        " AND partner_email IS NULL AND partner_phone IS NULL))",
        "Somebody who stays anonymous has no name, address or number here. Take them "
        "out, or untick “Anonymous”.",
    )

    @api.depends("help_language", "help_access", "help_minor")
    def _compute_needs_help(self):
        for complaint in self:
            complaint.needs_help = bool(
                complaint.help_language or complaint.help_access or complaint.help_minor
            )

    @api.constrains("partner_id", "partner_name", "partner_email", "anonymous")
    def _check_somebody(self):
        for complaint in self:
            known = complaint.partner_name or complaint.partner_email
            if not (known or complaint.partner_id or complaint.anonymous):
                if complaint.emptied_on:
                    continue
                raise ValidationError(
                    self.env._(
                        "Say who complains: a contact, a name or an e-mail address, or "
                        "tick “Anonymous”."
                    )
                )
