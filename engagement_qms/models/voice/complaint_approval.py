# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from .authority_mixin import AUTHORITIES, AUTHORITY_GROUPS, RANKS


class EngagementComplaintApproval(models.Model):
    """Who has to agree to an answer: by how grave it is, and what the remedy costs."""

    _inherit = "engagement.complaint"

    required_authority = fields.Selection(
        selection=AUTHORITIES,
        string="Has to be agreed to by",
        compute="_compute_required_authority",
        help="The higher one of what the assessment says and what the remedy is worth.",
    )
    may_approve = fields.Boolean(compute="_compute_may_approve")

    @api.depends("authority", "remedy_value", "currency_id", "company_id")
    def _compute_required_authority(self):
        for complaint in self:
            by_amount = complaint._get_authority_by_amount()
            by_grade = complaint.authority or "handler"
            complaint.required_authority = max(by_amount, by_grade, key=RANKS.index)

    @api.depends("required_authority", "user_id", "state")
    @api.depends_context("uid")
    def _compute_may_approve(self):
        for complaint in self:
            complaint.may_approve = not complaint._get_approval_obstacle()

    def action_approve(self):
        """Agree to an answer that is above what its handler may decide."""
        self._check_state(("proposed",))
        for complaint in self:
            obstacle = complaint._get_approval_obstacle()
            if obstacle:
                raise AccessError(obstacle)
        # sudo: a leader agrees to an answer without being able to rewrite it
        self.sudo()._approve(self.env.user)
        return True

    def _approve(self, user=None):
        self._step().write(
            {
                "approved_by_id": (user or self.env.user).id,
                "approved_at": fields.Datetime.now(),
            }
        )

    def _get_approval_obstacle(self):
        """Return why the user may not agree to the answer, or nothing."""
        self.ensure_one()
        needed = self.required_authority
        group = AUTHORITY_GROUPS.get(needed)
        if not self._has_authority(needed):
            labels = dict(self._fields["authority"]._description_selection(self.env))
            return self.env._(
                "This answer has to be agreed to by another role: %(role)s.",
                role=labels[needed],
            )
        # sudo: whether it is about the user, who may not read that
        if self.env.user in self.sudo().concerned_user_ids:
            return self.env._("It is about you: somebody else agrees to the answer.")
        small = self.company_id.engagement_small_organisation
        if group and self.env.user == self.user_id and not small:
            return self.env._(
                "Whoever handles %(number)s does not agree to the own answer. Ask "
                "somebody else.",
                number=self.number,
            )
        return False

    def _alarm_leaders(self):
        """Tell the leaders at once, by an activity that names the number only."""
        for complaint in self:
            company = complaint.company_id
            team_leader = complaint.team_id.user_id.filtered(
                lambda user, company=company: company in user.company_ids
            )
            told = complaint._get_leaders() | team_leader
            for user in told - complaint.concerned_user_ids:
                # sudo: the leader hears of it, whoever noticed
                complaint.sudo()._schedule_activity(
                    user, self.env._("Danger: look at it at once")
                )

    def _schedule_activity(self, user, summary, day=None):
        """Point somebody at a complaint; the text names nobody and nothing of it.

        :param user: whom to tell
        :param str summary: what to do
        :param datetime.date day: until when; today when empty
        """
        return self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day or fields.Date.context_today(self),
            summary=summary,
            user_id=user.id,
        )
