# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from .public_page import PAGE

PAGE_SIZE = 20


class EngagementExchangePortal(CustomerPortal):
    """What was exchanged with us: the card, the list, and the shared files."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "engagement_exchange_count" in counters:
            events = request.env["engagement.event"]
            values["engagement_exchange_count"] = events._count_for_partner()
        return values

    @http.route(
        ["/my/exchanges", "/my/exchanges/page/<int:page>"],
        auth="user",
        methods=["GET"],
        **PAGE,
    )
    def engagement_my_exchanges(self, page=1, **_more):
        events = request.env["engagement.event"]
        pages = pager(
            url="/my/exchanges",
            total=events._count_for_partner(),
            page=page,
            step=PAGE_SIZE,
        )
        found = events._search_for_partner(limit=PAGE_SIZE, offset=pages["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "engagement_exchanges",
            "pager": pages,
            "rows": found._get_exchange_rows(),
        }
        return request.render("engagement_qms.exchange_list_page", values)

    @http.route(
        "/my/exchanges/<int:event_id>/file/<int:file_id>",
        auth="user",
        methods=["GET"],
        **PAGE,
    )
    def engagement_exchange_file(self, event_id, file_id, **_more):
        file = request.env["engagement.event"]._get_exchange_file(event_id, file_id)
        if not file:
            raise NotFound
        stream = request.env["ir.binary"]._get_stream_from(file)
        response = stream.get_response(as_attachment=True)
        response.headers["Cache-Control"] = "no-store"
        return response
