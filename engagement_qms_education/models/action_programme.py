# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: Whose word a change of a programme can go back to
CITED = [
    ("learner", "Learners"),
    ("guardian", "Families"),
    ("employer", "Employers"),
    ("educator", "Educators"),
    ("authority", "Regulators"),
    ("none", "Nobody: our own idea"),
]
#: By which group of parties a need tells who is cited
CITED_CATEGORIES = {
    "category_learner": "learner",
    "category_guardian": "guardian",
    "category_employer": "employer",
    "category_educator": "educator",
    "category_regulator": "authority",
}


class EngagementAction(models.Model):
    """A change of a programme, and whose word it goes back to."""

    _inherit = "engagement.action"

    learning_programme_id = fields.Many2one(
        comodel_name="engagement.programme",
        string="Changes the programme",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="What is taught, or how, becomes another by this.",
    )
    cites_input = fields.Selection(
        selection=CITED,
        string="Goes back to what was said by",
        tracking=True,
        help="Of all changes of programmes it is counted how many go back to learners "
        "or employers.",
    )
    cites_what = fields.Char(
        string="What they said", help="The survey, the panel, the review, and what."
    )

    _programme_idx = models.Index(
        "(learning_programme_id, state) WHERE learning_programme_id IS NOT NULL"
    )

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._answer_skill_gaps()
        return actions

    def _answer_skill_gaps(self):
        """Let a gap know the first action that follows from it."""
        gaps = self.env["engagement.skill.gap"]
        for action in self.filtered(lambda a: a.origin_model == gaps._name):
            gap = gaps.browse(action.origin_res_id).exists()
            if gap and (not gap.action_id or gap.action_id.state == "cancelled"):
                gap.action_id = action


class EngagementNeed(models.Model):
    """For which programmes a need counts."""

    _inherit = "engagement.need"

    learning_programme_ids = fields.Many2many(
        comodel_name="engagement.programme",
        relation="engagement_need_programme_rel",
        string="Programmes",
        check_company=True,
        help="The programmes that are to meet it.",
    )

    def _get_action_defaults(self):
        """Let a change that follows from a need say for which programme, and whose."""
        self.ensure_one()
        defaults = super()._get_action_defaults()
        if len(self.learning_programme_ids) == 1:
            defaults["default_learning_programme_id"] = self.learning_programme_ids.id
        xmlid = self.party_category_id.get_external_id().get(self.party_category_id.id)
        module, _dot, name = (xmlid or "").partition(".")
        if module == "engagement_qms_education" and name in CITED_CATEGORIES:
            defaults["default_cites_input"] = CITED_CATEGORIES[name]
            defaults["default_cites_what"] = self.name
        return defaults


class EngagementObjective(models.Model):
    """What a school wants to reach with its programmes."""

    _inherit = "engagement.objective"

    learning_programme_ids = fields.Many2many(
        comodel_name="engagement.programme",
        relation="engagement_objective_programme_rel",
        string="Programmes",
        check_company=True,
        help="The programmes in which it is to be reached.",
    )
