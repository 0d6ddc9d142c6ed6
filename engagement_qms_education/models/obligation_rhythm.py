# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.engagement_qms.models.mixins import recurrence
from odoo.addons.engagement_qms.models.mixins.batches import run_in_batches

#: What the next one takes over from the one before
TAKEN = (
    *("name", "partner_id", "programme_id", "company_id", "user_id"),
    *("recurring", "interval_number", "interval_unit", "lead_days"),
)


class EngagementObligationRhythm(models.Model):
    """How the next due day comes by itself, and who is reminded of it.

    The next one is there when the one before was handed in, or its day is past: what
    was missed is still owed, and so is what comes after it.
    """

    _inherit = "engagement.obligation"

    @api.model
    def _cron_obligations(self):
        """Make what comes next, and remind of what is due soon. Twice does nothing."""
        today = fields.Date.context_today(self)
        ends = self.browse(self._get_series_ends(today))
        return run_in_batches(ends, lambda part: part._make_next(today)) and (
            run_in_batches(
                self.search(self._get_remind_domain(), order="id").filtered(
                    lambda duty: duty._get_remind_day() <= today
                ),
                lambda part: part._remind(today),
            )
        )

    @api.model
    def _get_series_ends(self, today):
        """Return the ids of the last duties of their rows whose next one is to come."""
        self.flush_model()
        return [
            id_
            for (id_,) in self.env.execute_query(
                SQL(
                    """
                    SELECT last.id
                      FROM (SELECT DISTINCT ON (COALESCE(series_id, id)) *
                              FROM engagement_obligation
                             ORDER BY COALESCE(series_id, id), first_date_due DESC)
                           AS last
                     WHERE last.recurring IS TRUE
                       AND (last.state = 'submitted'
                            OR last.state = 'open' AND last.first_date_due < %(today)s)
                     ORDER BY last.id
                    """,
                    today=today,
                )
            )
        ]

    @api.model
    def _get_remind_domain(self):
        return Domain("state", "=", "open") & Domain("reminded_for", "=", False)

    def _get_remind_day(self):
        return self.date_due - timedelta(days=self.lead_days)

    def _make_next(self, today=None):
        """Make what follows each of these, and all that was missed since.

        :return: the new duties
        """
        today = today or fields.Date.context_today(self)
        # sudo: the responsible, who may only change the own one, makes the next one
        duties = self.sudo()
        made = duties.browse()
        for duty in duties.filtered("recurring"):
            first = duty.series_id or duty
            known = duties.search(
                Domain("series_id", "=", first.id) | Domain("id", "=", first.id)
            )
            day = duty.first_date_due
            if duty.state == "cancelled" or day < max(known.mapped("first_date_due")):
                continue
            values = []
            while not values or day < today:
                day = recurrence.next_after(
                    first.first_date_due,
                    duty.interval_number,
                    duty.interval_unit,
                    day,
                )
                values.append(
                    {
                        **{
                            name: duty._fields[name].convert_to_write(duty[name], duty)
                            for name in TAKEN
                        },
                        "series_id": first.id,
                        "date_due": day,
                    }
                )
            made += duties._step().create(values)
        return made
