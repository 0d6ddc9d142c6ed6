# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

REPLIES = [("accepted", "Accepted"), ("rejected", "Not accepted")]
CLOSING_REASONS = [
    ("accepted", "Accepted"),
    ("final_not_accepted", "Final answer, not accepted"),
    ("no_reply", "No reply"),
    ("withdrawn", "Withdrawn"),
    ("unfounded", "Unfounded, or not ours"),
    ("reclassified", "Was something else"),
]
SCORES = [
    ("1", "Very dissatisfied"),
    ("2", "Dissatisfied"),
    ("3", "Neither"),
    ("4", "Satisfied"),
    ("5", "Very satisfied"),
]


class EngagementComplaintEnding(models.Model):
    """What the complainant says to the answer, how it ends, and what we learn."""

    _inherit = "engagement.complaint"

    round = fields.Integer(
        default=1,
        readonly=True,
        copy=False,
        aggregator=None,
        help="1: the first answer. 2: after a second look.",
    )
    reply = fields.Selection(
        selection=REPLIES, readonly=True, copy=False, tracking=True
    )
    reply_at = fields.Datetime(string="Replied", readonly=True, copy=False)
    reply_note = fields.Text(string="What they say to the answer", copy=False)
    reminded_at = fields.Datetime(string="Reminded", readonly=True, copy=False)
    outcome_score = fields.Integer(
        string="Satisfied with the outcome", copy=False, aggregator="avg"
    )
    handling_score = fields.Integer(
        string="Satisfied with the handling", copy=False, aggregator="avg"
    )
    score_note = fields.Text(string="Their comment", copy=False)

    # How it ends
    closing_reason = fields.Selection(
        selection=CLOSING_REASONS, readonly=True, copy=False, tracking=True
    )
    closing_note = fields.Text(
        string="Why",
        copy=False,
        help="The complainant reads it where a complaint is unfounded or not ours.",
    )
    closed_at = fields.Datetime(string="Closed", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        comodel_name="res.users", string="Closed by", readonly=True, copy=False
    )
    reopened_count = fields.Integer(string="Reopened", readonly=True, copy=False)
    reopen_reason = fields.Char(copy=False)
    self_check_reason = fields.Char(
        string="Why nobody else checked",
        copy=False,
        help="In a small organisation: why one person did what two would do.",
    )

    # What we learn
    lesson = fields.Text(
        copy=False, help="For everybody inside to read: name nobody here."
    )
    what_changed = fields.Text(
        string="What we changed",
        copy=False,
        help="The complainant reads it: what is different now, or why nothing is.",
    )
    legal_hold = fields.Boolean(
        help="Nothing is deleted as long as a court or an authority may ask for it."
    )
    emptied_on = fields.Date(
        readonly=True,
        copy=False,
        help="Since this day names, addresses and texts are gone.",
    )

    _scores_range = models.Constraint(
        "CHECK ((outcome_score IS NULL OR outcome_score BETWEEN 0 AND 5)"
        " AND (handling_score IS NULL OR handling_score BETWEEN 0 AND 5))",
        "Scores go from 1, very dissatisfied, to 5, very satisfied.",
    )
