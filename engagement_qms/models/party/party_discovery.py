# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


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
