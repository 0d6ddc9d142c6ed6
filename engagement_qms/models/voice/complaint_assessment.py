# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from . import assessment
from .authority_mixin import AUTHORITIES

GRADES = [("1", "Slight"), ("2", "Moderate"), ("3", "Serious"), ("4", "Very serious")]
DEGREES = [("1", "Not at all"), ("2", "A little"), ("3", "Quite"), ("4", "Very much")]
ROUTES = [
    ("fast", "Fast: settle it at once"),
    ("standard", "Standard: answer it"),
    ("full", "Full: investigate first"),
    ("emergency", "Emergency: leader at once"),
]


class EngagementComplaintAssessment(models.Model):
    """How grave a complaint is, and what follows: the route and who may decide.

    Eight questions (ISO 10002, initial assessment). The answers propose; people
    decide, and what they change is in the history.
    """

    _inherit = "engagement.complaint"

    severity = fields.Selection(
        selection=GRADES, string="How bad", tracking=True, help="For whom it concerns."
    )
    danger = fields.Boolean(
        string="Danger to anybody",
        tracking=True,
        help="Health or safety of anybody: the leader is told at once.",
    )
    complexity = fields.Selection(selection=DEGREES, string="How tangled")
    reach = fields.Selection(
        selection=DEGREES, string="Who is hit", help="How many people, how much money."
    )
    urgency = fields.Selection(
        selection=DEGREES,
        string="To be acted on now",
        help="Whether we must act now, and can.",
    )
    pattern = fields.Selection(
        selection=DEGREES,
        string="Sign of a pattern",
        help="Whether others have said the same.",
    )
    legal_duty = fields.Char(
        string="Legal duty",
        help="A law or a regulator that asks for something here, and what.",
    )
    vulnerable = fields.Boolean(
        string="Vulnerable complainant", tracking=True, exportable=False
    )
    admissible = fields.Selection(
        selection=[
            ("yes", "Ours, and in time"),
            ("not_ours", "Not ours"),
            ("too_late", "Too late"),
            ("in_court", "Before a court already"),
        ],
        string="Ours to handle",
        default="yes",
        required=True,
        tracking=True,
    )
    admissible_note = fields.Char(string="Why not ours")
    assessed_at = fields.Datetime(string="Assessed", readonly=True, copy=False)
    score = fields.Integer(
        compute="_compute_score", store=True, precompute=True, aggregator="avg"
    )
    proposed_route = fields.Selection(selection=ROUTES, compute="_compute_proposed")
    proposed_authority = fields.Selection(
        selection=AUTHORITIES, compute="_compute_proposed"
    )
    route = fields.Selection(
        selection=ROUTES,
        compute="_compute_route",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    authority = fields.Selection(
        selection=AUTHORITIES,
        string="Decided by",
        compute="_compute_route",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Who has to agree to the answer.",
    )
    conflict_checked = fields.Boolean(
        string="I have no part in it",
        copy=False,
        help="Whoever handles it declares to have no interest of their own in it.",
    )

    @api.depends(
        "severity", "complexity", "reach", "urgency", "pattern", "danger", "vulnerable"
    )
    def _compute_score(self):
        for complaint in self:
            complaint.score = assessment.score(complaint._get_answers())

    @api.depends("score", "severity", "danger", "legal_duty", "remedy_value")
    def _compute_proposed(self):
        for complaint in self:
            answers = complaint._get_answers()
            complaint.proposed_route = assessment.route(answers)
            complaint.proposed_authority = assessment.authority(answers)

    @api.depends("score", "severity", "danger", "legal_duty")
    def _compute_route(self):
        for complaint in self:
            if complaint.score:
                complaint.route = complaint.proposed_route or complaint.route
                complaint.authority = (
                    complaint.proposed_authority or complaint.authority
                )
            else:
                complaint.route = complaint.route or False
                complaint.authority = complaint.authority or False

    def _get_answers(self):
        """Return the answers to the eight questions, as plain values."""
        self.ensure_one()
        return assessment.Answers(
            grades={name: int(self[name] or 0) for name in assessment.GRADED},
            danger=self.danger,
            legal_duty=bool(self.legal_duty),
            vulnerable=self.vulnerable,
        )
