# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.mixins import file_check
from ..models.mixins.public_form_mixin import clean_text
from ..models.voice.complaint_reply import REPLY_LENGTHS
from .complaint import FOLLOW, FOLLOWED, MAX_POST, read_uploads
from .public_page import PAGE, PublicPage

#: So many replies may come from one network address within an hour
REPLIES_PER_HOUR = 30
STEPS = ("reply", "ask", "add", "rate")
PAGE_SIZE = 20
#: How the list can be sorted: SQL order per name in the address
ORDERS = {
    "newest": "received_at desc, id desc",
    "oldest": "received_at, id",
    "number": "number desc",
}


class EngagementComplaintPages(PublicPage, http.Controller):
    """The page of a complaint for who complained: by code, by letter, by login.

    Who stands at which door is decided by the model. What may not be seen is answered
    as if it did not exist.
    """

    @http.route(
        FOLLOWED,
        auth="public",
        methods=["GET"],
        sitemap=False,
        **PAGE,
    )
    def followed(self, **_more):
        complaint = self._get_followed()
        if not complaint:
            return request.redirect(FOLLOW)
        return self._show_complaint(complaint, FOLLOWED)

    @http.route(
        "/engagement/complaint/leave",
        auth="public",
        methods=["POST"],
        **PAGE,
    )
    def leave(self, **_form):
        request.session.pop("engagement_follow", None)
        return request.redirect(FOLLOW, code=303)

    @http.route(
        "/engagement/complaint/<int:complaint_id>",
        auth="public",
        methods=["GET"],
        sitemap=False,
        **PAGE,
    )
    def by_letter(self, complaint_id, access_token=None, **_more):
        if access_token is None:
            return request.redirect(f"/my/complaints/{complaint_id}")
        complaint = self._get_by_letter(complaint_id, access_token)
        return self._show_complaint(
            complaint, f"/engagement/complaint/{complaint_id}", access_token
        )

    @http.route(
        "/my/complaints/<int:complaint_id>",
        auth="user",
        methods=["GET"],
        **PAGE,
    )
    def own(self, complaint_id, **_more):
        complaint = self._get_own(complaint_id)
        return self._show_complaint(complaint, f"/my/complaints/{complaint_id}")

    @http.route(
        f"{FOLLOWED}/<string:step>",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_POST,
        **PAGE,
    )
    def followed_step(self, step, **form):
        complaint = self._get_followed()
        if not complaint:
            return request.redirect(FOLLOW, code=303)
        return self._take_step(complaint, step, form, FOLLOWED)

    @http.route(
        "/engagement/complaint/<int:complaint_id>/<string:step>",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_POST,
        **PAGE,
    )
    def by_letter_step(self, complaint_id, step, **form):
        token = form.get("access_token") or ""
        complaint = self._get_by_letter(complaint_id, token)
        address = f"/engagement/complaint/{complaint_id}"
        return self._take_step(complaint, step, form, address, token)

    @http.route(
        "/my/complaints/<int:complaint_id>/<string:step>",
        auth="user",
        methods=["POST"],
        max_content_length=MAX_POST,
        **PAGE,
    )
    def own_step(self, complaint_id, step, **form):
        complaint = self._get_own(complaint_id)
        address = f"/my/complaints/{complaint_id}"
        return self._take_step(complaint, step, form, address)

    def _get_followed(self):
        """Return the complaint whose code was typed in not long ago, or none."""
        complaints = request.env["engagement.complaint"]
        followed = request.session.get("engagement_follow")
        if not followed or followed["until"] < time.time():
            request.session.pop("engagement_follow", None)
            return None
        return complaints._get_for_complainant(followed["id"], mark=followed["mark"])

    def _get_by_letter(self, complaint_id, token):
        complaints = request.env["engagement.complaint"]
        complaint = complaints._get_for_complainant(complaint_id, token=token)
        if not complaint:
            raise NotFound
        return complaint

    def _get_own(self, complaint_id):
        complaint = request.env["engagement.complaint"]._get_for_complainant(
            complaint_id
        )
        if not complaint:
            raise NotFound
        return complaint

    def _take_step(self, complaint, step, form, address, token=None):
        """Let the complainant do something, or say why it cannot be done."""
        if step not in STEPS:
            raise NotFound
        if self._is_over_limit("complaint-reply", REPLIES_PER_HOUR):
            return self._show_complaint(
                complaint, address, token, self._ask_to_wait(), form, 429
            )
        try:
            with request.env.cr.savepoint():
                self._do_step(complaint, step, form)
        except UserError as error:
            return self._show_complaint(
                complaint, address, token, str(error), form, 422
            )
        query = f"?access_token={token}&done={step}" if token else f"?done={step}"
        return request.redirect(f"{address}{query}", code=303)

    def _do_step(self, complaint, step, form):
        if step == "reply":
            complaint._reply_from_complainant(form)
        elif step == "ask":
            complaint._ask_from_complainant(form)
        elif step == "rate":
            complaint._rate_from_complainant(form)
        else:
            files = complaint._check_uploads(read_uploads("files"))
            complaint._add_from_complainant(form, files)
        complaint._write_as_is()

    def _show_complaint(
        self, complaint, address, token=None, error=None, form=None, status=200
    ):
        # the language is the reader's, not the one it was written in
        shown = complaint.with_context(lang=request.env.lang)
        thanks = {
            "reply": request.env._("Thank you. We have your reply."),
            "ask": request.env._("Thank you. We have noted what you would like."),
            "add": request.env._("Thank you. We have added it."),
            "rate": request.env._("Thank you for telling us."),
        }
        done = request.params.get("done") if status == 200 else None
        page = {
            # sudo: the frame shows the name and the logo of the company
            **self._get_frame_values(complaint.company_id.sudo()),
            "page": shown._get_public_values(),
            "page_address": address,
            "access_token": token,
            "own": address.startswith("/my/"),
            "followed": address == FOLLOWED,
            "done": thanks.get(done, ""),
            "errors": {"form": error} if error else {},
            "typed": form or {},
            "lengths": REPLY_LENGTHS,
            "accept": ",".join(f".{ending}" for ending in file_check.MIME),
            "max_files": file_check.MAX_FILES,
            "max_size": file_check.MAX_BYTES // 1024 // 1024,
        }
        response = request.render("engagement_qms.complaint_page", page)
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        return response


