# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .scan import EVERYTHING


class EngagementAction(models.Model):
    """An action that is to move an indicator: its value before and after.

    Both are taken from what was measured, when the work begins and when it is checked;
    nobody types them. Where nothing was measured there is no value, which is not zero.
    """

    _inherit = "engagement.action"

    indicator_id = fields.Many2one(
        comodel_name="engagement.indicator",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The figure that shows whether it helps.",
    )
    value_before = fields.Float(
        string="Value before", readonly=True, copy=False, aggregator=None
    )
    measured_before_on = fields.Date(
        string="Measured before", readonly=True, copy=False
    )
    value_before_text = fields.Char(string="Before", compute="_compute_value_texts")
    value_after = fields.Float(
        string="Value after", readonly=True, copy=False, aggregator=None
    )
    measured_after_on = fields.Date(string="Measured after", readonly=True, copy=False)
    value_after_text = fields.Char(string="After", compute="_compute_value_texts")

    @api.depends(
        "indicator_id",
        "value_before",
        "measured_before_on",
        "value_after",
        "measured_after_on",
    )
    @api.depends_context("lang")
    def _compute_value_texts(self):
        for action in self:
            # sudo: how its indicator writes a value, for all who see the action
            indicator = action.indicator_id.sudo()
            for when in ("before", "after"):
                known = action[f"measured_{when}_on"]
                value = action[f"value_{when}"] if known else None
                action[f"value_{when}_text"] = indicator._format_value(value)

    def write(self, vals):
        result = super().write(vals)
        if "indicator_id" in vals:
            self.filtered(lambda action: action.state == "do")._take_value("before")
        return result

    def action_start(self):
        """Begin to work on the actions; their indicators say how it is before."""
        result = super().action_start()
        self._take_value("before")
        return result

    def action_check(self):
        """Note what was seen, and what the indicators say now."""
        result = super().action_check()
        self._take_value("after")
        return result

    def action_reopen(self):
        """Take actions up again: what counts is measured anew."""
        result = super().action_reopen()
        self._step().write({"value_after": 0, "measured_after_on": False})
        return result

    def _take_value(self, when):
        """Keep what the indicators say today.

        :param str when: before or after
        """
        today = fields.Date.context_today(self)
        # sudo: the value is evidence, also for whoever does not see the scoreboard
        measures = self.env["engagement.measure"].sudo()
        for action in self:
            last = measures
            if action.indicator_id:
                last = measures.search(
                    Domain("indicator_id", "=", action.indicator_id.id)
                    & Domain("company_id", "=", action.company_id.id)
                    & Domain("scope_key", "=", EVERYTHING)
                    & Domain("empty", "=", False)
                    & Domain("period_start", "<=", today),
                    order="period_start desc",
                    limit=1,
                )
            action._step().write(
                {
                    f"value_{when}": last.value,
                    f"measured_{when}_on": last and today,
                }
            )
