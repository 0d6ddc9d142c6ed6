# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import fields, models


class EngagementSurveyRoundShare(models.Model):
    """The result, brought to the people inside who can act on it."""

    _inherit = "engagement.survey.round"

    communication_id = fields.Many2one(
        comodel_name="engagement.communication",
        string="Shared by",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
    )

    def action_brief(self):
        """Write a briefing with the result, to be sent to those who can act."""
        self.ensure_one()
        self.check_access("write")
        self._check_state(("closed",))
        if not self.communication_id:
            self.communication_id = self.env["engagement.communication"].create(
                {
                    "name": self.env._("What they said: %(round)s", round=self.name),
                    "kind": "briefing",
                    "why": self.env._(
                        "This is what people told us. Look at what concerns your work, "
                        "and say what we should do about it."
                    ),
                    "body": self._get_briefing(),
                    "to_everybody": True,
                    "company_id": self.company_id.id,
                }
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "engagement.communication",
            "res_id": self.communication_id.id,
            "view_mode": "form",
        }

    def _get_briefing(self):
        """Return the figures that may be told, as a text to go on writing."""
        lines = [self.env._("Response: %(response)s", response=self.response_text)]
        if self._is_index_shown():
            index = self.index_text
            lines.append(self.env._("Satisfaction: %(index)s", index=index))
            lines += [
                f"{topic.name}: {topic.satisfaction:.0f}" for topic in self.topic_ids
            ]
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<ul>%s</ul>") % items


class EngagementCommunicationSurvey(models.Model):
    """Sending the briefing of a round is sharing its result."""

    _inherit = "engagement.communication"

    def _set_sent(self):
        result = super()._set_sent()
        # sudo: whoever sends the briefing need not run the round
        rounds = self.env["engagement.survey.round"].sudo()
        shared = rounds.search(
            [("communication_id", "in", self.ids), ("results_shared_on", "=", False)]
        )
        shared.write({"results_shared_on": fields.Date.context_today(self)})
        return result
