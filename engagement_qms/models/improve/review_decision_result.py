# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, datetime, time
from textwrap import shorten
from zoneinfo import ZoneInfo

from odoo import models

#: An action has a short name; the decision keeps all of its text
TITLE = 120


class EngagementReviewDecision(models.Model):
    """What becomes of a decision."""

    _inherit = "engagement.review.decision"

    def _get_missing(self):
        """Return what a decision still lacks, in words."""
        self.ensure_one()
        title = self._get_title()
        missing = []
        if not self.owner_id:
            missing.append(
                self.env._("Name the owner of the decision “%(title)s”.", title=title)
            )
        if not self.evidence_count and not self.judgement:
            missing.append(
                self.env._(
                    "Say what “%(title)s” rests on, a figure, a complaint or a survey, "
                    "or tick that it is a judgement.",
                    title=title,
                )
            )
        held_date = self.review_id.held_date
        if self.due_date and held_date and self.due_date < held_date:
            missing.append(
                self.env._(
                    "“%(title)s” would be due before it was decided: give a later day.",
                    title=title,
                )
            )
        return missing

    def _get_title(self):
        return shorten(self.name or "", TITLE, placeholder="…")

    def _carry_out(self):
        actions = self.env["engagement.action"].create(
            [decision._prepare_action() for decision in self]
        )
        dated = self.filtered("due_date")
        promises = self.env["engagement.commitment"].create(
            [decision._prepare_commitment() for decision in dated]
        )
        for decision, action in zip(self, actions, strict=True):
            decision.action_id = action
        for decision, promise in zip(dated, promises, strict=True):
            decision.commitment_id = promise

    def _prepare_action(self):
        return {
            "name": self._get_title(),
            "description": self.name,
            "kind": "improvement",
            "owner_id": self.owner_id.id,
            "user_id": self._get_responsible().id,
            "due_date": self.due_date,
            "company_id": self.company_id.id,
            "origin_model": self.review_id._name,
            "origin_res_id": self.review_id.id,
        }

    def _prepare_commitment(self):
        zone = ZoneInfo(self.company_id.resource_calendar_id.tz or "UTC")
        first, last = (
            datetime.combine(day, moment, zone).astimezone(UTC).replace(tzinfo=None)
            for day, moment in (
                (self.decided_on, time.min),
                (self.due_date, time(23, 59, 59)),
            )
        )
        return {
            "name": self._get_title(),
            "kind": "decision",
            "user_id": self._get_responsible().id,
            "company_id": self.company_id.id,
            "calendar_id": self.company_id.resource_calendar_id.id,
            "started_at": first,
            "first_due_at": last,
            "origin_model": self.review_id._name,
            "origin_res_id": self.review_id.id,
        }

    def _get_responsible(self):
        return self.user_id or self.review_id.user_id or self.env.user
