# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..mixins import recurrence
from ..party.category import PRIORITIES


class EngagementReviewRhythm(models.Model):
    """Which rhythm holds for whom: the company's own before the shared ones.

    A company that has rhythms of its own for a kind uses none of the shared ones of
    that kind. Relations are reviewed the more often the more a party matters.
    """

    _inherit = "engagement.review.schedule"

    party_priority = fields.Selection(
        selection=PRIORITIES,
        string="Parties of priority",
        help="Leave empty for all parties whose priority has no rhythm of its own.",
    )

    @api.model
    def _get_rhythms(self, kind, subjects):
        """Return {subject: its rhythm} for those that have one.

        :param str kind: relationship, code or objective
        :param subjects: parties, codes or objectives
        """
        rhythms = self.search(
            [
                ("kind", "=", kind),
                ("company_id", "in", [False, *subjects.company_id.ids]),
            ]
        )
        found = {}
        for subject in subjects:
            own = rhythms.filtered(lambda r, s=subject: r.company_id == s.company_id)
            candidates = own or rhythms.filtered(lambda r: not r.company_id)
            if kind == "relationship":
                priority = subject.priority
                candidates = candidates.filtered(
                    lambda r, p=priority: r.party_priority == p
                ) or candidates.filtered(lambda r: not r.party_priority)
            if candidates:
                found[subject] = candidates[0]
        return found

    def _get_subject_domain(self):
        """Return which of the subjects of its kind this rhythm is for."""
        self.ensure_one()
        others = self.search([("kind", "=", self.kind), ("id", "!=", self.id)])
        if self.company_id:
            domain = Domain("company_id", "=", self.company_id.id)
        else:
            domain = Domain("company_id", "not in", others.company_id.ids)
        if self.kind != "relationship":
            return domain
        if self.party_priority:
            return domain & Domain("priority", "=", self.party_priority)
        beside = others.filtered(lambda r: r.company_id == self.company_id)
        taken = [rhythm.party_priority for rhythm in beside if rhythm.party_priority]
        return domain & Domain("priority", "not in", taken)

    def _add_to(self, day):
        """Return the day that lies one interval of the rhythm after another.

        :param datetime.date day: where to start
        """
        return recurrence.add(day, self.interval_number, self.interval_unit)
