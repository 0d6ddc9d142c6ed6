# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementReviewDecision(models.Model):
    """What a review decided: on which evidence, who sees to it, and until when.

    Evidence is a link to what Odoo knows; where there is none, it is said that the
    decision is a judgement. Later parts add what can be named as evidence.
    """

    _name = "engagement.review.decision"
    _description = "Decision of a Review"
    _inherit = ["engagement.review.line.mixin"]
    _order = "review_id, id"
    _step_fields = frozenset({"action_id", "commitment_id"})

    name = fields.Text(string="What is decided", required=True)
    kind = fields.Selection(
        selection=[
            ("improvement", "Improvement"),
            ("change", "Change of how we work"),
            ("resources", "People, time or money"),
        ],
        required=True,
        default="improvement",
    )
    judgement = fields.Boolean(
        string="Our judgement",
        help="Decided without a figure, complaint or survey that could be named.",
    )
    evidence_count = fields.Integer(
        string="Pieces of evidence",
        compute="_compute_evidence_count",
        store=True,
        aggregator=None,
    )
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="The person accountable for the result.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Does it, and is reminded.",
    )
    due_date = fields.Date(
        string="Due", help="With a day, the decision is a promise in the ledger, too."
    )
    decided_on = fields.Date(
        related="review_id.held_date", string="Decided on", store=True, index=True
    )
    action_id = fields.Many2one(
        comodel_name="engagement.action",
        ondelete="set null",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    commitment_id = fields.Many2one(
        comodel_name="engagement.commitment",
        string="Promise",
        ondelete="set null",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )

    @api.model
    def _get_evidence_fields(self):
        """Return the fields that link to evidence; later parts add theirs."""
        return []

    @api.depends(lambda self: self._get_evidence_fields())
    def _compute_evidence_count(self):
        names = self._get_evidence_fields()
        # sudo: evidence counts, also where the reader may not open it
        for decision in self.sudo():
            decision.evidence_count = sum(len(decision[name]) for name in names)

    @api.depends("owner_id")
    def _compute_user_id(self):
        for decision in self:
            # sudo: who an owner is as a user
            user = decision.owner_id.sudo().user_id
            decision.user_id = decision.user_id or user.filtered(lambda u: not u.share)
