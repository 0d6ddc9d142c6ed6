# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..code import clock
from ..mixins.batches import run_in_batches

_lt = LazyTranslate(__name__)

#: So many days after the acknowledgement somebody looks whether it had bad effects
CHECK_DAYS = (30, 90)
ACTIVITY_TYPE = "engagement_qms.complaint_activity_check"


class EngagementComplaintCheck(models.Model):
    """A look at whether speaking up brought anybody a disadvantage.

    The outcome is kept here: an activity that is done is archived, and everybody who
    sees the record reads it.
    """

    _name = "engagement.complaint.check"
    _description = "Check for Retaliation"
    _inherit = ["engagement.step.mixin"]
    _order = "planned_on, id"
    _step_fields = frozenset({"done_on", "done_by_id"})
    _step_fields_once = frozenset({"complaint_id", "days", "planned_on"})

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True)
    days = fields.Integer(
        string="Days after", required=True, readonly=True, aggregator=None
    )
    planned_on = fields.Date(string="Planned", required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Checked by",
        index="btree_not_null",
        domain="[('share', '=', False)]",
    )
    outcome = fields.Selection(
        selection=[
            ("none", "No disadvantage"),
            ("seen", "Disadvantage seen"),
            ("unknown", "Cannot be told"),
        ]
    )
    note = fields.Text(help="What was seen, and what is done about it.")
    done_on = fields.Date(string="Checked", readonly=True)
    done_by_id = fields.Many2one(
        comodel_name="res.users", string="Done by", readonly=True
    )

    _once = models.UniqueIndex("(complaint_id, days)", "This check is planned already.")
    _open_idx = models.Index("(user_id, planned_on) WHERE done_on IS NULL")

    @api.depends("complaint_id", "days")
    def _compute_display_name(self):
        for check in self:
            # sudo: the number is no secret
            number = check.complaint_id.sudo().number
            check.display_name = self.env._(
                "%(number)s, after %(days)s days", number=number, days=check.days
            )

    def write(self, vals):
        if not self._in_step():
            self.complaint_id._check_may_be_filled()
            done = self.filtered("done_on")
            if done and vals.keys() & {"outcome", "note"}:
                raise UserError(
                    self.env._(
                        "“%(check)s” was done, so its outcome stays.",
                        check=done[0].display_name,
                    )
                )
        return super().write(vals)

    def action_done(self):
        """Note the outcome for good, and let the activity be done."""
        for check in self:
            if check.done_on:
                raise UserError(
                    self.env._(
                        "“%(check)s” was done already.", check=check.display_name
                    )
                )
            if not check.outcome:
                raise UserError(
                    self.env._("Say what the check showed: choose an outcome.")
                )
            if check.outcome != "none" and not check.note:
                raise UserError(
                    self.env._("Say what was seen, or why it cannot be told.")
                )
            check._step().write(
                {
                    "done_on": fields.Date.context_today(self),
                    "done_by_id": self.env.uid,
                }
            )
        for complaint in self.complaint_id:
            if all(check.done_on for check in complaint.check_ids):
                # sudo: whoever was to look, it was done
                complaint.sudo().activity_feedback([ACTIVITY_TYPE])
        return True


class EngagementComplaint(models.Model):
    """Who spoke up under protection is looked after once more, and once again."""

    _inherit = "engagement.complaint"

    check_ids = fields.One2many(
        comodel_name="engagement.complaint.check",
        inverse_name="complaint_id",
        string="Checks for retaliation",
        groups="engagement_qms.group_engagement_user",
    )

    _check_idx = models.Index(
        "(acknowledged_at) WHERE confidentiality = 'secret' OR protect_identity"
    )

    @api.model
    def _cron_check_no_retaliation(self):
        """Plan the checks that are due, also those of days that were missed."""
        # a day more than needed: the day is that of the place, which is looked at below
        days = timedelta(days=CHECK_DAYS[0] - 1)
        protected = Domain("confidentiality", "=", "secret") | Domain(
            "protect_identity", "=", True
        )
        complaints = self.search(
            protected
            & Domain("acknowledged_at", "<=", fields.Datetime.now() - days)
            & Domain("emptied_on", "=", False)
            & Domain("check_ids", "not any", [("days", "=", CHECK_DAYS[-1])]),
            order="id",
        )
        return run_in_batches(complaints, lambda part: part._plan_checks())

    def _plan_checks(self):
        """Plan the check that is due by now: the later one where both are."""
        today = fields.Date.context_today(self)
        vals_list = []
        for complaint in self:
            zone = complaint.company_id.resource_calendar_id.tz or "UTC"
            start = clock.local_date(complaint.acknowledged_at, zone)
            due = [n for n in CHECK_DAYS if start + timedelta(days=n) <= today]
            if due and due[-1] not in complaint.check_ids.mapped("days"):
                vals_list.append(
                    {
                        "complaint_id": complaint.id,
                        "days": due[-1],
                        "planned_on": start + timedelta(days=due[-1]),
                        "user_id": complaint._get_checker().id,
                    }
                )
        # sudo: checks are planned by the calendar, nobody types them in
        checks = self.env["engagement.complaint.check"].sudo().create(vals_list)
        for check in checks.filtered("user_id"):
            check.complaint_id.with_context(
                mail_activity_quick_update=True
            ).activity_schedule(
                ACTIVITY_TYPE, date_deadline=today, user_id=check.user_id.id
            )
        return checks

    def _get_checker(self):
        """Return who looks: whoever handles it, else somebody named for such."""
        self.ensure_one()
        named = self.env.ref("engagement_qms.group_engagement_confidential")
        people = self.user_id | named.all_user_ids.sorted("id")
        return people.filtered(
            lambda user: (
                user.active
                and self.company_id in user.company_ids
                and user not in self.concerned_user_ids
            )
        )[:1]


class EngagementDailySummary(models.AbstractModel):
    """Checks for retaliation that are to be done, by their number."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        due = Domain("done_on", "=", False) & Domain("planned_on", "<=", today)
        rows += self._collect(
            _lt("Checks for retaliation"),
            "engagement.complaint.check",
            due,
            "planned_on",
            users,
        )
        return rows
