# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
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
