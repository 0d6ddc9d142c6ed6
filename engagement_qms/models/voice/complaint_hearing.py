# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

#: So many days somebody has to answer, where nobody says otherwise
ANSWER_DAYS = 7
#: What the one who is heard writes
THEIRS = {"answer", "support_person"}


class EngagementComplaintHearing(models.Model):
    """Somebody a complaint is about is told what is said, and may answer.

    It is all that they see of the complaint: what they are asked, in the words of
    whoever handles it. Who complained stands nowhere in it.
    """

    _name = "engagement.complaint.hearing"
    _description = "Hearing"
    _inherit = ["engagement.step.mixin"]
    _order = "asked_on desc, id desc"
    _check_company_auto = True
    _step_fields = frozenset({"asked_on", "answered_at"})
    _step_fields_once = frozenset({"complaint_id", "employee_id"})

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        required=True,
        index=True,
        ondelete="cascade",
    )
    number = fields.Char(related="complaint_id.number", related_sudo=True)
    company_id = fields.Many2one(related="complaint_id.company_id", store=True)
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Who is heard",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, index="btree_not_null"
    )
    statement = fields.Text(string="What is said")
    asked_on = fields.Date(string="Asked", readonly=True, copy=False)
    due_date = fields.Date(string="Answer until", copy=False)
    answer = fields.Text(string="What they say to it", copy=False)
    support_person = fields.Char(
        string="Supported by",
        copy=False,
        help="Somebody they trust, who helps them or was present.",
    )
    answered_at = fields.Datetime(string="Answered", readonly=True, copy=False)
    state = fields.Selection(
        selection=[
            ("draft", "To be asked"),
            ("asked", "Asked"),
            ("answered", "Answered"),
        ],
        compute="_compute_state",
        store=True,
        precompute=True,
    )
    late = fields.Boolean(compute="_compute_late")

    _once = models.UniqueIndex(
        "(complaint_id, employee_id)", "This person is heard on it already."
    )

    @api.depends("asked_on", "answered_at")
    def _compute_state(self):
        for hearing in self:
            asked = "asked" if hearing.asked_on else "draft"
            hearing.state = "answered" if hearing.answered_at else asked

    @api.depends("due_date", "state")
    def _compute_late(self):
        today = fields.Date.context_today(self)
        for hearing in self:
            due = hearing.state == "asked" and hearing.due_date
            hearing.late = bool(due) and due < today

    @api.depends("number")
    def _compute_display_name(self):
        for hearing in self:
            hearing.display_name = self.env._(
                "Hearing %(number)s", number=hearing.number
            )

    @api.constrains("employee_id", "complaint_id")
    def _check_concerned(self):
        for hearing in self:
            if hearing.employee_id not in hearing.complaint_id.employee_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s is not among the people %(number)s is about. Add "
                        "them there first.",
                        name=hearing.employee_id.name,
                        number=hearing.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        hearings = super().create(vals_list)
        hearings.complaint_id._check_may_be_filled()
        return hearings

    def write(self, vals):
        if not self._in_step():
            self._check_may_write(vals.keys())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        for hearing in self:
            if hearing.asked_on and not hearing._is_step():
                raise UserError(
                    self.env._(
                        "“%(hearing)s” was asked, so it stays.",
                        hearing=hearing.display_name,
                    )
                )

    def action_ask(self):
        """Tell the person that there is something to answer."""
        self._check_hearing_state("draft")
        today = fields.Date.context_today(self)
        for hearing in self:
            hearing._check_statement()
            due = hearing.due_date or today + timedelta(days=ANSWER_DAYS)
            hearing._step().write({"asked_on": today, "due_date": due})
        self._tell_asked()
        return True

    def action_answer(self):
        """Hand in the answer: from now on it stays as it is."""
        self._check_hearing_state("asked")
        for hearing in self:
            if not (hearing.answer or "").strip():
                raise UserError(self.env._("Write what there is to say to it."))
            hearing._step().write({"answered_at": fields.Datetime.now()})
            # sudo: whoever handles it hears of the answer, whoever was heard
            complaint = hearing.complaint_id.sudo()
            if complaint.user_id and complaint.user_id != self.env.user:
                complaint._schedule_activity(
                    complaint.user_id, self.env._("An answer of those concerned")
                )
        return True

    def _check_may_write(self, names):
        """Refuse what is not theirs to those who are heard, and to all what is said."""
        for hearing in self:
            # sudo: the complaint is hidden from those it is about
            complaint = hearing.complaint_id.sudo()
            heard = self.env.user in complaint.concerned_user_ids
            theirs = set(names) & THEIRS
            if heard and set(names) - THEIRS:
                raise UserError(self.env._("Here you write your answer only."))
            if theirs and hearing.answered_at:
                raise UserError(
                    self.env._("The answer was handed in, so it stays as it is.")
                )
            if "statement" in names and hearing.asked_on:
                raise UserError(
                    self.env._("What is said was told already, so it stays as it is.")
                )
            complaint._check_may_be_filled()

    def _check_statement(self):
        """Refuse to tell nothing, or who complained where that is protected."""
        self.ensure_one()
        words = (self.statement or "").casefold()
        if not words.strip():
            raise UserError(self.env._("Write what is said, as the person reads it."))
        # sudo: names that are not to be told, whoever asks
        complaint = self.complaint_id.sudo()
        if not complaint.protect_identity and complaint.confidentiality != "secret":
            return
        for name in complaint._get_names_of_complainant():
            if name.casefold() in words:
                raise UserError(
                    self.env._(
                        "“%(name)s” tells who complained, and that is protected. "
                        "Write it otherwise.",
                        name=name,
                    )
                )

    def _check_hearing_state(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for hearing in self:
            if hearing.state != state:
                raise UserError(
                    self.env._(
                        "“%(hearing)s” is in the state “%(state)s”; this step needs "
                        "“%(expected)s”.",
                        hearing=hearing.display_name,
                        state=labels[hearing.state],
                        expected=labels[state],
                    )
                )

    def _tell_asked(self):
        """Queue a mail that there is something to answer; what, stands in Odoo only."""
        mails = []
        # sudo: the addresses of colleagues
        for hearing in self.sudo().filtered("user_id.email"):
            user, sender = hearing.user_id, hearing.company_id.partner_id
            named = hearing.with_context(lang=user.lang)
            body = self.env["ir.qweb"]._render(
                "engagement_qms.complaint_hearing_mail",
                {"hearing": named, "user": user},
                lang=user.lang,
                minimal_qcontext=True,
            )
            mails.append(
                {
                    "subject": named.env._(
                        "%(number)s: you are asked to be heard", number=hearing.number
                    ),
                    "body_html": body,
                    "recipient_ids": [Command.link(user.partner_id.id)],
                    "author_id": sender.id,
                    "email_from": sender.email_formatted
                    or self.env.ref("base.user_root").email_formatted,
                    "auto_delete": True,
                    # keeps out-of-office replies from coming back
                    "headers": repr({"X-Auto-Response-Suppress": "OOF"}),
                }
            )
        # sudo: mails without a document are the administrator's
        self.env["mail.mail"].sudo().create(mails)

    def _get_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/odoo/engagement-hearings/{self.id}"
