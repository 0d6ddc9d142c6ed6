# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .evaluation import KNOWN_STATES


class EngagementEvaluationScreen(models.Model):
    """What an evaluation shows and leads to: its period, feedback, thanks."""

    _inherit = "engagement.evaluation"

    period = fields.Char(compute="_compute_period")
    has_facts = fields.Boolean(compute="_compute_has_facts")
    reevaluate_due = fields.Boolean(
        string="To look at again",
        compute="_compute_reevaluate_due",
        search="_search_reevaluate_due",
        help="The last evaluation of the partner says that it is time for a new one.",
    )

    @api.depends("period_start", "period_end")
    def _compute_period(self):
        for evaluation in self:
            start, stop = evaluation.period_start, evaluation.period_end
            if not (start and stop):
                evaluation.period = False
            elif (start, stop) == self._get_quarter(start):
                evaluation.period = self.env._(
                    "Q%(quarter)s %(year)s",
                    quarter=(start.month + 2) // 3,
                    year=start.year,
                )
            else:
                evaluation.period = f"{start} – {stop}"

    @api.depends("line_ids.fact")
    def _compute_has_facts(self):
        for evaluation in self:
            evaluation.has_facts = any(evaluation.line_ids.mapped("fact"))

    def _compute_reevaluate_due(self):
        due = self.search([("id", "in", self.ids), ("reevaluate_due", "=", True)])
        for evaluation in self:
            evaluation.reevaluate_due = evaluation in due

    def _search_reevaluate_due(self, operator, value):
        """Look at the last evaluation that each partner knows, in one query."""
        if operator != "in":
            return NotImplemented
        self.flush_model()
        last = SQL(
            "(SELECT id FROM ("
            " SELECT DISTINCT ON (company_id, commercial_partner_id) id, reevaluate_on"
            "   FROM engagement_evaluation"
            "  WHERE direction = 'given' AND state IN %s AND active IS TRUE"
            "    AND commercial_partner_id IS NOT NULL"
            "  ORDER BY company_id, commercial_partner_id, period_start DESC, id DESC"
            ") AS last WHERE reevaluate_on <= %s)",
            KNOWN_STATES,
            fields.Date.context_today(self),
        )
        return Domain("id", "in", last)

    def action_record_feedback(self):
        """Open two clicks of feedback on these partners."""
        self._check_takes_feedback()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_evaluation_feedback_action"
        )
        return action | {"context": {"default_partner_ids": self.partner_id.ids}}

    def action_thank(self):
        """Open new thanks for the partners of these evaluations."""
        if not self.partner_id:
            raise UserError(self.env._("Choose the evaluations of those to thank."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Thank them"),
            "res_model": "engagement.recognition",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
            "context": {"default_partner_ids": self.partner_id.ids},
        }
