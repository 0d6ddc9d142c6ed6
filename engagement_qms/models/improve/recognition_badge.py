# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngagementRecognition(models.Model):
    """Thanks may come with a badge of Odoo's, which is seen beside the people."""

    _inherit = "engagement.recognition"

    badge_id = fields.Many2one(
        comodel_name="gamification.badge",
        domain="[('rule_auth', '!=', 'nobody')]",
        ondelete="restrict",
        index="btree_not_null",
        help="Those who are named and have a login get it, and are told at once.",
    )
    badge_user_ids = fields.One2many(
        comodel_name="gamification.badge.user",
        inverse_name="engagement_recognition_id",
        string="Badges given",
    )

    @api.constrains("badge_id", "public")
    def _check_badge_is_public(self):
        for recognition in self:
            if recognition.badge_id and not recognition.public:
                raise ValidationError(
                    self.env._(
                        "Everybody sees a badge. Make the thanks public, or leave the "
                        "badge out."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        recognitions = super().create(vals_list)
        recognitions._give_badges()
        return recognitions

    def write(self, vals):
        result = super().write(vals)
        if {"badge_id", "employee_ids"} & vals.keys():
            self._give_badges()
        return result

    def _give_badges(self):
        """Give each person who is named the badge once, and take back what is wrong.

        Badges are given in the name of whoever is logged in, so that Odoo's own rules
        hold: who may give them, and how many a month.

        :raises UserError: when that person may not give this badge
        """
        wanted = {}
        for recognition in self:
            # sudo: which logins the people have, to give them the badge
            for employee in recognition.sudo().employee_ids.employee_id:
                if recognition.badge_id and employee.user_id:
                    key = recognition, recognition.badge_id, employee.user_id
                    wanted[key] = employee
        # sudo: Odoo lets nobody take a badge back; these were given by these thanks
        given = self.sudo().badge_user_ids
        kept = given.filtered(lambda badge: badge._get_key() in wanted)
        (given - kept).unlink()
        badges = self.env["gamification.badge.user"].create(
            [
                {
                    "engagement_recognition_id": recognition.id,
                    "badge_id": badge.id,
                    "user_id": user.id,
                    "employee_id": employee.id,
                    # sudo: whose thanks they are
                    "sender_id": recognition.given_by_id.sudo().user_id.id,
                }
                for (recognition, badge, user), employee in wanted.items()
                if (recognition, badge, user) not in {one._get_key() for one in kept}
            ]
        )
        for badge in badges:
            badge._send_badge()


class GamificationBadgeUser(models.Model):
    """A badge that somebody got; it may belong to thanks of ours."""

    _inherit = "gamification.badge.user"

    engagement_recognition_id = fields.Many2one(
        comodel_name="engagement.recognition",
        string="Thanks",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )

    def _get_key(self):
        """Return (thanks, badge, login), of which there is one."""
        return self.engagement_recognition_id, self.badge_id, self.user_id
