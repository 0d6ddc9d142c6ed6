# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import email_normalize

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
        "engagement.answer.mixin",
        "engagement.number.mixin",
        "engagement.step.mixin",
        "engagement.emptied.mixin",
        "engagement.confidential.mixin",
        "engagement.public.form.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "number"
    _order = "received_at desc, id desc"
    _check_company_auto = True
    _confidential_number_field = "number"
    _number_sequence = "engagement_qms.sequence_code_enquiry"
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
    _personal_fields = frozenset({"text", "partner_name", "partner_email", "answer"})
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

    # What became of it
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
        texts, wrong = self._read_texts(form, LENGTHS, long=("text",))
        values |= texts
        errors |= wrong
        if not values["text"]:
            errors["text"] = self.env._("Write your message.")
        self._check_email("partner_email", values, errors)
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
