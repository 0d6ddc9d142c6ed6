# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

TRIGGERS = [
    ("planned", "Planned"),
    ("law", "A law or rule changed"),
    ("product", "A product or service changed"),
    ("party", "A party or its needs changed"),
    ("many_misses", "Many promises missed"),
    ("other", "Something else"),
]


class EngagementReview(models.Model):
    """A look back at a relation, a code, an objective or us all: what came of it.

    While it is planned it shows what Odoo knows of its subject; from the day it was
    held it keeps what was known then. One review per subject belongs to the rhythm;
    others come when something happened.
    """

    _name = "engagement.review"
    _description = "Review"
    _inherit = ["engagement.review.mixin", "engagement.counter.mixin"]
    _rec_names_search = ["name", "party_id", "code_id", "objective_id"]

    # What is reviewed; later parts add kinds
    kind = fields.Selection(
        selection=[
            ("relationship", "Relationship"),
            ("code", "Code of conduct"),
            ("objective", "Objective"),
            ("management", "Management review"),
            ("audit", "Audit"),
        ],
        required=True,
        default="relationship",
        index=True,
        tracking=True,
    )
    party_id = fields.Many2one(
        comodel_name="engagement.party",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    code_id = fields.Many2one(
        comodel_name="engagement.code",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="The version that holds. A new version takes its planned review over.",
    )
    root_id = fields.Many2one(
        related="code_id.root_id", store=True, precompute=True, index="btree_not_null"
    )
    objective_id = fields.Many2one(
        comodel_name="engagement.objective",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    subject_name = fields.Char(
        string="About", compute="_compute_subject_name", compute_sudo=True
    )
    company_id = fields.Many2one(
        compute="_compute_company_id",
        default=None,
        store=True,
        readonly=False,
        precompute=True,
    )
    user_id = fields.Many2one(check_company=True)
    state = fields.Selection(group_expand=True)

    # Why now
    trigger = fields.Selection(
        selection=TRIGGERS,
        string="Because of",
        required=True,
        default="planned",
        index=True,
    )
    trigger_note = fields.Text(string="What happened")
    trigger_period = fields.Date(readonly=True, copy=False)

    # Who, and what came of it
    participant_ids = fields.Many2many(
        comodel_name="hr.employee",
        string="Taking part",
        check_company=True,
        help="They may read the review.",
    )
    summary = fields.Text(copy=False, help="What was talked about, and what was seen.")
    decision_text = fields.Text(
        string="Decided", copy=False, help="What is done now, by whom, until when."
    )
    suitable = fields.Selection(
        selection=[
            ("yes", "Still suitable"),
            ("change", "Needs change"),
            ("retire", "No longer needed"),
        ],
        copy=False,
        tracking=True,
    )
    code_state = fields.Selection(related="code_id.state", string="State of the code")

    _order_idx = models.Index("(planned_date DESC, id DESC)")
    _one_subject = models.Constraint(
        "CHECK ((kind = 'relationship') = (party_id IS NOT NULL)"
        " AND (kind = 'code') = (code_id IS NOT NULL)"
        " AND (kind = 'objective') = (objective_id IS NOT NULL))",
        "A review looks at one thing. Choose the party of a relationship, the code of "
        "a code review or the objective of an objective review, and nothing else.",
    )
    _one_open_of_party = models.UniqueIndex(
        "(party_id) WHERE state IN ('planned', 'held') AND schedule_id IS NOT NULL",
        "This party has an open review already. Hold and close that one, or cancel it.",
    )
    _one_open_of_code = models.UniqueIndex(
        "(root_id) WHERE state IN ('planned', 'held') AND schedule_id IS NOT NULL",
        "This code has an open review already. Hold and close that one, or cancel it.",
    )
    _one_open_of_objective = models.UniqueIndex(
        "(objective_id) WHERE state IN ('planned', 'held') AND schedule_id IS NOT NULL",
        "This objective has an open review already. Hold and close that one, or cancel "
        "it.",
    )
    _one_per_period = models.UniqueIndex(
        "(root_id, trigger_period) WHERE trigger_period IS NOT NULL",
        "The misses of this period have led to a review of the code already.",
    )

    @api.depends("party_id.name", "code_id.display_name", "objective_id.name")
    def _compute_subject_name(self):
        # with all rights: who may read a review may know what it is about
        for review in self:
            subject = review._get_subject()
            review.subject_name = subject.display_name if subject else False

    @api.depends("subject_name", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for review in self:
            parts = labels.get(review.kind), review.subject_name
            review.display_name = ": ".join(filter(None, parts))

    @api.depends("party_id", "code_id", "objective_id")
    def _compute_company_id(self):
        for review in self:
            review.company_id = (
                review._get_subject().company_id
                or review.company_id
                or self.env.company
            )

    @api.onchange("kind")
    def _onchange_kind(self):
        for kind, name in self._review_subjects.items():
            if kind != self.kind:
                self[name] = False

    @api.onchange("party_id", "code_id", "objective_id")
    def _onchange_subject(self):
        # who looks after it holds the review, unless somebody else is chosen then
        self.user_id = self._get_holder(self._get_subject()) or self.user_id

    @api.model
    def _get_holder(self, subject):
        """Return the user who looks after what is reviewed; addons add theirs.

        :param subject: a party, a code or an objective, or nothing
        """
        return subject.user_id

    def _get_subject(self):
        """Return what is reviewed: a party, a code or an objective, or nothing."""
        self.ensure_one()
        name = self._review_subjects.get(self.kind)
        return self[name] if name else self.env["engagement.party"]

    @api.model
    def _get_counters(self):
        planned = [("state", "=", "planned")]
        return [
            ("overdue", "danger", [*planned, ("planned_date", "<", "today")]),
            ("due", "warning", [*planned, ("remind_date", "<=", "today")]),
            ("to_close", "info", [("state", "=", "held")]),
        ]

    def action_view_subject(self):
        """Open the party, code or objective that is reviewed."""
        self.ensure_one()
        subject = self._get_subject()
        return {
            "type": "ir.actions.act_window",
            "res_model": subject._name,
            "res_id": subject.id,
            "view_mode": "form",
        }
