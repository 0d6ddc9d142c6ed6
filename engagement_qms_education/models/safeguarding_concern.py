# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api, fields, models

from .learner import SAFEGUARDING_GROUP

STATES = [
    ("received", "Received"),
    ("looking", "Being looked into"),
    ("acting", "Something is done"),
    ("closed", "Closed"),
]


class EngagementSafeguardingConcern(models.Model):
    """Somebody fears that a learner is not safe, and says what they saw or heard.

    Only the safeguarding group reads it. Whoever raised it learns that it arrived and
    its number; it stands in no list, count, figure or export of complaints. Guardians
    and those of ours whom it is about do not see it, also where they are in the group.
    """

    _name = "engagement.safeguarding.concern"
    _description = "Safeguarding Concern"
    _inherit = [
        "engagement.company.mixin",
        "engagement.number.mixin",
        "engagement.step.mixin",
        "engagement.gate.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "hr.mixin",
    ]
    _order = "raised_at desc, id desc"
    _rec_name = "number"
    _check_company_auto = True
    _number_sequence = "engagement_qms_education.sequence_safeguarding_concern"
    _step_fields = frozenset({"state", "closed_on", "closed_by_id"})
    _step_fields_once = frozenset(
        {"number", "company_id", "what", "raised_by_id", "raised_at", "complaint_id"}
    )

    number = fields.Char(readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="received",
        readonly=True,
        copy=False,
        group_expand=True,
        tracking=True,
    )

    # What was said
    learner_id = fields.Many2one(
        comodel_name="engagement.learner",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    who = fields.Char(
        string="Who it is about", help="As whoever raised it calls the learner."
    )
    what = fields.Text(
        string="What was seen or heard",
        required=True,
        copy=False,
        help="In the words of whoever raised it; nobody changes them.",
    )
    happened_at = fields.Datetime(string="When it was")
    place = fields.Char(string="Where it was")
    employee_ids = fields.Many2many(
        comodel_name="hr.employee",
        string="People of ours it is about",
        check_company=True,
        help="They see nothing of it, also where they are in the safeguarding group.",
    )
    raised_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Raised by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Empty: it came by the form for learners.",
    )
    raised_at = fields.Datetime(
        string="Raised",
        required=True,
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
        index=True,
    )
    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        string="From the complaint",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )

    # What became of it
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Taken by",
        index="btree_not_null",
        check_company=True,
        tracking=True,
    )
    danger = fields.Boolean(string="In danger now", tracking=True)
    done = fields.Text(string="What was done", copy=False)
    told_outside = fields.Char(
        string="Told outside",
        copy=False,
        help="Which authority or service was told, where one had to be.",
    )
    told_outside_on = fields.Date(string="Told on", copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        comodel_name="res.users", string="Closed by", readonly=True, copy=False
    )

    _number_once = models.UniqueIndex(
        "(company_id, number)", "This number was given to another concern."
    )

    def action_take(self):
        """Take the concerns up: whoever presses the button looks into them."""
        self._check_state(("received",))
        self._step().write({"state": "looking", "user_id": self.env.uid})
        self._drop_activities()
        return True

    def action_act(self):
        """Note that something is done."""
        self._check_state(("looking",))
        self._check_gates("act")
        self._step().write({"state": "acting"})
        return True

    def action_close(self):
        """Close the concerns: what was done stands there."""
        self._check_state(("looking", "acting"))
        self._check_gates("close")
        self._step().write(
            {
                "state": "closed",
                "closed_on": fields.Date.context_today(self),
                "closed_by_id": self.env.uid,
            }
        )
        self._drop_activities()
        return True

    def action_reopen(self):
        """Look into closed concerns again."""
        self._check_state(("closed",))
        self._step().write(
            {"state": "looking", "closed_on": False, "closed_by_id": False}
        )
        return True

    @api.model
    def _raise(self, vals_list):
        """Keep concerns, and tell the safeguarding group the numbers.

        Done by nobody in particular, so that whoever raises one has no right on it.
        """
        # sudo: whoever fears for a learner may say so, and read nothing
        concerns = self.with_user(SUPERUSER_ID).sudo()
        concerns = concerns.with_context(mail_create_nosubscribe=True).create(vals_list)
        concerns._tell_group()
        return concerns

    def _tell_group(self):
        """Point each of the group at a concern; the text has the number only."""
        group = self.env.ref(SAFEGUARDING_GROUP)
        for concern in self:
            kept = concern.learner_id.guardianship_ids.partner_id.user_ids
            kept |= concern.employee_ids.user_id
            kept |= concern.complaint_id.concerned_user_ids
            told = group.all_user_ids.filtered(
                lambda user, concern=concern: (
                    user.active and concern.company_id in user.company_ids
                )
            )
            for user in told - kept:
                concern.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=concern.number,
                    user_id=user.id,
                )

    def _drop_activities(self):
        # sudo: nobody of the group is reminded of what somebody has taken
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _get_missing_to_act(self):
        return [
            (self.env._("Write down what was done."), not (self.done or "").strip())
        ]

    def _get_missing_to_close(self):
        return self._get_missing_to_act()
