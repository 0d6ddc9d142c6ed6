# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, email_normalize

from . import clock

KINDS = [
    ("question", "Question"),
    ("feedback", "Feedback"),
    ("praise", "Praise"),
]
#: How long each field of the public form may be
LENGTHS = {"text": 4000, "partner_name": 100, "partner_email": 254}
#: So many messages may come from one network address within an hour
KNOCKS_PER_HOUR = 10


class EngagementCodeEnquiry(models.Model):
    """A question or a piece of feedback about a code, mostly from its public page.

    It is answered within the time the code names, which is a promise in the ledger,
    and feedback ends with a decision: taken up or not, and why. Whoever wrote is a
    name and an address, never a contact; both go, with the text, some time after the
    enquiry is closed. Its number is its only name.
    """

    _name = "engagement.code.enquiry"
    _description = "Question about a Code"
    _inherit = [
        "engagement.step.mixin",
        "engagement.confidential.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "number"
    _order = "received_at desc, id desc"
    _check_company_auto = True
    _confidential_number_field = "number"
    _step_fields = frozenset(
        {
            "answer_due_at",
            "answered_at",
            "closed_on",
            "commitment_id",
            "company_id",
            "emptied_on",
            "root_id",
            "state",
        }
    )
    _step_fields_once = frozenset({"number"})
    _confidential_title_fields = ()

    number = fields.Char(readonly=True, copy=False, index="trigram")
    code_id = fields.Many2one(
        comodel_name="engagement.code",
        string="About",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    root_id = fields.Many2one(
        related="code_id.root_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="code_id.company_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(selection=KINDS, required=True, default="question")
    state = fields.Selection(
        selection=[("new", "New"), ("answered", "Answered"), ("closed", "Closed")],
        required=True,
        default="new",
        readonly=True,
        copy=False,
        tracking=True,
    )
    received_at = fields.Datetime(
        string="Received", required=True, default=fields.Datetime.now, copy=False
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
    )

    # What was said, and by whom as far as they told
    text = fields.Text(copy=False)
    partner_name = fields.Char(string="Name", copy=False)
    partner_email = fields.Char(string="E-mail", copy=False)
    lang = fields.Char(string="Language", readonly=True, copy=False)
    emptied_on = fields.Date(
        readonly=True,
        copy=False,
        help="Since this day the name, the address and the text are gone.",
    )

    # What became of it
    commitment_id = fields.Many2one(
        comodel_name="engagement.commitment",
        string="Promise to answer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    answer_due_at = fields.Datetime(
        string="Answer due", related="commitment_id.due_at", store=True, index=True
    )
    answer = fields.Text(copy=False)
    answered_at = fields.Datetime(string="Answered", readonly=True, copy=False)
    decision = fields.Selection(
        selection=[
            ("taken_up", "Taken up"),
            ("partly", "Taken up in part"),
            ("not", "Not taken up"),
            ("none", "Nothing to decide"),
            ("spam", "No real enquiry"),
        ],
        copy=False,
        tracking=True,
    )
    decision_note = fields.Text(
        string="What we changed, or why not",
        copy=False,
        help="Stays when the enquiry is emptied: name nobody here.",
    )
    changed_code_id = fields.Many2one(
        comodel_name="engagement.code",
        string="Changed in",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('root_id', '=', root_id)]",
    )
    closed_on = fields.Date(readonly=True, copy=False)

    _number_once = models.UniqueIndex(
        "(company_id, number)", "This number was given to another enquiry."
    )
    _order_idx = models.Index("(received_at DESC, id DESC)")
    _closed_idx = models.Index(
        "(company_id, closed_on) WHERE closed_on IS NOT NULL AND emptied_on IS NULL"
    )
    _says_something = models.Constraint(
        "CHECK (text IS NOT NULL OR emptied_on IS NOT NULL)",
        "Write down what was asked or said.",
    )

    @api.depends("code_id")
    def _compute_user_id(self):
        for enquiry in self:
            if not enquiry.user_id:
                code = enquiry.code_id
                people = code.user_id | code.leader_id
                enquiry.user_id = people.filtered("active")[:1]

    @api.model_create_multi
    def create(self, vals_list):
        numbers = self._next_numbers(len(vals_list))
        enquiries = super().create(
            [
                vals | {"number": number}
                for vals, number in zip(vals_list, numbers, strict=True)
            ]
        )
        enquiries._promise_answer()
        return enquiries

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            # sudo: the promise goes along to the one who answers now
            self.sudo().commitment_id.write({"user_id": vals["user_id"]})
        return result

    def action_answer(self):
        """Send the answer, or note that it was given where there is no address.

        :raise UserError: without an answer
        """
        self._check_state(("new",))
        for enquiry in self:
            if not (enquiry.answer or "").strip():
                raise UserError(
                    self.env._(
                        "Write the answer to %(number)s first.", number=enquiry.number
                    )
                )
        self._send_answer()
        self._settle()
        self._step().write({"state": "answered", "answered_at": fields.Datetime.now()})
        return True

    def action_close(self):
        """Close what was answered, with what became of it.

        :raise UserError: naming what is missing
        """
        self._check_state(("new", "answered"))
        for enquiry in self:
            if enquiry.state == "new" and enquiry.partner_email:
                raise UserError(
                    self.env._(
                        "Somebody waits for the answer to %(number)s. Answer it first.",
                        number=enquiry.number,
                    )
                )
            if not enquiry.decision or (
                enquiry.decision in ("partly", "not") and not enquiry.decision_note
            ):
                raise UserError(
                    self.env._(
                        "Say what became of %(number)s: taken up or not, and why not.",
                        number=enquiry.number,
                    )
                )
        self.filtered(lambda enquiry: enquiry.state == "new")._settle()
        self._step().write(
            {"state": "closed", "closed_on": fields.Date.context_today(self)}
        )
        return True

    def action_spam(self):
        """Close what nobody meant seriously; it does not count as a promise."""
        self._check_state(("new",))
        # sudo: the promise falls away, whoever is responsible for it by now
        promises = self.sudo().commitment_id
        promises.filtered(lambda promise: promise.state == "open").action_cancel(
            self.env._("No real enquiry")
        )
        self._step().write(
            {
                "state": "closed",
                "decision": "spam",
                "closed_on": fields.Date.context_today(self),
            }
        )
        return True

    def action_reopen(self):
        """Take an enquiry up again; the time to answer starts anew."""
        self._check_state(("answered", "closed"))
        for enquiry in self:
            if enquiry.emptied_on:
                raise UserError(
                    self.env._(
                        "%(number)s was emptied: nobody can tell any more what it "
                        "said.",
                        number=enquiry.number,
                    )
                )
            # sudo: the promise is another one, whoever was responsible for the first
            promise = enquiry.sudo().commitment_id
            enquiry._step().commitment_id = promise.action_reopen()
        self._step().write({"state": "new", "closed_on": False, "answered_at": False})
        return True

    @api.model
    def _read_form(self, form):
        """Check what somebody sent by the public form.

        :param dict form: whatever came, with names as of the fields
        :return: (values, {name of the field: what is wrong with it})
        """
        values = {"kind": form.get("kind")}
        errors = {}
        if values["kind"] not in dict(KINDS):
            values["kind"] = False
            errors["kind"] = self.env._("Choose what your message is.")
        for name, length in LENGTHS.items():
            value = form.get(name)
            value = value if isinstance(value, str) else ""
            value = value.replace("\x00", "").strip()
            values[name] = value if name == "text" else " ".join(value.split())
            if len(values[name]) > length:
                errors[name] = self.env._(
                    "This is too long: at most %(length)s characters.", length=length
                )
        if not values["text"]:
            errors["text"] = self.env._("Write your message.")
        email = values["partner_email"]
        if email and "partner_email" not in errors and not email_normalize(email):
            errors["partner_email"] = self.env._(
                "Check the e-mail address. It looks like name@example.com."
            )
        return values, errors

    @api.model
    def _receive(self, code, values):
        """Keep what somebody sent by the public form.

        :param code: the version that is public
        :param dict values: from `_read_form`
        """
        # sudo: the visitor may write, and read nothing; nobody is mailed at once, the
        # daily summary tells
        enquiries = self.sudo().with_context(
            mail_create_nosubscribe=True, mail_auto_subscribe_no_notify=True
        )
        email = values["partner_email"] and email_normalize(values["partner_email"])
        return enquiries.create(
            values | {"code_id": code.id, "lang": self.env.lang, "partner_email": email}
        )

    @api.model
    def _next_numbers(self, count):
        """Return the next numbers, drawn in one query."""
        # sudo: whoever writes down an enquiry gets a number, no access to the sequence
        sequence = self.env.ref("engagement_qms.sequence_code_enquiry").sudo()
        drawn = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [sequence.get_next_char(number) for number in drawn]

    def _promise_answer(self):
        """Put the time to answer into the ledger."""
        # sudo: the promise is the organisation's, also where a visitor brought it
        promises = self.env["engagement.commitment"].sudo()
        promises = promises.create(
            [
                {
                    "name": self.env._("Answer %(number)s", number=enquiry.number),
                    "kind": "answer",
                    "origin_model": self._name,
                    "origin_res_id": enquiry.id,
                    "confidentiality": enquiry.confidentiality,
                    "company_id": enquiry.company_id.id,
                    "calendar_id": enquiry.company_id.resource_calendar_id.id,
                    "user_id": enquiry.user_id.id,
                    "started_at": enquiry.received_at,
                    "limit_value": enquiry.code_id.enquiry_answer_days,
                    "limit_unit": "working_day",
                }
                for enquiry in self
            ]
        )
        for enquiry, promise in zip(self, promises, strict=True):
            enquiry._step().commitment_id = promise

    def _get_answer_date(self):
        """Return the day until which the answer comes, where the company is."""
        self.ensure_one()
        zone = self.company_id.resource_calendar_id.tz or "UTC"
        return clock.local_date(self.answer_due_at, zone)

    def _settle(self):
        """Note in the ledger that the answer was given now."""
        # sudo: the answer settles its promise, whoever is responsible for that by now
        promises = self.sudo().commitment_id
        promises.filtered(lambda promise: promise.state == "open")._set_done(
            fields.Datetime.now()
        )

    def _send_answer(self):
        """Queue the answers to those who left an address; no contact is made."""
        mails = [
            enquiry.with_context(lang=enquiry.lang or self.env.lang)._prepare_mail()
            for enquiry in self
            if enquiry.partner_email
        ]
        # sudo: mails without a document are the administrator's; this one has none, so
        # that the address stays out of the history
        self.env["mail.mail"].sudo().create(mails)

    def _prepare_mail(self):
        """Return the values of the answer; its subject holds the number only."""
        self.ensure_one()
        body = self.env["ir.qweb"]._render(
            "engagement_qms.code_enquiry_answer",
            {"enquiry": self, "code": self.code_id},
            lang=self.env.lang,
            minimal_qcontext=True,
        )
        sender = self.company_id.partner_id
        return {
            "subject": self.env._(
                "Your message %(number)s to %(company)s",
                number=self.number,
                company=self.company_id.name,
            ),
            "body_html": body,
            "email_to": self.partner_email,
            "author_id": self.env.user.partner_id.id,
            "email_from": sender.email_formatted or self.env.user.email_formatted,
            "reply_to": sender.email_formatted or self.env.user.email_formatted,
            "auto_delete": True,
        }

    def _check_state(self, states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for enquiry in self:
            if enquiry.state not in states:
                raise UserError(
                    self.env._(
                        "%(number)s is in the state “%(state)s” already.",
                        number=enquiry.number,
                        state=labels[enquiry.state],
                    )
                )
