# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngagementFeedbackPerson(models.Model):
    """Who spoke, as far as they want to be known, and in which language."""

    _inherit = "engagement.feedback"

    partner_id = fields.Many2one(index="btree_not_null")
    anonymous = fields.Boolean(
        help="Whoever spoke does not want to be known, and gets no answer."
    )

    _anonymous_has_no_name = models.Constraint(
        "CHECK (anonymous IS NOT TRUE OR (partner_id IS NULL AND partner_name IS NULL"
        " AND partner_email IS NULL))",
        "Somebody who stays anonymous has no name or address here. Take them out, or "
        "untick “Anonymous”.",
    )

    @api.constrains("partner_id", "partner_name", "partner_email", "anonymous")
    def _check_somebody(self):
        for feedback in self:
            known = feedback.partner_name or feedback.partner_email
            if known or feedback.partner_id or feedback.anonymous:
                continue
            if not feedback.emptied_on:
                raise ValidationError(
                    self.env._(
                        "Say who spoke: a contact, a name or an e-mail address, or "
                        "tick “Anonymous”."
                    )
                )

    def _get_answer_lang(self):
        self.ensure_one()
        return (
            self.lang or self.partner_id.lang or self.company_id.partner_id.lang
        ) or super()._get_answer_lang()
