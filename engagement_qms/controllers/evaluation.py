# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.mixins import file_check
from ..models.voice.evaluation_contest import REASON_LENGTH
from ..models.voice.evaluation_received import SENTENCE_LENGTH
from .complaint import MAX_POST, read_uploads
from .public_page import PAGE, PublicPage

#: So many answers may come from one network address within an hour
ANSWERS_PER_HOUR = 30
#: So many links that do not exist may be tried from one network address in an hour
TRIES_PER_HOUR = 30
PAGE_SIZE = 20


class EngagementEvaluationPortal(CustomerPortal):
    """How we rate each other: the card and the list."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "engagement_evaluation_count" in counters:
            evaluations = request.env["engagement.evaluation"]
            values["engagement_evaluation_count"] = evaluations._count_for_partner()
        return values

    @http.route(
        ["/my/evaluations", "/my/evaluations/page/<int:page>"],
        auth="user",
        methods=["GET"],
        **PAGE,
    )
    def engagement_my_evaluations(self, page=1, **_more):
        evaluations = request.env["engagement.evaluation"]
        pages = pager(
            url="/my/evaluations",
            total=evaluations._count_for_partner(),
            page=page,
            step=PAGE_SIZE,
        )
        found = evaluations._search_for_partner(limit=PAGE_SIZE, offset=pages["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "engagement_evaluations",
            "pager": pages,
            "rows": found._get_partner_rows(),
        }
        return request.render("engagement_qms.evaluation_list_page", values)


class EngagementEvaluationPages(PublicPage, http.Controller):
    """The page of one evaluation: by login or by the link in the mail.

    What is not theirs is answered as if it did not exist.
    """

    @http.route(
        "/my/evaluations/<int:evaluation_id>",
        auth="public",
        methods=["GET"],
        sitemap=False,
        **PAGE,
    )
    def evaluation(self, evaluation_id, access_token=None, **_more):
        if access_token is None and request.env.user._is_public():
            address = f"/my/evaluations/{evaluation_id}"
            return request.redirect_query("/web/login", {"redirect": address})
        return self._show(
            self._get_evaluation(evaluation_id, access_token), access_token
        )

    @http.route(
        "/my/evaluations/<int:evaluation_id>/<string:step>",
        auth="public",
        methods=["POST"],
        max_content_length=MAX_POST,
        **PAGE,
    )
    def step(self, evaluation_id, step, **form):
        token = form.get("access_token") or None
        evaluation = self._get_evaluation(evaluation_id, token)
        if step not in ("agree", "contest", "rate"):
            raise NotFound
        if self._is_over_limit("evaluation-answer", ANSWERS_PER_HOUR):
            return self._show(evaluation, token, self._ask_to_wait(), form, 429)
        user = request.env.user
        author = evaluation.sent_to_id if user._is_public() else user.partner_id
        try:
            with request.env.cr.savepoint():
                uploads = read_uploads("files") if step == "contest" else []
                files = evaluation._check_uploads(uploads)
                evaluation._take_partner_step(step, form, files, author)
        except UserError as error:
            return self._show(evaluation, token, str(error), form, 422)
        query = {"done": step} | ({"access_token": token} if token else {})
        address = f"/my/evaluations/{evaluation_id}"
        return request.redirect_query(address, query, code=303)

    @http.route(
        "/engagement/rate/<string:code>",
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
        **PAGE,
    )
    def pool(self, code, **form):
        invitation = request.env["engagement.evaluation.invitation"]._get_invited(code)
        if not invitation:
            if self._is_over_limit("evaluation", TRIES_PER_HOUR):
                return self._show_pool(None, error=self._ask_to_wait(), status=429)
            raise NotFound
        if request.httprequest.method == "GET":
            return self._show_pool(invitation)
        try:
            with request.env.cr.savepoint():
                invitation._answer(invitation.evaluation_id._read_answers(form))
        except UserError as error:
            return self._show_pool(invitation, str(error), form, 422)
        return request.redirect_query(
            f"/engagement/rate/{code}", {"done": "rate"}, code=303
        )

    def _get_evaluation(self, evaluation_id, token):
        evaluations = request.env["engagement.evaluation"]
        found = (
            evaluations._get_for_partner(evaluation_id)
            if token is None
            else evaluations._get_for_token(evaluation_id, token)
        )
        if not found:
            raise NotFound
        return found

    def _show(self, evaluation, token=None, error="", form=None, status=200):
        shown = evaluation.with_context(lang=request.env.lang)
        return self._render(
            "engagement_qms.evaluation_page",
            {
                "page_name": "engagement_evaluations",
                "page": shown._get_partner_values(),
                "access_token": token,
                "signed_in": not request.env.user._is_public(),
                "accept": ",".join(f".{ending}" for ending in file_check.MIME),
                "max_files": file_check.MAX_FILES,
                "max_size": file_check.MAX_BYTES // 1024 // 1024,
            },
            error,
            form,
            status,
        )

    def _show_pool(self, invitation, error="", form=None, status=200):
        pool = invitation and invitation.evaluation_id
        return self._render(
            "engagement_qms.evaluation_pool_page",
            {
                "pool": pool
                and pool.with_context(lang=request.env.lang)._get_pool_values(),
                "used": bool(invitation and invitation.answered),
            },
            error,
            form,
            status,
        )

    def _render(self, template, values, error, form, status):
        done = request.params.get("done") if status == 200 else ""
        thanks = {
            "agree": request.env._("Thank you. We have noted that you agree."),
            "contest": request.env._("Thank you. We look at it and answer."),
            "rate": request.env._("Thank you for telling us."),
        }
        response = request.render(
            template,
            values
            | {
                "done": thanks.get(done, ""),
                "error": error,
                "typed": form or {},
                "reason_length": REASON_LENGTH,
                "sentence_length": SENTENCE_LENGTH,
            },
        )
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        return response
