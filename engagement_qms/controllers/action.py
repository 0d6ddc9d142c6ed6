# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.improve.action_partner import NOTE_LENGTH
from ..models.mixins import file_check
from .complaint import MAX_POST, read_uploads
from .public_page import PAGE, PublicPage

#: So many notes may come from one network address within an hour
NOTES_PER_HOUR = 30
PAGE_SIZE = 20


class EngagementActionPortal(CustomerPortal):
    """The actions that somebody from outside does with us: the card and the list."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "engagement_action_count" in counters:
            actions = request.env["engagement.action"]
            values["engagement_action_count"] = actions._count_for_partner()
        return values

    @http.route(
        ["/my/actions", "/my/actions/page/<int:page>"],
        auth="user",
        methods=["GET"],
        **PAGE,
    )
    def engagement_my_actions(self, page=1, **_more):
        actions = request.env["engagement.action"]
        pages = pager(
            url="/my/actions",
            total=actions._count_for_partner(),
            page=page,
            step=PAGE_SIZE,
        )
        found = actions._search_for_partner(limit=PAGE_SIZE, offset=pages["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "engagement_actions",
            "pager": pages,
            "rows": found._get_partner_rows(),
        }
        return request.render("engagement_qms.action_list_page", values)


class EngagementActionPages(PublicPage, http.Controller):
    """The page of one action; what is not theirs is answered as if it did not exist."""

    @http.route(
        "/my/actions/<int:action_id>",
        auth="user",
        methods=["GET"],
        **PAGE,
    )
    def action(self, action_id, **_more):
        return self._show(self._get_action(action_id))

    @http.route(
        "/my/actions/<int:action_id>/note",
        auth="user",
        methods=["POST"],
        max_content_length=MAX_POST,
        **PAGE,
    )
    def note(self, action_id, **form):
        action = self._get_action(action_id)
        if self._is_over_limit("action-note", NOTES_PER_HOUR):
            return self._show(action, self._ask_to_wait(), form, 429)
        try:
            with request.env.cr.savepoint():
                files = action._check_uploads(read_uploads("files"))
                action._note_from_partner(form.get("text"), files)
        except UserError as error:
            return self._show(action, str(error), form, 422)
        return request.redirect(f"/my/actions/{action_id}?done=1", code=303)

    def _get_action(self, action_id):
        action = request.env["engagement.action"]._get_for_partner(action_id)
        if not action:
            raise NotFound
        return action

    def _show(self, action, error="", form=None, status=200):
        response = request.render(
            "engagement_qms.action_page",
            {
                "page_name": "engagement_actions",
                "page": action._get_partner_values(),
                "done": status == 200 and bool(request.params.get("done")),
                "error": error,
                "typed": form or {},
                "length": NOTE_LENGTH,
                "accept": ",".join(f".{ending}" for ending in file_check.MIME),
                "max_files": file_check.MAX_FILES,
                "max_size": file_check.MAX_BYTES // 1024 // 1024,
            },
        )
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        return response
