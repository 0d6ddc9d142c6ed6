# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.engagement_qms.models.mixins import recurrence


class EngagementRisk(models.Model):
    """A risk that is kept small by asking: only a round with answers proves it.

    What was said and not answered shows on the risk: a skill gap without an action, a
    contact of whose outcome nothing follows.
    """

    _inherit = "engagement.risk"

    survey_programme_id = fields.Many2one(
        comodel_name="engagement.survey.programme",
        string="Survey that controls it",
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        help="A closed round with answers proves the control for its interval.",
    )
    watches_skill_gaps = fields.Boolean(
        string="Watches skill gaps",
        help="Gaps that employers named, and that nobody answered, show here.",
    )
    control_finding = fields.Text(
        string="Not followed up",
        compute="_compute_control_finding",
        help="What was said and leads to nothing yet.",
    )

    @api.depends(
        "survey_programme_id.interval_number",
        "survey_programme_id.interval_unit",
        "survey_programme_id.round_ids.closed_on",
        "survey_programme_id.round_ids.answered_count",
    )
    def _compute_control(self):
        result = super()._compute_control()
        last = dict(
            self.env["engagement.survey.round"]._read_group(
                [
                    ("programme_id", "in", self.survey_programme_id.ids),
                    ("state", "in", ("closed", "done")),
                    ("answered_count", ">", 0),
                ],
                ["programme_id"],
                ["closed_on:max"],
            )
        )
        for risk in self:
            survey = risk.survey_programme_id
            if day := last.get(survey):
                until = recurrence.add(
                    day, survey.interval_number, survey.interval_unit
                )
                risk.last_control_date = max(
                    filter(None, (day, risk.last_control_date))
                )
                risk.controlled_until = max(
                    filter(None, (until, risk.controlled_until))
                )
        return result

    @api.depends_context("lang")
    def _compute_control_finding(self):
        # sudo: how much waits for an answer, whoever may see by whom it was said
        gaps = dict(
            self.env["engagement.skill.gap"]
            .sudo()
            ._read_group(
                [("company_id", "in", self.company_id.ids), ("state", "=", "open")],
                ["company_id"],
                ["__count"],
            )
        )
        # sudo: as above
        events = self.env["engagement.event"].sudo()
        held = events.search_fetch(
            [
                ("plan_id.risk_id", "in", self.ids),
                ("state", "=", "held"),
                ("outcome", "!=", False),
                ("no_action_reason", "=", False),
            ],
            ["plan_id"],
        )
        for risk in self:
            found = []
            if risk.watches_skill_gaps and gaps.get(risk.company_id):
                found.append(
                    self.env._(
                        "Skill gaps without an answer: %(count)s",
                        count=gaps[risk.company_id],
                    )
                )
            mine = held.filtered(
                lambda event, risk=risk: (
                    event.plan_id.risk_id == risk and not event.follow_up_count
                )
            )
            if mine:
                found.append(
                    self.env._(
                        "Contacts of whose outcome nothing follows, and no reason says "
                        "why: %(count)s",
                        count=len(mine),
                    )
                )
            risk.control_finding = "\n".join(found)

    def action_view_unfollowed(self):
        """Open what was said and leads to nothing yet: gaps first, then contacts."""
        self.ensure_one()
        if self.watches_skill_gaps:
            action = self.env["ir.actions.actions"]._for_xml_id(
                "engagement_qms_education.engagement_skill_gap_action"
            )
            return action | {
                "domain": [
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "open"),
                ]
            }
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_event_action"
        )
        return action | {
            "domain": [
                ("plan_id.risk_id", "=", self.id),
                ("state", "=", "held"),
                ("outcome", "!=", False),
                ("no_action_reason", "=", False),
            ]
        }


class EngagementEvent(models.Model):
    """Of what came of a contact something follows, or a reason says why not."""

    _inherit = "engagement.event"

    no_action_reason = fields.Char(string="Why nothing follows", copy=False)
