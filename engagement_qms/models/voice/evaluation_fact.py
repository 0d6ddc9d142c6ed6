# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class EngagementEvaluationFact(models.AbstractModel):
    """The register of what can be counted of a partner, for a period.

    Other addons add theirs. A set is one SELECT of evaluation_id, fact, numerator,
    denominator, score, n, given a relation asked (evaluation_id, company_id,
    partner_id, start_at, stop_at): one row per evaluation, the partner the commercial
    one, the moments in UTC as the company's days begin and end, the stop outside.
    """

    _name = "engagement.evaluation.fact"
    _description = "What Is Counted of a Partner"

    @api.model
    def _get_facts(self):
        """Return {key: label}; each addon adds its own."""
        return {}

    @api.model
    def _get_fact_texts(self):
        """Return {key: text} that tells a result in words.

        Texts may name %(numerator)s, %(denominator)s, %(score)s and %(number)s.
        """
        return {}

    @api.model
    def _select_facts(self):
        """Return a list of `SQL`, one set per provider."""
        return []
