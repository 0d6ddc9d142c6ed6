# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What people confirmed must stay what they confirmed
LOCKED_WHEN_SENT = {"name", "kind", "version", "body", "why", "date"}


class EngagementCommunication(models.Model):
    """Something that people inside have to know, why, and who has confirmed it.

    A policy, a strategy, a briefing about needs. Sending writes one acknowledgement
    line per person; the text is locked from then on, and a change is a new version.
    """

    _name = "engagement.communication"
    _description = "Communication"
    _inherit = ["mail.thread", "mail.activity.mixin", "hr.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    # those who read it may ask back
    _mail_post_access = "read"

    name = fields.Char(string="Subject", required=True, index="trigram", tracking=True)
    kind = fields.Selection(
        selection=[
            ("policy", "Policy"),
            ("strategy", "Strategy"),
            ("briefing", "Briefing"),
            ("change", "Change"),
            ("other", "Other"),
        ],
        required=True,
        default="briefing",
        tracking=True,
    )
    version = fields.Char(required=True, default="1", tracking=True)
    previous_id = fields.Many2one(
        comodel_name="engagement.communication",
        string="Replaces",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        check_company=True,
    )
    next_ids = fields.One2many(
        comodel_name="engagement.communication",
        inverse_name="previous_id",
        string="Replaced by",
    )
    superseded = fields.Boolean(
        string="Replaced",
        compute="_compute_superseded",
        search="_search_superseded",
        compute_sudo=True,
        help="A newer version has been sent.",
    )
    why = fields.Text(
        string="Why it matters",
        required=True,
        help="What it means for the reader's work: people keep to what they "
        "understand.",
    )
    body = fields.Html(string="Text")
    state = fields.Selection(
        selection=[("draft", "Draft"), ("sent", "Sent")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date = fields.Date(string="Sent on", readonly=True, copy=False)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="From",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
    )
    channel_id = fields.Many2one(
        comodel_name="engagement.channel",
        ondelete="restrict",
        index="btree_not_null",
        help="How it is explained besides, for example in a meeting.",
    )
    need_ids = fields.Many2many(
        comodel_name="engagement.need", string="Needs", check_company=True
    )

    # To whom
    to_everybody = fields.Boolean(
        string="Everybody", help="All employees of the company."
    )
    department_ids = fields.Many2many(
        comodel_name="hr.department",
        string="Departments",
        check_company=True,
        help="Everybody who works there or in a department below it.",
    )
    employee_ids = fields.Many2many(
        comodel_name="hr.employee", string="Employees", check_company=True
    )
    newcomers = fields.Boolean(
        string="Newcomers too",
        compute="_compute_newcomers",
        store=True,
        readonly=False,
        help="People who join the audience later get it within a day.",
    )

    _order_idx = models.Index("(date DESC, id DESC) WHERE active IS TRUE")

    @api.depends("next_ids.state", "next_ids.active")
    def _compute_superseded(self):
        for communication in self:
            communication.superseded = any(
                later.state == "sent" for later in communication.next_ids
            )

    def _search_superseded(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("next_ids", "any!", [("state", "=", "sent")])

    @api.depends("kind")
    def _compute_newcomers(self):
        for communication in self:
            communication.newcomers = communication.kind in ("policy", "strategy")

    def write(self, vals):
        if "state" in vals and any(
            communication.state != vals["state"] for communication in self
        ):
            raise UserError(
                self.env._(
                    "The state of a communication is not typed: choose “Send”. What "
                    "was sent stays sent; a change is a new version."
                )
            )
        if LOCKED_WHEN_SENT & vals.keys() and "sent" in self.mapped("state"):
            raise UserError(
                self.env._(
                    "It is sent, and people confirmed this text. Choose “New version” "
                    "to change it."
                )
            )
        return super().write(vals)

    def _set_sent(self):
        """Mark as sent today, past the guard that keeps a state from being typed."""
        vals = {"state": "sent", "date": fields.Date.context_today(self)}
        # the guard is in this class's own write, so the next one is called
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if sent := self.filtered(lambda communication: communication.state == "sent"):
            raise UserError(
                self.env._(
                    "“%(name)s” was sent; who got and confirmed it must stay known. "
                    "Archive it instead.",
                    name=sent[0].name,
                )
            )

    def action_new_version(self):
        """Open a draft of the next version, for the same audience."""
        self.ensure_one()
        draft = self.copy(
            {
                "name": self.name,
                "version": self._get_next_version(),
                "previous_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    def _get_next_version(self):
        """Return the version after this one: the last number in it grows by one."""
        head, dot, last = self.version.rpartition(".")
        if last.isdecimal():
            return f"{head}{dot}{int(last) + 1}"
        return f"{self.version}.1"
