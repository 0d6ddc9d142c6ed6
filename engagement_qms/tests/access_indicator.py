# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date


class AccessIndicatorRecords:
    """The records of the access matrix that belong to indicators."""

    @classmethod
    def _make_indicator(cls, ties):
        return cls._make(
            "engagement.indicator",
            ties,
            code=f"M{cls.env['engagement.indicator'].search_count([])}",
            name="Matrix",
            source="complaint",
        )

    @classmethod
    def _make_measure(cls, ties):
        measure = cls.env["engagement.measure"].create(
            {
                "indicator_id": cls._make_indicator(ties).id,
                "company_id": ties.company.id,
                "period_start": date(2026, 1, 1),
                "period_end": date(2026, 1, 31),
            }
        )
        return cls._sign(measure, ties)

    @classmethod
    def _make_measure_revision(cls, ties):
        values = {"measure_id": cls._make_measure(ties).id, "reason": "Matrix"}
        return cls._sign(cls.env["engagement.measure.revision"].create(values), ties)

    @classmethod
    def _make_measure_change(cls, _ties):
        model = cls.env["engagement.measure.change"]
        return model.create({"model": "res.partner", "month": date(2026, 1, 1)})

    @classmethod
    def _make_measure_restatement(cls, ties):
        values = {"measure_id": cls._make_measure(ties).id, "reason": "Matrix"}
        return cls._sign(cls.env["engagement.measure.restatement"].create(values), ties)
