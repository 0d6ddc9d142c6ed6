# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .category import RELATION_TYPES, VALUE_ROLES


def _name_the_first(env, diagnostics):
    """Return a message that names the party which has the contact already.

    :param env: the environment after the refused statement was rolled back
    :param diagnostics: what PostgreSQL says of the refused row, or None
    """
    key = re.search(
        r"=\((\d+), (\d+), (\d+)\)", diagnostics and diagnostics.message_detail or ""
    )
    if not key:
        return env._("This contact is on the register already, in the same category.")
    return name_the_first(env, *map(int, key.groups()))


def name_the_first(env, company, category, partner):
    """Return a message that names the party of a contact in a category."""
    first = (
        env["engagement.party"]
        .with_context(active_test=False)
        .search(
            [
                ("company_id", "=", company),
                ("category_id", "=", category),
                ("partner_id", "=", partner),
            ]
        )
    )
    if not first:  # somebody else's party, which the user may not see
        return env._(
            "This contact is on the register already, in the same category. It belongs "
            "to a colleague: ask an officer to give you the party."
        )
    return env._(
        "This contact is on the register already as “%(party)s” in the category "
        "“%(category)s”%(archived)s. Open that party, or choose another category.",
        party=first.name,
        category=first.category_id.name,
        archived="" if first.active else env._(" (archived)"),
    )


class EngagementParty(models.Model):
    """Somebody the organisation depends on, or who depends on it.

    A party is a contact, an employee or a group of contacts, seen through one
    category: who they are, why they matter, how much, and who looks after them.
    Contacts stay what they are in Odoo; the party adds only what quality management
    asks for. A party found not relevant stays on the register with the reason.
    """

    _name = "engagement.party"
    _description = "Interested Party"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "priority_sequence desc, name, id"
    _check_company_auto = True

    # Identity
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index="trigram",
        tracking=True,
    )
    kind = fields.Selection(
        selection=[
            ("contact", "Contact"),
            ("employee", "Employee"),
            ("group", "Group"),
        ],
        required=True,
        default="contact",
    )
    category_id = fields.Many2one(
        comodel_name="engagement.party.category",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
    )
    color = fields.Integer(related="category_id.color")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    avatar_128 = fields.Image(related="partner_id.avatar_128")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    small_organisation = fields.Boolean(
        related="company_id.engagement_small_organisation"
    )

    # Why it matters
    relevant = fields.Boolean(
        default=True,
        tracking=True,
        help="A party that was considered and found not relevant stays on the "
        "register, with the reason.",
    )
    relevance_reason = fields.Char(
        string="Reason for relevance",
        tracking=True,
        help="Why this party matters to the organisation, or why it does not.",
    )
    value_role = fields.Selection(
        selection=VALUE_ROLES,
        string="Customer relation",
        compute="_compute_value_role",
        store=True,
        readonly=False,
        precompute=True,
    )
    key_client = fields.Boolean(string="Key client", tracking=True)
    via_party_id = fields.Many2one(
        comodel_name="engagement.party",
        string="Reaches us through",
        index="btree_not_null",
        check_company=True,
        domain="[('id', '!=', id), ('company_id', '=', company_id)]",
        help="The distributor or other party between us and this one.",
    )
    indirect_ids = fields.One2many(
        comodel_name="engagement.party",
        inverse_name="via_party_id",
        string="Parties reached through it",
    )
    sells_on = fields.Boolean(related="category_id.sells_on")
    indirect_missing = fields.Boolean(
        string="No customer behind it",
        compute="_compute_indirect_missing",
        search="_search_indirect_missing",
        help="It sells on to others, but none of them is on the register.",
    )
    relation_type = fields.Selection(
        selection=RELATION_TYPES,
        string="Tied to us by",
        compute="_compute_relation_type",
        store=True,
        readonly=False,
        precompute=True,
    )
    relation_direction = fields.Selection(
        selection=[
            ("they_depend", "They depend on us"),
            ("we_depend", "We depend on them"),
            ("mutual", "Both ways"),
        ],
        string="Dependence",
        default="mutual",
    )
    relation_since = fields.Date(string="Relation since")
    short_term = fields.Text(string="Short view", help="What matters this year.")
    long_term = fields.Text(string="Long view", help="What matters in the years after.")
    note = fields.Html()

    # Who looks after it, and how
    channel_id = fields.Many2one(
        comodel_name="engagement.channel",
        string="Preferred channel",
        compute="_compute_channel_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
        help="Gets the reminders.",
    )
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Relationship owner",
        index="btree_not_null",
        check_company=True,
        help="The person accountable for the relation, where it is not the one "
        "who does the work.",
    )

    _unique_partner = models.UniqueIndex(
        "(company_id, category_id, partner_id) WHERE partner_id IS NOT NULL",
        _name_the_first,
    )
    _kind_matches = models.Constraint(
        "CHECK ((kind = 'contact' AND partner_id IS NOT NULL AND employee_id IS NULL)"
        " OR (kind = 'employee' AND employee_id IS NOT NULL)"
        " OR (kind = 'group' AND partner_id IS NULL AND employee_id IS NULL))",
        "Choose a contact for a party of kind contact, an employee for one of kind "
        "employee, and neither for a group.",
    )

    @api.depends("kind", "partner_id.complete_name", "employee_id.name")
    def _compute_name(self):
        for party in self:
            if party.kind == "employee":
                party.name = party.employee_id.name
            elif party.kind == "contact":
                party.name = party.partner_id.complete_name
            else:
                party.name = party.name

    @api.depends("kind", "employee_id.work_contact_id")
    def _compute_partner_id(self):
        for party in self:
            if party.kind == "employee":
                party.partner_id = party.employee_id.work_contact_id
            elif party.kind == "group":
                party.partner_id = False
            else:
                party.partner_id = party.partner_id

    @api.depends("category_id")
    def _compute_value_role(self):
        self._take_from_category("value_role")

    @api.depends("category_id")
    def _compute_relation_type(self):
        self._take_from_category("relation_type")

    @api.depends("category_id")
    def _compute_channel_id(self):
        self._take_from_category("channel_id")

    @api.depends("category_id.sells_on", "relevant", "indirect_ids.active")
    def _compute_indirect_missing(self):
        for party in self:
            party.indirect_missing = (
                party.relevant and party.category_id.sells_on and not party.indirect_ids
            )

    def _search_indirect_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("relevant", "=", True),
            ("category_id.sells_on", "=", True),
            ("indirect_ids", "=", False),
        ]

    @api.constrains("relevant", "relevance_reason")
    def _check_relevance_reason(self):
        for party in self:
            if not party.relevant and not party.relevance_reason:
                raise ValidationError(
                    self.env._(
                        "Say why %(party)s is not relevant: the register keeps who was "
                        "considered, and the reason.",
                        party=party.name,
                    )
                )

    @api.constrains("via_party_id")
    def _check_via_party(self):
        if self._has_cycle("via_party_id"):
            raise ValidationError(
                self.env._(
                    "A party cannot reach us through itself: check the chain of "
                    "“Reaches us through”."
                )
            )

    def _take_from_category(self, name):
        """Fill one answer that nobody saved yet with the one usual for the category.

        One answer at a time: computed together, a missing one would push aside those
        that were given.
        """
        for party in self:
            party[name] = party._origin[name] or party.category_id[name]
