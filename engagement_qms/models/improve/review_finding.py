# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: Kind of finding -> kind of the action that answers it
ACTION_KINDS = {
    "nonconformity": "corrective",
    "observation": "preventive",
    "opportunity": "improvement",
    "strength": "improvement",
}


class EngagementReviewFinding(models.Model):
    """Something that a review or an audit found, and what we decided to make of it.

    What we make of a finding may be decided after the review was closed, once. How
    long it waited for that is counted.
    """

    _name = "engagement.review.finding"
    _description = "Finding of a Review"
    _inherit = ["engagement.review.line.mixin"]
    _order = "review_id, id"
    _step_fields = frozenset({"decided_on"})
    _open_after_closing = frozenset({"outcome", "user_id", "action_id", "decided_on"})

    name = fields.Char(string="Finding", required=True, index="trigram")
    description = fields.Text(string="What was seen")
    kind = fields.Selection(
        selection=[
            ("nonconformity", "Something is wrong"),
            ("observation", "Something to watch"),
            ("opportunity", "Could be better"),
            ("strength", "Works well"),
        ],
        required=True,
        default="observation",
    )
    found_by = fields.Selection(
        selection=[("us", "By us"), ("others", "By others")],
        string="Found",
        required=True,
        default="us",
        help="What we find ourselves is worth more than what others have to tell us.",
    )
    found_on = fields.Date(
        compute="_compute_found_on",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    outcome = fields.Selection(
        selection=[
            ("learn", "Learn from it"),
            ("fix", "Fix it"),
            ("accept", "Live with it"),
        ],
        string="What we make of it",
        copy=False,
    )
    decided_on = fields.Date(
        compute="_compute_decided_on",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index="btree_not_null",
        help="When it was decided what we make of it.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
    )
    action_id = fields.Many2one(
        comodel_name="engagement.action",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        check_company=True,
    )

    _undecided_idx = models.Index("(found_on) WHERE outcome IS NULL")
    _decided_with_outcome = models.Constraint(
        "CHECK ((outcome IS NULL) = (decided_on IS NULL))",
        "A finding is decided on once it is said what we make of it.",
    )
    _found_first = models.Constraint(
        "CHECK (decided_on >= found_on)",
        "A finding is decided on after it was found. Correct the day it was found.",
    )

    @api.depends("review_id")
    def _compute_found_on(self):
        today = fields.Date.context_today(self)
        for finding in self:
            finding.found_on = finding.found_on or finding.review_id.held_date or today

    @api.depends("outcome")
    def _compute_decided_on(self):
        today = fields.Date.context_today(self)
        for finding in self:
            finding.decided_on = finding.outcome and (finding.decided_on or today)

    def write(self, vals):
        if "outcome" in vals and not self._in_step():
            self.filtered("outcome")._check_review_open()
        return super().write(vals)

    def action_begin_action(self):
        """Open the action that answers the finding, a new one if there is none."""
        self.ensure_one()
        if not self.action_id:
            self.action_id = self.env["engagement.action"].create(
                self._prepare_action()
            )
            # the one question that may still be open after the review was closed
            if not self.outcome:
                self.outcome = "fix"
        return {
            "type": "ir.actions.act_window",
            "res_model": "engagement.action",
            "res_id": self.action_id.id,
            "view_mode": "form",
        }

    def _prepare_action(self):
        if self.outcome == "accept":
            raise UserError(
                self.env._(
                    "We live with “%(name)s”, as was decided, so nothing is done about "
                    "it.",
                    name=self.name,
                )
            )
        return {
            "name": self.name,
            "description": self.description,
            "kind": ACTION_KINDS[self.kind],
            "user_id": (self.user_id or self.review_id.user_id or self.env.user).id,
            "company_id": self.company_id.id,
            "origin_model": self.review_id._name,
            "origin_res_id": self.review_id.id,
        }