class EngagementComplaintPortal(CustomerPortal):
    """My complaints: the card on the portal's home, and the list."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "engagement_complaint_count" in counters:
            complaints = request.env["engagement.complaint"]
            values["engagement_complaint_count"] = complaints._count_own()
        return values

    @http.route(
        ["/my/complaints", "/my/complaints/page/<int:page>"],
        auth="user",
        methods=["GET"],
        **PAGE,
    )
    def engagement_my_complaints(self, page=1, sortby=None, search="", **_more):
        complaints = request.env["engagement.complaint"]
        sortby = sortby if sortby in ORDERS else "newest"
        words = clean_text(search)[:100]
        pages = pager(
            url="/my/complaints",
            total=complaints._count_own(words),
            page=page,
            step=PAGE_SIZE,
            url_args={"sortby": sortby, "search": words},
        )
        found = complaints._search_own(
            words, ORDERS[sortby], limit=PAGE_SIZE, offset=pages["offset"]
        )
        values = self._prepare_portal_layout_values() | {
            "page_name": "engagement_complaints",
            "default_url": "/my/complaints",
            "pager": pages,
            "rows": found._get_public_rows(),
            "search": words,
            "sortby": sortby,
            "sortings": {
                "newest": request.env._("Newest first"),
                "oldest": request.env._("Oldest first"),
                "number": request.env._("Number"),
            },
            "may_complain": complaints._is_form_open(),
        }
        return request.render("engagement_qms.complaint_list_page", values)
