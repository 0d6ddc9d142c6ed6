# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens beside the records and tables that Odoo installs and removes itself."""

ADDON = "engagement_qms"


def uninstall_hook(env):
    """Take along what Odoo would leave behind of an uninstalled addon.

    Filters and export lists that people saved, the names that other addons gave to
    parts of our models, and the keys of links between our models and others.

    :param env: the environment of the superuser, before anything is removed
    """
    data = env["ir.model.data"]
    own = data.search([("module", "=", ADDON), ("model", "=", "ir.model")])
    models = env["ir.model"].browse(own.mapped("res_id")).exists()
    models = models.filtered(lambda model: model.model.startswith("engagement."))
    names = models.mapped("model")

    saved = env["ir.filters"].with_context(active_test=False)
    saved.search([("model_id", "in", names)]).unlink()
    env["ir.exports"].search([("resource", "in", names)]).unlink()

    for part, field in (
        ("ir.model.fields.selection", "field_id.model"),
        ("ir.model.inherit", "model_id.model"),
    ):
        parts = env[part].search([(field, "in", names)])
        data.search(
            [
                ("model", "=", part),
                ("res_id", "in", parts.ids),
                ("module", "!=", ADDON),
            ]
        ).unlink()
    env["ir.model.constraint"].search(
        [
            ("module.name", "=", ADDON),
            ("model", "not in", models.ids),
            ("type", "=", "f"),
        ]
    ).unlink()
