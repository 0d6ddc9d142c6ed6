# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .complaint import TITLE_LENGTH

KINDS = [
    ("compliment", "Compliment"),
    ("suggestion", "Suggestion"),
    ("concern", "Concern"),
    ("enquiry", "Enquiry"),
]
STATES = [("new", "New"), ("answered", "Answered"), ("closed", "Closed")]
#: About these somebody decides whether they are taken up
DECIDED_KINDS = ("suggestion", "concern")


class EngagementFeedback(models.Model):
    """What somebody tells us without complaining: praise, an idea, a worry, a question.

    It is kept in the person's own words and answered within a time, which is a promise
    in the ledger; a compliment asks for no answer. An idea or a worry ends with a
    decision, and whoever spoke is told what became of it. What turns out to be a
    complaint becomes one, and the other way round.
    """

    _name = "engagement.feedback"
    _description = "Feedback"
    _inherit = [
        "engagement.answer.mixin",
        "engagement.number.mixin",
        "engagement.step.mixin",
        "engagement.emptied.mixin",
        "engagement.confidential.mixin",
        "engagement.subject.mixin",
        "engagement.speaker.mixin",
        "engagement.counter.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "received_at desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mail_post_access = "read"
    _number_sequence = "engagement_qms.sequence_feedback"
    _confidential_number_field = "number"
    _confidential_title_fields = ("name", "text", "subject_name")
    _step_fields = frozenset(
        {
            "answer_due_at",
            "answered_at",
            "closed_on",
            "commitment_id",
            "complaint_id",
            "email_normalized",
            "emptied_on",
            "reported_back_on",
            "state",
        }
    )
    _step_fields_once = frozenset({"number", "text", "company_id"})
    _personal_fields = frozenset(
        {"text", "partner_id", "partner_name", "partner_email", "answer"}
    )

    number = fields.Char(readonly=True, copy=False, index="trigram")
    name = fields.Char(
        string="Title",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index="trigram",
        tracking=True,
    )
    kind = fields.Selection(
        selection=KINDS, required=True, default="suggestion", tracking=True
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="new",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    received_at = fields.Datetime(
        string="Received",
        required=True,
        default=fields.Datetime.now,
        copy=False,
        help="When it reached anybody of us: the time to answer starts here.",
    )
    channel_id = fields.Many2one(
        comodel_name="engagement.channel", string="Came by", ondelete="restrict"
    )
    text = fields.Text(
        string="In their own words",
        copy=False,
        help="Kept as it was said, and not edited later.",
    )
    cause_id = fields.Many2one(
        comodel_name="engagement.cause",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Where it points to something that goes wrong: why. What comes back again "
        "and again is found by it.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        tracking=True,
    )

    # What became of it
    decision = fields.Selection(
        selection=[
            ("taken_up", "Taken up"),
            ("partly", "Taken up in part"),
            ("not", "Not taken up"),
            ("none", "Nothing to decide"),
        ],
        copy=False,
        tracking=True,
    )
    decision_note = fields.Text(
        string="What we changed, or why not",
        copy=False,
        help="The person reads it. It stays when the feedback is emptied: name nobody "
        "here.",
    )
    reported_back_on = fields.Date(
        string="Told what became of it", readonly=True, copy=False
    )
    closed_on = fields.Date(string="Closed", readonly=True, copy=False)
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")

    _number_once = models.UniqueIndex(
        "(company_id, number)", "This number was given to other feedback."
    )
    _order_idx = models.Index("(received_at DESC, id DESC)")
    _closed_idx = models.Index(
        "(company_id, closed_on) WHERE closed_on IS NOT NULL AND emptied_on IS NULL"
    )
    _cluster_idx = models.Index(
        "(company_id, cause_id, subject_key, received_at) WHERE cause_id IS NOT NULL"
    )
    _says_something = models.Constraint(
        "CHECK (text IS NOT NULL OR emptied_on IS NOT NULL)",
        "Write down what was said.",
    )

    @api.depends("text")
    def _compute_name(self):
        for feedback in self:
            words = " ".join((feedback.text or "").split())
            short = words[:TITLE_LENGTH].rstrip()
            feedback.name = feedback.name or (
                f"{short}…" if len(words) > TITLE_LENGTH else short
            )

    @api.depends("number", "name")
    def _compute_open_display_name(self):
        for feedback in self:
            # an emptied one has its number for a name
            words = dict.fromkeys(filter(None, [feedback.number, feedback.name]))
            feedback.display_name = " ".join(words)

    @api.depends("state", "answer_due_at")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for feedback in self:
            due = feedback.state == "new" and feedback.answer_due_at
            feedback.overdue = bool(due) and due < now

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_overdue_domain()

    @api.model
    def _get_overdue_domain(self):
        return Domain("state", "=", "new") & Domain(
            "answer_due_at", "<", fields.Datetime.now()
        )

    @api.model
    def _get_counters(self):
        return [
            *super()._get_counters(),
            ("overdue", "danger", self._get_overdue_domain()),
            (
                "to_answer",
                "info",
                Domain("state", "=", "new") & Domain("commitment_id", "!=", False),
            ),
            (
                "to_decide",
                "warning",
                Domain("state", "!=", "closed")
                & Domain("kind", "in", DECIDED_KINDS)
                & Domain("decision", "=", False),
            ),
        ]
