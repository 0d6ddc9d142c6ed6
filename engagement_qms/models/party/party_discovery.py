# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models


class EngagementPartyDiscovery(models.Model):
    """What discovery remembers of a group that it proposed."""

    _inherit = "engagement.party"

    discovery_key = fields.Char(
        readonly=True,
        copy=False,
        help="Tells discovery that the register has this group, whatever its name and "
        "its members have become.",
    )

    _unique_discovery = models.UniqueIndex(
        "(company_id, discovery_key) WHERE discovery_key IS NOT NULL",
        "This group is on the register already. Look under its old name, and among the "
        "archived parties.",
    )

    @api.model
    def get_empty_list_help(self, help_message):
        """Offer discovery on an empty register to those who may use it."""
        message = super().get_empty_list_help(help_message)
        if not self.env.user.has_group("engagement_qms.group_engagement_officer"):
            return message
        return Markup("%s<a type='action' name='%s' class='btn btn-primary'>%s</a>") % (
            Markup(message or ""),
            "engagement_qms.engagement_discovery_action",
            self.env._("Discover parties"),
        )
