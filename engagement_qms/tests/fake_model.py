# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Models that exist during a test class only, so that a mixin is tested by itself.

`_module = None` keeps a definition out of every registry until it is added to one.
"""

from odoo import fields, models


class FakeDocument(models.Model):
    """Something that other records come from, and that may be protected."""

    _module = None
    _name = "engagement.fake.document"
    _description = "Fake Document"
    _inherit = ["engagement.confidential.mixin", "mail.thread", "mail.activity.mixin"]
    _confidential_number_field = "number"

    name = fields.Char(tracking=True)
    number = fields.Char()
    user_id = fields.Many2one("res.users", tracking=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)


class FakeFollowUp(models.Model):
    """Something that comes from another record and is as protected as that."""

    _module = None
    _name = "engagement.fake.follow.up"
    _description = "Fake Follow-up"
    _inherit = ["engagement.confidential.mixin", "engagement.origin.mixin"]

    name = fields.Char()
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)


class FakeJob(models.Model):
    """Something that is asked for on one day and done on another."""

    _module = None
    _name = "engagement.fake.job"
    _description = "Fake Job"

    name = fields.Char()
    partner_id = fields.Many2one("res.partner")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    category_id = fields.Many2one("engagement.channel")
    asked_at = fields.Datetime()
    done_at = fields.Datetime()
    asked_on = fields.Date()
    done_on = fields.Date()
    kind = fields.Char(default="repair")
    shown_at = fields.Datetime(compute="_compute_shown_at")
    guarded_at = fields.Datetime(groups="base.group_system")

    def _compute_shown_at(self):
        self.shown_at = False


class FakeSecretJob(models.Model):
    """Likewise, and protected."""

    _module = None
    _name = "engagement.fake.secret.job"
    _description = "Fake Secret Job"
    _inherit = ["engagement.confidential.mixin"]
    _confidential_number_field = "number"

    name = fields.Char()
    number = fields.Char()
    partner_id = fields.Many2one("res.partner")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    asked_at = fields.Datetime()
    done_at = fields.Datetime()


def add_fake_models(test_class, *definitions):
    """Add models to the registry until the test class is done.

    They have a form, and every internal user may do everything with them; rules are
    up to the test.

    :param test_class: a TransactionCase in its `setUpClass`
    :param definitions: classes of models
    """
    # inside: Odoo's lint forbids it at the top of an addon's file
    from odoo.orm.model_classes import add_to_registry

    registry, env = test_class.registry, test_class.env
    names = [definition._name for definition in definitions]
    for definition in definitions:
        for table_object in definition._table_object_definitions:
            table_object._module = "engagement_qms"  # indexes belong to a module
        add_to_registry(registry, definition)
        test_class.addClassCleanup(registry.__delitem__, definition._name)
    registry._setup_models__(env.cr, names)
    registry.init_models(env.cr, names, {"module": "engagement_qms"})
    env["ir.ui.view"].create(
        [
            {"name": name, "model": name, "type": "form", "arch": "<form/>"}
            for name in names
        ]
    )
    env["ir.model.access"].create(
        [
            {
                "name": name,
                "model_id": env["ir.model"]._get_id(name),
                "group_id": env.ref("base.group_user").id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
                "perm_unlink": True,
            }
            for name in names
        ]
    )
