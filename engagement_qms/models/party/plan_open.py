# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..mixins.batches import run_in_batches


class EngagementPlanOpen(models.Model):
    """The engine that opens the events of plans when they are due.

    It may run twice, late, or be killed between two batches: what is due and has no
    planned event is opened, once. A plan that cannot be opened is named in the
    server's log and does not hold up the others.
    """

    _inherit = "engagement.plan"

    def _cron_open_events(self):
        """Open all events that are due, then remind of those planned by hand."""
        today = fields.Date.context_today(self)
        due = self.search(self._get_due_domain(today))
        if run_in_batches(due, lambda plans: plans._open_due_events(today)):
            events = self.env["engagement.event"]
            unreminded = events.search(events._get_unreminded_domain(today))
            run_in_batches(unreminded, lambda batch: batch._remind())

    def _open_due_events(self, today):
        """Open the next event of each plan of the set that is due.

        :param date today: the day that counts as today
        :return: the new events
        """
        due = self.search(Domain("id", "in", self.ids) & self._get_due_domain(today))
        return due._create_next_events()

    def _create_next_events(self):
        """Create the planned event of each plan for its next date.

        :return: the new events, their responsibles reminded where the day is near
        :raise UserError: where the plan has ended
        """
        for plan in self:
            if not plan.next_date:
                raise UserError(
                    self.env._(
                        "The plan “%(plan)s” asks for no further contact: it ends on "
                        "%(end)s. Move the end to plan another one.",
                        plan=plan.name,
                        end=format_date(self.env, plan.end_date),
                    )
                )
        events = self.env["engagement.event"].create(
            [
                {
                    "plan_id": plan.id,
                    "party_id": plan.party_id.id,
                    "channel_id": plan.channel_id.id,
                    "date": plan.next_date,
                    "planned_date": plan.next_date,
                }
                for plan in self
            ]
        )
        events._remind()
        return events

    def _get_due_domain(self, today):
        """Return the domain of the plans whose next event opens by a day.

        :param date today: that day
        """
        return (
            Domain("active", "=", True)
            & Domain("open_date", "<=", today)
            & Domain("party_id.active", "=", True)
            & Domain("party_id.relevant", "=", True)
            & Domain("event_ids", "not any", [("state", "=", "planned")])
        )
