# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .complaint import KINDS
from .complaint_close import OPEN_STATES

#: Who may confirm that a complaint is something else
CHECKER_GROUPS = (
    "engagement_qms.group_engagement_officer",
    "engagement_qms.group_engagement_confidential",
)
#: Points a team leader at what waits for a second person
CONFIRM_ACTIVITY = "engagement_qms.mail_activity_type_confirm"


class EngagementComplaintReclassify(models.Model):
    """A complaint that is something else: another kind, or no complaint at all.

    To call a complaint something else is the easiest way to lose it, so somebody gives
    the reason, somebody else agrees, and the complainant is told. In a small
    organisation, one person may do it who says why nobody else checked.
    """

    _name = "engagement.complaint"
    _inherit = ["engagement.complaint", "engagement.voice.mixin"]

    feedback_id = fields.Many2one(
        comodel_name="engagement.feedback",
        string="Became the feedback",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    reclass_to = fields.Selection(
        selection="_selection_reclass_to",
        string="To be handled as",
        readonly=True,
        copy=False,
    )
    reclass_reason = fields.Text(
        string="Why it is something else", readonly=True, copy=False
    )
    reclass_asked_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked by",
        readonly=True,
        copy=False,
    )
    reclass_asked_at = fields.Datetime(string="Asked", readonly=True, copy=False)
    reclass_state = fields.Selection(
        selection=[
            ("asked", "Asked for"),
            ("confirmed", "Confirmed"),
            ("self_checked", "Checked by one person only"),
            ("refused", "Refused"),
            ("taken_back", "Taken back"),
        ],
        string="Something else",
        readonly=True,
        copy=False,
    )
    reclass_checked_by_id = fields.Many2one(
        comodel_name="res.users", string="Checked by", readonly=True, copy=False
    )
    may_confirm_reclass = fields.Boolean(compute="_compute_may_confirm_reclass")

    @api.model
    def _selection_reclass_to(self):
        mine = self._fields["kind"]._description_selection(self.env)
        theirs = self.env["engagement.feedback"]._fields["kind"]
        return [*mine, *theirs._description_selection(self.env)]

    @api.depends("reclass_state", "reclass_asked_by_id")
    @api.depends_context("uid")
    def _compute_may_confirm_reclass(self):
        for complaint in self:
            complaint.may_confirm_reclass = bool(
                complaint.reclass_state == "asked"
                and not complaint._get_reclass_obstacle()
            )

    def action_ask_reclass(self):
        """Ask as what it is to be handled, and why."""
        self.ensure_one()
        self._check_state(OPEN_STATES)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Handle as something else"),
            "res_model": "engagement.complaint.reclass",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def action_reclass_confirm(self):
        """Agree, as the second person, that it is something else."""
        self.ensure_one()
        self._check_reclass_asked()
        obstacle = self._get_reclass_obstacle()
        if obstacle:
            raise AccessError(obstacle)
        return self._reclassify()

    def action_reclass_refuse(self):
        """Say, as the second person, that it stays what it is."""
        self._check_reclass_asked()
        for complaint in self:
            obstacle = complaint._get_reclass_obstacle()
            if obstacle:
                raise AccessError(obstacle)
        self._settle_reclass("refused")
        for complaint in self:
            complaint._note(self.env._("It stays what it is: not confirmed."))
        return True

    def action_reclass_take_back(self):
        """Take back the wish to handle it as something else."""
        self._check_reclass_asked()
        for complaint in self:
            if complaint.reclass_asked_by_id != self.env.user:
                raise AccessError(
                    self.env._("Only the one who asked takes it back. Refuse it.")
                )
        self._settle_reclass("taken_back")
        for complaint in self:
            complaint._note(self.env._("It stays what it is: taken back."))
        return True

    def action_open_feedback(self):
        """Open the feedback that it became."""
        self.ensure_one()
        return self.feedback_id.get_formview_action()

    def _ask_reclass(self, kind, reason, self_check=None):
        """Ask to handle a complaint as something else; a second person confirms.

        :param str kind: a kind of complaint or of feedback
        :param str reason: why, as the complainant may read it
        :param str self_check: in a small organisation, why nobody else checks: it is
            done at once
        :return: an action where it was done at once
        """
        self.ensure_one()
        self._check_state(OPEN_STATES)
        reason, self_check = (reason or "").strip(), (self_check or "").strip()
        labels = dict(self._selection_reclass_to())
        if self.reclass_state == "asked":
            raise UserError(
                self.env._(
                    "%(user)s asked already to handle %(number)s as “%(kind)s”.",
                    user=self.reclass_asked_by_id.name,
                    number=self.number,
                    kind=labels[self.reclass_to],
                )
            )
        if kind not in labels or kind == self.kind:
            raise UserError(
                self.env._(
                    "Choose what %(number)s is instead of “%(kind)s”.",
                    number=self.number,
                    kind=labels[self.kind],
                )
            )
        if not reason:
            raise UserError(self.env._("Say why: the complainant reads it."))
        small = self.company_id.engagement_small_organisation
        if self_check and not small:
            raise UserError(
                self.env._("Somebody else confirms it: no reason replaces that here.")
            )
        self._step().write(
            {
                "reclass_to": kind,
                "reclass_reason": reason,
                "reclass_asked_by_id": self.env.uid,
                "reclass_asked_at": fields.Datetime.now(),
                "reclass_state": "asked",
                "reclass_checked_by_id": False,
            }
        )
        if self_check:
            self.self_check_reason = self_check
            return self._reclassify()
        self._note(
            self.env._(
                "To be handled as “%(kind)s”: %(reason)s",
                kind=labels[kind],
                reason=reason,
            )
        )
        leader = self.team_id.user_id
        # sudo: whom it is about, whoever asks
        if leader and leader not in self.sudo().concerned_user_ids | self.env.user:
            # sudo: somebody else is asked, whoever asks
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                CONFIRM_ACTIVITY, user_id=leader.id
            )
        return None

    def _reclassify(self):
        """Handle it as what was asked for, and tell the complainant.

        :return: the action that shows what it became
        """
        self.ensure_one()
        # sudo: it may be secret from now on, and what it becomes is somebody else's
        complaint = self.sudo()
        kind, reason = complaint.reclass_to, complaint.reclass_reason
        labels = dict(self._selection_reclass_to())
        done = self.env._(
            "Handled as “%(kind)s”, asked for by %(asker)s: %(reason)s",
            kind=labels[kind],
            asker=complaint.reclass_asked_by_id.name,
            reason=reason,
        )
        alone = complaint.reclass_asked_by_id == self.env.user
        if alone:
            done += "\n" + self.env._(
                "Nobody else checked: %(why)s", why=complaint.self_check_reason
            )
        complaint._settle_reclass("self_checked" if alone else "confirmed")
        complaint._note(done)
        if kind in dict(KINDS):
            complaint._become_kind(kind, reason)
            became = complaint
        else:
            became = complaint._become_feedback(kind, reason)
        # sudo: and back, to see what the user may still open
        became = became.sudo(False)
        if became.has_access("read"):
            return became.get_formview_action()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaints"),
            "res_model": self._name,
            "views": [[False, "list"], [False, "form"]],
            "target": "main",
        }

    def _become_kind(self, kind, reason):
        """Make it another kind of complaint; the clock goes on."""
        self._step().write({"kind": kind})
        if self.team_id.kind and self.team_id.kind != kind:
            self.team_id = False
            self._compute_team_id()
        self._tell("update", reason)

    def _become_feedback(self, kind, reason):
        """Close it, and go on with it as feedback.

        :return: the feedback
        """
        origin = self.origin_model and self.origin_res_id
        feedback = self.env["engagement.feedback"].create(
            self._copy_shared("engagement.feedback")
            | {
                "kind": kind,
                "text": self.description,
                "origin_model": self.origin_model if origin else self._name,
                "origin_res_id": self.origin_res_id if origin else self.id,
            }
        )
        self._hand_over(feedback)
        self._step().write({"feedback_id": feedback.id})
        feedback._note(self.env._("Was the complaint %s.", self.number))
        self._close("reclassified", reason)
        return feedback

    def _settle_reclass(self, state):
        """Note who decided on the wish to handle it as something else.

        :param str state: what was decided
        """
        self._step().write(
            {"reclass_state": state, "reclass_checked_by_id": self.env.uid}
        )
        # sudo: nobody is asked any more, whoever was
        self.sudo().activity_unlink([CONFIRM_ACTIVITY])

    def _check_reclass_asked(self):
        for complaint in self:
            if complaint.reclass_state != "asked":
                raise UserError(
                    self.env._(
                        "Nobody asked to handle %(number)s as something else.",
                        number=complaint.number,
                    )
                )

    def _get_reclass_obstacle(self):
        """Return why the user may not confirm or refuse, or nothing."""
        self.ensure_one()
        if self.reclass_asked_by_id == self.env.user:
            return self.env._("You asked yourself: somebody else confirms or refuses.")
        if not any(self.env.user.has_group(group) for group in CHECKER_GROUPS):
            return self.env._("An officer or a manager confirms or refuses.")
        # sudo: whether it is about the user, who may not read that
        if self.env.user in self.sudo().concerned_user_ids:
            return self.env._("It is about you: somebody else confirms or refuses.")
        return False
