# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

BASES = [
    ("consent", "Consent"),
    ("contract", "Contract"),
    ("legal", "Duty by law"),
    ("public", "Public task"),
    ("interest", "Our interest, weighed against theirs"),
    ("vital", "To save a life"),
]


class EngagementConsentPurpose(models.Model):
    """What we ask learners for, tell them or do with what we know, and on which basis.

    Only what rests on consent needs a row of consent. The code is what
    ``_may_engage`` is asked with.
    """

    _name = "engagement.consent.purpose"
    _description = "Purpose"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="By this word surveys, mails and pages ask whether they may.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True, help="Of learners, what is archived is not done."
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        help="Empty: for all companies that have no row of their own.",
    )
    basis = fields.Selection(
        selection=BASES, string="Lawful basis", required=True, default="consent"
    )
    required = fields.Boolean(
        string="Needed of every minor",
        help="Counts in the figure of how many minors have all consents.",
    )
    to_guardian = fields.Boolean(
        string="Of minors: a guardian",
        help="Where consent is the basis and there is none, a guardian who may consent "
        "gets it and decides. With any other basis a guardian who may receive "
        "information always gets it.",
    )
    after_leaving = fields.Boolean(
        string="Also after leaving", help="Also of learners who are not here any more."
    )
    months_valid = fields.Integer(
        string="Valid for (months)", help="0: until it is withdrawn."
    )
    text = fields.Text(
        translate=True, help="What learners and guardians read before they decide."
    )
    text_version = fields.Char(default="1", required=True)

    _code_unique = models.UniqueIndex(
        "((coalesce(company_id, 0)), code)",
        "Another purpose has this code. Change that one.",
    )
    _months_not_negative = models.Constraint(
        "CHECK (months_valid >= 0)",
        "Consent is valid for 0 (until withdrawn) or more months.",
    )

    @api.model
    def _get_by_code(self):
        """Return {code: purpose} for the company, also those that are switched off."""
        purposes = self.with_context(active_test=False).search(
            [("company_id", "in", (False, self.env.company.id))]
        )
        return {
            purpose.code: purpose
            for purpose in purposes.sorted(lambda purpose: bool(purpose.company_id))
        }
