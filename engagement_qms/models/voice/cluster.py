# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: Starts the key of what came from documents of one kind, where no object is named
ORIGIN_KEY = "origin:"

#: What a leader says, which stays as it is once it is decided
DECISION = {"action_id", "decision", "decision_note"}


class EngagementCluster(models.Model):
    """Something that comes back again and again: the same cause at the same thing.

    Complaints and feedback of twelve months are counted by one query. From the
    threshold of the company on a leader has to decide: act on it, accept it, or explain
    why neither. What grows on after that is to be decided anew. Secret complaints
    count; their words never show.
    """

    _name = "engagement.cluster"
    _description = "Recurring Issue"
    _inherit = [
        "engagement.step.mixin",
        "engagement.counter.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "state desc, count desc, id"
    _rec_names_search = ["subject_name", "cause_id"]
    _check_company_auto = True
    _step_fields = frozenset(
        {
            "cause_id",
            "company_id",
            "complaint_count",
            "count",
            "decided_at",
            "decided_by_id",
            "decided_count",
            "feedback_count",
            "first_date",
            "last_date",
            "opened_on",
            "reopened_count",
            "state",
            "subject_key",
            "subject_name",
        }
    )

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    cause_id = fields.Many2one(
        comodel_name="engagement.cause",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    # the words of secret complaints are part of it
    subject_key = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    subject_name = fields.Char(string="About", readonly=True)
    count = fields.Integer(string="Times", readonly=True)
    complaint_count = fields.Integer(string="Complaints", readonly=True)
    feedback_count = fields.Integer(string="Feedback", readonly=True)
    first_date = fields.Date(string="First", readonly=True)
    last_date = fields.Date(string="Last", readonly=True)
    state = fields.Selection(
        selection=[("open", "To decide"), ("decided", "Decided")],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
    )
    opened_on = fields.Date(string="To decide since", readonly=True)
    reopened_count = fields.Integer(string="Came back", readonly=True)

    # What the leader decides
    decision = fields.Selection(
        selection=[
            ("act", "Act on it"),
            ("accept", "Accept it"),
            ("explain", "Explain it"),
        ],
        tracking=True,
    )
    decision_note = fields.Text(
        string="What, or why",
        help="What is done about it; or why we accept it, or leave it. Name nobody.",
    )
    decided_by_id = fields.Many2one(
        comodel_name="res.users", string="Decided by", readonly=True
    )
    decided_at = fields.Datetime(string="Decided", readonly=True)
    decided_count = fields.Integer(string="Times when decided", readonly=True)

    _once = models.UniqueIndex(
        "(company_id, cause_id, subject_key)", "This issue is in the list already."
    )
    _open_idx = models.Index("(company_id, opened_on) WHERE state = 'open'")

    @api.depends("cause_id.complete_name", "subject_name")
    def _compute_display_name(self):
        for cluster in self:
            cluster.display_name = ": ".join(
                filter(None, [cluster.subject_name, cluster.cause_id.complete_name])
            )

    @api.model
    def _get_counters(self):
        return [
            *super()._get_counters(),
            ("to_decide", "danger", Domain("state", "=", "open")),
        ]

    def write(self, vals):
        if vals.keys() & DECISION and not self._in_step():
            for cluster in self:
                if cluster.state != "open":
                    raise UserError(
                        self.env._(
                            "“%(name)s” is decided. It is decided anew when it comes "
                            "back.",
                            name=cluster.display_name,
                        )
                    )
        return super().write(vals)

    def action_decide(self):
        """Decide what is done about it, as the leader.

        :raise UserError: without a decision, or without the words to it
        """
        for cluster in self:
            cluster._check_may_decide()
            if cluster.state != "open":
                raise UserError(
                    self.env._(
                        "“%(name)s” is decided already.", name=cluster.display_name
                    )
                )
            if not cluster.decision:
                raise UserError(
                    self.env._("Choose: act on it, accept it, or explain it.")
                )
            if not (cluster.decision_note or "").strip():
                raise UserError(
                    self.env._(
                        "Say what is done about “%(name)s”.", name=cluster.display_name
                    )
                    if cluster.decision == "act"
                    else self.env._(
                        "Say why nothing is done about “%(name)s”.",
                        name=cluster.display_name,
                    )
                )
            cluster._step().write(
                {
                    "state": "decided",
                    "decided_by_id": self.env.uid,
                    "decided_at": fields.Datetime.now(),
                    "decided_count": cluster.count,
                }
            )
        return True

    def action_view_complaints(self):
        """Open the complaints that are counted here, as far as the user may."""
        return self._view_members("engagement.complaint", self.env._("Complaints"))

    def action_view_feedback(self):
        """Open the feedback that is counted here, as far as the user may."""
        return self._view_members("engagement.feedback", self.env._("Feedback"))

    def _check_may_decide(self):
        self.ensure_one()
        groups = ["engagement_qms.group_engagement_leader"]
        # sudo: how big the organisation is, whoever asks
        if self.company_id.sudo().engagement_small_organisation:
            groups.append("engagement_qms.group_engagement_manager")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._("A leader decides on what comes back again and again.")
            )

    def _view_members(self, model, name):
        """Return the action that opens what is counted here.

        The records are named by their ids: the key may hold words of secret ones.
        """
        self.ensure_one()
        members = self.env[model].search(self._get_member_domain(model))
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", members.ids)],
        }
