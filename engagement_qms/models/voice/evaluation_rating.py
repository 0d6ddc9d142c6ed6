# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class EngagementEvaluationRating(models.Model):
    """What one person said of a partner, or a partner of us, on one criterion.

    It counts while the evaluation runs, and may be changed or taken back until then by
    who gave it.
    """

    _name = "engagement.evaluation.rating"
    _description = "Feedback on a Partner"
    _inherit = ["engagement.step.mixin", "engagement.origin.mixin"]
    _order = "given_at desc, id desc"
    _step_fields_once = frozenset({"line_id", "user_id", "rater_id", "given_at"})

    line_id = fields.Many2one(
        comodel_name="engagement.evaluation.line",
        required=True,
        index=True,
        ondelete="cascade",
    )
    evaluation_id = fields.Many2one(
        related="line_id.evaluation_id",
        store=True,
        index=True,
        ondelete="cascade",
    )
    criterion_id = fields.Many2one(
        related="line_id.criterion_id",
        string="About",
        store=True,
        precompute=True,
        index=True,
    )
    partner_id = fields.Many2one(
        related="line_id.evaluation_id.partner_id",
        string="Partner",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    direction = fields.Selection(
        related="line_id.evaluation_id.direction",
        string="Who rates whom",
        store=True,
        precompute=True,
    )
    company_id = fields.Many2one(
        related="line_id.company_id", store=True, precompute=True, index=True
    )
    state = fields.Selection(related="line_id.evaluation_id.state")
    score = fields.Float(required=True, digits=(5, 2), aggregator="avg")
    scale = fields.Selection(
        selection=[("thumbs", "Thumbs"), ("stars", "Stars")],
        required=True,
        default="stars",
    )
    text = fields.Char(
        string="In a sentence", help="The partner reads it, without your name."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Given by",
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="restrict",
    )
    rater_id = fields.Many2one(
        comodel_name="res.partner",
        string="Told us",
        index="btree_not_null",
        ondelete="set null",
        help="Who of the partner's people rated us; empty where nobody is to know.",
    )
    given_at = fields.Datetime(
        string="Given", required=True, default=fields.Datetime.now
    )

    _score_range = models.Constraint(
        "CHECK (score >= 0 AND score <= 100)", "A score goes from 0 to 100."
    )
    _order_idx = models.Index("(given_at DESC, id DESC)")

    @api.depends("partner_id", "criterion_id", "score")
    def _compute_display_name(self):
        for rating in self:
            # sudo: whose evaluation it is, for who may read what was said
            seen = rating.sudo()
            words = (seen.partner_id.name, seen.criterion_id.name, f"{seen.score:.0f}")
            rating.display_name = " · ".join(filter(None, words))

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._check_running()
        return ratings

    def write(self, vals):
        self._check_running()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        self._check_running()

    def action_create_action(self):
        """Open a new action about what was said that the partner does with us."""
        self.ensure_one()
        action = self.line_id.action_create_action()
        said = {"default_description": self.text}
        return action | {"context": action["context"] | said}

    def _check_running(self):
        """Take feedback for what runs and is scored by people, nothing else."""
        # sudo: whoever gives feedback need not see the evaluation
        for line in self.sudo().line_id:
            evaluation = line.evaluation_id
            if evaluation.direction == "given":
                evaluation._check_takes_feedback()
            if line.fact:
                raise UserError(
                    self.env._(
                        "“%(criterion)s” is counted, not rated. Choose another "
                        "criterion.",
                        criterion=line.name,
                    )
                )
