# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class EngagementEvaluationProgrammeWhom(models.Model):
    """Which partners rounds are about, as of today."""

    _inherit = "engagement.evaluation.programme"

    @api.model
    def _get_covering(self, partners, direction, day, company):
        """Return {partner id: the rounds that evaluate it on a day}."""
        # sudo: whoever gives feedback need not see the rounds
        programmes = self.sudo().search(
            [("company_id", "=", company.id), ("start_date", "<=", day)]
        )
        if direction == "received":
            programmes = programmes.filtered("received_set_id")
        covering = {}
        for programme in reversed(programmes):
            found = programme._get_partner_ids(among=partners)
            covering.update(dict.fromkeys(found, programme))
        return covering

    def _get_partner_ids(self, among=None):
        """Return the ids of the partners of these rounds, in one query.

        :param among: only these partners
        """
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT chosen.partner_id
                  FROM (%(chosen)s) AS chosen (partner_id)
                 WHERE %(among)s
                 ORDER BY 1
                """,
                chosen=self._select_partners(),
                among=SQL("TRUE")
                if among is None
                else SQL("chosen.partner_id = ANY(%s)", among.ids),
            )
        )
        return [partner_id for (partner_id,) in rows]

    def _select_partners(self):
        """Return a set (partner_id) of the companies whom these rounds are about.

        Other addons narrow it.
        """
        self.ensure_one()
        return SQL(
            """
            SELECT DISTINCT partner.id
              FROM (%(named)s) AS named (partner_id)
              JOIN res_partner AS partner ON partner.id = named.partner_id
               AND partner.active IS TRUE
               AND (partner.company_id IS NULL OR partner.company_id = %(company)s)
             WHERE partner.id <> %(own)s
            """,
            named=self._select_named_partners(),
            company=self.company_id.id,
            own=self.company_id.partner_id.commercial_partner_id.id,
        )

    def _select_named_partners(self):
        """Return a set (partner_id) of whom the rounds name.

        Parties of the categories and contacts with the tags; with neither, all active
        suppliers.
        """
        parts = []
        if self.category_ids:
            parts.append(
                SQL(
                    "SELECT commercial_partner_id FROM engagement_party"
                    " WHERE active IS TRUE AND relevant IS TRUE AND company_id = %s"
                    " AND category_id = ANY(%s) AND commercial_partner_id IS NOT NULL",
                    self.company_id.id,
                    self.category_ids.ids,
                )
            )
        if self.tag_ids:
            parts.append(
                SQL(
                    "SELECT partner.commercial_partner_id FROM res_partner AS partner"
                    " JOIN res_partner_res_partner_category_rel AS tagged"
                    " ON tagged.partner_id = partner.id"
                    " WHERE partner.active IS TRUE AND tagged.category_id = ANY(%s)",
                    self.tag_ids.ids,
                )
            )
        if not parts:
            suppliers = self.env["engagement.evaluation.fact"]._get_active_suppliers()
            parts.append(
                SQL(
                    "SELECT partner_id FROM (%s) AS supplier WHERE company_id = %s",
                    suppliers,
                    self.company_id.id,
                )
            )
        return SQL(" UNION ").join(parts)
