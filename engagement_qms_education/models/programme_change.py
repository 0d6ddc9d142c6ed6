# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .programme_partner import EMPLOYER_ROLES


class EngagementProgrammeChange(models.Model):
    """What is asked of a programme, and what was changed because of it."""

    _inherit = "engagement.programme"

    need_ids = fields.Many2many(
        comodel_name="engagement.need",
        relation="engagement_need_programme_rel",
        string="Needs",
        check_company=True,
        groups="engagement_qms.group_engagement_user",
    )
    skill_gap_ids = fields.One2many(
        comodel_name="engagement.skill.gap",
        inverse_name="programme_id",
        string="Skill gaps",
        groups="engagement_qms.group_engagement_user,"
        "engagement_qms_education.group_education_user",
    )
    skill_gap_count = fields.Integer(
        compute="_compute_skill_gap_count",
        string="Gaps not answered",
        groups="engagement_qms.group_engagement_user,"
        "engagement_qms_education.group_education_user",
    )
    change_count = fields.Integer(
        compute="_compute_change_count",
        string="Changes",
        groups="engagement_qms.group_engagement_user",
    )

    def _compute_skill_gap_count(self):
        counts = dict(
            self.env["engagement.skill.gap"]._read_group(
                [("programme_id", "in", self.ids), ("state", "=", "open")],
                ["programme_id"],
                ["__count"],
            )
        )
        for programme in self:
            programme.skill_gap_count = counts.get(programme._origin, 0)

    def _compute_change_count(self):
        counts = dict(
            self.env["engagement.action"]._read_group(
                [
                    ("learning_programme_id", "in", self.ids),
                    ("state", "!=", "cancelled"),
                ],
                ["learning_programme_id"],
                ["__count"],
            )
        )
        for programme in self:
            programme.change_count = counts.get(programme._origin, 0)

    def action_view_skill_gaps(self):
        """Open what employers miss in those who learnt here."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_skill_gap_action"
        )
        return action | {
            "domain": [("programme_id", "=", self.id)],
            "context": {"default_programme_id": self.id},
        }

    def action_view_changes(self):
        """Open what is or was changed in the programme."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_action_action"
        )
        return action | {
            "domain": [("learning_programme_id", "=", self.id)],
            "context": {
                "default_learning_programme_id": self.id,
                "default_kind": "improvement",
            },
        }

    def _get_employers(self):
        """Return the employers who have to do with the programmes today."""
        # sudo: whom to ask; only contacts are taken
        programmes = self.sudo()
        current = programmes.env["engagement.programme.partner"].search(
            [
                ("programme_id", "in", self.ids),
                ("role", "in", EMPLOYER_ROLES),
                ("current", "=", True),
            ]
        )
        return current.partner_id | programmes.skill_gap_ids.partner_id

    def _get_need_matrix(self):
        """Return [(need, [whether each of these programmes is to meet it])].

        The needs of those who have to do with a school stand there also where no
        programme is to meet them: that is what the print is looked at for.
        """
        categories = self.env["engagement.party.category"].browse(
            self.env["ir.model.data"]
            .sudo()  # sudo: which groups this addon has shipped
            .search(
                [
                    ("module", "=", "engagement_qms_education"),
                    ("model", "=", "engagement.party.category"),
                ]
            )
            .mapped("res_id")
        )
        needs = self.env["engagement.need"].search(
            [
                ("company_id", "in", self.company_id.ids),
                "|",
                ("learning_programme_ids", "in", self.ids),
                ("party_category_id", "in", categories.ids),
            ],
            order="party_category_id, party_id, id",
        )
        return [
            (need, [programme in need.learning_programme_ids for programme in self])
            for need in needs
        ]

    def _get_edition_label(self):
        """Return by which edition the school works, for what is printed."""
        # sudo: the setting is for everybody to know
        company = self.company_id[:1].sudo()
        labels = company._fields["engagement_education_edition"].selection
        return dict(labels).get(company.engagement_education_edition, "")
