# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..mixins.batches import run_in_batches

_lt = LazyTranslate(__name__)


class EngagementComplaintEscalation(models.Model):
    """A complaint that is late goes to whoever leads its team, once each time."""

    _inherit = "engagement.complaint"

    @api.model
    def _cron_escalate(self):
        """Tell the leaders of late complaints; run again, it tells nobody twice."""
        late = self.search(self._get_overdue_domain(), order="id").filtered(
            # told already, unless it is late once more since then
            lambda complaint: (
                not complaint.escalated_at
                or complaint.escalated_at < complaint.next_due_at
            )
        )
        return run_in_batches(late, lambda part: part._escalate())

    def _escalate(self):
        for complaint in self:
            leaders = complaint.team_id.user_id or complaint._get_leaders()
            for user in leaders - complaint.concerned_user_ids:
                complaint._schedule_activity(
                    user, self.env._("Late: decide how it goes on")
                )
        self._step().write({"escalated_at": fields.Datetime.now()})

    def _get_leaders(self):
        """Return the leaders of the company of a complaint."""
        self.ensure_one()
        # sudo: who leads, whoever asks
        group = self.env.ref("engagement_qms.group_engagement_leader").sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )


class EngagementDailySummary(models.AbstractModel):
    """Complaints that nobody has taken over yet, for the leaders of their teams."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        waiting = (
            Domain("kind", "=", "acknowledge")
            & Domain("state", "=", "open")
            & Domain("complaint_id.user_id", "=", False)
            # from then on it is among the promises at risk
            & Domain("at_risk_at", ">", fields.Datetime.now())
        )
        rows += [
            row._replace(day=row.day.date())
            for row in self._collect(
                _lt("Complaints to take over"),
                "engagement.commitment",
                waiting,
                "due_at",
                users,
            )
        ]
        return rows
