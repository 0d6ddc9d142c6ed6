# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain


class EngagementEvaluationMirror(models.Model):
    """From an evaluation to both sides, and to what is done together because of it."""

    _inherit = "engagement.evaluation"

    joint_action_count = fields.Integer(
        string="Actions", compute="_compute_joint_action_count"
    )

    def _compute_joint_action_count(self):
        counts = dict(
            self.env["engagement.action"]._read_group(
                self._get_joint_action_domain(),
                ["origin_res_id"],
                ["__count"],
            )
        )
        for evaluation in self:
            evaluation.joint_action_count = counts.get(evaluation.id, 0)

    def _get_joint_action_domain(self):
        """Return which actions are there because of these evaluations."""
        return Domain("origin_model", "=", self._name) & Domain(
            "origin_res_id", "in", self.ids
        )

    def action_view_mirror(self):
        """Open both sides of the partner."""
        self.ensure_one()
        return self.partner_id._get_mirror_action(self.company_id)

    def action_view_actions(self):
        """Open what is done because of this evaluation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Actions"),
            "res_model": "engagement.action",
            "view_mode": "list,kanban,form",
            "domain": self._get_joint_action_domain(),
            "context": {},
        }

    def action_create_action(self):
        """Open a new action that the partner does with us."""
        self.ensure_one()
        return self._get_joint_action(
            self.partner_id,
            self.env._("Work better with %(name)s", name=self.partner_id.name),
        )

    def _get_joint_action(self, partner, title):
        """Return the window of a new action with a partner.

        :param str title: what the action is called at first
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New joint action"),
            "res_model": "engagement.action",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": self.env["engagement.action"]._get_origin_defaults(self)
            | {
                "default_name": title,
                "default_kind": "improvement",
                "default_partner_ids": partner.ids,
                "default_company_id": self.company_id.id,
            },
        }


class EngagementEvaluationLineMirror(models.Model):
    """From a low score to what is done about it together."""

    _inherit = "engagement.evaluation.line"

    def action_create_action(self):
        """Open a new action about this score that the partner does with us."""
        self.ensure_one()
        evaluation = self.evaluation_id
        partner = evaluation.partner_id
        return evaluation._get_joint_action(
            partner,
            self.env._(
                "%(criterion)s, together with %(name)s",
                criterion=self.name,
                name=partner.name,
            )
            if partner
            else self.name,
        )


class EngagementActionMirror(models.Model):
    """What came of an evaluation is told to the partner who got or gave it."""

    _inherit = "engagement.action"

    def _get_speakers(self, origin):
        if origin._name == "engagement.evaluation" and self.confidentiality == "normal":
            return origin.sent_to_id
        return super()._get_speakers(origin)


class ResPartnerMirror(models.Model):
    """From the contact to both sides."""

    _inherit = "res.partner"

    def action_view_engagement_mirror(self):
        """Open how we rate the partner and how the partner rates us."""
        self.ensure_one()
        return self._get_mirror_action(self.env.company)

    def _get_mirror_action(self, company):
        partner = self.commercial_partner_id
        mirror = self.env["engagement.partner.mirror"].search(
            [("partner_id", "=", partner.id), ("company_id", "=", company.id)]
        )
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_partner_mirror_action"
        )
        if mirror:
            return action | {
                "res_id": mirror.id,
                "view_mode": "form",
                "views": [(False, "form")],
            }
        return action | {"context": {"search_default_partner_id": partner.id}}
