# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.engagement_qms.models.mixins.partner_page_mixin import MAX_ID
from odoo.addons.engagement_qms.models.mixins.public_form_mixin import clean_text

from .learner_review import SHARED_STATES

#: How long something that somebody says may be
WORDS_LENGTH = 2000
#: So many reviews that were held are listed
HELD_LISTED = 20
#: Nobody is reminded to sign what was talked about longer ago
SIGN_MONTHS = 6


class EngagementLearnerReviewParticipant(models.Model):
    """What somebody wants to say before a review, in the own words."""

    _inherit = "engagement.learner.review.participant"
    _step_fields = frozenset({"words"})

    words = fields.Text(
        string="Said beforehand",
        readonly=True,
        copy=False,
        help="What the person wrote in the portal before the review.",
    )


class EngagementLearnerReviewPage(models.Model):
    """What the learner and guardians see of a review, and say to it, in the portal.

    The record rules read it; the pages get plain values.
    """

    _inherit = "engagement.learner.review"

    def action_hold(self):
        """Begin the learner's own words with what the learner wrote beforehand."""
        for review in self.filtered(lambda review: not review.own_words):
            people = review.participant_ids
            said = people.filtered(lambda row: row.role == "learner" and row.words)
            review.own_words = said[:1].words
        return super().action_hold()

    @api.model
    def _search_for_page(self, learners):
        return self.search_fetch(
            [("learner_id", "in", learners.ids)],
            ["kind", "learner_id", "state", "planned_date", "held_date", "mode"],
            order="planned_date, id",
        )

    @api.model
    def _get_for_page(self, learner, res_id):
        """Return the review if it is one of the learner that may be read, or nothing.

        :param learner: one that the record rules let read
        """
        if not 0 < res_id <= MAX_ID:
            return self.browse()
        return self.search([("id", "=", res_id), ("learner_id", "=", learner.id)])

    def _filter_coming(self):
        return self.filtered(lambda review: review.state == "planned")

    def _filter_held(self):
        """Return the last ones that were held, the newest first."""
        held = self.filtered(lambda review: review.state in SHARED_STATES)
        return held.sorted(
            lambda review: (review.held_date or review.planned_date, review.id),
            reverse=True,
        )[:HELD_LISTED]

    def _filter_to_sign(self):
        """Return those of late that wait for whoever is signed in to sign them."""
        since = fields.Date.context_today(self) - relativedelta(months=SIGN_MONTHS)
        return self.filtered(
            lambda review: (
                review.state in SHARED_STATES
                and (review.held_date or review.planned_date) >= since
                and review._is_signable()
                and not review.my_signed_at
            )
        )

    def _is_signable(self):
        return bool((self.summary_shared or "").strip())

    def _get_page_rows(self):
        """Return the rows of the lists in the portal."""
        today = fields.Date.context_today(self)
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        modes = dict(self._fields["mode"]._description_selection(self.env))
        day = self.env["engagement.learner"]._format_page_day
        return [
            {
                "id": review.id,
                "learner_id": review.learner_id.id,
                "kind": kinds[review.kind],
                "planned": review.state == "planned",
                "day": day(
                    review.state != "planned"
                    and review.held_date
                    or review.planned_date
                ),
                "past": review.state == "planned" and review.planned_date < today,
                "mode": modes.get(review.mode),
                "signable": review._is_signable(),
                "signed": day(review.my_signed_at),
            }
            for review in self
        ]

    def _get_page_values(self):
        """Return all that the page of a review may say."""
        self.ensure_one()
        [row] = self._get_page_rows()
        return row | {
            "summary": self.summary_shared,
            "following": self.env["engagement.learner"]._format_page_day(
                self.state in SHARED_STATES and self.next_review_date
            ),
            "words": self._get_own_participation().words,
            "comment": self._get_own_signature().comment,
        }

    def _get_own_participation(self):
        # sudo: one's own words; nobody from outside has a right on the list
        return self.sudo().participant_ids.filtered(
            lambda row: row.partner_id == self.env.user.partner_id
        )

    def _get_own_signature(self):
        # sudo: one's own signature; nobody from outside has a right on the list
        return self.sudo().signed_ids.filtered(
            lambda row: row.partner_id == self.env.user.partner_id
        )

    def _say_before(self, text):
        """Keep what the learner or a guardian wants to say before the review.

        The other side of the family does not read it. Until the review is held it can
        be written anew. Whoever holds the review is told once that there is something
        to read, not what.

        :param str text: what was typed in
        :raise UserError: when it says nothing, or comes too late
        """
        self.ensure_one()
        self.check_access("read")
        person = self.env.user.partner_id
        text = self._read_words(text)
        if not text:
            raise UserError(self.env._("Write what you want to say."))
        if self.state != "planned":
            raise UserError(
                self.env._("This review was held already. Say it when you sign it.")
            )
        # sudo: what the other side wrote is not read, only whether anything is there
        told = any(self.sudo().participant_ids.mapped("words"))
        own = self._get_own_participation()
        if own:
            own.words = text
        else:
            is_learner = self.learner_id.partner_id == person
            own.create(
                {
                    "review_id": self.id,
                    "partner_id": person.id,
                    "role": "learner" if is_learner else "guardian",
                    "present": False,
                    "words": text,
                }
            )
        if not told:
            # sudo: whoever writes from outside gives nobody an activity
            self.sudo()._create_activities(
                lambda review: review.user_id,
                lambda env: env._("Read before the review what the portal brought"),
            )

    @api.model
    def _read_words(self, text):
        """Return what was typed in.

        :raise UserError: when it is too long
        """
        text = clean_text(text)
        if len(text) > WORDS_LENGTH:
            raise UserError(
                self.env._(
                    "That is too long: at most %(count)s signs.", count=WORDS_LENGTH
                )
            )
        return text
