# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta


class AccessLeadershipRecords:
    """The records of the access matrix that belong to the signals of leadership."""

    @classmethod
    def _make_signal_type(cls, _ties):
        return cls.env.ref("engagement_qms.signal_type_engine_stopped")

    @classmethod
    def _make_signal(cls, ties, employee=None, fresh=False):
        """A signal of some other leader, which was shown to all who may see it."""
        if employee is None:
            employee = cls.env["hr.employee"].create(
                {"name": "Another leader", "company_id": ties.company.id}
            )
        week = timedelta(days=7 if fresh else 0)
        signal = cls.env["engagement.signal"].create(
            {
                "type_id": cls._make_signal_type(ties).id,
                "company_id": ties.company.id,
                "employee_id": employee.id,
                "period_start": cls._next_month(),
                "severity": 0,
                "shown_from": date.today() + week,
            }
        )
        return cls._sign(signal, ties)

    @classmethod
    def _make_signal_own(cls, ties):
        nobody = cls.env["hr.employee"].create({"name": "Without a login"})
        employee = cls.employees.get(ties.role, nobody)
        return cls._make_signal(ties, employee, fresh=True)

    @classmethod
    def _make_signal_fresh(cls, ties):
        return cls._make_signal(ties, fresh=True)

    @classmethod
    def _make_signal_organisation(cls, ties):
        return cls._make_signal(ties, cls.env["hr.employee"], fresh=True)

    @classmethod
    def _next_month(cls):
        """Return a month of its own for each, of long ago."""
        count = cls.env["engagement.signal"].search_count(
            [("period_start", "<", date(1990, 1, 1))]
        )
        return date(1900 + count // 12, count % 12 + 1, 1)
