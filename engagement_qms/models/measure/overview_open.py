# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class EngagementOverviewOpen(models.AbstractModel):
    """Behind each number are its records, as far as the person may read them."""

    _inherit = "engagement.overview"

    @api.model
    @api.readonly
    def get_records_action(self, what, filters=None):
        """Return the action that opens what one number counts.

        :param dict what: `section` and what the section needs: `id` of a stage of the
            funnel; `bucket`, `kind` and `mine` of promises; `key` of own work; `x` and
            `y` of a place of the map
        :param dict filters: as of `get_overview`
        :rtype: dict
        """
        self._check_may_look()
        shown = self._get_shown(filters, self._get_categories())
        overview = self._at(shown)
        openers = {
            "funnel": overview._open_stage,
            "due": overview._open_due,
            "work": overview._open_work,
            "map": overview._open_place,
        }
        opener = openers.get(what.get("section"))
        if not opener:
            raise UserError(self.env._("There is nothing to open there."))
        action, domain, name = opener(what, shown)
        found = self.env["ir.actions.actions"]._for_xml_id(action)
        return found | {
            "name": name or found["name"],
            "domain": list(domain),
            "context": {"create": False},
        }

    @api.model
    def _open_stage(self, what, shown):
        """Return action, domain and name for a stage of the funnel."""
        if what.get("id") not in self._get_funnel_ids():
            raise UserError(self.env._("There is nothing to open there."))
        indicator = self.env["engagement.indicator"].browse(what["id"])
        actions = {
            "engagement.commitment": "engagement_qms.engagement_commitment_action",
            "engagement.complaint": "engagement_qms.engagement_complaint_action",
            "engagement.dispute": "engagement_qms.engagement_dispute_action",
        }
        source = indicator._get_source()
        domain = indicator._get_counted_domain(
            self.env.company, shown.start, shown.stop
        )
        return actions[source.model], domain, indicator.name

    @api.model
    def _open_due(self, what, shown):
        """Return action, domain and name for open promises."""
        bucket = "overdue" if what.get("bucket") == "overdue" else "soon"
        domain = self._get_due_domain(bucket, what.get("kind"), what.get("mine"))
        domain &= Domain("company_id", "=", shown.company_id)
        name = (
            self.env._("Promises overdue")
            if bucket == "overdue"
            else self.env._("Promises due in 7 days")
        )
        return "engagement_qms.engagement_commitment_action", domain, name

    @api.model
    def _open_work(self, what, shown):
        """Return action, domain and name for a kind of the person's own work."""
        [work] = [w for w in self._list_work() if w.key == what.get("key")] or [None]
        if not work:
            raise UserError(self.env._("There is nothing to open there."))
        domain = work.domain
        if work.model != "mail.activity":
            domain &= Domain("company_id", "=", shown.company_id)
        return work.action, domain, self.env._("My work: %s", work.name)

    @api.model
    def _open_place(self, what, shown):
        """Return action, domain and name for a place of the map, or for all of it."""
        domain = self._get_map_domain(shown)
        domain &= Domain("company_id", "=", shown.company_id)
        parties = self.env["engagement.party"]
        if what.get("x") and what.get("y"):
            domain &= parties._get_axis_domain("impact", int(what["x"]))
            domain &= parties._get_axis_domain("influence", int(what["y"]))
        return "engagement_qms.engagement_party_action_map", domain, False
