# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import date_utils

from .evaluation_set import DIRECTIONS

STATES = [
    ("draft", "Running"),
    ("sent", "Sent"),
    ("contested", "Contested"),
    ("agreed", "Agreed"),
    ("closed", "Closed"),
]
#: From here on the partner knows it
KNOWN_STATES = ("sent", "contested", "agreed", "closed")
#: What it is about: fixed once the partner knows it
ABOUT = {"partner_id", "direction", "set_id", "period_start", "period_end"}


class EngagementEvaluation(models.Model):
    """How well a partner served us in a period, or how well we served the partner.

    Always the partner's whole company. People and facts score its lines while it runs;
    then the partner gets it, agrees or contests. Without data it has no score: not 0,
    not 100. How much of it was looked at stands beside it.
    """

    _name = "engagement.evaluation"
    _description = "Evaluation of a Partner"
    _inherit = [
        "engagement.number.mixin",
        "engagement.step.mixin",
        "engagement.company.mixin",
        "engagement.portal.key.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "period_start desc, id desc"
    _rec_names_search = ["number", "partner_id.name"]
    _check_company_auto = True
    _mail_post_access = "read"
    _number_sequence = "engagement_qms.sequence_evaluation"
    _step_fields = frozenset(
        {
            "agreed_at",
            "answered_on",
            "contest_until",
            "coverage",
            "ending",
            "pool_words",
            "replied_at",
            "score",
            "scored",
            "sent_at",
            "sent_by_id",
            "sent_to_id",
            "state",
        }
    )
    _step_fields_once = frozenset({"number", "company_id", "anonymous"})

    number = fields.Char(readonly=True, copy=False, index="trigram")
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The whole company, whichever of its people is chosen.",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Company of the partner",
        store=True,
        precompute=True,
        index=True,
    )
    direction = fields.Selection(
        selection=DIRECTIONS, string="Who rates whom", required=True, default="given"
    )
    set_id = fields.Many2one(
        comodel_name="engagement.criteria.set",
        string="Criteria",
        compute="_compute_set_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('direction', '=', direction)]",
    )
    programme_id = fields.Many2one(
        comodel_name="engagement.evaluation.programme",
        string="Round",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    period_start = fields.Date(
        string="From", required=True, default=lambda self: self._get_quarter()[0]
    )
    period_end = fields.Date(
        string="To", required=True, default=lambda self: self._get_quarter()[1]
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    line_ids = fields.One2many(
        comodel_name="engagement.evaluation.line",
        inverse_name="evaluation_id",
    )
    feedback_ids = fields.One2many(
        comodel_name="engagement.evaluation.rating",
        inverse_name="evaluation_id",
    )
    note = fields.Text(
        string="To the partner", help="The partner reads it with the scores."
    )

    # Its way
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
        index=True,
    )
    sent_at = fields.Datetime(string="Sent", readonly=True, copy=False)
    sent_to_id = fields.Many2one(
        comodel_name="res.partner",
        string="Sent to",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    sent_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Sent by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    contest_until = fields.Date(
        string="May be contested until", readonly=True, copy=False
    )
    agreed_at = fields.Datetime(string="Agreed", readonly=True, copy=False)
    anonymous = fields.Boolean(
        help="Answers of many partners together: who said what is not kept.",
        copy=False,
    )

    _number_once = models.UniqueIndex(
        "(company_id, number)", "This number was given to another evaluation."
    )
    _period_once = models.UniqueIndex(
        "(company_id, partner_id, direction, period_start)"
        " WHERE partner_id IS NOT NULL AND active",
        "This partner has an evaluation that begins on this day already.",
    )
    _order_idx = models.Index("(period_start DESC, id DESC) WHERE active IS TRUE")
    _standing_idx = models.Index(
        "(commercial_partner_id, company_id, direction, period_start DESC)"
    )
    _period_order = models.Constraint(
        "CHECK (period_start <= period_end)",
        "The period ends before it begins. Correct one of its days.",
    )
    _about_somebody = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR anonymous)",
        "Say whom the evaluation is about.",
    )

    @api.depends("direction", "company_id")
    def _compute_set_id(self):
        for direction, evaluations in self.grouped("direction").items():
            usual = self.env["engagement.criteria.set"]._get_defaults(
                evaluations.company_id, direction
            )
            for evaluation in evaluations:
                if evaluation.set_id.direction != direction:
                    evaluation.set_id = usual.get(evaluation.company_id)

    @api.depends("number", "partner_id")
    def _compute_display_name(self):
        for evaluation in self:
            words = (evaluation.number, evaluation.partner_id.name)
            evaluation.display_name = " ".join(filter(None, words))

    @api.constrains("partner_id", "company_id")
    def _check_not_oneself(self):
        for evaluation in self:
            # sudo: only to compare
            own = evaluation.sudo().company_id.partner_id.commercial_partner_id
            if evaluation.partner_id and evaluation.partner_id == own:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is the own company. Nobody evaluates themselves: "
                        "choose a partner.",
                        name=own.name,
                    )
                )

    @api.constrains("set_id", "direction")
    def _check_set_direction(self):
        for evaluation in self:
            if evaluation.set_id.direction != evaluation.direction:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” are criteria for the other direction. Choose "
                        "others.",
                        name=evaluation.set_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create(
            [self._use_commercial_partner(vals) for vals in vals_list]
        )
        evaluations._add_missing_lines()
        return evaluations

    def write(self, vals):
        vals = self._use_commercial_partner(vals)
        if ABOUT & vals.keys():
            self._check_unsent()
        result = super().write(vals)
        if "set_id" in vals:
            self._change_lines()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for evaluation in self:
            if evaluation.state != "draft":
                raise UserError(
                    self.env._(
                        "The partner knows “%(name)s”: it is kept. Archive it to set "
                        "it aside.",
                        name=evaluation.display_name,
                    )
                )

    def _check_unsent(self):
        """Leave what the partner knows as it is."""
        # sudo: merging contacts changes the contact of what was sent, too
        if self.env.su:
            return
        for evaluation in self:
            if evaluation.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(name)s” was sent: the partner, the period and the criteria "
                        "stay. Make a new evaluation for another period.",
                        name=evaluation.display_name,
                    )
                )

    @api.model
    def _use_commercial_partner(self, vals):
        """Return the values with the company of the contact in place of a person."""
        if not vals.get("partner_id"):
            return vals
        partner = self.env["res.partner"].browse(vals["partner_id"])
        return vals | {"partner_id": partner.commercial_partner_id.id}

    @api.model
    def _get_quarter(self, day=None):
        """Return the first and the last day of the quarter of a day."""
        day = day or fields.Date.context_today(self)
        return date_utils.start_of(day, "quarter"), date_utils.end_of(day, "quarter")

    def _add_missing_lines(self):
        """Give each evaluation a line for each criterion of its set."""
        self.env["engagement.evaluation.line"].create(
            [
                {"evaluation_id": evaluation.id, "criterion_id": criterion.id}
                for evaluation in self
                for criterion in (
                    evaluation.set_id.criterion_ids - evaluation.line_ids.criterion_id
                )
            ]
        )

    def _change_lines(self):
        """Take other criteria, where nothing is scored by the old ones yet."""
        for evaluation in self:
            others = evaluation.line_ids.filtered(
                lambda line, own=evaluation.set_id: line.criterion_id.set_id != own
            )
            if others.rating_ids:
                raise UserError(
                    self.env._(
                        "There is feedback by the old criteria already: they stay "
                        "until the next period."
                    )
                )
            others.unlink()
        self._add_missing_lines()
