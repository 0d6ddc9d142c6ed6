# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..mixins.allowed_domain import check_domain
from .party_group import MEMBER_MODELS

NUMBERS = ("monetary", "float", "integer")
DATES = ("date", "datetime")
#: The fields that tell how documents are read; they are checked together
READING = (
    "model_name",
    "domain",
    "partner_field",
    "company_field",
    "date_field",
    "measure",
    "amount_field",
    "rate_field",
    "member_domain",
)


class ReadableModels:
    """The names of the models that a user may read, looked up when asked for."""

    def __init__(self, env):
        self.env = env

    def __contains__(self, name):
        return self.env[name].has_access("read")


class EngagementDiscoverySource(models.Model):
    """A place where contacts leave traces: invoices, orders, tasks, meetings.

    Discovery reads every source whose app is installed and learns who deals with us,
    how often and for how much. A source whose app is missing waits for it. A source
    is a declaration only: the statement that reads it is composed here and checked
    before each run, and no more than counts and sums per contact ever leave it.
    """

    _name = "engagement.discovery.source"
    _description = "Discovery Source"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    unit_one = fields.Char(
        string="One is called",
        required=True,
        translate=True,
        default=lambda self: self.env._("document"),
        help="The word for one document in a sentence, as “invoice” or “meeting”.",
    )
    unit_many = fields.Char(
        string="Several are called",
        required=True,
        translate=True,
        default=lambda self: self.env._("documents"),
        help="The word for several of them, as “invoices” or “meetings”.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    category_id = fields.Many2one(
        comodel_name="engagement.party.category",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="What contacts found here are to us. Leave empty where the documents do "
        "not tell, as with meetings: the source then adds to what others found, and "
        "somebody chooses the category of contacts that are found nowhere else.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        help="Leave empty to read the source in every company.",
    )
    fallback = fields.Boolean(
        string="Only when nothing else is found",
        help="Read the source only in a database where no other source finds anybody.",
    )

    # What is read
    model_name = fields.Char(
        string="Document",
        required=True,
        help="The technical name of the document, as sale.order.",
    )
    domain = fields.Char(required=True, default="[]", string="Documents that count")
    partner_field = fields.Char(
        string="Contact field",
        required=True,
        default="partner_id",
        help="The field that names the contact; a path as order_id.partner_id works.",
    )
    company_field = fields.Char(
        help="The field that names the company; empty where documents have none."
    )
    date_field = fields.Char(
        help="The date that decides whether a document is recent enough."
    )
    period_months = fields.Integer(
        string="Months back", default=12, required=True, aggregator=None
    )

    # What it is worth
    measure = fields.Selection(
        selection=[
            ("turnover", "Turnover"),
            ("spend", "Spend"),
            ("contact", "Number of contacts"),
        ],
        required=True,
        default="contact",
    )
    amount_field = fields.Char(
        help="The amount that is added up, best one in the company's currency."
    )
    rate_field = fields.Char(
        string="Currency rate field",
        help="Where the amount is in the document's currency: the stored rate that it "
        "is divided by. Without one, only documents in the company's currency add up.",
    )
    reverse_sign = fields.Boolean(
        string="Amounts are negative",
        help="The documents store what counts for us with a minus, as vendor bills do.",
    )
    member_domain = fields.Char(
        string="Contacts of the group",
        help="The contacts that make up the category as a group, looked up anew each "
        "time. Empty: the source proposes single contacts only.",
    )

    state = fields.Selection(
        selection=[
            ("live", "Ready"),
            ("waiting", "Waits for an app"),
            ("broken", "Needs attention"),
        ],
        compute="_compute_state",
    )
    problem = fields.Char(compute="_compute_state")

    _months_not_negative = models.Constraint(
        "CHECK (period_months >= 0)",
        "The number of months back cannot be negative; 0 means from the beginning.",
    )

    @api.depends(*READING)
    def _compute_state(self):
        for source in self:
            source.problem = False
            if source.model_name not in self.env:
                source.state = "waiting"
                continue
            try:
                source._check_against_model()
                source.state = "live"
            except UserError as error:
                source.state = "broken"
                source.problem = str(error)

    @api.constrains(*READING)
    def _check_source(self):
        for source in self:
            if source.model_name in self.env:
                # constraints run with all rights; this one is about the user's
                source.sudo(False)._check_may_read()
                source._check_against_model()
                continue
            # the app may come later; what can be checked without it is checked now
            for text in filter(None, (source.domain, source.member_domain)):
                try:
                    Domain(literal_eval(text))
                except (SyntaxError, TypeError, ValueError) as error:
                    raise ValidationError(
                        self.env._(
                            "The source “%(name)s” has a filter that cannot be read: "
                            "%(filter)s",
                            name=source.name,
                            filter=text,
                        )
                    ) from error

    def _check_may_read(self):
        """Refuse documents that the person who sets up the source may not read.

        Discovery counts for people who may not open the documents, so the one who
        lends it the key must hold it.
        """
        documents = self.env[self.model_name]
        if documents._abstract or documents._transient or not documents._auto:
            raise ValidationError(
                self.env._(
                    "“%(model)s” are no documents that discovery can count. Choose "
                    "something that is stored, as sale.order.",
                    model=self.model_name,
                )
            )
        if not documents.has_access("read"):
            raise ValidationError(
                self.env._(
                    "You may not read “%(model)s” yourself, so discovery may not count "
                    "it for you. Ask somebody who may, or choose other documents.",
                    model=documents._description,
                )
            )
        check_domain(documents, self.domain, allowed=ReadableModels(self.env))

    def _check_against_model(self):
        """Raise a ``ValidationError`` that names the first thing that does not fit."""
        self.ensure_one()
        self._get_field("partner_field", ("many2one",), "res.partner")
        self._get_field("date_field", DATES)
        self._get_field("company_field", ("many2one",), "res.company")
        self._get_field("amount_field", NUMBERS)
        self._get_field("rate_field", NUMBERS)
        if self.measure != "contact" and not self.amount_field:
            raise ValidationError(
                self.env._(
                    "“%(name)s” measures %(measure)s: name the field that holds the "
                    "amount, or count contacts instead.",
                    name=self.name,
                    measure=dict(
                        self._fields["measure"]._description_selection(self.env)
                    )[self.measure].lower(),
                )
            )
        check_domain(self.env[self.model_name], self.domain)
        if self.member_domain:
            check_domain(
                self.env["res.partner"], self.member_domain, allowed=MEMBER_MODELS
            )

    def _get_field(self, name, types, comodel=None):
        """Return the stored field at the end of the path in one of the own fields.

        :param str name: own field that holds the path
        :param tuple types: types that the last field may have
        :param str comodel: the model that it must lead to
        :raise ValidationError: when the documents have no such stored field
        """
        path = self[name]
        if not path:
            return None
        *steps, last = path.split(".")
        documents = self.env[self.model_name]
        for step in steps:
            link = documents._fields.get(step)
            fits = link and link.type == "many2one" and link.store and not link.groups
            documents = self.env[link.comodel_name] if fits else self.env["base"]
        field = documents._fields.get(last)
        if (
            not field
            or not field.store
            or field.groups
            or field.type not in types
            or (comodel and field.comodel_name != comodel)
        ):
            raise ValidationError(
                self.env._(
                    "“%(name)s”: the %(label)s “%(path)s” is no stored field of "
                    "“%(model)s” that could be used for this.",
                    name=self.name,
                    label=self._fields[name]._description_string(self.env),
                    path=path,
                    model=self.env[self.model_name]._description,
                )
            )
        return field
