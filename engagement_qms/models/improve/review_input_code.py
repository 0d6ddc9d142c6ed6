# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter
from datetime import datetime, time, timedelta
from textwrap import shorten

from odoo import fields, models
from odoo.fields import Domain

from ..code import lint
from ..code.provision_rate import rate
from .review_input import LONG, InputLine
from .review_trigger import MINIMUM_SAMPLE


class EngagementReviewInputCode(models.Model):
    """What is known of a code: how its promises were kept, and what is still open.

    Each promise is followed over the versions, in the time since the last review and
    in as long a time before it.
    """

    _inherit = "engagement.review"

    def _get_code_lines(self, code):
        return [
            *self._get_promise_lines(code),
            *self._get_ledger_lines(code),
            *self._get_consultation_lines(code),
            *self._get_wording_lines(code),
        ]

    def _get_promise_lines(self, code):
        section = self.env._("How the promises were kept since the last review")
        now, before = self._get_periods(code)
        provisions = code.provision_ids
        series = self.env["engagement.provision"].search(
            [("root_id", "in", provisions.root_id.ids)]
        )
        threshold = code.company_id.engagement_review_threshold
        counts, earlier = (
            self._count_by_root(series, period) for period in (now, before)
        )
        lines = []
        for provision in provisions:
            text = shorten(provision.promise or "", LONG, placeholder="…")
            own = counts[provision.root_id.id]
            percent, sample = rate(own)
            notes = []
            if own["missed"] or own["overdue"]:
                notes.append(
                    self.env._(
                        "missed: %(count)s", count=own["missed"] + own["overdue"]
                    )
                )
            past = rate(earlier[provision.root_id.id])
            if past[1]:
                notes.append(
                    self.env._("before: %(rate)s", rate=self._format_rate(*past))
                )
            tone = ""
            if sample >= MINIMUM_SAMPLE:
                tone = "danger" if percent < threshold else "success"
            lines.append(
                InputLine(
                    section,
                    f"{provision.number}. {text}",
                    self._format_rate(percent, sample),
                    "; ".join(notes),
                    tone,
                )
            )
        return lines

    def _get_periods(self, code):
        """Return which rows count: since the last review, and as long before."""
        today = fields.Date.context_today(self)
        start = self._get_previous().held_date or code.in_force_from or today
        length = max(today - start, timedelta(days=1))
        moments = [
            datetime.combine(day, time.min)
            for day in (start - length, start, today + timedelta(days=1))
        ]
        before, now = (
            Domain("first_due_at", ">=", first) & Domain("first_due_at", "<", last)
            for first, last in zip(moments, moments[1:], strict=False)
        )
        return now, before

    def _count_by_root(self, series, period):
        """Return {id of the first version of a promise: Counter}."""
        totals = {root_id: Counter() for root_id in series.root_id.ids}
        counts = series._get_counts(period)
        for provision in series:
            totals[provision.root_id.id] += counts.get(provision.id, Counter())
        return totals

    def _get_ledger_lines(self, code):
        section = self.env._("The ledger")
        # sudo: figures count every row, also those that only few may open
        ledger = self.env["engagement.commitment"].sudo()
        of_code = Domain("code_id.root_id", "=", code.root_id.id)
        is_open = of_code & Domain("state", "=", "open")
        overdue = ledger.search_count(
            is_open & Domain("due_at", "<", fields.Datetime.now())
        )
        no_remedy = ledger.search_count(
            of_code
            & Domain("state", "=", "missed")
            & Domain("remedy", "!=", False)
            & Domain("remedy_given_at", "=", False)
        )
        return [
            InputLine(
                section, self.env._("Running"), str(ledger.search_count(is_open))
            ),
            InputLine(
                section,
                self.env._("Overdue"),
                str(overdue),
                "",
                "danger" if overdue else "success",
            ),
            InputLine(
                section,
                self.env._("Missed, and the remedy not yet given"),
                str(no_remedy),
                "",
                "danger" if no_remedy else "success",
            ),
        ]

    def _get_consultation_lines(self, code):
        section = self.env._("Voices")
        asked = code.consultation_ids
        waiting = len(asked.filtered(lambda row: row.decision and not row.told_back_on))
        open_views = len(asked.filtered(lambda row: not row.decision))
        lines = [
            InputLine(section, self.env._("Consulted"), str(len(asked))),
            InputLine(
                section,
                self.env._("Heard, but not told what came of it"),
                str(waiting),
                "",
                "warning" if waiting else "success",
            ),
            InputLine(
                section,
                self.env._("Asked, and still without a decision"),
                str(open_views),
                "",
                "warning" if open_views else "success",
            ),
        ]
        if "engagement.code.enquiry" in self.env:
            # sudo: a figure; the questions themselves are for those who answer them
            enquiries = self.env["engagement.code.enquiry"].sudo()
            count = enquiries.search_count(
                [("code_id", "in", code.root_id.version_ids.ids)]
            )
            lines.append(
                InputLine(section, self.env._("Questions and feedback"), str(count))
            )
        return lines

    def _get_wording_lines(self, code):
        section = self.env._("The code itself")
        open_points = [text for text, covered in code._get_points() if not covered]
        findings = sum(
            len(lint.find_in_text(provision.promise or "", self.env.lang or "en"))
            for provision in code.provision_ids
        )
        return [
            InputLine(
                section,
                self.env._("Complete"),
                f"{code.completeness} %",
                self._join(open_points),
                "success" if not open_points else "warning",
            ),
            InputLine(
                section,
                self.env._("Vague or hard to read"),
                str(findings),
                self.env._("places in the promises"),
                "warning" if findings else "success",
            ),
        ]
