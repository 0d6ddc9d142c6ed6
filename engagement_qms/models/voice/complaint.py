# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

KINDS = [
    ("complaint", "Complaint"),
    ("conduct", "Conduct concern"),
    ("appeal", "Appeal"),
]
STATES = [
    ("new", "New"),
    ("acknowledged", "Acknowledged"),
    ("assessed", "Assessed"),
    ("investigating", "Investigating"),
    ("proposed", "Answer ready"),
    ("communicated", "Answered"),
    ("awaiting", "Waiting for reply"),
    ("second_look", "Second look"),
    ("disputed", "External dispute"),
    ("closed", "Closed"),
]
#: How long a title made of the first words may be
TITLE_LENGTH = 80


class EngagementComplaint(models.Model):
    """Somebody is unhappy with us and would like to hear back.

    It keeps what was said, in the person's own words; what became of it step by step;
    and when each step was due, by the promise ledger. The other files of the family
    hold one concern each: who complains, how grave it is, what is decided, how it
    ends, its clock, its gates, what is told to whom.
    """

    _name = "engagement.complaint"
    _description = "Complaint"
    _inherit = [
        "engagement.company.mixin",
        "engagement.number.mixin",
        "engagement.step.mixin",
        "engagement.confidential.mixin",
        "engagement.subject.mixin",
        "engagement.speaker.mixin",
        "engagement.counter.mixin",
        "engagement.authority.mixin",
        "engagement.gate.mixin",
        "engagement.portal.key.mixin",
        "rating.mixin",
        "mail.thread",
        "mail.activity.mixin",
        # who handles complaints need not have the rights of personnel officers
        "hr.mixin",
    ]
    _order = "received_at desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mail_post_access = "read"
    _number_sequence = "engagement_qms.sequence_complaint"
    _confidential_number_field = "number"
    _confidential_title_fields = (
        "name",
        "description",
        "subject_name",
        "partner_id",
        "commercial_partner_id",
        "partner_name",
        "partner_email",
        "partner_phone",
        "email_normalized",
        "acting_for",
    )
    _step_fields = frozenset(
        {
            "acknowledge_due_at",
            "acknowledged_at",
            "answer_due_at",
            "asked_for",
            "approved_at",
            "approved_by_id",
            "assessed_at",
            "closed_at",
            "closed_by_id",
            "closing_reason",
            "communicated_at",
            "disposition_by_id",
            "disposition_on",
            "emptied_on",
            "escalated_at",
            "feedback_id",
            "fast_lane",
            "first_answered_at",
            "follow_hash",
            "heard_at",
            "reminded_at",
            "next_due_at",
            "reclass_asked_at",
            "reclass_asked_by_id",
            "reclass_checked_by_id",
            "reclass_reason",
            "reclass_state",
            "reclass_to",
            "reopened_count",
            "remedy_commitment_id",
            "remedy_value_company",
            "reply",
            "reply_at",
            "round",
            "state",
        }
    )
    _step_fields_once = frozenset({"number", "description", "company_id", "kind"})

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
        selection=KINDS, required=True, default="complaint", tracking=True
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

    # What it is about
    received_at = fields.Datetime(
        string="Received",
        required=True,
        default=fields.Datetime.now,
        copy=False,
        help="When it reached anybody of us, by whatever way: the clock starts here, "
        "not when it was written down.",
    )
    channel_id = fields.Many2one(
        comodel_name="engagement.channel", string="Came by", ondelete="restrict"
    )
    description = fields.Text(
        string="In their own words",
        copy=False,
        help="Kept as it was said, and not edited later.",
    )
    occurred_on = fields.Date(string="Happened on")
    site = fields.Char(string="Place")
    department_id = fields.Many2one(
        comodel_name="hr.department",
        index="btree_not_null",
        check_company=True,
    )
    employee_ids = fields.Many2many(
        comodel_name="hr.employee",
        string="People concerned",
        check_company=True,
        groups="engagement_qms.group_engagement_user",
        help="Whom it is about. They are heard, and do not see the complaint.",
    )
    concerned_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="engagement_complaint_concerned_rel",
        compute="_compute_concerned_user_ids",
        store=True,
        compute_sudo=True,
        export_string_translation=False,
        groups="engagement_qms.group_engagement_user",
    )
    provision_ids = fields.Many2many(
        comodel_name="engagement.provision",
        string="Promises concerned",
        check_company=True,
        groups="engagement_qms.group_engagement_user",
        help="What we had promised, by the code in force on that day.",
    )
    process_id = fields.Many2one(
        comodel_name="engagement.process",
        index="btree_not_null",
        check_company=True,
    )
    remedy_asked = fields.Selection(
        selection=[
            ("repair", "Repair"),
            ("replace", "Replacement"),
            ("refund", "Money back"),
            ("apology", "Apology"),
            ("explanation", "Explanation"),
            ("change", "That we change something"),
            ("compensation", "Compensation"),
            ("other", "Something else"),
        ],
        string="What they ask for",
    )

    # Who handles it
    team_id = fields.Many2one(
        comodel_name="engagement.complaint.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handled by",
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    investigator_id = fields.Many2one(
        comodel_name="res.users",
        string="Investigated by",
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Empty: whoever handles it.",
    )
    reviewer_id = fields.Many2one(
        comodel_name="res.users",
        string="Second look by",
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Somebody who had no part in the first answer.",
    )

    # With the first row, not after it: nobody has rated what is new
    rating_last_value = fields.Float(
        compute="_compute_rating_last_value", store=True, precompute=True
    )

    point_ids = fields.One2many(
        comodel_name="engagement.complaint.point",
        inverse_name="complaint_id",
        string="Points",
        copy=True,
    )
    commitment_ids = fields.One2many(
        comodel_name="engagement.commitment",
        inverse_name="complaint_id",
        string="Promises",
        groups="engagement_qms.group_engagement_user",
    )

    _number_once = models.UniqueIndex(
        "(company_id, number)", "This number was given to another complaint."
    )
    _says_something = models.Constraint(
        "CHECK (description IS NOT NULL OR emptied_on IS NOT NULL)",
        "Write down what was said, in the words of whoever complains.",
    )
    _order_idx = models.Index("(received_at DESC, id DESC)")
    # The columns of the board; of closed ones, the newest are soon found above
    _board_idx = models.Index(
        "(state, received_at DESC, id DESC) WHERE state != 'closed'"
    )
    # With all that the record rules ask for: counting never opens the table
    _open_idx = models.Index(
        "(next_due_at, id) INCLUDE (state, company_id, confidentiality, team_id,"
        " create_uid, user_id, investigator_id, reviewer_id) WHERE state != 'closed'"
    )
    _counted_idx = models.Index(
        "(state, company_id, confidentiality, team_id)"
        " INCLUDE (id, create_uid, user_id, investigator_id, reviewer_id)"
    )
    _cluster_idx = models.Index(
        "(company_id, cause_id, subject_key, received_at) WHERE cause_id IS NOT NULL"
    )

    def _creation_message(self):
        return self.env._("Complaint written down")

    @api.depends("description")
    def _compute_name(self):
        for complaint in self:
            complaint.name = complaint.name or self._shorten(complaint.description)

    @api.model
    def _shorten(self, description):
        """Return a title: the first words."""
        words = " ".join((description or "").split())
        short = words[:TITLE_LENGTH].rstrip()
        return f"{short}…" if len(words) > TITLE_LENGTH else short

    @api.depends("number", "name")
    def _compute_open_display_name(self):
        for complaint in self:
            # an emptied one has its number for a name
            words = dict.fromkeys(filter(None, [complaint.number, complaint.name]))
            complaint.display_name = " ".join(words)

    @api.depends("employee_ids.user_id", "company_id.engagement_small_organisation")
    def _compute_concerned_user_ids(self):
        about = self.filtered("employee_ids")
        (self - about).concerned_user_ids = False
        for complaint in about:
            small = complaint.company_id.engagement_small_organisation
            # where one person does everything, nobody else could handle it
            complaint.concerned_user_ids = (
                False if small else complaint.employee_ids.user_id
            )

    @api.depends("kind", "company_id")
    def _compute_team_id(self):
        teams = self._get_first_teams()
        for complaint in self.filtered(lambda complaint: not complaint.team_id):
            complaint.team_id = self._pick_team(
                teams, complaint.company_id, complaint.kind
            )

    @api.model
    def _get_first_teams(self):
        """Return {(company, kind): team}, the first of each, in one query."""
        # sudo: which team takes a complaint, whoever brings it
        teams = self.env["engagement.complaint.team"].sudo()
        teams = teams.search_fetch([], ["company_id", "kind", "profile_id", "user_id"])
        return {(team.company_id, team.kind): team for team in reversed(teams)}

    @api.model
    def _pick_team(self, teams, company, kind):
        """Return the team that takes a kind of complaint, or the one that takes all."""
        nobody = self.env["engagement.complaint.team"]
        return teams.get((company, kind)) or teams.get((company, False), nobody)
