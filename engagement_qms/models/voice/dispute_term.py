# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..code import clock


class EngagementDisputeTerm(models.Model):
    """What was agreed in a dispute, each with its day: promises of the ledger."""

    _inherit = "engagement.dispute"

    term_ids = fields.One2many(
        comodel_name="engagement.commitment",
        inverse_name="dispute_id",
        string="Terms",
        copy=False,
    )
    no_terms = fields.Boolean(
        string="Nothing is left to do",
        copy=False,
        help="The outcome asks nothing of us any more.",
    )
    terms_mood = fields.Selection(
        selection=[
            ("missing", "No term yet"),
            ("running", "Running"),
            ("overdue", "Overdue"),
            ("missed", "Late"),
            ("kept", "Done in time"),
        ],
        string="Carried out",
        compute="_compute_terms_mood",
        compute_sudo=True,
    )
    terms_overdue = fields.Boolean(
        compute="_compute_terms_mood",
        compute_sudo=True,
        search="_search_terms_overdue",
    )

    @api.depends("state", "no_terms", "term_ids.state", "term_ids.due_at")
    def _compute_terms_mood(self):
        now = fields.Datetime.now()
        for dispute in self:
            terms = dispute.term_ids.filtered(lambda term: term.state != "cancelled")
            running = terms.filtered(lambda term: term.state == "open")
            late = any(term.due_at < now for term in running)
            dispute.terms_overdue = late
            if dispute.state not in ("decided", "implementing", "verified", "closed"):
                dispute.terms_mood = False
            elif not terms:
                promised = dispute.state != "closed" and not dispute.no_terms
                dispute.terms_mood = promised and dispute._is_agreed() and "missing"
            elif late:
                dispute.terms_mood = "overdue"
            elif running:
                dispute.terms_mood = "running"
            else:
                missed = "missed" in terms.mapped("state")
                dispute.terms_mood = "missed" if missed else "kept"

    def _search_terms_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain(
            "term_ids",
            "any",
            self.env["engagement.commitment"]._get_overdue_domain(),
        )


class EngagementCommitment(models.Model):
    """A term of a dispute: it belongs to it, and to its complaint."""

    _inherit = "engagement.commitment"

    dispute_id = fields.Many2one(
        comodel_name="engagement.dispute",
        compute="_compute_dispute_id",
        store=True,
        # so that a line of a form can name its dispute; later nobody changes it
        readonly=False,
        compute_sudo=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.depends("origin_model", "origin_res_id")
    def _compute_dispute_id(self):
        for commitment in self:
            commitment.dispute_id = (
                commitment.origin_model == "engagement.dispute"
                and commitment.origin_res_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_term(vals) for vals in vals_list])

    @api.model
    def _prepare_term(self, vals):
        """Return the values of a promise; a term comes from its dispute.

        It is due at the end of the day that was agreed.
        """
        dispute_id = vals.get("dispute_id") or self.env.context.get(
            "default_dispute_id"
        )
        if not dispute_id and vals.get("origin_model") == "engagement.dispute":
            dispute_id = vals.get("origin_res_id")
        if not dispute_id:
            return vals
        dispute = self.env["engagement.dispute"].browse(dispute_id)
        # sudo: to whom it is promised; whether the user may see it, the origin checks
        dispute = dispute.sudo()
        zone = dispute.company_id.resource_calendar_id.tz or "UTC"
        due_at = fields.Datetime.to_datetime(vals.get("due_at"))
        term = {
            "kind": "term",
            "dispute_id": dispute.id,
            "complaint_id": dispute.complaint_id.id,
            "origin_model": dispute._name,
            "origin_res_id": dispute.id,
            "company_id": dispute.company_id.id,
            "partner_id": dispute.partner_id.id,
        }
        if due_at:
            day = clock.local_date(due_at, zone)
            term["due_at"] = clock.end_of_day(day, zone)
        return vals | term
