# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: The three blocks of the framework of a code, in order
BLOCKS = {
    "why": _lt("Why, and for whom"),
    "what": _lt("What we promise"),
    "how": _lt("How we keep it"),
}


class Point(NamedTuple):
    """One thing that a good code has."""

    text: str
    covered: Any
    block: str = "how"
    page: str = ""  # the tab of the form where it is said; empty: above the tabs
    small: bool = True  # whether a small organisation is asked for it too


class EngagementCodeGate(models.Model):
    """What an approval needs, and what else a good code has.

    Few gates are hard: somebody of top management, somebody for each promise, and a
    limit that can be measured or the reason for none. All else is listed as open
    points, in three blocks that show the framework of the code, each with a figure of
    how complete it is; they forbid nothing.
    """

    _inherit = "engagement.code"

    completeness = fields.Integer(
        compute="_compute_completeness",
        help="How many of the points of a good code are covered, in percent.",
    )
    framework = fields.Json(compute="_compute_completeness")
    hint = fields.Char(
        string="Before it can be approved",
        compute="_compute_completeness",
        help="What an approval still needs.",
    )

    @api.depends(
        "state",
        "leader_id",
        "purpose",
        "scope",
        "contact",
        "remedy",
        "statement",
        "party_ids.priority",
        "objective_ids",
        "process_ids",
        "next_review_date",
        "wording_count",
        "consultation_ids.decision",
        "consultation_ids.told_back_on",
        "research_ids.finding",
        "resource_ids.decision",
        "announcement_ids.date",
        "announcement_ids.done",
        "announcement_warning",
        "access_gap",
        "provision_ids.limit_value",
        "provision_ids.no_limit_reason",
        "provision_ids.owner_id",
        "provision_ids.exclusions",
        "provision_ids.capacity_checked",
        "provision_ids.legal_checked_on",
        "provision_ids.procedure",
        "provision_ids.remedy",
        "principle_line_ids.status",
    )
    def _compute_completeness(self):
        for code in self:
            points = code._get_framework()
            code.framework = [
                {
                    "key": block,
                    # marked for translation where the blocks are listed
                    "title": self.env._(title),  # pylint: disable=gettext-variable
                    "percent": self._get_percent(
                        [point for point in points if point.block == block]
                    ),
                    "points": [
                        {
                            "text": point.text,
                            "covered": bool(point.covered),
                            "page": point.page,
                        }
                        for point in points
                        if point.block == block
                    ],
                }
                for block, title in BLOCKS.items()
            ]
            code.completeness = self._get_percent(points)
            code.hint = (
                "; ".join(code._get_gates())
                if code.state in ("draft", "consultation")
                else False
            )

    @api.model
    def _get_percent(self, points):
        covered = sum(bool(point.covered) for point in points)
        # cut, so that 100 says that nothing is open
        return 100 * covered // len(points)

    def _get_gates(self):
        """Return what keeps the version from being approved, in plain words."""
        self.ensure_one()
        gates = []
        if not self.leader_id:
            gates.append(self.env._("a leader who stands for the code"))
        if not self.provision_ids:
            gates.append(self.env._("at least one promise"))
        for provision in self.provision_ids:
            if not provision.owner_id:
                gates.append(
                    self.env._(
                        "an owner for promise %(number)s", number=provision.number
                    )
                )
            if not provision.limit_value and not provision.no_limit_reason:
                gates.append(
                    self.env._(
                        "a limit for promise %(number)s, or the reason for none",
                        number=provision.number,
                    )
                )
        return gates

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

    def _check_gates(self):
        for code in self:
            if gates := code._get_gates():
                raise UserError(
                    self.env._(
                        "“%(code)s” cannot be approved yet. It needs: %(missing)s.",
                        code=code.display_name,
                        missing="; ".join(gates),
                    )
                )
