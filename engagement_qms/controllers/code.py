# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.http import content_disposition, request

from ..models.code.enquiry import KNOCKS_PER_HOUR, LENGTHS
from ..models.mixins.partner_page_mixin import MAX_ID
from .public_page import PAGE, PublicPage


class EngagementCodePage(PublicPage, http.Controller):
    """The public page of a code in force, its print, and the form for questions."""

    @http.route(
        "/engagement/code/<string:slug>",
        auth="public",
        methods=["GET", "POST"],
        **PAGE,
    )
    def code_page(self, slug, **form):
        code = self._get_code(slug)
        if request.httprequest.method == "POST":
            return self._take_enquiry(code, form)
        return self._show_page(code)

    @http.route(
        "/engagement/code/<string:slug>/thanks",
        auth="public",
        methods=["GET"],
        **PAGE,
    )
    def code_thanks(self, slug):
        code = self._get_code(slug)
        sent = request.session.get("engagement_enquiry")
        if not sent or sent["root_id"] != code.root_id.id:
            return request.redirect(self._get_address(code))
        values = {
            **self._get_page_values(code),
            "number": sent["number"],
            "answered": sent["answered"],
            "due": code._format_day(fields.Date.to_date(sent["due"])),
        }
        return request.render("engagement_qms.code_thanks_page", values)

    @http.route(
        "/engagement/code/<string:slug>/pdf",
        auth="public",
        methods=["GET"],
        **PAGE,
    )
    def code_pdf(self, slug):
        code = self._get_code(slug)
        # sudo: the print of what everybody may read
        report = request.env["ir.actions.report"].sudo()
        content, kind = report._render_qweb_pdf(
            "engagement_qms.engagement_code_report", code.ids
        )
        headers = [
            ("Content-Type", "application/pdf" if kind == "pdf" else "text/html"),
            (
                "Content-Disposition",
                content_disposition(code.print_name, disposition_type="inline"),
            ),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)

    def _get_code(self, slug):
        """Return the public version in the language of the visitor, or nearly so.

        :raise NotFound: likewise for what is missing and for what is not public
        """
        _name, root_id = request.env["ir.http"]._unslug(slug)
        codes = request.env["engagement.code"]
        code = codes._get_public(root_id if 0 < (root_id or 0) <= MAX_ID else 0)
        if not code:
            raise NotFound
        # the whole page speaks one language, the frame too
        request.update_context(lang=code._choose_language(request.env.lang))
        return code.with_env(request.env(su=True)).with_company(code.company_id)

    def _take_enquiry(self, code, form):
        """Keep a question, or show the page again with what is wrong."""
        enquiries = request.env["engagement.code.enquiry"]
        values, errors = enquiries._read_form(form)
        if self._is_over_limit("enquiry", KNOCKS_PER_HOUR):
            return self._show_page(
                code, values, {"form": self._ask_to_wait()}, status=429
            )
        self._check_person(form, errors)
        if errors:
            return self._show_page(code, values, errors, status=422)
        enquiry = enquiries._receive(code, values)
        request.session["engagement_enquiry"] = {
            "root_id": code.root_id.id,
            "number": enquiry.number,
            "answered": bool(enquiry.partner_email),
            "due": fields.Date.to_string(enquiry._get_answer_date()),
        }
        return request.redirect(f"{self._get_address(code)}/thanks", code=303)

    def _show_page(self, code, values=None, errors=None, status=200):
        figures, total, period = {}, None, None
        if code.show_figures:
            figures, total, period = code._get_public_figures()
        page = {
            **self._get_page_values(code),
            "figures": figures,
            "total": total,
            "period": period,
            "past_versions": code._get_past_versions(),
            "kinds": request.env["engagement.code.enquiry"]
            ._fields["kind"]
            ._description_selection(request.env),
            "lengths": LENGTHS,
            "keep_days": code.company_id.engagement_enquiry_keep_days,
            "answer_days": code.enquiry_answer_days,
            "typed": values or {"kind": "question"},
            "errors": errors or {},
        }
        response = request.render("engagement_qms.code_page", page)
        response.status_code = status
        return response

    def _get_page_values(self, code):
        """Return what the page and the thanks have in common."""
        address = self._get_address(code)
        http_env = request.env["ir.http"]
        return {
            **self._get_frame_values(code.company_id, address, code._get_languages()),
            "page": code._get_public_values(),
            "form_address": http_env._url_for(address),
            "pdf_address": http_env._url_for(f"{address}/pdf"),
            "complain_address": self._get_complain_address(code),
        }

    def _get_complain_address(self, code):
        """Return where to complain, where the company has a form for that."""
        company = code.company_id
        if company != request.env.company or not company.engagement_complaint_form:
            return ""
        return request.env["ir.http"]._url_for("/engagement/complain")

    def _get_address(self, code):
        return f"/engagement/code/{code.root_id.id}"
