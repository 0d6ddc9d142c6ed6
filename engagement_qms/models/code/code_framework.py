# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any, NamedTuple

from odoo import models


class Point(NamedTuple):
    """One thing that a good code has."""

    text: str
    covered: Any
    block: str = "how"
    page: str = ""  # the tab of the form where it is said; empty: above the tabs
    small: bool = True  # whether a small organisation is asked for it too


class EngagementCodeFramework(models.Model):
    """The points of a good code: why and for whom, what is promised, how it is kept."""

    _inherit = "engagement.code"

    def _get_points(self):
        """Return what a good code has: a list of (text, whether it is covered)."""
        return [(point.text, point.covered) for point in self._get_framework()]

    def _get_framework(self):
        """Return the points that an organisation of this size is asked for."""
        self.ensure_one()
        points = (
            *self._get_why_points(),
            *self._get_what_points(),
            *self._get_how_points(),
        )
        return [point for point in points if point.small or not self.small_organisation]

    def _get_why_points(self):
        asked = self.consultation_ids
        heard = asked.filtered("decision").party_id
        important = self.party_ids.filtered(
            lambda party: party.priority in ("high", "critical")
        )
        points = [
            Point(
                self.env._("Name the leader who stands for it"), self.leader_id, "why"
            ),
            Point(self.env._("Say what it is for"), self.purpose, "why", "text"),
            Point(
                self.env._("Say what it holds for, and what not"),
                self.scope,
                "why",
                "text",
            ),
            Point(
                self.env._("Add the statement of top management"),
                self.statement,
                "why",
                "text",
                small=False,
            ),
            Point(
                self.env._("Link the parties concerned"),
                self.party_ids,
                "why",
                "consultation",
                small=False,
            ),
            Point(
                self.env._("Note what you found out before you wrote it"),
                self.research_ids.filtered("finding"),
                "why",
                "behind",
                small=False,
            ),
            Point(
                self.env._("Link an objective with a target"),
                self.objective_ids,
                "why",
                "behind",
                small=False,
            ),
        ]
        points += [
            Point(
                self.env._("Hear %(party)s, whose priority is high", party=party.name),
                party in heard,
                "why",
                "consultation",
                small=False,
            )
            for party in important
        ]
        if asked:
            points.append(
                Point(
                    self.env._("Tell everybody who was asked what became of it"),
                    all(line.told_back_on for line in asked),
                    "why",
                    "consultation",
                    small=False,
                )
            )
        return points

    def _get_what_points(self):

        def every(test):
            return self.provision_ids and all(map(test, self.provision_ids))

        return [
            Point(
                self.env._("Give every promise a limit"),
                every(lambda p: p.limit_value or p.no_limit_reason),
                "what",
                "promises",
            ),
            Point(
                self.env._("Say for every promise when it does not hold"),
                every(lambda p: p.exclusions),
                "what",
                "promises",
                small=False,
            ),
            Point(
                self.env._("Say for every promise what people get on a miss"),
                every(lambda p: p.remedy),
                "what",
                "promises",
                small=False,
            ),
            Point(
                self.env._("Write so that nothing vague is left"),
                self.provision_ids
                and not any(
                    finding["kind"] in ("vague", "long_sentence", "long_word")
                    for row in self.wording or ()
                    for finding in row["findings"]
                ),
                "what",
                "wording",
            ),
            Point(
                self.env._("Have every promise checked against the law"),
                every(lambda p: p.legal_checked_on),
                "what",
                "promises",
                small=False,
            ),
            Point(
                self.env._("Say what happens if it is not kept"),
                self.remedy,
                "what",
                "text",
            ),
            Point(
                self.env._("Say whom to ask or complain to"),
                self.contact,
                "what",
                "text",
            ),
            Point(
                self.env._("See that everybody can read it"),
                not self.access_gap,
                "what",
                "telling",
                small=False,
            ),
        ]

    def _get_how_points(self):

        def every(test):
            return self.provision_ids and all(map(test, self.provision_ids))

        lines = self.principle_line_ids
        told = self.announcement_ids.filtered("done")
        return [
            Point(
                self.env._("Give every promise an owner"),
                every(lambda p: p.owner_id),
                "how",
                "promises",
            ),
            Point(
                self.env._("Check that every promise can be kept"),
                every(lambda p: p.capacity_checked),
                "how",
                "promises",
            ),
            Point(
                self.env._("Write down for every promise who does what"),
                every(lambda p: p.procedure),
                "how",
                "promises",
                small=False,
            ),
            Point(
                self.env._("Decide on the resources"),
                self.resource_ids
                and all(line.decision != "asked" for line in self.resource_ids),
                "how",
                "behind",
                small=False,
            ),
            Point(
                self.env._("Link the processes that keep it"),
                self.process_ids,
                "how",
                "behind",
                small=False,
            ),
            Point(
                self.env._("Answer each guiding principle"),
                lines and all(line.status == "done" for line in lines),
                "how",
                "principles",
                small=False,
            ),
            Point(
                self.env._("Tell staff first, then everybody else"),
                told.filtered(lambda line: line.audience == "staff")
                and told - told.filtered(lambda line: line.audience == "staff")
                and not self.announcement_warning,
                "how",
                "telling",
                small=False,
            ),
            Point(
                self.env._("Set the day of the next review"),
                self.next_review_date,
                "how",
            ),
        ]
