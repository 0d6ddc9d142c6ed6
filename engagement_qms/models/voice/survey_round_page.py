# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models
from odoo.tools import consteq, format_date

#: How many characters a token of a page has at most
TOKEN_LENGTH = 64


class EngagementSurveyRoundPage(models.Model):
    """What everybody may read of a round once it is reported back.

    The templates get plain values, never the record.
    """

    _inherit = "engagement.survey.round"

    page_token = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        exportable=False,
        export_string_translation=False,
    )
    page_url = fields.Char(string="Public page", compute="_compute_page_url")

    @api.depends("page_token", "reported_back_on")
    def _compute_page_url(self):
        for survey_round in self:
            survey_round.page_url = survey_round._get_page_url()

    def action_view_page(self):
        """Open the public page."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.page_url, "target": "new"}

    def _ensure_page_token(self):
        self.ensure_one()
        if not self.page_token:
            self._step().page_token = secrets.token_urlsafe(16)

    def _get_page_url(self):
        self.ensure_one()
        if not (self.page_token and self.reported_back_on):
            return ""
        return f"{self.get_base_url()}/engagement/round/{self.page_token}"

    @api.model
    def _get_by_page_token(self, token):
        """Return the round published under a token, with all rights, or none."""
        # sudo: the token is the permission, and only what is reported back is found
        rounds = self.sudo()
        if not isinstance(token, str) or not 0 < len(token) <= TOKEN_LENGTH:
            return rounds.browse()
        found = rounds.search(
            [("page_token", "=", token), ("reported_back_on", "!=", False)], limit=1
        )
        return found if found and consteq(found.page_token, token) else rounds.browse()

    @api.model
    def _search_invited_to(self):
        """Return the rounds that whoever is signed in was invited to and told of."""
        user = self.env.user
        if user._is_public():
            return self.browse()
        # sudo: one's own invitations are one's own; nothing tells whether one answered
        lines = self.env["engagement.participation"].sudo()
        invited = lines.search(
            [
                ("partner_id", "=", user.partner_id.id),
                ("round_id.reported_back_on", "!=", False),
            ]
        )
        return invited.round_id.sorted("reported_back_on", reverse=True)

    def _get_public_row(self):
        self.ensure_one()
        return {
            "name": self.survey_id.title,
            "company": self.company_id.name,
            "when": self._format_page_day(self.opened_on),
            "told": self._format_page_day(self.reported_back_on),
            "url": f"/engagement/round/{self.page_token}",
        }

    def _get_public_values(self):
        """Return all that the page of a round may say."""
        self.ensure_one()
        index = self._is_index_shown() and f"{self.satisfaction_index:.0f}"
        return {
            **self._get_public_row(),
            "from": self._format_page_day(self.opened_on),
            "to": self._format_page_day(self.closed_on),
            "anonymous": self.anonymous,
            "invited": self.invited_count,
            "answered": self.answered_count,
            "percent": f"{self.response_rate:.0f}" if self.invited_count else "",
            "index": index or "",
            "sample": self.scaled_count,
            "minimum": self.minimum_group,
            "change": self._get_public_change(),
            "topics": [
                {
                    "name": topic.name,
                    "percent": f"{topic.satisfaction:.0f}",
                    "sample": topic.sample,
                }
                for topic in self.topic_ids
            ]
            if index
            else [],
            "groups": [
                {
                    "name": group.category_id.name,
                    "percent": f"{group.satisfaction_index:.0f}",
                    "sample": group.scaled_count,
                }
                for group in self.group_ids
                if group.scaled_count and not group.index_hidden
            ]
            if index and len(self.group_ids) > 1
            else [],
            "outcomes": [(outcome.said, outcome.did) for outcome in self.outcome_ids],
            "why_not": self.no_action_reason or "",
        }

    def _get_public_change(self):
        if not self.has_change:
            return ""
        points = round(abs(self.index_change))
        if not points:
            return self.env._("as much as the time before")
        if self.index_change > 0:
            return self.env._("%(points)s more than the time before", points=points)
        return self.env._("%(points)s less than the time before", points=points)

    def _format_page_day(self, day):
        return format_date(self.env, day) if day else ""
