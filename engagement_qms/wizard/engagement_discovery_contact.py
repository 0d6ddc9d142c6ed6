# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.party.suggestion import suggest
from .engagement_discovery import HITS, TOP

#: Groups stand before the contacts of their category
FIRST_CONTACT = 1000
#: What a contact without a category is scored like
USUAL = (3, 3)


class EngagementDiscoveryContact(models.TransientModel):
    """Who stands out among the contacts that the sources found.

    A contact counts as its whole company. Amounts of several sources are not added
    up, since orders become invoices: the largest one counts. A source without a
    category adds to the category that other sources give the contact.
    """

    _inherit = "engagement.discovery"

    def _propose_contacts(self):
        """Return the values of lines for the contacts that stand out and are new."""
        self._count_contacts()
        rows = self._rank_contacts()
        partners = self.env["res.partner"].browse(row["partner_id"] for row in rows)
        names = {partner.id: partner.display_name for partner in partners}
        figures = self._get_figures(partners)
        shown = {
            (partner.id, category.id)
            for partner, category in self.env["engagement.discovery.line"]._read_group(
                [("discovery_id", "=", self.id), ("partner_id", "!=", False)],
                ["partner_id", "category_id"],
            )
        }
        return [
            self._get_contact_line(row, names[row["partner_id"]], figures)
            for row in rows
            if (row["partner_id"], row["category_id"] or False) not in shown
        ]

    def _get_contact_line(self, row, name, figures):
        """Return the values of the line for one ranked contact."""
        category = self.env["engagement.party.category"].browse(row["category_id"])
        usual = (category.influence, category.impact_on_us) if category else USUAL
        by_amount = row["total_amount"] > 0
        share = (
            max(row["amount"] or 0, 0) / row["total_amount"]
            if by_amount
            else row["documents"] / row["total_documents"]
        )
        influence, impact = suggest(
            row["rank"], row["total"], float(share), usual, by_amount
        )
        return {
            "discovery_id": self.id,
            "kind": "contact",
            "name": name,
            "partner_id": row["partner_id"],
            "category_id": category.id,
            "sequence": FIRST_CONTACT + row["place"],
            "selected": bool(category) and row["place"] <= TOP,
            "influence": influence,
            "impact_on_us": impact,
            "figures": {
                "sources": figures.get((row["partner_id"], category.id or None), []),
                "rank": row["rank"],
                "total": row["total"],
                "share": float(share),
                "by": row["measure"] if by_amount else "contact",
            },
        }

    def _get_found_sql(self):
        """Return the statement of all hits of contacts that may become a party.

        Own people and the company itself are left out, and whom the user may not see.
        """
        partners = self.env["res.partner"]
        query = partners._search(
            Domain("company_id", "in", [False, self.company_id.id])
            & Domain("partner_share", "=", True)
            & Domain("employee", "=", False)
            & Domain("id", "!=", self.company_id.partner_id.id)
        )
        query.add_join(
            "JOIN",
            "hit",
            HITS,
            SQL("hit.partner_id = %s", SQL.identifier(query.table, "id")),
        )
        return query.select(
            SQL("hit.source_id"),
            SQL("hit.partner_id"),
            SQL("hit.documents"),
            SQL("hit.amount"),
        )

    def _get_registered_sql(self, partner):
        """Return the condition that a contact is on the register, archived or not."""
        # nobody's party is shown: whether there is one must not depend on who asks
        self.env["engagement.party"].flush_model(
            ["company_id", "commercial_partner_id"]
        )
        return SQL(
            "EXISTS (SELECT 1 FROM engagement_party party WHERE party.company_id = %s"
            " AND party.commercial_partner_id = %s)",
            self.company_id.id,
            partner,
        )

    def _count_contacts(self):
        """Count the contacts found, and those of them on the register."""
        [(self.contact_count, self.registered_count)] = self.env.execute_query(
            SQL(
                """
                WITH found AS (%s)
                SELECT count(*), count(*) FILTER (WHERE %s)
                  FROM (SELECT DISTINCT partner_id FROM found) contact
                """,
                self._get_found_sql(),
                self._get_registered_sql(SQL("contact.partner_id")),
            )
        )

    def _rank_contacts(self):
        """Return the first new contacts of each category, as a list of dicts.

        The rank is among all, whoever is on the register already, so that a second
        look does not call the twenty-first contact the first.
        """
        return self.env.execute_query_dict(
            SQL(
                """
                WITH found AS (%(found)s),
                known AS (
                    SELECT DISTINCT found.partner_id, source.category_id
                      FROM found
                      JOIN engagement_discovery_source source
                        ON source.id = found.source_id
                     WHERE source.category_id IS NOT NULL
                ),
                placed AS (
                    SELECT found.*,
                           COALESCE(source.category_id, known.category_id) category_id,
                           source.measure
                      FROM found
                      JOIN engagement_discovery_source source
                        ON source.id = found.source_id
                 LEFT JOIN known
                        ON source.category_id IS NULL
                       AND known.partner_id = found.partner_id
                ),
                summed AS (
                    SELECT category_id, partner_id, max(amount) amount,
                           sum(documents) documents,
                           max(measure) FILTER (WHERE amount IS NOT NULL) money
                      FROM placed
                  GROUP BY category_id, partner_id
                ),
                ranked AS (
                    SELECT summed.*, rank() OVER best,
                           row_number() OVER one_by_one place,
                           count(*) OVER everybody total,
                           max(money) OVER everybody measure,
                           COALESCE(
                               sum(GREATEST(amount, 0)) OVER everybody, 0
                           ) total_amount,
                           sum(documents) OVER everybody total_documents
                      FROM summed
                    WINDOW everybody AS (PARTITION BY category_id),
                           best AS (
                               everybody
                               ORDER BY amount DESC NULLS LAST, documents DESC
                           ),
                           one_by_one AS (
                               everybody
                               ORDER BY amount DESC NULLS LAST, documents DESC,
                                        partner_id
                           )
                )
                SELECT * FROM ranked
                 WHERE place <= %(top)s AND NOT %(registered)s
              ORDER BY category_id, place
                """,
                found=self._get_found_sql(),
                top=self.top,
                registered=self._get_registered_sql(SQL("ranked.partner_id")),
            )
        )

    def _get_figures(self, partners):
        """Return what each source tells of the contacts.

        :return: {(partner id, category id or None): [[source id, documents, amount]]}
        """
        hidden = {row["id"] for row in self.sources if row["hidden"]}
        categories = {
            source.id: source.category_id.id for source in self._get_sources()
        }
        rows = self.env.execute_query(
            SQL(
                "SELECT source_id, partner_id, documents, amount::float FROM %s"
                " WHERE partner_id = ANY(%s)",
                HITS,
                partners.ids,
            )
        )
        known = defaultdict(set)
        for source, partner, _documents, _amount in rows:
            if categories[source]:
                known[partner].add(categories[source])
        figures = defaultdict(list)
        order = {row["id"]: position for position, row in enumerate(self.sources)}
        for source, partner, documents, amount in sorted(
            rows, key=lambda row: order[row[0]]
        ):
            if source in hidden:
                amount = None
            own = categories[source]
            for category in {own} if own else known[partner] or {None}:
                figures[partner, category].append([source, documents, amount])
        return figures
