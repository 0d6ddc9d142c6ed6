# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.survey.controllers.main import Survey

from .public_page import PAGE, PublicPage

#: So many links that do not exist may be tried from one network address in an hour
TRIES_PER_HOUR = 30
INVITATIONS = "engagement_invitations"


class EngagementSurveyPages(PublicPage, http.Controller):
    """The way in by an invitation, and the page that says what came of a round."""

    @http.route(
        "/engagement/survey/<string:code>",
        auth="public",
        methods=["GET"],
        sitemap=False,
        **PAGE,
    )
    def invitation(self, code, **more):
        invitation = request.env["engagement.participation"]._get_invited(code)
        if not invitation:
            if self._is_over_limit("survey", TRIES_PER_HOUR):
                return self._show_no_way("many", status=429)
            return self._show_no_way("unknown", status=404)
        survey_round = invitation.round_id
        if "print" in more:
            return self._show_link(invitation, code)
        if invitation.participated:
            return self._show_no_way("used", survey_round)
        if survey_round.state != "open":
            return self._show_no_way("closed", survey_round)
        answer = invitation._start_answer(self._get_started(survey_round))
        if survey_round.anonymous:
            # the browser holds what was used, and no row of the database does
            known = request.session.get(INVITATIONS, {})
            request.session[INVITATIONS] = known | {str(survey_round.id): invitation.id}
        response = request.redirect(answer.get_start_url())
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route(
        "/engagement/round/<string:token>",
        auth="public",
        methods=["GET"],
        sitemap=False,
        **PAGE,
    )
    def round_page(self, token, **_more):
        survey_round = request.env["engagement.survey.round"]._get_by_page_token(token)
        if not survey_round:
            raise NotFound
        return request.render(
            "engagement_qms.survey_round_page",
            {
                **self._get_frame_values(survey_round.company_id),
                "page": survey_round._get_public_values(),
            },
        )

    def _get_started(self, survey_round):
        """Return the answer that this browser has begun in the round, or none."""
        # sudo: the token in the cookie is the permission, as in the survey app
        answers = request.env["survey.user_input"].sudo()
        token = request.cookies.get(f"survey_{survey_round.survey_id.access_token}")
        return answers.search(
            [
                ("access_token", "=", token or ""),
                ("engagement_round_id", "=", survey_round.id),
                ("state", "!=", "done"),
            ],
            limit=1,
        )

    def _show_link(self, invitation, code):
        """Show the link large, to print it or to hand it over."""
        address = f"{invitation.company_id.get_base_url()}/engagement/survey/{code}"
        values = {
            **self._get_frame_values(invitation.company_id),
            "link": address,
            "code": code,
            "anonymous": invitation.round_id.anonymous,
            "last_day": invitation._format_last_day(),
        }
        response = request.render("engagement_qms.survey_link_page", values)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _show_no_way(self, why, survey_round=None, status=200):
        company = survey_round.company_id if survey_round else request.env.company
        values = {
            # sudo: the frame shows the name and the logo of the company
            **self._get_frame_values(company.sudo()),
            "why": why,
            "page_url": survey_round._get_page_url() if survey_round else "",
        }
        response = request.render("engagement_qms.survey_no_way_page", values)
        response.status_code = status
        return response


class EngagementSurvey(Survey):
    """The survey app's own pages, for answers that belong to a round."""

    def _check_validity(
        self,
        survey_sudo,
        answer_sudo,
        answer_token,
        ensure_token=True,
        check_partner=True,
    ):
        # the invitation says who may answer, whoever is signed in at this browser
        if answer_sudo.engagement_round_id:
            check_partner = False
        return super()._check_validity(
            survey_sudo,
            answer_sudo,
            answer_token,
            ensure_token=ensure_token,
            check_partner=check_partner,
        )

    def _prepare_retry_additional_values(self, answer):
        if answer.engagement_round_id:
            raise UserError(request.env._("This invitation was used already."))
        return super()._prepare_retry_additional_values(answer)

    @http.route()
    def survey_submit(self, survey_token, answer_token, **post):
        known = request.session.get(INVITATIONS, {})
        request.update_context(**{INVITATIONS: known})
        return super().survey_submit(survey_token, answer_token, **post)


class EngagementSurveyPortal(CustomerPortal):
    """“You said, we did”: what came of the rounds one was invited to."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "engagement_round_count" in counters:
            rounds = request.env["engagement.survey.round"]
            values["engagement_round_count"] = len(rounds._search_invited_to())
        return values

    @http.route("/my/engagement/rounds", auth="user", methods=["GET"], **PAGE)
    def engagement_my_rounds(self, **_more):
        rounds = request.env["engagement.survey.round"]._search_invited_to()
        values = self._prepare_portal_layout_values() | {
            "page_name": "engagement_rounds",
            "rows": [survey_round._get_public_row() for survey_round in rounds],
        }
        return request.render("engagement_qms.survey_list_page", values)
