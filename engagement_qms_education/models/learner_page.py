# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

#: What the pages read of learners with the rights of whoever is signed in
PAGE_FIELDS = ["number", "name", "preferred_name", "partner_id", "company_id"]


class PageRights(NamedTuple):
    """What somebody from outside may do on the pages of one learner."""

    #: it is the learner, not a guardian
    own: bool
    #: sees reviews, courses and support
    informed: bool
    #: signs reviews and decides about consents
    decides: bool


class EngagementLearnerPage(models.Model):
    """What the learner and guardians see of a learner in the portal.

    The record rules say whose learner it is, and read what is shown; the pages get
    plain values, and nothing that is not named here.
    """

    _inherit = "engagement.learner"

    @api.model
    def _search_for_page(self):
        """Return oneself and the own children; none to visitors and insiders."""
        if not self.env.user._is_portal():
            return self.browse()
        person = self.env.user.partner_id
        rows = self.env["engagement.guardianship"].search_fetch(
            [("partner_id", "=", person.id)], ["learner_id"]
        )
        # the rules decide; named by their ids, few are looked at and not all there are
        named = Domain("partner_id", "=", person.id) | Domain(
            "id", "in", rows.learner_id.ids
        )
        return self.search_fetch(named, PAGE_FIELDS)

    @api.model
    def _count_for_page(self):
        """Return whether one learns here, and how many learners one looks after."""
        person = self.env.user.partner_id
        learners = self._search_for_page()
        own = learners.filtered(lambda learner: learner.partner_id == person)
        return len(own), len(learners - own)

    def _get_page_rights(self):
        """Return {learner: rights} of whoever is signed in.

        Of guardians their own row says it. Learners see their page when they may have
        a login of their own; that they complain does not depend on it.
        """
        person = self.env.user.partner_id
        rows = self.env["engagement.guardianship"].search_fetch(
            [("learner_id", "in", self.ids), ("partner_id", "=", person.id)],
            ["learner_id", "may_receive_information", "may_consent"],
        )
        of_learner = rows.grouped("learner_id")
        rights = {}
        for learner in self:
            if learner.partner_id == person:
                asking = person.with_company(learner.company_id)
                allowed = asking._may_engage("portal")[person.id].allowed
                rights[learner] = PageRights(True, allowed, allowed)
            else:
                row = of_learner.get(learner, rows.browse())
                rights[learner] = PageRights(
                    False, row.may_receive_information, row.may_consent
                )
        return rights

    def _get_page_name(self):
        self.ensure_one()
        return self.preferred_name or self.name

    def _get_page_rows(self, rights):
        """Return the rows of the list: what comes next, and what waits.

        :param dict rights: as of `_get_page_rights`
        """
        informed = self.filtered(lambda learner: rights[learner].informed)
        reviews = self.env["engagement.learner.review"]._search_for_page(informed)
        of_learner = reviews.grouped("learner_id")
        rows = []
        for learner in self:
            own = of_learner.get(learner, reviews.browse())
            coming = own._filter_coming()[:1]
            [following] = coming._get_page_rows() or [None]
            rows.append(
                {
                    "id": learner.id,
                    "name": learner._get_page_name(),
                    "following": following,
                    "to_sign": rights[learner].decides and len(own._filter_to_sign()),
                }
            )
        return rows

    def _get_page_values(self, rights):
        """Return all that the page of a learner may say.

        :param rights: those for this learner
        """
        self.ensure_one()
        # sudo: the names of the company and of who looks after the learner
        seen = self.sudo()
        values = {
            "id": self.id,
            "name": self._get_page_name(),
            "full_name": self.name,
            "number": self.number,
            "company": seen.company_id.name,
            "tutor": seen.tutor_id.name,
            "own": rights.own,
            "informed": rights.informed,
            "decides": rights.decides,
        }
        if rights.informed:
            reviews = self.env["engagement.learner.review"]._search_for_page(self)
            held = reviews._filter_held()
            values |= {
                "coming": reviews._filter_coming()._get_page_rows(),
                "held": held._get_page_rows(),
                "to_sign": rights.decides and len(held._filter_to_sign()),
                "courses": self._get_page_courses(),
                "measures": self._get_page_measures(),
            }
        return values

    def _get_page_courses(self):
        """Return the courses of the learner, and how often the learner came."""
        # sudo: nobody from outside has a right on enrolments; of this learner, who is
        # read by the rules, these values only
        enrolments = self.sudo().enrolment_ids
        labels = dict(enrolments._fields["state"]._description_selection(self.env))
        return [
            {
                "course": enrolment.course_id.name,
                "programme": enrolment.programme_id.name,
                "state": labels[enrolment.state],
                "open": enrolment.state in ("applied", "enrolled"),
                "start": self._format_page_day(enrolment.date_from),
                "end": self._format_page_day(
                    enrolment.date_to or enrolment.course_date_to
                ),
                "attendance": enrolment.attendance_on
                and formatLang(self.env, enrolment.attendance, digits=0),
                "attendance_on": self._format_page_day(enrolment.attendance_on),
                "result": enrolment.result,
            }
            for enrolment in enrolments
        ]

    def _get_page_measures(self):
        """Return what was agreed to help the learner; why is nowhere."""
        measures = self.env["engagement.support.measure"].search(
            [("learner_id", "=", self.id)]
        )
        fields = measures._fields
        areas = dict(fields["area"]._description_selection(self.env))
        states = dict(fields["state"]._description_selection(self.env))
        return [
            {
                "area": areas[measure.area],
                "measure": measure.measure,
                "state": states[measure.state],
                "late": measure.state == "late",
                "since": self._format_page_day(measure.in_place_on),
                "due": self._format_page_day(measure.due_date),
                "start": self._format_page_day(measure.date_from),
                "end": self._format_page_day(measure.date_to),
            }
            for measure in measures
            if measure.state != "ended"
        ]

    @api.model
    def _format_page_day(self, day):
        return day and format_date(self.env, day, date_format="long")
