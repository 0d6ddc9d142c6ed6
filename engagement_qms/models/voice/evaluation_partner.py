# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .evaluation import KNOWN_STATES
from .evaluation_band import STANDINGS

USER_GROUP = "engagement_qms.group_engagement_user"


class ResPartner(models.Model):
    """How the company of a contact stands with us, by the last evaluation it knows."""

    _inherit = "res.partner"

    engagement_standing = fields.Selection(
        selection=[*STANDINGS, ("none", "Not known")],
        string="Standing",
        compute="_compute_engagement_evaluation",
        search="_search_engagement_standing",
        groups=USER_GROUP,
    )
    engagement_score = fields.Float(
        string="Score",
        compute="_compute_engagement_evaluation",
        digits=(5, 1),
        aggregator=None,
        groups=USER_GROUP,
    )
    engagement_score_text = fields.Char(
        string="Last score",
        compute="_compute_engagement_evaluation",
        exportable=False,
        groups=USER_GROUP,
    )
    engagement_reevaluate_on = fields.Date(
        string="Look again on",
        compute="_compute_engagement_evaluation",
        groups=USER_GROUP,
    )
    engagement_evaluation_count = fields.Integer(
        string="Evaluations",
        compute="_compute_engagement_evaluation",
        groups=USER_GROUP,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "company")
    def _compute_engagement_evaluation(self):
        """Read it with one query: how a partner stands is for everybody who buys."""
        rows = self._get_engagement_evaluations()
        nothing = (0, None, None, False, None)
        for partner in self:
            count, standing, score, scored, again = rows.get(
                partner.commercial_partner_id.id, nothing
            )
            partner.engagement_evaluation_count = count
            partner.engagement_standing = standing or "none"
            partner.engagement_score = score if scored else 0
            partner.engagement_score_text = f"{score:.0f}" if scored else "–"
            partner.engagement_reevaluate_on = again

    def _get_engagement_evaluations(self):
        """Return {company: (number, standing, score, scored, look again on)}."""
        ids = self.commercial_partner_id.ids
        if not ids:
            return {}
        self.env["engagement.evaluation"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT found.id, found.number, last.standing, last.score, last.scored,
                       last.reevaluate_on
                  FROM (SELECT commercial_partner_id AS id, COUNT(*) AS number,
                               (ARRAY_AGG(id ORDER BY period_start DESC, id DESC)
                                FILTER (WHERE state IN %(known)s
                                        AND direction = 'given'))[1] AS last_id
                          FROM engagement_evaluation
                         WHERE commercial_partner_id = ANY(%(ids)s)
                           AND company_id = %(company)s AND active IS TRUE
                         GROUP BY 1) AS found
                  LEFT JOIN engagement_evaluation AS last ON last.id = found.last_id
                """,
                known=KNOWN_STATES,
                ids=ids,
                company=self.env.company.id,
            )
        )
        return {row[0]: row[1:] for row in rows}

    def _search_engagement_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["engagement.evaluation"].flush_model()
        known = SQL(
            "SELECT DISTINCT ON (commercial_partner_id) commercial_partner_id, standing"
            " FROM engagement_evaluation WHERE company_id = %s AND state IN %s"
            " AND direction = 'given' AND active IS TRUE"
            " AND commercial_partner_id IS NOT NULL"
            " ORDER BY commercial_partner_id, period_start DESC, id DESC",
            self.env.company.id,
            KNOWN_STATES,
        )
        standings = tuple(word for word in value if word)
        found = SQL(
            "(SELECT commercial_partner_id FROM (%s) AS known WHERE standing IN %s)",
            known,
            standings or ("",),
        )
        domain = fields.Domain("commercial_partner_id", "in", found)
        if "none" in standings:
            every = SQL("(SELECT commercial_partner_id FROM (%s) AS known)", known)
            domain |= fields.Domain("commercial_partner_id", "not in", every)
        return domain

    def action_view_engagement_evaluations(self):
        """Open the evaluations of the company of the contact, in both directions."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_evaluation_action"
        )
        return action | {
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }
