# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .review_input import LIMIT, InputLine


class EngagementReviewInputParty(models.Model):
    """What is known of a relation: contacts, needs, risks, and how it stands."""

    _inherit = "engagement.review"

    def _get_relationship_lines(self, party):
        since = self._get_previous().held_date
        return [
            *self._get_party_lines(party),
            *self._get_contact_lines(party, since),
            *self._get_need_lines(party),
            *self._get_risk_lines(party),
        ]

    def _get_party_lines(self, party):
        section = self.env._("The relation")
        lines = [
            InputLine(
                section,
                self.env._("Priority"),
                self._get_label(party, "priority"),
                self._get_label(party, "strategy"),
            )
        ]
        if party.health:
            lines.append(
                InputLine(
                    section,
                    self.env._("Health"),
                    self._get_label(party, "health"),
                    self._get_label(party, "health_trend"),
                    "danger" if party.health in ("1", "2") else "",
                )
            )
        else:
            lines.append(
                InputLine(section, self.env._("Health"), self.env._("not noted yet"))
            )
        if party.channel_deviation_count:
            lines.append(
                InputLine(
                    section,
                    self.env._("Contacts by another channel"),
                    str(party.channel_deviation_count),
                    self.env._("in the last twelve months"),
                    "warning",
                )
            )
        return lines

    def _get_contact_lines(self, party, since):
        section = self.env._("Contacts")
        today = fields.Date.context_today(self)
        events = self.env["engagement.event"]
        of_party = Domain("party_id", "=", party.id)
        # a review that is written down later knows what was known on its day
        until = min(self.held_date or today, today)
        held = of_party & Domain("state", "=", "held") & Domain("date", "<=", until)
        if since:
            held &= Domain("date", ">=", since)
        contacts = events.search(held, order="date desc, id desc", limit=LIMIT)
        last = max(contacts.mapped("date"), default=False)
        missed = of_party & Domain("state", "=", "planned") & Domain("date", "<", today)
        overdue = events.search_count(missed)
        lines = [
            InputLine(
                section,
                self.env._("Held since the last review")
                if since
                else self.env._("Held"),
                str(events.search_count(held)),
                self.env._("last on %(day)s", day=format_date(self.env, last))
                if last
                else "",
            ),
            InputLine(
                section,
                self.env._("Planned, but not held in time"),
                str(overdue),
                "",
                "danger" if overdue else "success",
            ),
            InputLine(
                section,
                self.env._("Next"),
                format_date(self.env, party.next_contact_date)
                if party.next_contact_date
                else self.env._("none planned"),
                "",
                "" if party.next_contact_date else "warning",
            ),
        ]
        for event in contacts:
            lines.append(
                InputLine(
                    section,
                    event.name,
                    format_date(self.env, event.date),
                    self._get_label(event, "health"),
                )
            )
        return lines

    def _get_need_lines(self, party):
        section = self.env._("Needs")
        today = fields.Date.context_today(self)
        needs = self.env["engagement.need"].search(
            [("party_id", "=", party.id)], order="next_confirm_date, id"
        )
        overdue = needs.filtered(
            lambda need: need.next_confirm_date and need.next_confirm_date < today
        )
        lines = [
            InputLine(
                section,
                self.env._("On the register"),
                str(len(needs)),
                self.env._(
                    "%(met)s met, %(partly)s partly, %(not_met)s not met",
                    met=len(needs.filtered(lambda n: n.status == "met")),
                    partly=len(needs.filtered(lambda n: n.status == "partly")),
                    not_met=len(needs.filtered(lambda n: n.status == "not_met")),
                ),
            ),
            InputLine(
                section,
                self.env._("To be confirmed again"),
                str(len(overdue)),
                self._join(overdue.mapped("name")),
                "warning" if overdue else "success",
            ),
        ]
        open_needs = needs.filtered(lambda n: n.status in ("not_met", "partly"))
        for need in open_needs[:LIMIT]:
            lines.append(
                InputLine(
                    section,
                    need.name,
                    self._get_label(need, "status"),
                    self.env._("binding") if need.binding else "",
                    "danger" if need.status == "not_met" else "warning",
                )
            )
        return lines

    def _get_risk_lines(self, party):
        section = self.env._("Risks")
        risks = self.env["engagement.risk"].search(
            [("party_id", "=", party.id)], order="level desc, id", limit=LIMIT
        )
        tones = {"controlled": "success", "overdue": "danger", "never": "danger"}
        return [
            InputLine(
                section,
                risk.name,
                self._get_label(risk, "level_name"),
                self._get_label(risk, "control_state"),
                tones.get(risk.control_state, ""),
            )
            for risk in risks
        ] or [InputLine(section, self.env._("None on the register"))]
