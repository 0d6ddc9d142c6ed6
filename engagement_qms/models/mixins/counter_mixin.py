# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class EngagementCounterMixin(models.AbstractModel):
    """Counts what needs somebody, for the tiles above a list.

    A tile is a filter of the search view; the model says what it counts and how bad
    it is. The views ask for the tiles with ``js_class="engagement_counter_list"``.
    """

    _name = "engagement.counter.mixin"
    _description = "Counted Filters"

    @api.model
    @api.readonly
    def get_counters(self, domain):
        """Return the tiles: name of the filter, number of records, tone.

        :param list domain: what the list is about, for instance one party
        """
        about = Domain(domain)
        return [
            {
                "filter": name,
                "tone": tone,
                "count": self.search_count(about & Domain(counted)),
            }
            for name, tone, counted in self._get_counters()
        ]

    @api.model
    def _get_counters(self):
        """Return (name of the filter, tone, domain) of each tile, worst first.

        Tones: danger for missed, warning for at risk, info for running.
        """
        return []
