# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .learner import INSIDE, SHOW_NAME
from .review_schedule import LEARNER_KINDS

#: Who reads what is not to be shared: neither the learner's side nor the tutor
CONFIDENTIAL = (
    "engagement_qms_education.group_education_support,"
    "engagement_qms_education.group_education_safeguarding,"
    "engagement_qms_education.group_education_manager"
)
#: Only for whoever has actions on the screen
WITH_ACTIONS = "engagement_qms.group_engagement_user"
#: What the learner's side may see from the day on which a review was held
SHARED_STATES = ("held", "closed")


class EngagementLearnerReview(models.Model):
    """A talk about one learner: due, held, signed, closed, and the next one planned.

    It is called by its kind and the number of the learner, never by a name. The
    learner and guardians read a few fields: `summary_shared` is the summary from the
    day on which the review was held. All other fields stay inside.
    """

    _name = "engagement.learner.review"
    _description = "Review of a Learner"
    _inherit = [
        "engagement.company.mixin",
        "engagement.inside.mixin",
        # before the reviews: it looks at what somebody types, not at what follows
        "engagement.step.mixin",
        "engagement.review.mixin",
        "engagement.counter.mixin",
        "engagement.follow.up.mixin",
        "hr.mixin",
    ]
    _order = "planned_date, id"
    _rec_names_search = ["learner_id"]

    kind = fields.Selection(
        selection=[*LEARNER_KINDS, ("at_risk", "At-risk review")],
        required=True,
        default="progress",
        index=True,
    )
    learner_id = fields.Many2one(
        comodel_name="engagement.learner",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        context=SHOW_NAME,
    )
    learner_name = fields.Char(
        related="learner_id.name", string="Name", groups=INSIDE, exportable=False
    )
    tutor_id = fields.Many2one(related="learner_id.tutor_id", groups=INSIDE)
    guardianship_id = fields.Many2one(
        comodel_name="engagement.guardianship",
        string="Guardian",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        groups=INSIDE,
        help="Whom to speak with.",
    )
    company_id = fields.Many2one(
        related="learner_id.company_id", default=None, store=True, precompute=True
    )

    state = fields.Selection(group_expand=True)

    # When, and by which rhythm
    user_id = fields.Many2one(groups=INSIDE, tracking=False)
    schedule_id = fields.Many2one(groups=INSIDE)
    remind_date = fields.Date(groups=INSIDE)
    reminded = fields.Boolean(groups=INSIDE)
    escalated_days = fields.Integer(groups=INSIDE)
    period_date = fields.Date(
        string="Due by the rhythm",
        readonly=True,
        copy=False,
        groups=INSIDE,
        help="The day before holidays are left out: one review for each.",
    )
    first_planned_date = fields.Date(
        string="First due",
        compute="_compute_first_planned_date",
        store=True,
        precompute=True,
        copy=False,
        groups=INSIDE,
        help="Stays when the review is moved: whether it was held in time is measured "
        "by this day.",
    )
    overdue = fields.Boolean(groups=INSIDE)
    trigger = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("attendance", "Low attendance"),
            ("complaint", "A complaint"),
            ("low_score", "Not satisfied"),
            ("missed", "A review was missed"),
            ("other", "Something else"),
        ],
        string="Because of",
        required=True,
        default="planned",
        groups=INSIDE,
    )
    trigger_note = fields.Text(string="What happened", groups=INSIDE)

    # How it was held
    held_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Held by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=INSIDE,
    )
    mode = fields.Selection(
        selection=[
            ("in_person", "In person"),
            ("online", "Online"),
            ("phone", "By phone"),
            ("in_writing", "In writing"),
        ],
        string="How",
        default="in_person",
    )
    participant_ids = fields.One2many(
        comodel_name="engagement.learner.review.participant",
        inverse_name="review_id",
        string="Taking part",
        groups=INSIDE,
    )
    signed_ids = fields.One2many(
        comodel_name="engagement.learner.review.signature",
        inverse_name="review_id",
        string="Signed by",
        readonly=True,
        copy=False,
        groups=INSIDE,
    )
    signed = fields.Boolean(readonly=True, copy=False, groups=INSIDE)

    # What came of it
    outcome = fields.Text(groups=INSIDE)
    outcome_code = fields.Selection(
        selection=[
            ("satisfactory", "Satisfactory"),
            ("minor", "Small things to do"),
            ("major", "Much to do"),
            ("escalated", "Passed on"),
            ("not_held", "Not held"),
        ],
        string="Result",
        copy=False,
        groups=INSIDE,
    )
    not_held_reason = fields.Selection(
        selection=[
            ("learner", "The learner did not come"),
            ("guardian", "The guardian did not come"),
            ("staff", "We could not"),
            ("other", "Something else"),
        ],
        string="Not held because",
        copy=False,
        groups=INSIDE,
    )
    goals_status = fields.Selection(
        selection=[
            ("ahead", "Ahead"),
            ("on_track", "On the way"),
            ("behind", "Behind"),
        ],
        string="Goals",
        copy=False,
        groups=INSIDE,
    )
    satisfaction = fields.Selection(
        selection=[
            ("1", "1: not at all"),
            ("2", "2: little"),
            ("3", "3: so-so"),
            ("4", "4: mostly"),
            ("5", "5: very much"),
        ],
        string="Satisfied",
        copy=False,
        groups=INSIDE,
        help="As the learner says. 1 or 2 opens an at-risk review.",
    )
    own_words = fields.Text(
        string="In the learner's own words", copy=False, groups=INSIDE
    )
    summary = fields.Text(
        copy=False,
        groups=INSIDE,
        help="The learner and guardians read it in the portal once the review was "
        "held, and sign it.",
    )
    summary_shared = fields.Text(
        string="What was talked about",
        compute="_compute_summary_shared",
        compute_sudo=True,
        exportable=False,
    )
    confidential_note = fields.Text(
        copy=False,
        groups=CONFIDENTIAL,
        help="For support, safeguarding and managers. It is never shared.",
    )

    # Contact with a guardian, leaving, consent
    contact_result = fields.Selection(
        selection=[
            ("held", "We spoke"),
            ("no_answer", "No answer"),
            ("refused", "Refused"),
        ],
        string="Did you speak?",
        copy=False,
        groups=INSIDE,
    )
    concern = fields.Boolean(string="A worry was named", copy=False, groups=INSIDE)
    exit_reason = fields.Selection(
        selection="_selection_exit_reason",
        string="Reason for leaving",
        copy=False,
        groups=INSIDE,
    )
    destination = fields.Selection(
        selection=[
            ("work", "Work"),
            ("study", "Further study"),
            ("training", "Another training"),
            ("nothing", "Nothing yet"),
            ("unknown", "Not known"),
        ],
        string="Goes on to",
        copy=False,
        groups=INSIDE,
    )
    may_stay_in_touch = fields.Boolean(copy=False, groups=INSIDE)
    consent_result = fields.Selection(
        selection=[
            ("confirmed", "All as before"),
            ("changed", "Something changed"),
            ("withdrawn", "Something was withdrawn"),
        ],
        string="Consents",
        copy=False,
        groups=INSIDE,
    )
    follow_up_count = fields.Integer(groups=WITH_ACTIONS)

    _guardian_of_contact = models.Constraint(
        "CHECK (guardianship_id IS NULL OR kind = 'guardian_contact')",
        "Only a contact with a guardian names one.",
    )
    _one_per_period = models.UniqueIndex(
        "(learner_id, kind, COALESCE(guardianship_id, 0), period_date)"
        " WHERE period_date IS NOT NULL",
        "The learner has a review of this kind for this period already.",
    )
    _one_open = models.UniqueIndex(
        "(learner_id, kind, COALESCE(guardianship_id, 0))"
        " WHERE state IN ('planned', 'held') AND schedule_id IS NOT NULL",
        "The learner has an open review of this kind already. Hold and close that one, "
        "or say why it was not held.",
    )
    _one_at_risk = models.UniqueIndex(
        "(learner_id) WHERE kind = 'at_risk' AND state IN ('planned', 'held')",
        "The learner has an open at-risk review already. Write into that one.",
    )
    _order_idx = models.Index("(planned_date, id)")
    _escalate_idx = models.Index(
        "(planned_date, escalated_days) WHERE state = 'planned'"
    )

    @api.depends("kind", "learner_id.number")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for review in self:
            # sudo: only the number of the learner
            number = review.sudo().learner_id.number
            parts = labels.get(review.kind), number
            review.display_name = " ".join(filter(None, parts))

    @api.depends("planned_date")
    def _compute_first_planned_date(self):
        for review in self:
            review.first_planned_date = review.first_planned_date or review.planned_date

    @api.depends("summary", "state")
    def _compute_summary_shared(self):
        for review in self:
            shared = review.state in SHARED_STATES
            review.summary_shared = review.summary if shared else False

    @api.model
    def _selection_exit_reason(self):
        learners = self.env["engagement.learner"]
        return learners._fields["leave_reason"]._description_selection(self.env)

    @api.onchange("learner_id")
    def _onchange_learner(self):
        if self.learner_id:
            self.user_id = self.learner_id._get_review_user() or self.env.user

    @api.model
    def _get_counters(self):
        planned = [("state", "=", "planned")]
        return [
            ("overdue", "danger", [*planned, ("planned_date", "<", "today")]),
            (
                "at_risk",
                "danger",
                [("kind", "=", "at_risk"), ("state", "in", ("planned", "held"))],
            ),
            ("week", "warning", [*planned, ("planned_date", "<=", "today +7d")]),
            ("to_close", "info", [("state", "=", "held")]),
        ]
