# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from odoo.tools import SQL

from .common import EngagementCase
from .fake_model import FakeJob, FakeSecretJob, add_fake_models


class RuleCase(EngagementCase):
    """A code in force since 1 January 2026 and documents that its promises watch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeJob, FakeSecretJob)
        cls.env["ir.model.access"].flush_model()
        cls.calendar = cls._new_calendar("Europe/Brussels")
        cls.partner = cls.env["res.partner"].create({"name": "Ann"})
        cls.code = cls._new_code()
        cls.promise = cls._new_promise()

    @classmethod
    def _new_calendar(cls, tz, **values):
        """Create a calendar of Monday to Friday, from 8 to 12."""
        return cls.env["resource.calendar"].create(
            {
                "name": f"Monday to Friday, {tz}",
                "tz": tz,
                "attendance_ids": [
                    (
                        0,
                        0,
                        {
                            "name": str(day),
                            "dayofweek": str(day),
                            "hour_from": 8,
                            "hour_to": 12,
                            "day_period": "morning",
                        },
                    )
                    for day in range(5)
                ],
                **values,
            }
        )

    @classmethod
    def _new_code(cls, name="Repairs", **values):
        return cls.env["engagement.code"].create({"name": name, **values})

    @classmethod
    def _new_promise(cls, code=None, **values):
        """Create a watched promise: two days, in a draft."""
        return cls.env["engagement.provision"].create(
            {
                "code_id": (code or cls.code).id,
                "promise": "We repair it within 2 days.",
                "limit_value": 2,
                "limit_unit": "day",
                "calendar_id": cls.calendar.id,
                "rule_active": True,
                "rule_model": "engagement.fake.job",
                "rule_domain": "[('kind', '=', 'repair')]",
                "rule_start_field": "asked_at",
                "rule_end_field": "done_at",
                **values,
            }
        )

    @classmethod
    def _put_in_force(cls, code=None, since=date(2026, 1, 1), until=False):
        (code or cls.code)._set_state(
            {"state": "in_force", "in_force_from": since, "in_force_to": until}
        )

    @classmethod
    def _new_job(cls, asked_at=datetime(2026, 1, 12, 9), done_at=False, **values):
        return cls.env["engagement.fake.job"].create(
            {
                "name": "Washing machine",
                "partner_id": cls.partner.id,
                "asked_at": asked_at,
                "done_at": done_at,
                **values,
            }
        )

    @classmethod
    def _age(cls, records, moment="2026-01-01"):
        """Let records have been written long ago, where no later run looks."""
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = %s WHERE id IN %s",
                SQL.identifier(records._table),
                moment,
                tuple(records.ids),
            )
        )
        records.invalidate_recordset(["write_date"])

    def _get_rows(self, promise=None):
        """Return {document id: row of the ledger}."""
        promise = promise or self.promise
        rows = self.env["engagement.commitment"].search(
            [("provision_id", "in", promise.ids)]
        )
        return {row.origin_res_id: row for row in rows}
