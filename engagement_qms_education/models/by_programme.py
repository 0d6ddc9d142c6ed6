# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How figures of a school are split by programme."""

from odoo.tools import SQL

#: For sources: what names the parts
PROGRAMMES = {"programme_id": "engagement.programme"}
#: Gives one row for the whole and one for each programme
BY_PROGRAMME = SQL(
    "CASE WHEN GROUPING(programme_id) = 1 THEN 'all'"
    " ELSE 'programme_id:' || programme_id END"
)
