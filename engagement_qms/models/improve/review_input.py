# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from textwrap import shorten
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..code.provision_rate import rate_text

#: So many rows of one sort stand in a review; the rest is counted
LIMIT = 10
#: What is longer than this is cut: a review prepares, it does not repeat
LONG = 200


class InputLine(NamedTuple):
    """One thing that is known of what is reviewed; all of it text."""

    section: str
    label: str
    value: str = ""
    note: str = ""
    tone: str = ""  # danger, warning, success or nothing


class EngagementReviewInput(models.Model):
    """What Odoo knows of the subject: live while planned, kept as text once held.

    A live view shows what its reader may read, so two readers may see two views. What
    was kept is what the one who held the review could see. Figures about a code or an
    objective count every row and name nobody, as the rates of a code do, so whoever
    reads the review reads them. What is said of a party names contacts, needs and
    risks: that stays with those who look after the party, officers and leaders.
    """

    _inherit = "engagement.review"

    # Nobody reads it as it is: `inputs_html` decides who sees it
    evidence = fields.Json(groups=fields.NO_ACCESS, copy=False)
    inputs_html = fields.Html(
        string="What we know", compute="_compute_inputs_html", sanitize=False
    )

    @api.depends("party_id", "code_id", "objective_id", "kind", "state", "held_date")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_inputs_html(self):
        qweb = self.env["ir.qweb"]
        for review in self:
            lines = review._get_visible_lines()
            review.inputs_html = qweb._render(
                "engagement_qms.engagement_review_inputs",
                {"lines": lines, "hidden": lines is None, "review": review},
                minimal_qcontext=True,
            )

    def _get_visible_lines(self):
        """Return the lines for the user; None where they are hidden from the user."""
        self.ensure_one()
        subject = self._get_subject()
        if not subject:
            return []
        if self.state in ("planned", "cancelled"):
            readable = subject._origin.has_access("read")
            return self._get_input_lines() if readable else None
        if self.kind == "relationship" and not self._may_see_evidence():
            return None
        # sudo: nobody reads the field itself; the check is above
        return [InputLine(*line) for line in self.sudo().evidence or []]

    def _may_see_evidence(self):
        """Say whether the user looks after the party, or reads all of the company."""
        user = self.env.user
        # sudo: only who is responsible is read, to decide on the rest
        party = self.party_id.sudo()
        return (
            user in party.user_id | self.held_by_id
            or user.has_group("engagement_qms.group_engagement_officer")
            or user.has_group("engagement_qms.group_engagement_leader")
        )

    def _keep_evidence(self):
        """Keep what is known now; from here on it does not change."""
        for review in self:
            lines = review._get_input_lines()
            # sudo: the field is nobody's, so that nobody can change it afterwards
            review.sudo().evidence = [list(line) for line in lines]

    def _get_input_lines(self):
        """Return what is known of the subject, as a list of `InputLine`."""
        lines = self._get_last_review_lines()
        if self.kind == "relationship":
            return lines + self._get_relationship_lines(self.party_id._origin)
        if self.kind == "code":
            return lines + self._get_code_lines(self.code_id._origin)
        if self.kind == "objective":
            return lines + self._get_objective_lines(self.objective_id._origin)
        return lines

    def _get_previous(self):
        """Return the last closed review of the same subject, or nothing."""
        name = "root_id" if self.kind == "code" else self._review_subjects[self.kind]
        subject = self.code_id.root_id if self.kind == "code" else self[name]
        return self.search(
            Domain(name, "=", subject._origin.id)
            & Domain("state", "=", "closed")
            & Domain("id", "!=", self._origin.id),
            order="held_date desc, id desc",
            limit=1,
        )

    def _get_last_review_lines(self):
        previous = self._get_previous()
        if not previous:
            return []
        section = self.env._("Last review")
        decided = previous.decision_text or previous.outcome or ""
        return [
            InputLine(
                section,
                self.env._("Held on"),
                format_date(self.env, previous.held_date),
                shorten(decided, LONG, placeholder="…"),
            )
        ]

    # A relation

    # An objective

    # Words

    @api.model
    def _get_label(self, record, name):
        """Return the text of a choice, or nothing where none was made."""
        value = record[name]
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(value, "") if value else ""

    @api.model
    def _join(self, names):
        """Return the first names and how many more there are."""
        text = ", ".join(names[:LIMIT])
        more = len(names) - LIMIT
        if more > 0:
            text = self.env._("%(names)s and %(count)s more", names=text, count=more)
        return text

    @api.model
    def _format_rate(self, percent, sample):
        """Return a rate with its number; no data is said, never shown as a zero."""
        if not sample:
            return self.env._("no data")
        return rate_text(self.env, percent, sample)
