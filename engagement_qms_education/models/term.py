# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache


class EngagementTerm(models.Model):
    """A term of the school year: reviews come once in each, never in between."""

    _name = "engagement.term"
    _description = "Term"
    _inherit = ["engagement.cached.mixin"]
    _order = "date_start desc, id"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    date_start = fields.Date(string="First day", required=True)
    date_end = fields.Date(string="Last day", required=True)

    _days_in_order = models.Constraint(
        "CHECK (date_end > date_start)", "A term ends after it begins."
    )

    @api.constrains("date_start", "date_end", "company_id")
    def _check_no_overlap(self):
        for term in self:
            other = self.search(
                Domain("company_id", "=", term.company_id.id)
                & Domain("id", "!=", term.id)
                & Domain("date_start", "<=", term.date_end)
                & Domain("date_end", ">=", term.date_start),
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "“%(term)s” and “%(other)s” have days in common. Let one end "
                        "before the other begins.",
                        term=term.name,
                        other=other.name,
                    )
                )

    @api.model
    @ormcache("company_id")
    def _get_spans(self, company_id):
        """Return (first day, last day) of each term of a company, the oldest first."""
        # sudo: when terms are is no secret, and all of them count
        terms = self.sudo().search([("company_id", "=", company_id)])
        return tuple(sorted((term.date_start, term.date_end) for term in terms))

    @api.model
    def _get_days(self, company_id, offset):
        """Return one day of each term: so many days after its first, or its last."""
        return [
            min(first + timedelta(days=offset), last)
            for first, last in self._get_spans(company_id)
        ]
