# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ResourceCalendar(models.Model):
    """A calendar whose time zone or form changes has other working days."""

    _inherit = "resource.calendar"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {
            "tz",
            "two_weeks_calendar",
            "attendance_ids",
            "leave_ids",
            "global_leave_ids",
            "flexible_hours",
        }:
            self.env["engagement.working.day"]._forget(self)
        return result


class ResourceCalendarAttendance(models.Model):
    """Hours that change, change the working days."""

    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        self.env["engagement.working.day"]._forget(attendances.calendar_id)
        return attendances

    def write(self, vals):
        before = self.calendar_id
        result = super().write(vals)
        self.env["engagement.working.day"]._forget(before | self.calendar_id)
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        self.env["engagement.working.day"]._forget(calendars)
        return result


class ResourceCalendarLeaves(models.Model):
    """Holidays of everybody change the working days; one person's do not."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._forget_working_days()
        return leaves

    def write(self, vals):
        self._forget_working_days()
        result = super().write(vals)
        self._forget_working_days()
        return result

    def unlink(self):
        self._forget_working_days()
        return super().unlink()

    def _forget_working_days(self):
        """Forget the days of the calendars that these holidays hold for.

        A holiday without a calendar holds for every calendar of its company.
        """
        general = self.filtered(lambda leave: not leave.resource_id)
        companies = general.filtered(lambda leave: not leave.calendar_id).company_id
        calendars = general.calendar_id
        if companies:
            calendars |= calendars.search(
                [("company_id", "in", [False, *companies.ids])]
            )
        self.env["engagement.working.day"]._forget(calendars)
