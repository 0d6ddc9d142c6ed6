# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class EngagementDiscoveryDouble(models.TransientModel):
    """Contacts that look like one: the same e-mail or tax number in two companies.

    Both are marked with the name of the other. The one proposed first stays ticked;
    the other one is unticked, as is who looks like somebody on the register.
    """

    _inherit = "engagement.discovery"

    def _mark_doubles(self, lines):
        """Mark the lines whose contact looks like another one.

        :param list lines: values of new lines, changed in place
        """
        contacts = [line for line in lines if line.get("partner_id")]
        twins = self._find_twins({line["partner_id"] for line in contacts})
        # who was proposed by an earlier look stands before all others
        position = dict.fromkeys(self.line_ids.partner_id.ids, -1)
        for index, line in enumerate(contacts):
            position.setdefault(line["partner_id"], index)
        for index, line in enumerate(contacts):
            if found := twins[line["partner_id"]]:
                self._mark_double(line, found, position, index)

    def _mark_double(self, line, twins, position, index):
        """Mark one line with the twin that comes first.

        :param dict twins: {partner id: (what is the same, on the register)}
        :param dict position: {partner id: where its first line stands}
        :param int index: where this line stands
        """

        def order(twin):
            registered = twins[twin][1]
            return not registered, position.get(twin, len(position)), twin

        first = min(twins, key=order)
        same, registered = twins[first]
        line |= {
            "double_partner_id": first,
            "double_by": same,
            "double_registered": registered,
        }
        if registered or position.get(first, index) < index:
            line["selected"] = False

    def _find_twins(self, partner_ids):
        """Return the other companies with the same e-mail or tax number.

        :param set partner_ids: commercial partners
        :return: {partner id: {twin id: (what is the same, whether it is registered)}}
        """
        partners = self.env["res.partner"]
        partners.flush_model(["commercial_partner_id", "email_normalized", "vat"])
        visible = partners._search(
            Domain("company_id", "in", [False, self.company_id.id])
        ).select(
            SQL("commercial_partner_id AS entity"),
            SQL("NULLIF(email_normalized, '') AS email"),
            # dots and blanks do not matter; "/" stands for having no number
            SQL("NULLIF(upper(translate(vat, ' .-_/', '')), '') AS vat"),
        )
        rows = self.env.execute_query(
            SQL(
                """
                WITH partner AS NOT MATERIALIZED (%s),
                own AS (SELECT * FROM partner WHERE entity = ANY(%s)),
                pair AS (
                    SELECT own.entity, twin.entity AS twin, 'email' AS same
                      FROM own JOIN partner twin USING (email)
                     UNION
                    SELECT own.entity, twin.entity, 'vat'
                      FROM own JOIN partner twin USING (vat)
                )
                SELECT entity, twin,
                       CASE count(*) WHEN 2 THEN 'both' ELSE max(same) END,
                       %s
                  FROM pair
                 WHERE entity != twin
              GROUP BY entity, twin
                """,
                visible,
                list(partner_ids),
                self._get_registered_sql(SQL("pair.twin")),
            )
        )
        # the company behind a visible contact may itself be out of sight
        allowed = set(partners.search([("id", "in", [row[1] for row in rows])]).ids)
        twins = defaultdict(dict)
        for entity, twin, same, registered in rows:
            if twin in allowed:
                twins[entity][twin] = same, registered
        return twins
