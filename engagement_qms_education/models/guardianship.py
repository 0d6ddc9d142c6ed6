# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from . import school_day
from .learner import INSIDE, SAFEGUARDING_GROUP


class EngagementGuardianship(models.Model):
    """What a person is to a learner, and what follows from it.

    Each right is said on its own, and holds while the row is valid. A person with the
    mark "no contact" has none of them for this learner, whatever else is ticked here
    and whatever the dates say, until the safeguarding group lifts the mark.
    """

    _name = "engagement.guardianship"
    _description = "Guardian"
    _inherit = ["engagement.learner.record.mixin"]
    _order = "learner_id, priority, id"

    learner_id = fields.Many2one(ondelete="cascade")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Guardian",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        store=True,
        index=True,
        groups=INSIDE,
    )
    relation = fields.Selection(
        selection=[
            ("mother", "Mother"),
            ("father", "Father"),
            ("parent", "Parent"),
            ("step_parent", "Step-parent"),
            ("grandparent", "Grandparent"),
            ("foster", "Foster parent"),
            ("legal", "Legal guardian"),
            ("sibling", "Brother or sister"),
            ("carer", "Carer"),
            ("other", "Somebody else"),
        ],
        required=True,
    )
    priority = fields.Integer(
        string="Order", default=10, help="Whom to call first: the smallest number."
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_to = fields.Date(string="Valid until")
    in_force = fields.Boolean(
        string="Valid today",
        compute="_compute_in_force",
        search="_search_in_force",
        groups=INSIDE,
    )

    # What follows from it
    parental_responsibility = fields.Selection(
        selection=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
        required=True,
        default="unknown",
    )
    proof_seen_on = fields.Date(
        groups=INSIDE, help="When somebody of us saw the paper that says so."
    )
    proof_seen_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Proof seen by",
        domain="[('share', '=', False)]",
        groups=INSIDE,
    )
    lives_with = fields.Boolean(string="The learner lives there", groups=INSIDE)
    may_receive_information = fields.Boolean()
    may_consent = fields.Boolean(string="May sign and consent")
    may_collect = fields.Boolean()
    portal_access = fields.Boolean(
        help="Sees the learner in the portal, while the learner is a minor.",
    )
    no_contact = fields.Boolean(
        groups=INSIDE,
        help="Overrides all else. Only the safeguarding group lifts it again.",
    )
    no_contact_reason = fields.Text(string="Why no contact", groups=SAFEGUARDING_GROUP)
    learner_view = fields.Selection(
        selection=[
            ("agrees", "Agrees"),
            ("partly", "Agrees in part"),
            ("objects", "Would rather not"),
        ],
        string="What the learner says to sharing",
        groups=INSIDE,
        help="Ask whoever is old enough to judge, in many countries from about 13 on. "
        "It is heard before something is told; the row still decides.",
    )

    # How to reach the person
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

    access = fields.Selection(
        selection=[
            ("open", "May see the learner"),
            ("later", "Not yet valid"),
            ("ended", "No longer valid"),
            ("of_age", "Ended: the learner is of age"),
            ("no_birth_date", "Closed: date of birth missing"),
            ("closed", "Not given"),
            ("no_contact", "No contact"),
        ],
        string="Portal",
        compute="_compute_access",
        groups=INSIDE,
        help="What the guardian sees in the portal today, and why.",
    )
    has_login = fields.Boolean(
        compute="_compute_has_login",
        groups=INSIDE,
        export_string_translation=False,
    )

    past_majority = fields.Boolean(
        compute="_compute_past_majority",
        store=True,
        groups=INSIDE,
        help="Begins before the learner is of age, and does not end by then.",
    )

    _past_majority_idx = models.Index("(learner_id) WHERE past_majority")
    _partner_once = models.Constraint(
        "UNIQUE (learner_id, partner_id)",
        "This person is a guardian of the learner already. Change that row.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "It is valid until the first day or later.",
    )

    @api.depends("learner_id.number", "partner_id.name", "relation")
    @api.depends_context("show_learner_name")
    def _compute_display_name(self):
        relations = dict(self._fields["relation"]._description_selection(self.env))
        named = self.env.context.get("show_learner_name")
        for row in self:
            # sudo: the number of the learner, or the name of the guardian, of a row
            # that may be read
            kept = row.sudo()
            who = kept.partner_id.name if named else kept.learner_id.number
            words = (who, relations.get(row.relation))
            row.display_name = ", ".join(filter(None, words))

    @api.depends("valid_from", "valid_to", "company_id")
    def _compute_in_force(self):
        for row in self:
            first, last = row.valid_from, row.valid_to
            today = school_day.get_day(row.company_id)
            begun = first and first <= today
            row.in_force = bool(begun and (not last or last >= today))

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = school_day.get_domain(
            lambda first, last: SQL(
                "%s <= day AND COALESCE(%s, day) >= day", first, last
            ),
            "valid_from",
            "valid_to",
        )
        return domain if True in value else ~domain

    @api.depends(
        "no_contact",
        "portal_access",
        "in_force",
        "valid_to",
        "learner_id.is_minor",
        "learner_id.majority_date",
    )
    def _compute_access(self):
        for row in self:
            today = school_day.get_day(row.company_id)
            if row.no_contact:
                row.access = "no_contact"
            elif not row.portal_access:
                row.access = "closed"
            elif not row.learner_id.majority_date:
                row.access = "no_birth_date"
            elif not row.learner_id.is_minor:
                row.access = "of_age"
            elif row.in_force:
                row.access = "open"
            elif row.valid_to and row.valid_to < today:
                row.access = "ended"
            else:
                row.access = "later"

    @api.depends("valid_from", "valid_to", "learner_id.majority_date")
    def _compute_past_majority(self):
        for row in self:
            day = row.learner_id.majority_date
            row.past_majority = (
                day
                and row.valid_from
                and row.valid_from < day
                and (not row.valid_to or row.valid_to >= day)
            )

    @api.depends("partner_id.user_ids")
    def _compute_has_login(self):
        # sudo: whether there is one is no secret for those who see the row
        for row in self.sudo():
            row.has_login = bool(row.partner_id.user_ids)

    @api.constrains("learner_id", "partner_id")
    def _check_not_oneself(self):
        for row in self:
            if row.partner_id == row.learner_id.partner_id:
                raise ValidationError(
                    self.env._(
                        "Learner %(number)s cannot be the own guardian. Choose another "
                        "contact.",
                        number=row.learner_id.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._keep_away()
        return rows

    def write(self, vals):
        lifted = "no_contact" in vals and not vals["no_contact"]
        if lifted or {"learner_id", "partner_id"} & vals.keys():
            self._check_may_lift()
        result = super().write(vals)
        if {"no_contact", "partner_id", "learner_id"} & vals.keys():
            self._keep_away()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_no_contact(self):
        self._check_may_lift()

    def action_invite(self):
        """Open Odoo's own window that gives the guardians a login to the portal."""
        people = self.filtered(lambda row: row.access == "open").partner_id
        wizard = self.env["portal.wizard"].with_context(active_ids=people.ids)
        return wizard.action_open_wizard()

    def _check_may_lift(self):
        """Refuse to lift a mark "no contact" to all but the safeguarding group."""
        if self.env.su or self.env.user.has_group(SAFEGUARDING_GROUP):
            return
        if marked := self.filtered("no_contact"):
            raise UserError(
                self.env._(
                    "%(row)s: only the safeguarding group may lift or remove “No "
                    "contact”. Ask somebody of that group.",
                    row=marked[0].display_name,
                )
            )

    def _filter_on(self, day, right):
        """Return the rows that give a right on a day, the first to turn to first.

        A mark "no contact" takes the person out, whatever else a row says. Whether
        the learner is a minor on that day is for the caller to know.

        :param str right: the field that says so
        """
        marked = self.filtered("no_contact").partner_id
        return self.filtered(
            lambda row: (
                row[right]
                and row.valid_from <= day
                and (not row.valid_to or row.valid_to >= day)
                and row.partner_id not in marked
            )
        ).sorted(lambda row: (row.priority, row.id))

    def _keep_away(self):
        """Let nobody with the mark "no contact" follow the learner."""
        for row in self.filtered("no_contact"):
            # sudo: followers go, whoever has set the mark
            row.sudo().learner_id.message_unsubscribe(partner_ids=row.partner_id.ids)
