# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from .action import KINDS


class EngagementLesson(models.Model):
    """What was learned from an action, for everybody inside, without who and whom.

    A view over the actions that are open to all: it shows neither their title nor
    their people, and of a protected action nothing at all.
    """

    _name = "engagement.lesson"
    _description = "Lesson"
    _auto = False
    _order = "learned_on desc, id desc"
    _rec_name = "lesson"
    _rec_names_search = ["lesson", "process_name"]
    _depends = {
        "engagement.action": [
            "active",
            "check_result",
            "checked_on",
            "company_id",
            "confidentiality",
            "implemented_on",
            "kind",
            "lesson",
            "process_id",
        ],
        "engagement.process": ["name"],
    }

    lesson = fields.Text(readonly=True)
    kind = fields.Selection(selection=KINDS, string="Learned from", readonly=True)
    check_result = fields.Selection(
        selection=lambda self: (
            self.env["engagement.action"]
            ._fields["check_result"]
            ._description_selection(self.env)
        ),
        string="Did it help?",
        readonly=True,
    )
    process_name = fields.Char(string="Process", readonly=True)
    learned_on = fields.Date(string="Learned", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT action.id, action.lesson, action.kind, action.check_result,
                   process.name AS process_name, action.company_id,
                   COALESCE(action.checked_on, action.implemented_on) AS learned_on
              FROM engagement_action AS action
         LEFT JOIN engagement_process AS process ON process.id = action.process_id
             WHERE action.active AND action.confidentiality = 'normal'
               AND action.lesson IS NOT NULL AND action.lesson != ''
               AND action.implemented_on IS NOT NULL
            """
        )
