# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class EngagementCodeGate(models.Model):
    """What an approval needs, and what else a good code has.

    Few gates are hard: somebody of top management, somebody for each promise, and a
    limit that can be measured or the reason for none. All else is listed as open
    points, with a figure of how complete the code is, and forbids nothing.
    """

    _inherit = "engagement.code"

    completeness = fields.Integer(
        compute="_compute_completeness",
        help="How many of the points of a good code are covered, in percent.",
    )
    open_points = fields.Html(compute="_compute_completeness", sanitize=False)

    @api.depends(
        "leader_id",
        "purpose",
        "scope",
        "contact",
        "remedy",
        "statement",
        "objective_ids",
        "consultation_ids.decision",
        "resource_ids.decision",
        "provision_ids.limit_value",
        "provision_ids.no_limit_reason",
        "provision_ids.owner_id",
        "provision_ids.capacity_checked",
        "provision_ids.legal_checked_on",
        "provision_ids.remedy",
        "principle_line_ids.status",
    )
    def _compute_completeness(self):
        for code in self:
            points = code._get_points()
            missing = [text for text, covered in points if not covered]
            code.open_points = Markup("<ul>%s</ul>") % Markup().join(
                Markup("<li>%s</li>") % text for text in missing
            )
            code.completeness = round(100 * (len(points) - len(missing)) / len(points))

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
        self.ensure_one()
        _ = self.env._
        provisions = self.provision_ids
        consulted = self.consultation_ids.filtered("decision").party_id
        important = self.party_ids.filtered(
            lambda party: party.priority in ("high", "critical")
        )
        points = [
            (_("Name the leader who stands for it"), self.leader_id),
            (_("Say what it is for"), self.purpose),
            (_("Say what it holds for, and what not"), self.scope),
            (_("Say whom to ask or complain to"), self.contact),
            (_("Say what happens if it is not kept"), self.remedy),
            (_("Add the statement of top management"), self.statement),
            (_("Link an objective with a target"), self.objective_ids),
            (_("Link the parties concerned"), self.party_ids),
            (_("Decide on the resources"), self.resource_ids.filtered("decided_on")),
            (
                _("Answer each guiding principle"),
                self.principle_line_ids
                and all(line.status == "done" for line in self.principle_line_ids),
            ),
            (
                _("Give every promise an owner"),
                provisions and all(provision.owner_id for provision in provisions),
            ),
            (
                _("Give every promise a limit"),
                provisions
                and all(p.limit_value or p.no_limit_reason for p in provisions),
            ),
            (
                _("Check that every promise can be kept"),
                provisions
                and all(provision.capacity_checked for provision in provisions),
            ),
            (
                _("Have every promise checked against the law"),
                provisions
                and all(provision.legal_checked_on for provision in provisions),
            ),
            (
                _("Say for every promise what people get on a miss"),
                provisions and all(provision.remedy for provision in provisions),
            ),
            (_("Tell the parties about it"), self.communication_ids),
        ]
        points += [
            (
                _("Hear %(party)s, whose priority is high", party=party.name),
                party in consulted,
            )
            for party in important
        ]
        return points

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
