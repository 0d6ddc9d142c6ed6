# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError

from ..mixins.confidential_mixin import LEVELS


class EngagementComplaintProtection(models.Model):
    """Which complaints are protected by what they are about.

    Who names people of ours is restricted at least; a conduct concern is secret. People
    whom a complaint is about neither handle it nor see it.
    """

    _inherit = "engagement.complaint"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._protect(vals) for vals in vals_list])

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"employee_ids", "kind"}:
            for complaint in self:
                level = complaint._get_least_level()
                if LEVELS.index(complaint.confidentiality) < LEVELS.index(level):
                    complaint.confidentiality = level
        return result

    @api.constrains("confidentiality")
    def _check_level(self):
        for complaint in self:
            level = complaint._get_least_level()
            if LEVELS.index(complaint.confidentiality) < LEVELS.index(level):
                labels = dict(
                    self._fields["confidentiality"]._description_selection(self.env)
                )
                raise ValidationError(
                    self.env._(
                        "%(number)s stays “%(level)s” at least: a conduct concern is "
                        "secret, and what names people of ours is restricted.",
                        number=complaint.number,
                        level=labels[level],
                    )
                )

    @api.constrains(
        "user_id", "investigator_id", "reviewer_id", "employee_ids", "company_id"
    )
    def _check_not_concerned(self):
        # most are about nobody of ours
        for complaint in self.filtered("concerned_user_ids"):
            handlers = (
                complaint.user_id | complaint.investigator_id | complaint.reviewer_id
            )
            both = handlers & complaint.concerned_user_ids
            if both:
                raise ValidationError(
                    self.env._(
                        "%(name)s is one of the people %(number)s is about, and cannot "
                        "handle it. Choose somebody else.",
                        name=both[0].name,
                        number=complaint.number,
                    )
                )

    def _get_least_level(self):
        """Return the least level of protection, by what the complaint is about."""
        self.ensure_one()
        if self.kind == "conduct":
            return "secret"
        return "restricted" if self.employee_ids else "normal"

    @api.model
    def _protect(self, vals):
        """Return the values of a new complaint, protected from the first moment."""
        kind = vals.get("kind") or self.env.context.get("default_kind")
        least = "normal"
        if kind == "conduct":
            least = "secret"
        elif vals.get("employee_ids"):
            least = "restricted"
        given = vals.get("confidentiality", "normal")
        if LEVELS.index(given) >= LEVELS.index(least):
            return vals
        return vals | {"confidentiality": least}
