# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from odoo.addons.engagement_qms.controllers.public_page import PAGE, PublicPage
from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.learner_review_page import WORDS_LENGTH

#: So many answers may come from one network address within an hour
ANSWERS_PER_HOUR = 60
LEARNERS = "/my/learners"


class EngagementLearnerHome(CustomerPortal):
    """The cards of guardians and learners on the first page of the portal."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        names = ("engagement_own_learner_count", "engagement_learner_count")
        if set(names) & set(counters):
            counts = request.env["engagement.learner"]._count_for_page()
            found = dict(zip(names, counts, strict=True))
            values |= {name: found[name] for name in names if name in counters}
        return values


class EngagementLearnerPages(PublicPage, Controller):
    """What guardians see of their children, and learners of themselves.

    The record rules decide at each request who that is. Whoever is no learner of
    theirs, or not any more, is answered as one who does not exist.
    """

    @route(LEARNERS, auth="user", methods=["GET"], **PAGE)
    def learners(self, **_more):
        learners = request.env["engagement.learner"]._search_for_page()
        if len(learners) == 1:
            return request.redirect(f"{LEARNERS}/{learners.id}")
        rights = learners._get_page_rights()
        return self._show(
            "learner_list_page",
            {"rows": learners._get_page_rows(rights)},
        )

    @route("/my/learning", auth="user", methods=["GET"], **PAGE)
    def own(self, **_more):
        learners = request.env["engagement.learner"]._search_for_page()
        own = learners.filtered_domain(
            [("partner_id", "=", request.env.user.partner_id.id)]
        )[:1]
        return request.redirect(f"{LEARNERS}/{own.id}" if own else LEARNERS)

    @route(f"{LEARNERS}/<int:learner_id>", auth="user", methods=["GET"], **PAGE)
    def learner(self, learner_id, **_more):
        learner, rights, frame = self._get_learner(learner_id)
        return self._show(
            "learner_page",
            frame
            | {
                "page": learner._get_page_values(rights),
                "may_complain": request.env["engagement.complaint"]._is_form_open(),
            },
        )

    @route(
        f"{LEARNERS}/<int:learner_id>/reviews/<int:review_id>",
        auth="user",
        methods=["GET"],
        **PAGE,
    )
    def review(self, learner_id, review_id, **_more):
        review, rights, frame = self._get_review(learner_id, review_id)
        return self._show_review(review, rights, frame)

    @route(
        f"{LEARNERS}/<int:learner_id>/reviews/<int:review_id>/<string:step>",
        auth="user",
        methods=["POST"],
        **PAGE,
    )
    def review_step(self, learner_id, review_id, step, **form):
        review, rights, frame = self._get_review(learner_id, review_id)
        if step not in ("sign", "words"):
            raise NotFound
        if self._is_over_limit("learner-review", ANSWERS_PER_HOUR):
            return self._show_review(
                review, rights, frame, self._ask_to_wait(), form, 429
            )
        try:
            with request.env.cr.savepoint():
                if step == "sign":
                    comment = review._read_words(form.get("text"))
                    review._sign_by(request.env.user.partner_id, comment)
                else:
                    review._say_before(form.get("text"))
        except UserError as error:
            return self._show_review(review, rights, frame, str(error), form, 422)
        address = f"{LEARNERS}/{learner_id}/reviews/{review_id}"
        return request.redirect(f"{address}?done={step}", code=303)

    @route(
        f"{LEARNERS}/<int:learner_id>/consents",
        auth="user",
        methods=["GET"],
        **PAGE,
    )
    def consents(self, learner_id, **_more):
        return self._show_consents(*self._get_learner(learner_id))

    @route(
        f"{LEARNERS}/<int:learner_id>/consents/<int:purpose_id>",
        auth="user",
        methods=["POST"],
        **PAGE,
    )
    def consent(self, learner_id, purpose_id, **form):
        found = learner, rights, _frame = self._get_learner(learner_id)
        consents = request.env["engagement.consent"]
        purpose = consents._get_page_purposes(learner).filtered(
            lambda purpose: purpose.id == purpose_id
        )
        answer = form.get("answer")
        if not purpose or answer not in ("yes", "no"):
            raise NotFound
        if self._is_over_limit("learner-consent", ANSWERS_PER_HOUR):
            return self._show_consents(*found, self._ask_to_wait(), 429)
        try:
            with request.env.cr.savepoint():
                consents._say_in_portal(
                    learner, rights, purpose, answer, form.get("version")
                )
        except UserError as error:
            return self._show_consents(*found, str(error), 422)
        return request.redirect(
            f"{LEARNERS}/{learner_id}/consents?done={answer}", code=303
        )

    def _get_learner(self, learner_id):
        """Return the learner, what may be done there, and the frame of the page."""
        learners = request.env["engagement.learner"]._search_for_page()
        learner = learners.filtered(lambda learner: learner.id == learner_id)
        if not learner:
            raise NotFound
        frame = {
            "page_name": "engagement_learners",
            "learner": {"id": learner.id, "name": learner._get_page_name()},
            "switcher": [
                {"id": other.id, "name": other._get_page_name()} for other in learners
            ],
        }
        return learner, learner._get_page_rights()[learner], frame

    def _get_review(self, learner_id, review_id):
        learner, rights, frame = self._get_learner(learner_id)
        reviews = request.env["engagement.learner.review"]
        review = rights.informed and reviews._get_for_page(learner, review_id)
        if not review:
            raise NotFound
        return review, rights, frame

    def _show_review(self, review, rights, frame, error="", form=None, status=200):
        thanks = {
            "sign": request.env._("Thank you. You have signed this review."),
            "words": request.env._("Thank you. We read it before the review."),
        }
        return self._show(
            "learner_review_page",
            frame
            | {
                "page": review._get_page_values(),
                "own": rights.own,
                "decides": rights.decides,
                "typed": form or {},
                "length": WORDS_LENGTH,
            },
            thanks,
            error,
            status,
        )

    def _show_consents(self, learner, rights, frame, error="", status=200):
        thanks = {
            "yes": request.env._("Thank you. We have noted that you agree."),
            "no": request.env._("We have noted that you do not agree."),
        }
        rows = request.env["engagement.consent"]._get_page_rows(learner, rights)
        return self._show(
            "learner_consent_page",
            frame | {"rows": rows, "own": rights.own},
            thanks,
            error,
            status,
        )

    def _show(self, template, values, thanks=None, error="", status=200):
        done = request.params.get("done") if status == 200 else ""
        response = request.render(
            f"engagement_qms_education.{template}",
            {
                "page_name": "engagement_learners",
                "done": (thanks or {}).get(done, ""),
                "error": error,
                **values,
            },
        )
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        return response
