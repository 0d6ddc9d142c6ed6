# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .complaint_assessment import GRADES

#: How far back something counts as the same again
MONTHS = 12


class EngagementComplaintSimilar(models.Model):
    """Complaints that are like another one: the same thing again, or the same customer.

    The same thing is the same cause at the same object. What is found is counted for
    the one who looks: what they may not open, they do not learn of.
    """

    _inherit = "engagement.complaint"

    similar_count = fields.Integer(
        string="Number of similar ones", compute="_compute_similar"
    )
    similar_hint = fields.Char(compute="_compute_similar")
    proposed_pattern = fields.Selection(
        selection=GRADES,
        string="Sign of a pattern, as proposed",
        compute="_compute_similar",
    )

    @api.depends("cause_id", "subject_key", "commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_similar(self):
        keys = ["company_id", "cause_id", "subject_key", "commercial_partner_id"]
        alike = Domain.OR(complaint._get_similar_domain() for complaint in self)
        found = self.browse()
        if not alike.is_false():
            found = self.search_fetch(alike, keys)
        for complaint in self:
            same = complaint._filter_same_issue(found)
            similar = same | found.filtered(
                lambda other, complaint=complaint: (
                    complaint.commercial_partner_id
                    and other.commercial_partner_id == complaint.commercial_partner_id
                )
            )
            me = complaint._origin
            complaint.similar_count = len(similar - me)
            again = len(same - me)
            complaint.proposed_pattern = str(min(again + 1, 4))
            complaint.similar_hint = bool(again) and self.env._(
                "The same cause at the same thing, twelve months back: "
                "%(count)s more. Is it a pattern?",
                count=again,
            )

    def action_view_similar(self):
        """Open what is similar."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Similar"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [
                *(self._get_similar_domain() & Domain("id", "!=", self.id)),
            ],
        }

    def _get_similar_domain(self):
        """Return which complaints are like this one, itself among them."""
        self.ensure_one()
        similar = Domain.FALSE
        if self.cause_id and self.subject_key:
            similar |= Domain("cause_id", "=", self.cause_id.id) & Domain(
                "subject_key", "=", self.subject_key
            )
        if self.commercial_partner_id:
            similar |= Domain(
                "commercial_partner_id", "=", self.commercial_partner_id.id
            )
        since = fields.Datetime.now() - relativedelta(months=MONTHS)
        return (
            similar
            & Domain("received_at", ">=", since)
            & Domain("company_id", "=", self.company_id.id)
        )

    def _filter_same_issue(self, others):
        """Return those with the same cause at the same thing."""
        self.ensure_one()
        if not self.cause_id or not self.subject_key:
            return others.browse()
        return others.filtered(
            lambda other: (
                other.company_id == self.company_id
                and other.cause_id == self.cause_id
                and other.subject_key == self.subject_key
            )
        )
