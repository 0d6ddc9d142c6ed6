# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementPortalKeyMixin(models.AbstractModel):
    """Records that a link in a mail opens, whose key none of ours can read.

    Whoever has the key answers as the one who got the link. So it is given to mails,
    with all rights, and to nobody who handles the record.
    """

    _name = "engagement.portal.key.mixin"
    _description = "Opened by a Link"
    _inherit = ["portal.mixin"]

    access_token = fields.Char(groups="base.group_system")

    def _sign_token(self, pid):
        # sudo: a hash of the key goes into mails, the key is the administrator's
        return super(EngagementPortalKeyMixin, self.sudo())._sign_token(pid)

    def _get_key_link(self):
        """Return the link that opens it without a login."""
        self.ensure_one()
        # sudo: the link goes into a mail, the key in it is the administrator's
        token = self.sudo()._portal_ensure_token()
        return f"{self.get_base_url()}{self.access_url}?access_token={token}"
