# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementEvaluationRunning(models.Model):
    """The evaluation of a partner that runs, and what people say for it."""

    _inherit = "engagement.evaluation"

    @api.model
    def _get_running(self, partners, direction="given", day=None, company=None):
        """Return {commercial partner id: its evaluation of the period of a day}.

        What is missing is made, in one batch.

        :param partners: contacts; a person stands for the company
        :param str direction: given or received
        :param datetime.date day: today, if not said
        :param company: the current one, if not said
        """
        company = company or self.env.company
        day = day or fields.Date.context_today(self)
        companies = partners.commercial_partner_id
        # sudo: whoever gives feedback need not see what the evaluation comes to
        model = self.sudo().with_company(company)
        found = {
            evaluation.partner_id.id: evaluation
            for evaluation in model.search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "in", companies.ids),
                    ("direction", "=", direction),
                    ("period_start", "<=", day),
                    ("period_end", ">=", day),
                ],
                order="period_start, id",
            )
        }
        start, stop = self._get_quarter(day)
        made = model.create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "direction": direction,
                    "period_start": start,
                    "period_end": stop,
                    "user_id": False,
                }
                for partner in companies
                if partner.id not in found
            ]
        )
        return found | {evaluation.partner_id.id: evaluation for evaluation in made}

    @api.model
    def _record(self, partners, ratings, origin=None):
        """Add what somebody says of partners to their running evaluations.

        :param partners: contacts
        :param list ratings: {"criterion_id", "score" 0 to 100, "text", "scale"}
        :param origin: the document it came from, if any
        :return: the feedback: one record for each partner and criterion
        """
        raise NotImplementedError

    def _fill_facts(self):
        """Count the facts of these evaluations, one query per provider of facts."""
        raise NotImplementedError
