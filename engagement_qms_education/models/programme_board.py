# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .res_partner import LEARNER_GROUPS

EVERYBODY = f"engagement_qms.group_engagement_user,{LEARNER_GROUPS}"
#: Verdict -> how it looks
TONES = {"good": "success", "warning": "warning", "bad": "danger", "none": "secondary"}


class EngagementProgrammeBoard(models.Model):
    """How a programme goes, on one page: figures, reviews to come, what is open."""

    _inherit = "engagement.programme"

    figures = fields.Html(
        compute="_compute_figures",
        sanitize=False,
        exportable=False,
        groups=EVERYBODY,
    )
    coming_review_ids = fields.One2many(
        comodel_name="engagement.review",
        inverse_name="programme_id",
        string="Reviews to come",
        domain=[("state", "=", "planned")],
        groups="engagement_qms.group_engagement_user",
    )
    open_gap_ids = fields.One2many(
        comodel_name="engagement.skill.gap",
        inverse_name="programme_id",
        string="Skill gaps not answered",
        domain=[("state", "=", "open")],
        groups=EVERYBODY,
    )
    open_obligation_ids = fields.One2many(
        comodel_name="engagement.obligation",
        inverse_name="programme_id",
        string="To hand in",
        domain=[("state", "=", "open")],
        groups=LEARNER_GROUPS,
    )

    @api.depends_context("lang")
    def _compute_figures(self):
        measures = self._get_last_measures()
        qweb = self.env["ir.qweb"]
        for programme in self:
            own = measures.get(programme._origin.id)
            programme.figures = own and qweb._render(
                "engagement_qms_education.programme_figures",
                {"measures": own, "tones": TONES},
            )

    def _get_last_measures(self):
        """Return {programme: the last value of each figure}, by one query for all."""
        # sudo: figures name nobody, and those of small programmes are not made
        measures = self.env["engagement.measure"].sudo()
        measures.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT last.id, programme.id
                  FROM engagement_programme AS programme
            CROSS JOIN engagement_indicator AS indicator
            CROSS JOIN LATERAL (
                SELECT measure.id
                  FROM engagement_measure AS measure
                 WHERE measure.indicator_id = indicator.id
                   AND measure.company_id = programme.company_id
                   AND measure.scope_key = 'programme_id:' || programme.id
                   AND measure.empty IS NOT TRUE
                 ORDER BY measure.period_start DESC
                 LIMIT 1) AS last
                 WHERE programme.id = ANY(%(ids)s)
                   AND indicator.active IS TRUE AND indicator.topic = 'learner'
                 ORDER BY indicator.sequence, indicator.id
                """,
                ids=self.ids,
            )
        )
        found = {}
        # one recordset, so that what they are shown with is fetched together
        known = {m.id: m for m in measures.browse([id_ for id_, _programme in rows])}
        for id_, programme_id in rows:
            found.setdefault(programme_id, []).append(known[id_])
        return found
