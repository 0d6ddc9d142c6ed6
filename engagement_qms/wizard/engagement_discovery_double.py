# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

#: What a tax number looks like without dots, blanks and the "/" of those without one
VAT = "NULLIF(upper(regexp_replace(%s.vat, '[^[:alnum:]]', '', 'g')), '')"


class EngagementDiscoveryDouble(models.TransientModel):
    """Contacts that look like one: the same e-mail or tax number in two companies.

    Both are marked with the name of the other. The one that stands out more stays
    ticked; the other one is unticked, as is who looks like somebody on the register.
    """

    _inherit = "engagement.discovery"

    def _mark_doubles(self, lines):
        """Mark the values of the lines whose contact looks like another one.

        :param list lines: values of new lines, changed in place
        """
        contacts = [line for line in lines if line.get("partner_id")]
        twins = self._find_twins({line["partner_id"] for line in contacts})
        places = {}
        for line in contacts:
            places.setdefault(line["partner_id"], line["sequence"])
        for line in contacts:
            found = twins.get(line["partner_id"])
            if not found:
                continue
            last = len(lines) * len(lines)
            twin = min(
                found,
                key=lambda twin: (
                    not twin["registered"],
                    places.get(twin["twin_id"], float("inf")),
                    twin["twin_id"],
                ),
            )
            line |= {
                "double_partner_id": twin["twin_id"],
                "double_by": twin["same"],
                "double_registered": twin["registered"],
            }
            if twin["registered"] or places.get(twin["twin_id"], last) < line["sequence"]:
                line["selected"] = False

    def _find_twins(self, partner_ids):
        """Return the other companies with the same e-mail or tax number.

        :param set partner_ids: commercial partners
        :return: {partner id: list of dicts with twin_id, same, registered}
        """
        if not partner_ids:
            return {}
