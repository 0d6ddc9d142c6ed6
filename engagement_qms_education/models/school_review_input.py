# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.engagement_qms.models.improve.review_input import InputLine
from odoo.addons.engagement_qms.models.measure.source_satisfaction import MINIMUM


class EngagementReviewInput(models.Model):
    """What Odoo knows of a course or a programme when it is reviewed.

    Figures count every learner and name nobody; what few have said is not shown.
    Other parts add what they know by extending `_get_programme_sources`.
    """

    _inherit = "engagement.review"

    @api.depends("course_id", "programme_id", "educator_id")
    def _compute_inputs_html(self):
        return super()._compute_inputs_html()

    @api.model
    def _get_programme_sources(self):
        """Return the names of the methods that tell of programmes, in their order.

        Each is called with a domain of courses and the first day to look at, and
        returns a list of `InputLine`. It runs with all rights: it names no person.
        """
        return ["_tell_of_enrolments", "_tell_of_learner_reviews", "_tell_of_actions"]

    def _get_input_lines(self):
        lines = super()._get_input_lines()
        if self.kind == "course":
            return lines + self._get_school_lines(
                Domain("id", "=", self.course_id._origin.id)
            )
        if self.kind in ("programme", "panel"):
            return lines + self._get_school_lines(
                Domain("programme_id", "=", self.programme_id._origin.id)
            )
        return lines

    def _get_school_lines(self, courses):
        """Return what every source tells of some courses since the last review."""
        today = fields.Date.context_today(self)
        previous = self._get_previous()
        since = previous.held_date or today - relativedelta(years=1)
        # sudo: figures count every learner, whoever opens the review
        known = self.sudo()
        return [
            line
            for name in self._get_programme_sources()
            for line in getattr(known, name)(courses, since)
        ]

    def _tell_of_enrolments(self, courses, since):
        enrolments = self.env["engagement.enrolment"]
        ours = Domain("course_id", "any", courses)
        labels = dict(enrolments._fields["state"]._description_selection(self.env))
        counts = dict(enrolments._read_group(ours, ["state"], ["__count"]))
        section = self.env._("Learners")
        lines = [
            InputLine(section, labels[state], str(counts[state]))
            for state in labels
            if counts.get(state)
        ]
        [(number, average)] = enrolments._read_group(
            ours & Domain("attendance_on", ">=", since),
            [],
            ["learner_id:count_distinct", "attendance:avg"],
        )
        if number >= MINIMUM:
            lines.append(
                InputLine(
                    section,
                    self.env._("Attendance"),
                    self.env._(
                        "%(percent).0f %% of the time (%(number)s learners)",
                        percent=average,
                        number=number,
                    ),
                )
            )
        return lines

    def _tell_of_learner_reviews(self, courses, since):
        learners = Domain(
            "learner_id.enrolment_ids", "any", Domain("course_id", "any", courses)
        )
        ours = (
            learners & Domain("state", "=", "closed") & Domain("held_date", ">=", since)
        )
        reviews = self.env["engagement.learner.review"]
        section = self.env._("What learners said in their reviews")
        lines = []
        for name, label in (
            ("satisfaction", self.env._("Satisfied")),
            ("goals_status", self.env._("Goals")),
        ):
            said = ours & Domain(name, "!=", False)
            [(learners_number,)] = reviews._read_group(
                said, [], ["learner_id:count_distinct"]
            )
            if learners_number < MINIMUM:
                continue
            counts = dict(reviews._read_group(said, [name], ["__count"]))
            number = sum(counts.values())
            if name == "satisfaction":
                mean = sum(int(key) * count for key, count in counts.items()) / number
                value = self.env._(
                    "%(mean).1f of 5 (%(number)s reviews)", mean=mean, number=number
                )
            else:
                behind = 100 * counts.get("behind", 0) / number
                value = self.env._(
                    "%(percent).0f %% behind (%(number)s reviews)",
                    percent=behind,
                    number=number,
                )
            lines.append(InputLine(section, label, value))
        return lines

    def _tell_of_actions(self, courses, since):
        reviews = self.env["engagement.review"].search(
            Domain("course_id", "any", courses)
            | Domain(
                "programme_id",
                "in",
                self.env["engagement.course"].search(courses).programme_id.ids,
            )
        )
        actions = self.env["engagement.action"].search_fetch(
            Domain("origin_model", "=", reviews._name)
            & Domain("origin_res_id", "in", reviews.ids)
            & Domain("confidentiality", "=", "normal")
            & Domain("state", "!=", "cancelled"),
            ["name", "state", "due_date"],
            order="due_date, id",
            limit=10,
        )
        labels = dict(actions._fields["state"]._description_selection(self.env))
        return [
            InputLine(
                self.env._("Changes from reviews before"),
                action.name,
                labels[action.state],
                action.due_date and format_date(self.env, action.due_date) or "",
            )
            for action in actions
        ]
