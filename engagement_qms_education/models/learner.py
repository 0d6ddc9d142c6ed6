# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from . import school_day
from .programme import MODES

INSIDE = "base.group_user"
SAFEGUARDING = (
    "engagement_qms_education.group_education_support,"
    "engagement_qms_education.group_education_safeguarding"
)
#: Context with which a screen asks for the name of a learner beside the number
SHOW_NAME = {"show_learner_name": True}
#: Who knows what threatens a learner, and alone lifts "no contact"
SAFEGUARDING_GROUP = "engagement_qms_education.group_education_safeguarding"
MANAGER_GROUP = "engagement_qms_education.group_education_manager"
#: Learners who are with us, or about to be
CURRENT = ("applicant", "active", "paused")
#: Learners who are not with us any more; former ones are, in their way
GONE = ("completed", "left")


class EngagementLearner(models.Model):
    """Somebody who learns here: what the school must know, and no more.

    It stands on a contact that is there already. What ails a learner is nowhere to be
    written: only what helps is, and that has its own place. Everywhere but on the
    screens that ask for the name a learner is a number: in mails, activities, files.
    """

    _name = "engagement.learner"
    _description = "Learner"
    _inherit = [
        "engagement.company.mixin",
        "engagement.number.mixin",
        "engagement.step.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "hr.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mail_post_access = "read"
    _number_sequence = "engagement_qms_education.sequence_learner"
    _step_fields = frozenset(
        {"majority_notice_for", "consent_asked_for", "anonymised_on"}
    )
    _step_fields_once = frozenset({"number", "company_id"})

    number = fields.Char(readonly=True, copy=False, index="trigram")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        store=True,
        index=True,
        groups=INSIDE,
    )
    name = fields.Char(related="partner_id.name", store=True, index="trigram")
    preferred_name = fields.Char(help="What the learner likes to be called.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    status = fields.Selection(
        selection=[
            ("applicant", "Applicant"),
            ("active", "Active"),
            ("paused", "Paused"),
            ("completed", "Completed"),
            ("left", "Left early"),
            ("alumni", "Former learner"),
        ],
        required=True,
        default="active",
        tracking=True,
        group_expand=True,
    )
    date_start = fields.Date(string="With us from")
    date_end = fields.Date(string="With us until")
    leave_reason = fields.Selection(
        selection=[
            ("moved", "Moved away"),
            ("other_school", "Went to another school"),
            ("work", "Went to work"),
            ("money", "Could not pay"),
            ("unhappy", "Was not happy here"),
            ("other", "Something else"),
            ("unknown", "Not known"),
        ],
        string="Why they left",
        groups=INSIDE,
    )

    # Age
    birth_date = fields.Date(string="Date of birth")
    majority_date = fields.Date(
        string="Of age on",
        compute="_compute_majority_date",
        store=True,
        help="From this day on guardians see nothing in the portal.",
    )
    is_minor = fields.Boolean(
        string="Minor", compute="_compute_is_minor", search="_search_is_minor"
    )

    # Who looks after whom
    tutor_id = fields.Many2one(
        comodel_name="hr.employee",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="Sees the learner and the guardians, and is reminded.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        groups=INSIDE,
        help="Is reminded where there is no tutor who can log in.",
    )
    guardianship_ids = fields.One2many(
        comodel_name="engagement.guardianship",
        inverse_name="learner_id",
        string="Guardians",
        groups=INSIDE,
    )
    enrolment_ids = fields.One2many(
        comodel_name="engagement.enrolment",
        inverse_name="learner_id",
        string="Enrolments",
        groups=INSIDE,
    )

    # Learning
    level = fields.Char(string="Stage or level", groups=INSIDE)
    mode = fields.Selection(
        selection=MODES, string="Learns", default="on_site", groups=INSIDE
    )
    goals = fields.Text(
        help="What the learner wants to reach, in the learner's own words.",
        groups=INSIDE,
    )
    prior_learning = fields.Text(
        help="What the learner brings along.",
        groups=INSIDE,
    )
    funder_id = fields.Many2one(
        comodel_name="res.partner",
        string="Paid by",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=INSIDE,
    )

    # How to reach the learner
    language_id = fields.Many2one(
        comodel_name="res.lang",
        string="Preferred language",
        context={"active_test": False},
        groups=INSIDE,
    )
    channel_id = fields.Many2one(
        comodel_name="engagement.channel",
        string="Preferred channel",
        groups=INSIDE,
    )
    preferred_format = fields.Selection(
        selection=[
            ("standard", "As everybody"),
            ("plain", "Plain words"),
            ("large", "Large print"),
            ("screen", "Read by a screen reader"),
            ("audio", "Spoken"),
            ("braille", "Braille"),
            ("signed", "Sign language"),
        ],
        required=True,
        default="standard",
        groups=INSIDE,
    )
    quiet_hours = fields.Char(
        string="When not to call", help="For example: before 9, at weekends."
    )
    needs_interpreter = fields.Boolean(groups=INSIDE)
    vulnerable = fields.Boolean(
        string="Take special care",
        groups=SAFEGUARDING,
        help="Seen by the support and safeguarding groups only.",
    )

    _order_idx = models.Index("(name, id) WHERE active IS TRUE")
    _partner_once = models.Constraint(
        "UNIQUE (partner_id, company_id)",
        "This contact is a learner already. Open that learner instead.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A learner is with us until the first day or later.",
    )

    @api.depends("number", "name")
    @api.depends_context("show_learner_name")
    def _compute_display_name(self):
        named = self.env.context.get("show_learner_name")
        for learner in self:
            learner.display_name = (
                f"{learner.name} ({learner.number})" if named else learner.number
            )

    @api.model
    def _search_display_name(self, operator, value):
        """Let a spreadsheet name a learner by the number only: names come twice."""
        if self.env.context.get("import_file"):
            return Domain("number", operator, value)
        return super()._search_display_name(operator, value)

    @api.depends("birth_date", "company_id.engagement_majority_age")
    def _compute_majority_date(self):
        for learner in self:
            birth, age = learner.birth_date, learner.company_id.engagement_majority_age
            day = birth and birth + relativedelta(years=age)
            # whoever was born on a 29 February is a year older when that day is over
            if day and day.day != birth.day:
                day += relativedelta(days=1)
            learner.majority_date = day

    @api.depends("majority_date", "company_id")
    def _compute_is_minor(self):
        for learner in self:
            day = learner.majority_date
            learner.is_minor = bool(
                day and day > school_day.get_day(learner.company_id)
            )

    def _search_is_minor(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        # as one condition each: the database looks at a negated one row by row
        minor = (operator == "in") == (True in value)
        return school_day.get_domain(
            lambda majority: (
                SQL("%s > day", majority)
                if minor
                else SQL("COALESCE(%s <= day, TRUE)", majority)
            ),
            "majority_date",
        )

    @api.constrains("birth_date")
    def _check_birth_date(self):
        today = fields.Date.context_today(self)
        for learner in self:
            if learner.birth_date and learner.birth_date > today:
                raise ValidationError(
                    self.env._(
                        "Learner %(number)s cannot be born on %(date)s, which is yet "
                        "to come. Correct the date of birth.",
                        number=learner.number,
                        date=fields.Date.to_string(learner.birth_date),
                    )
                )
