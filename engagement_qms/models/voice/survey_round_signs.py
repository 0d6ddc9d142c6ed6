# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

#: So many days before a round opened count with it, where there was none before
DAYS_BEFORE = 91


class EngagementSurveyRoundSigns(models.Model):
    """What else the same groups let us know: without having been asked.

    Answers are one way to know how people feel. Complaints, compliments and how their
    complaints were handled stand beside them, of the time since the round before.
    """

    _inherit = "engagement.survey.round"

    signs = fields.Text(string="Other signs", compute="_compute_signs")

    @api.depends("opened_on", "closed_on", "category_ids")
    @api.depends_context("lang")
    def _compute_signs(self):
        for survey_round in self:
            lines = survey_round._get_signs() if survey_round.opened_on else ()
            survey_round.signs = "\n".join(lines) or False

    def _get_signs(self):
        """Return what is counted of the same groups, few of them not as a number."""
        self.ensure_one()
        until = self.closed_on or fields.Date.context_today(self)
        since = self.previous_id.opened_on or self.opened_on - timedelta(DAYS_BEFORE)
        theirs = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("category_id", "in", self.category_ids.ids),
                ("received_at", ">=", since),
                ("received_at", "<", until + timedelta(days=1)),
            ]
        )
        # sudo: how many there are does not depend on who looks; few are no number
        complaints = self.env["engagement.complaint"].sudo()
        # sudo: as above
        feedback = self.env["engagement.feedback"].sudo()
        counted = (
            (self.env._("Complaints"), complaints.search_count(theirs)),
            (
                self.env._("Compliments"),
                feedback.search_count(theirs & Domain("kind", "=", "compliment")),
            ),
            (
                self.env._("Suggestions and concerns"),
                feedback.search_count(
                    theirs & Domain("kind", "in", ("suggestion", "concern"))
                ),
            ),
        )
        lines = [
            self.env._("%(what)s: %(number)s", what=what, number=number)
            if not number or number >= self.minimum_group
            else self.env._(
                "%(what)s: fewer than %(minimum)s",
                what=what,
                minimum=self.minimum_group,
            )
            for what, number in counted
        ]
        rated = theirs & Domain("handling_score", ">", 0)
        [(sample, total)] = complaints._read_group(
            rated, [], ["__count", "handling_score:sum"]
        )
        if sample >= self.minimum_group:
            lines.append(
                self.env._(
                    "How complaints were handled: %(index)s of 100, n = %(sample)s",
                    index=round(100 * (total / sample - 1) / 4),
                    sample=sample,
                )
            )
        return lines
