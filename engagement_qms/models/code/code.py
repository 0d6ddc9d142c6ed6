# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command

AUDIENCES = [
    ("customer", "Customers"),
    ("personnel", "Personnel"),
    ("supplier", "Suppliers"),
]
STATES = [
    ("draft", "Draft"),
    ("consultation", "Consultation"),
    ("approved", "Approved"),
    ("pilot", "Pilot"),
    ("in_force", "In force"),
    ("under_review", "Under review"),
    ("retired", "Retired"),
]
#: States in which promises count: the clock of the ledger runs
LIVE_STATES = ("pilot", "in_force", "under_review")


class EngagementCode(models.Model):
    """One version of a code of conduct: what an organisation promises, and to whom.

    A code for customers is what ISO 10001 speaks of; codes for personnel and suppliers
    follow the same way but stand outside that standard, and say so. Versions of one
    code share a root; one of them is in force at a time.
    """

    _name = "engagement.code"
    _description = "Code of Conduct"
    _inherit = ["engagement.step.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "name, version desc, id desc"
    _check_company_auto = True
    _step_fields = frozenset(
        {
            "approved_by_id",
            "approved_on",
            "counts_from",
            "in_force_from",
            "in_force_to",
            "pilot_from",
            "previous_id",
            "root_id",
            "state",
            "version",
        }
    )

    @api.model
    def _default_principle_line_ids(self):
        # a dozen of them, and a code starts with each
        principles = self.env["engagement.code.principle"].search([], limit=100)
        return [
            Command.create({"principle_id": principle.id}) for principle in principles
        ]

    @api.model
    def _default_leader_id(self):
        """In a small organisation the leader writes the code."""
        small = self.env.company.engagement_small_organisation
        leads = self.env.user.has_group("engagement_qms.group_engagement_leader")
        return small and leads and self.env.user

    # Identity
    name = fields.Char(required=True, translate=True, tracking=True)
    version = fields.Integer(
        default=1, required=True, readonly=True, copy=False, aggregator=None
    )
    root_id = fields.Many2one(
        comodel_name="engagement.code",
        string="First version",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    previous_id = fields.Many2one(
        comodel_name="engagement.code",
        string="Previous version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    version_ids = fields.One2many(
        comodel_name="engagement.code", inverse_name="root_id", string="Versions"
    )
    version_count = fields.Integer(compute="_compute_version_count")
    change_note = fields.Text(
        string="What changed",
        copy=False,
        help="What is different from the previous version, for people to read.",
    )
    audience = fields.Selection(
        selection=AUDIENCES, required=True, default="customer", tracking=True
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
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

    # What it says
    purpose = fields.Text(translate=True, help="Why the organisation promises this.")
    scope = fields.Text(
        translate=True, help="What it holds for, and what it does not hold for."
    )
    context = fields.Text(
        string="Issues and limits",
        translate=True,
        help="What around the organisation made the code look the way it does.",
    )
    product_text = fields.Char(string="Products and services", translate=True)
    site_text = fields.Char(string="Sites", translate=True)
    terms = fields.Text(string="Words explained", translate=True)
    contact = fields.Text(
        string="Whom to ask",
        translate=True,
        help="Where to ask a question about the code, or complain.",
    )
    remedy = fields.Text(
        string="If we do not keep it",
        translate=True,
        help="What people get when a promise is not kept.",
    )
    statement = fields.Html(string="Statement of top management", translate=True)
    provision_ids = fields.One2many(
        comodel_name="engagement.provision",
        inverse_name="code_id",
        string="Promises",
        copy=True,
    )
    provision_count = fields.Integer(compute="_compute_provision_count")
    consultation_ids = fields.One2many(
        comodel_name="engagement.consultation",
        inverse_name="code_id",
    )
    research_ids = fields.One2many(
        comodel_name="engagement.code.research",
        inverse_name="code_id",
        string="What we found out",
        copy=True,
    )
    resource_ids = fields.One2many(
        comodel_name="engagement.code.resource",
        inverse_name="code_id",
        string="Resources",
        copy=True,
    )
    principle_line_ids = fields.One2many(
        comodel_name="engagement.code.principle.line",
        inverse_name="code_id",
        string="Guiding principles",
        copy=True,
        default=lambda self: self._default_principle_line_ids(),
    )
    communication_ids = fields.One2many(
        comodel_name="engagement.communication",
        inverse_name="code_id",
        string="Communications",
    )
    unheard_party_ids = fields.Many2many(
        comodel_name="engagement.party",
        string="Not asked yet",
        compute="_compute_unheard_party_ids",
    )

    # What it belongs to
    party_ids = fields.Many2many(
        comodel_name="engagement.party", string="Parties concerned", check_company=True
    )
    process_ids = fields.Many2many(
        comodel_name="engagement.process", string="Processes", check_company=True
    )
    objective_ids = fields.Many2many(
        comodel_name="engagement.objective", string="Objectives", check_company=True
    )

    # Who
    leader_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self._default_leader_id(),
        tracking=True,
        index="btree_not_null",
        check_company=True,
        domain=lambda self: [
            (
                "all_group_ids",
                "in",
                self.env.ref("engagement_qms.group_engagement_leader").id,
            )
        ],
        help="The member of top management who stands for the code and approves it.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        tracking=True,
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
    )
    approved_by_id = fields.Many2one(
        comodel_name="res.users", string="Approved by", readonly=True, copy=False
    )
    approved_on = fields.Date(readonly=True, copy=False)
    pilot_from = fields.Date(string="Tried since", readonly=True, copy=False)
    in_force_from = fields.Date(readonly=True, copy=False, tracking=True)
    in_force_to = fields.Date(readonly=True, copy=False, tracking=True)
    counts_from = fields.Date(
        compute="_compute_counts_from",
        store=True,
        help="Clocks of the ledger start from this day on: that of the pilot, or of "
        "the coming into force.",
    )
    next_review_date = fields.Date(string="Next review", tracking=True)

    # Where it comes from
    origin_kind = fields.Selection(
        selection=[("own", "Written by us"), ("adopted", "Adopted from others")],
        string="Origin",
        required=True,
        default="own",
    )
    provider_id = fields.Many2one(
        comodel_name="res.partner",
        string="Written by",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    provider_version = fields.Char(string="Their version")
    provider_differences = fields.Text(
        string="How ours differs", help="What was changed when it was adopted, and why."
    )

    _in_force_once = models.UniqueIndex(
        "(root_id) WHERE state IN ('in_force', 'under_review')",
        "Another version of this code is in force. Put this one in force with its "
        "button: that ends the other on the same day.",
    )
    _version_once = models.UniqueIndex(
        "(root_id, version)", "This version of the code exists already."
    )
    _adopted_names_provider = models.Constraint(
        "CHECK (origin_kind = 'own' OR provider_id IS NOT NULL)",
        "Say who wrote the code that was adopted.",
    )

    @api.depends("root_id.version_ids")
    def _compute_version_count(self):
        counts = dict(
            self._read_group(
                [("root_id", "in", self.root_id.ids)], ["root_id"], ["__count"]
            )
        )
        for code in self:
            code.version_count = counts.get(code.root_id, 0)

    @api.depends("provision_ids")
    def _compute_provision_count(self):
        counts = dict(
            self.env["engagement.provision"]._read_group(
                [("code_id", "in", self.ids)], ["code_id"], ["__count"]
            )
        )
        for code in self:
            code.provision_count = counts.get(code, 0)

    @api.depends("pilot_from", "in_force_from")
    def _compute_counts_from(self):
        for code in self:
            code.counts_from = code.pilot_from or code.in_force_from

    @api.depends("party_ids", "consultation_ids.party_id")
    def _compute_unheard_party_ids(self):
        for code in self:
            code.unheard_party_ids = code.party_ids - code.consultation_ids.party_id

    @api.depends("name", "version")
    def _compute_display_name(self):
        for code in self:
            code.display_name = (
                f"{code.name} v{code.version}" if code.version > 1 else code.name
            )

    @api.model_create_multi
    def create(self, vals_list):
        codes = super().create(vals_list)
        for code in codes.filtered(lambda code: not code.root_id):
            code._step().root_id = code
        return codes

    def action_view_versions(self):
        """Open all versions of the code."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_code_action"
        )
        return action | {"domain": [("root_id", "=", self.root_id.id)]}
