# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets
import time

from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.mixins import file_check
from ..models.voice.complaint_follow import TRIES_PER_HOUR
from ..models.voice.complaint_public import KNOCKS_PER_HOUR, LENGTHS
from .public_page import PAGE, PublicPage

#: More than all files together, and the text
MAX_POST = file_check.MAX_FILES * file_check.MAX_BYTES + 2 * 1024 * 1024
ADDRESSES = {
    "complaint": "/engagement/complain",
    "conduct": "/engagement/speak-up",
}
FOLLOW = "/engagement/complaint/follow"
FOLLOWED = "/engagement/complaint/followed"
#: How long a code that was typed in opens its page
FOLLOW_SECONDS = 60 * 60
#: So many forms that were sent are remembered, so that none is taken twice
SENT_KEPT = 20
CAPTCHA = "engagement_complaint"


def read_uploads(name):
    """Return the files of the request, each read to one byte more than is allowed."""
    return [
        file_check.Upload(file.filename, file.stream.read(file_check.MAX_BYTES + 1))
        for file in request.httprequest.files.getlist(name)
        if file.filename
    ]


class EngagementComplaintForm(PublicPage, http.Controller):
    """The public form to complain, and the way back by the code it gives."""

    @http.route(
        "/engagement/complain",
        auth="public",
        methods=["GET", "POST"],
        max_content_length=MAX_POST,
        **PAGE,
    )
    def complain(self, **form):
        return self._serve_form("complaint", form)

    @http.route(
        "/engagement/speak-up",
        auth="public",
        methods=["GET", "POST"],
        max_content_length=MAX_POST,
        **PAGE,
    )
    def speak_up(self, **form):
        return self._serve_form("conduct", form)

    @http.route(
        FOLLOW,
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
        **PAGE,
    )
    def follow(self, **form):
        if request.httprequest.method == "GET":
            return self._show_follow()
        if self._is_over_limit("follow", TRIES_PER_HOUR):
            wait = request.env._(
                "Too many codes were tried from your connection. Try again in an hour."
            )
            return self._show_follow({"code": wait}, status=429)
        complaints = request.env["engagement.complaint"]
        typed = form.get("code")
        complaint = complaints._get_for_complainant(
            code=typed if isinstance(typed, str) else ""
        )
        if not complaint:
            wrong = request.env._(
                "We know no such code. Check each sign: there is no letter O, I or L "
                "in a code."
            )
            return self._show_follow({"code": wrong}, status=422)
        request.session["engagement_follow"] = {
            "id": complaint.id,
            "mark": complaint._get_mark(),
            "until": time.time() + FOLLOW_SECONDS,
        }
        return request.redirect(FOLLOWED, code=303)

    def _serve_form(self, kind, form):
        """Show the form, or take what came by it."""
        if not request.env["engagement.complaint"]._is_form_open():
            raise NotFound
        if request.httprequest.method == "POST":
            return self._take_complaint(kind, form)
        return self._show_form(kind)

    def _take_complaint(self, kind, form):
        """Keep a complaint, or show the form again with what is wrong."""
        complaints = request.env["engagement.complaint"]
        values, errors = complaints._read_form(form)
        if self._is_over_limit("complaint", KNOCKS_PER_HOUR):
            return self._show_form(
                kind, values, {"form": self._ask_to_wait()}, status=429
            )
        self._check_person(form, errors)
        once = str(form.get("once") or "")[:64]
        if once in request.session.get("engagement_sent", ()):
            errors["form"] = request.env._(
                "This arrived already. Its number and its code were shown then."
            )
        files = self._take_files(errors)
        if not errors:
            self._ask_captcha(errors)
        if errors:
            return self._show_form(kind, values, errors, status=422)
        try:
            with request.env.cr.savepoint():
                complaint, code = complaints._receive(
                    values, files, kind, self._get_own_contact()
                )
        except UserError as error:
            return self._show_form(kind, values, {"form": str(error)}, status=422)
        if once:
            sent = request.session.get("engagement_sent", [])
            request.session["engagement_sent"] = [*sent[-SENT_KEPT:], once]
        return self._thank(complaint, code)

    def _take_files(self, errors):
        """Return the files that may be kept, or note which one may not."""
        complaints = request.env["engagement.complaint"]
        try:
            return complaints._check_uploads(read_uploads("files"))
        except UserError as error:
            errors["files"] = str(error)
            return []

    def _ask_captcha(self, errors):
        """Let an addon that tells people from robots have its say, if there is one."""
        ask = getattr(request.env["ir.http"], "_verify_request_recaptcha_token", None)
        try:
            if ask:
                ask(CAPTCHA)
        except UserError as error:
            errors["form"] = str(error)

    def _get_own_contact(self):
        """Return the contact of whoever is signed in, or none."""
        user = request.env.user
        return None if user._is_public() else user.partner_id

    def _show_form(self, kind, values=None, errors=None, status=200):
        complaints = request.env["engagement.complaint"]
        errors = errors or {}
        choices = complaints._get_form_choices()
        if values and errors and read_uploads("files"):
            errors = errors | {
                "again": request.env._("Choose your files again: none was kept.")
            }
        page = {
            **self._get_form_frame(kind),
            "kind": kind,
            "follow_address": FOLLOW,
            "remedies": choices["remedy_asked"],
            "languages": choices["lang"],
            "lengths": LENGTHS,
            "accept": ",".join(f".{ending}" for ending in file_check.MIME),
            "endings": ", ".join(file_check.ENDINGS),
            "max_files": file_check.MAX_FILES,
            "max_size": file_check.MAX_BYTES // 1024 // 1024,
            "today": fields.Date.to_string(fields.Date.context_today(complaints)),
            # sudo: how long it is kept is for everybody to know
            "keep_months": request.env.company.sudo().engagement_complaint_keep_months,
            "captcha": CAPTCHA,
            "once": secrets.token_urlsafe(16),
            "typed": values or self._get_first_values(kind),
            "errors": errors,
        }
        response = request.render("engagement_qms.complaint_form_page", page)
        response.status_code = status
        return response

    def _get_first_values(self, kind):
        """Return what the form starts with: the name of whoever is signed in."""
        values = {"lang": request.env.lang}
        partner = self._get_own_contact()
        if partner:
            values |= {"partner_name": partner.name, "partner_email": partner.email}
        if kind == "conduct":
            values["protect_identity"] = True
        return values

    def _get_form_frame(self, kind):
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        address = ADDRESSES[kind]
        # sudo: the frame shows the name and the logo of the company
        company = request.env.company.sudo()
        return {
            **self._get_frame_values(company, address, installed),
            "form_address": request.env["ir.http"]._url_for(address),
        }

    def _thank(self, complaint, code):
        """Show number, day and code; the code is never shown again."""
        due = complaint.answer_due_at
        page = {
            # sudo: the frame shows the name and the logo of the company
            **self._get_frame_values(request.env.company.sudo()),
            "number": complaint.number,
            "due": complaint._format_page_day(due),
            "code": code,
            "anonymous": complaint.anonymous,
            "mailed": bool(complaint.partner_email),
            "own": bool(complaint.partner_id),
            "follow_address": FOLLOW,
        }
        response = request.render("engagement_qms.complaint_thanks_page", page)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _show_follow(self, errors=None, status=200):
        page = {
            # sudo: the frame shows the name and the logo of the company
            **self._get_frame_values(request.env.company.sudo()),
            "follow_address": FOLLOW,
            "lengths": {},
            # a code that was tried does not stand on the screen again
            "typed": {},
            "errors": errors or {},
        }
        response = request.render("engagement_qms.complaint_follow_page", page)
        response.status_code = status
        return response
