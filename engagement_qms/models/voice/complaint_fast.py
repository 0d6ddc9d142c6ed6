# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from .complaint_assessment import GRADES
from .complaint_gate import SECOND_PERSON_FROM


class EngagementComplaintFast(models.Model):
    """The fast lane: settled at once, and counted all the same (ISO 10002, 2.2)."""

    _inherit = "engagement.complaint"

    fast_lane = fields.Boolean(string="Settled at once", readonly=True, copy=False)

    def _settle_at_once(self, values, way):
        """Lead a complaint from the first word to the end, by its usual steps.

        :param dict values: severity, cause, answer and remedy
        :param str way: how the complainant heard of it
        :raise UserError: for what is too grave or too dear for it
        """
        self.ensure_one()
        self._check_state(("new", "acknowledged"))
        if int(values["severity"]) >= SECOND_PERSON_FROM:
            raise UserError(
                self.env._(
                    "What is serious is not settled at once. Take the usual way, so "
                    "that somebody looks into it."
                )
            )
        grades = dict.fromkeys(
            ("complexity", "reach", "urgency", "pattern"), GRADES[0][0]
        )
        self = self.with_context(engagement_told_by=way)
        if self.state == "new":
            self.action_acknowledge()
        self.write(
            grades
            | {"conflict_checked": True, "severity": values["severity"]}
            | {"cause_id": values["cause_id"]}
        )
        self.action_assess()
        self.point_ids.filtered(lambda point: not point.outcome).outcome = "upheld"
        today = fields.Date.context_today(self)
        needs_day = values["remedy_kind"] not in ("none", "apology", "explanation")
        self.write(values | {"remedy_due_date": needs_day and today})
        self._step().write({"fast_lane": True})
        self.action_propose()
        if not self.approved_by_id:
            raise UserError(
                self.env._(
                    "A remedy of this worth has to be agreed to first. Take the usual "
                    "way."
                )
            )
        self.action_communicate()
        self.action_accept()
        self.action_close()
