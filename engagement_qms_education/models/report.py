# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.code.code_lifecycle import HOLDING_STATES

#: What a published version says
WORDING = {
    *("name", "date_from", "date_to", "introduction", "indicator_ids"),
    *("for_families", "for_employers", "for_authorities"),
    *("figure_ids", "change_ids"),
}
#: Versions that anybody with the address may read
READABLE = ("published", "replaced")


class EngagementReport(models.Model):
    """What families, employers and authorities may read of how we are doing.

    A page with figures that name nobody, what changed because somebody spoke, and our
    codes. Publishing takes the figures as they are frozen; a published version never
    changes, another one takes its place under the same address.
    """

    _name = "engagement.report"
    _description = "Engagement Report"
    _inherit = [
        "engagement.step.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_to desc, version desc, id desc"
    _check_company_auto = True
    _step_fields = frozenset(
        {"state", "published_on", "published_by_id", "figure_ids", "version", "token"}
    )
    _step_fields_once = frozenset({"company_id"})

    name = fields.Char(string="Title", required=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: secrets.token_urlsafe(16),
    )
    version = fields.Integer(
        default=1, required=True, readonly=True, copy=False, aggregator=None
    )
    state = fields.Selection(
        selection=[
            ("draft", "Being written"),
            ("published", "Published"),
            ("replaced", "Replaced"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
        group_expand=True,
    )
    published_on = fields.Date(string="Published on", readonly=True, copy=False)
    published_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Published by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.start_of(
            fields.Date.subtract(fields.Date.context_today(self), years=1), "year"
        ),
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )

    # What it says
    introduction = fields.Text(string="In a few words")
    for_families = fields.Text(string="For families")
    for_employers = fields.Text(string="For employers")
    for_authorities = fields.Text(string="For authorities")
    indicator_ids = fields.Many2many(
        comodel_name="engagement.indicator",
        string="Chosen figures",
        groups="engagement_qms.group_engagement_user",
        help="Empty: all figures about learners.",
    )
    figure_ids = fields.One2many(
        comodel_name="engagement.report.figure",
        inverse_name="report_id",
        string="Figures",
        readonly=True,
        copy=False,
    )
    change_ids = fields.One2many(
        comodel_name="engagement.report.change",
        inverse_name="report_id",
        string="What changed",
        copy=True,
    )
    public_url = fields.Char(string="Public address", compute="_compute_public_url")

    _version_once = models.Constraint(
        "UNIQUE (token, version)", "This version of the report is there already."
    )
    _published_once = models.UniqueIndex(
        "(token) WHERE state = 'published'",
        "Another version of this report is published.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)",
        "The time that the report is about ends before it begins.",
    )

    @api.depends("token")
    def _compute_public_url(self):
        for report in self:
            address = f"{report.get_base_url()}/engagement/report/{report.token}"
            report.public_url = report.token and address

    @api.depends("name", "version")
    def _compute_display_name(self):
        for report in self:
            report.display_name = report.name and self.env._(
                "%(name)s, version %(version)s",
                name=report.name,
                version=report.version,
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        for report in self:
            if report.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(report)s” was published. Withdraw it instead; what was "
                        "said stays known.",
                        report=report.display_name,
                    )
                )

    def write(self, vals):
        if WORDING & vals.keys() and not self._in_step():
            self._check_draft()
        return super().write(vals)

    def _check_draft(self):
        for report in self:
            if report.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(report)s” was published: it stays as it is. Make a new "
                        "version.",
                        report=report.display_name,
                    )
                )

    def action_take_figures(self):
        """Fill the draft with the figures as they would be published now."""
        self.check_access("write")
        self._check_draft()
        for report in self:
            # sudo: figures are taken from what was measured, nobody types them
            report.sudo().write({"figure_ids": report._get_figure_commands()})
        return True

    def action_publish(self):
        """Let everybody read this version instead of the one before."""
        self.action_take_figures()
        today = fields.Date.context_today(self)
        for report in self:
            if not report.figure_ids and not report.change_ids:
                raise UserError(
                    self.env._(
                        "“%(report)s” has nothing to say yet: no figure of this time "
                        "is settled and large enough, and nothing changed. Choose "
                        "another time, or write down what changed.",
                        report=report.display_name,
                    )
                )
            before = self.search(
                Domain("token", "=", report.token) & Domain("state", "=", "published")
            )
            before._step().state = "replaced"
            self.env.flush_all()
            report._step().write(
                {
                    "state": "published",
                    "published_on": today,
                    "published_by_id": self.env.uid,
                }
            )
        return True

    def action_withdraw(self):
        """Take the page away; its address then leads nowhere."""
        for report in self:
            if report.state != "published":
                raise UserError(
                    self.env._(
                        "“%(report)s” is not published.", report=report.display_name
                    )
                )
        self._step().write({"state": "withdrawn"})
        return True

    def action_new_version(self):
        """Begin the version that will take the place of this one."""
        self.ensure_one()
        self.check_access("write")
        versions = self.search([("token", "=", self.token)])
        draft = versions.filtered(lambda report: report.state == "draft")
        if not draft:
            # sudo: with the chosen figures, which the manager may not be able to open
            draft = self.sudo().copy(
                {"token": self.token, "version": max(versions.mapped("version")) + 1}
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft[:1].id,
            "view_mode": "form",
        }

    def action_open_page(self):
        """Open the page in another tab; a draft is shown to those who write it."""
        self.ensure_one()
        address = f"/engagement/report/{self.token}"
        if self.state != "published":
            address += f"/{self.version}"
        return {"type": "ir.actions.act_url", "url": address, "target": "new"}

    @api.model
    def _get_public(self, token, version=None):
        """Return what everybody may read under an address, or nothing.

        :param str token: of the report
        :param int version: one that was replaced; the published one without it
        """
        if not token:
            return self.browse()
        # sudo: whoever knows the address may read it; the state is the permission
        return self.sudo().search(
            Domain("token", "=", token)
            & Domain("company_id.active", "=", True)
            & (
                Domain("version", "=", version) & Domain("state", "in", READABLE)
                if version
                else Domain("state", "=", "published")
            ),
            limit=1,
        )

    def _get_codes(self):
        """Return the codes in force that the company shows to everybody."""
        # sudo: they are public, by their own switch
        return (
            self.env["engagement.code"]
            .sudo()
            .search(
                Domain("company_id", "=", self.company_id.id)
                & Domain("public_page", "=", True)
                & Domain("state", "in", HOLDING_STATES)
            )
        )

    def _get_certificates(self):
        """Return the certificates that the company holds today."""
        # sudo: whoever reads the report may know them
        certificates = self.env["engagement.certificate"].sudo()
        return certificates.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("date_from", "<=", "today")
            & Domain("renewal", "in", ("soon", "valid"))
        )
