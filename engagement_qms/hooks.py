# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens beside the records and tables that Odoo installs and removes itself."""

from odoo.tools import SQL

ADDON = "engagement_qms"


def uninstall_hook(env):
    """Take along what Odoo would leave behind of an uninstalled addon.

    Actions in the menus of other documents, filters and export lists that people
    saved, the names that other addons gave to parts of our models, and the keys of
    links between our models and others.

    :param env: the environment of the superuser, before anything is removed
    """
    env["engagement.indicator.source"]._unwatch_tables()
    bindings = env["engagement.intake.binding"].with_context(active_test=False)
    bindings.search([])._remove_actions()

    data = env["ir.model.data"]
    own = data.search([("module", "=", ADDON), ("model", "=", "ir.model")])
    models = env["ir.model"].browse(own.mapped("res_id")).exists()
    models = models.filtered(lambda model: model.model.startswith("engagement."))
    names = models.mapped("model")

    _let_go(env, [env[name]._table for name in names if name in env])
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


def _let_go(env, tables):
    """Take away the keys by which rows of ours hold rows that Odoo is to delete.

    Odoo deletes what came with the addon before it drops the tables, and rows that
    people made, such as reviews and the ledger, would keep it from doing so.
    """
    rows = env.execute_query(
        SQL(
            """
            SELECT relation.relname, key.conname
              FROM pg_constraint AS key
              JOIN pg_class AS relation ON relation.oid = key.conrelid
             WHERE key.contype = 'f' AND key.confdeltype = 'r'
               AND relation.relname IN %s
            """,
            tuple(tables),
        )
    )
    for table, key in rows:
        env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(key),
            )
        )
