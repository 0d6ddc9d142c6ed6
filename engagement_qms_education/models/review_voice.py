# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.engagement_qms.models.improve.review_input import InputLine
from odoo.addons.engagement_qms.models.measure.source_satisfaction import MINIMUM

#: So many lines of one sort stand in a review
LIMIT = 10


class EngagementReviewVoice(models.Model):
    """What learners, families and employers said, for who reviews a programme.

    Figures name nobody, and fewer complaints than could hide who brought them are not
    counted. What employers miss is said with their name: they said it to us.
    """

    _inherit = "engagement.review"

    @api.model
    def _get_programme_sources(self):
        return [
            *super()._get_programme_sources(),
            "_tell_of_rounds",
            "_tell_of_complaints",
            "_tell_of_needs",
            "_tell_of_skill_gaps",
            "_tell_of_changes",
        ]

    def _get_voice_domain(self, name="programme_id"):
        """Return the domain of what is about the course or programme reviewed.

        :param str name: the field with the programme
        """
        if self.kind == "course":
            return Domain("course_id", "=", self.course_id._origin.id)
        return Domain(name, "=", self.programme_id._origin.id)

    def _tell_of_rounds(self, courses, since):
        rounds = self.env["engagement.survey.round"].search(
            self._get_voice_domain("learning_programme_id")
            & Domain("state", "in", ("closed", "done"))
            & Domain("closed_on", ">=", since),
            order="closed_on desc, id desc",
            limit=LIMIT,
        )
        section = self.env._("What surveys say")
        return [
            InputLine(
                section,
                asked.name,
                asked.index_text or self.env._("too few answers to show"),
                asked.response_text or "",
            )
            for asked in rounds
        ]

    def _tell_of_complaints(self, courses, since):
        complaints = self.env["engagement.complaint"]
        labels = dict(complaints._fields["kind"]._description_selection(self.env))
        ours = (
            self._get_voice_domain()
            & Domain("received_at", ">=", since)
            & Domain("confidentiality", "!=", "secret")
        )
        counts = complaints._read_group(ours, ["kind"], ["__count"])
        if sum(count for _kind, count in counts) < MINIMUM:
            return []
        upheld = complaints.search_count(
            ours & Domain("verdict", "in", ("upheld", "partly"))
        )
        section = self.env._("Complaints and appeals")
        lines = [InputLine(section, labels[kind], str(count)) for kind, count in counts]
        lines.append(
            InputLine(section, self.env._("Upheld, also in part"), str(upheld))
        )
        return lines

    def _tell_of_needs(self, courses, since):
        if self.kind == "course":
            return []
        programme = self.programme_id._origin
        needs = self.env["engagement.need"]
        labels = dict(needs._fields["status"]._description_selection(self.env))
        counts = dict(
            needs._read_group(
                [("learning_programme_ids", "in", programme.ids)],
                ["status"],
                ["__count"],
            )
        )
        section = self.env._("Needs it is to meet")
        return [
            InputLine(section, labels[status], str(counts[status]))
            for status in labels
            if counts.get(status)
        ]

    def _tell_of_skill_gaps(self, courses, since):
        if self.kind == "course":
            return []
        gaps = self.env["engagement.skill.gap"].search(
            Domain("programme_id", "=", self.programme_id._origin.id)
            & (Domain("state", "=", "open") | Domain("raised_on", ">=", since)),
            limit=LIMIT,
        )
        labels = dict(gaps._fields["state"]._description_selection(self.env))
        section = self.env._("What employers miss")
        return [
            InputLine(
                section,
                gap.name,
                self.env._(
                    "%(employer)s, importance %(importance)s",
                    employer=gap.partner_id.name,
                    importance=gap.importance,
                ),
                labels[gap.state],
                "danger" if gap.state == "open" else "",
            )
            for gap in gaps
        ]

    def _tell_of_changes(self, courses, since):
        if self.kind == "course":
            return []
        actions = self.env["engagement.action"].search(
            Domain("learning_programme_id", "=", self.programme_id._origin.id)
            & Domain("state", "!=", "cancelled")
            & Domain("confidentiality", "=", "normal")
            & Domain("create_date", ">=", since),
            order="due_date, id",
            limit=LIMIT,
        )
        labels = dict(actions._fields["state"]._description_selection(self.env))
        cited = dict(actions._fields["cites_input"]._description_selection(self.env))
        section = self.env._("Changes of the programme")
        return [
            InputLine(
                section,
                action.name,
                labels[action.state],
                ", ".join(
                    filter(
                        None,
                        (
                            cited.get(action.cites_input),
                            action.due_date and format_date(self.env, action.due_date),
                        ),
                    )
                ),
            )
            for action in actions
        ]
