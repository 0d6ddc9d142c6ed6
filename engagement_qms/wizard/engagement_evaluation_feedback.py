# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.voice import scoring

#: Whoever gives stars thinks of these words
STARS = [
    ("1", "Very poor"),
    ("2", "Poor"),
    ("3", "Fair"),
    ("4", "Good"),
    ("5", "Very good"),
]


class EngagementEvaluationFeedback(models.TransientModel):
    """Records feedback on one partner or many: a thumb or stars, and a sentence.

    A thumb saves at once.
    """

    _name = "engagement.evaluation.feedback"
    _description = "Record Feedback on Partners"

    partner_ids = fields.Many2many(
        comodel_name="res.partner",
        string="On whom",
        required=True,
        default=lambda self: self._get_chosen_partners(),
    )
    criterion_ids = fields.Many2many(
        comodel_name="engagement.criterion", compute="_compute_criterion_ids"
    )
    criterion_id = fields.Many2one(
        comodel_name="engagement.criterion",
        string="About",
        compute="_compute_criterion_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', criterion_ids)]",
    )
    stars = fields.Selection(selection=[("0", "Not rated"), *STARS], default="0")
    text = fields.Char(
        string="In a sentence", help="The partner reads it, without your name."
    )
    origin_model = fields.Char()
    origin_res_id = fields.Many2oneReference(model_field="origin_model")

    @api.model
    def _get_chosen_partners(self):
        """Return the contacts from whose form or list it was opened."""
        ids = []
        if self.env.context.get("active_model") == "res.partner":
            ids = self.env.context.get("active_ids", [])
        return self.env["res.partner"].browse(ids).commercial_partner_id

    @api.depends("partner_ids")
    def _compute_criterion_ids(self):
        """Offer what people give scores for, by the criteria of these partners."""
        company = self.env.company
        usual = self.env["engagement.criteria.set"]._get_defaults(company, "given")
        today = fields.Date.context_today(self)
        for feedback in self:
            # sudo: by which criteria a partner is evaluated, not how
            running = (
                self.env["engagement.evaluation"]
                .sudo()
                .search(
                    [
                        ("company_id", "=", company.id),
                        ("direction", "=", "given"),
                        (
                            "partner_id",
                            "in",
                            feedback.partner_ids._origin.commercial_partner_id.ids,
                        ),
                        ("period_start", "<=", today),
                        ("period_end", ">=", today),
                    ]
                )
            )
            criteria = running.set_id.criterion_ids or usual[company].criterion_ids
            feedback.criterion_ids = criteria.filtered(lambda c: not c.fact).ids

    @api.depends("criterion_ids")
    def _compute_criterion_id(self):
        for feedback in self:
            offered = feedback.criterion_ids._origin
            if feedback.criterion_id not in offered:
                feedback.criterion_id = offered[:1]

    def action_thumb_up(self):
        """Save a thumb up."""
        return self._save("thumbs", "up")

    def action_thumb_down(self):
        """Save a thumb down."""
        return self._save("thumbs", "down")

    def action_save(self):
        """Save the stars."""
        self.ensure_one()
        if self.stars == "0":
            raise UserError(
                self.env._("Give 1 to 5 stars, or click a thumb, which saves at once.")
            )
        return self._save("stars", self.stars)

    def _save(self, scale, value):
        """Keep what was clicked, for each of the partners."""
        self.ensure_one()
        if not self.criterion_id:
            raise UserError(self.env._("Say what the feedback is about."))
        rating = {
            "criterion_id": self.criterion_id.id,
            "score": scoring.to_score(scale, value),
            "scale": scale,
            "text": self.text,
        }
        self.env["engagement.evaluation"]._record(
            self.partner_ids, [rating], self._get_origin()
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Recorded: %(criterion)s, for %(partners)s.",
                    criterion=self.criterion_id.name,
                    partners=", ".join(self.partner_ids.mapped("display_name")),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_origin(self):
        """Return the document it came from, if any."""
        if self.origin_model not in self.env or not self.origin_res_id:
            return None
        return self.env[self.origin_model].browse(self.origin_res_id)
