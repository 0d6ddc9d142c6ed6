# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten

from odoo import api, fields, models

#: So many names stand in a section; the rest is counted
NAMES = 5
#: A name that is longer is cut
LONG = 120


@dataclass(frozen=True)
class Pack:
    """For whom, and of which time, a review is filled."""

    company: models.Model
    since: date
    until: date
    #: What was read for one section and serves another
    known: dict = field(default_factory=dict)


class EngagementReviewInput(models.Model):
    """One thing that a management review looks at, and what is known of it.

    The text is what Odoo knew when the section was filled; from the day on which the
    review was held it stays. The owner says what it means. Where nothing is known,
    the section says why.

    Other addons add what they know by extending `_get_fillers`. Each method is called
    once for a review, with a fixed number of queries whatever there is to count; it
    counts all of the company and names nothing that is protected.
    """

    _name = "engagement.review.input"
    _description = "Input of a Management Review"
    _inherit = ["engagement.review.line.mixin"]
    _order = "review_id, sequence, id"
    _step_fields = frozenset({"key", "mandatory", "text"})

    name = fields.Char(string="Section", required=True)
    key = fields.Char(readonly=True)
    sequence = fields.Integer(default=100)
    mandatory = fields.Boolean(readonly=True)
    question = fields.Char(string="What is asked", readonly=True)
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Presented by",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    text = fields.Text(string="What Odoo knows", readonly=True, copy=False)
    note = fields.Text(
        string="What it means", copy=False, help="What the owner adds to the figures."
    )
    no_data_reason = fields.Char(string="No data because", copy=False)
    blank = fields.Boolean(
        string="Nothing in it",
        compute="_compute_blank",
        store=True,
        help="Neither does Odoo know anything, nor did anybody write something.",
    )

    _key_once = models.UniqueIndex(
        "(review_id, key) WHERE key IS NOT NULL", "This section is there already."
    )

    @api.depends("text", "note")
    def _compute_blank(self):
        for section in self:
            section.blank = not (
                (section.text or "").strip() or (section.note or "").strip()
            )

    # What Odoo knows

    @api.model
    def _get_fillers(self):
        """Return {key: name of the method that returns its lines}; addons add theirs.

        Several methods may write one section: a list of names.
        """
        return {}

    @api.model
    def _get_texts(self, pack):
        """Return {key: text} of all that Odoo knows; empty where it knows nothing.

        :param Pack pack: the company and the time
        """
        # sudo: figures count every record of the company, whoever opens the review;
        # each filler names only what is not protected
        known = self.sudo().with_company(pack.company)
        self.env.flush_all()
        texts = {}
        for key, names in self._get_fillers().items():
            lines = [line for name in names for line in getattr(known, name)(pack)]
            texts[key] = "\n".join(lines)
        return texts

    @api.model
    def _look(self, query):
        """Return the one row of a query that only counts, by the names of its columns.

        :param SQL query: counts all of a company
        """
        return self.env.execute_query_dict(query)[0]

    @api.model
    def _tell(self, title, counts):
        """Return one line, “title: 3 of this, 1 of that”; none where all are 0.

        :param str title: what is counted
        :param counts: pairs of a label and how many
        """
        told = [f"{label} {number}" for label, number in counts if number]
        return [f"{title}: {', '.join(told)}"] if told else []

    @api.model
    def _list_names(self, names):
        """Return the first names and how many more there are."""
        text = ", ".join(shorten(name, LONG, placeholder="…") for name in names[:NAMES])
        more = len(names) - NAMES
        if more > 0:
            return self.env._("%(names)s and %(count)s more", names=text, count=more)
        return text
