# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command


class EngagementNeedFulfilment(models.Model):
    """A promise of a code may be what meets a need."""

    _inherit = "engagement.need.fulfilment"

    provision_id = fields.Many2one(
        comodel_name="engagement.provision",
        string="Promise",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )

    @api.depends("provision_id")
    def _compute_name(self):
        promised = self.filtered(lambda line: line.provision_id and not line.process_id)
        for line in promised:
            line.name = line.provision_id.display_name
        return super(EngagementNeedFulfilment, self - promised)._compute_name()


class EngagementProvision(models.Model):
    """The needs that a promise answers; it answers them over all its versions."""

    _inherit = "engagement.provision"

    fulfilment_ids = fields.One2many(
        comodel_name="engagement.need.fulfilment", inverse_name="provision_id"
    )
    need_ids = fields.Many2many(
        comodel_name="engagement.need",
        string="Needs it answers",
        compute="_compute_need_ids",
        inverse="_inverse_need_ids",
        check_company=True,
    )

    @api.depends("root_id", "fulfilment_ids.need_id", "root_id.fulfilment_ids.need_id")
    def _compute_need_ids(self):
        lines = self._get_need_lines().grouped(
            lambda line: line.provision_id.root_id or line.provision_id
        )
        for provision in self:
            root = provision.root_id or provision._origin
            provision.need_ids = lines[root].need_id if root in lines else False

    def _inverse_need_ids(self):
        for provision in self:
            needs = provision.need_ids
            lines = provision._get_need_lines()
            added = needs - lines.need_id
            lines.filtered_domain([("need_id", "not in", needs.ids)]).unlink()
            provision.fulfilment_ids = [
                Command.create({"need_id": need.id}) for need in added
            ]

    def _get_need_lines(self):
        """Return the lines by which these promises, in any version, meet needs."""
        return self.env["engagement.need.fulfilment"].search(
            [
                "|",
                ("provision_id", "in", self.ids),
                ("provision_id.root_id", "in", self.root_id.ids),
            ]
        )
