# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class EngagementImportOnceMixin(models.AbstractModel):
    """Imports that name a row which is there already, or twice in the file."""

    _name = "engagement.import.once.mixin"
    _inherit = ["engagement.import.mixin"]
    _description = "Imports Name What Is There Already"

    #: The fields that together are there once; the first one is named as wrong
    _import_once = ()

    def _convert_records(self, records, *, savepoint, **options):
        log = options.setdefault("log", lambda message: None)
        seen = {}
        for row in super()._convert_records(records, savepoint=savepoint, **options):
            dbid, xid, values, info = row
            key = self._get_import_once_key(values)
            message = None
            if not dbid and not xid and all(key):
                if key in seen:
                    message = self.env._(
                        "The file has this already, in data row %(row)s.",
                        row=seen[key],
                    )
                elif self._has_import_once(key):
                    message = self._get_import_once_message()
                seen.setdefault(key, info["record"] + 1)
            if message:
                log(self._get_import_message(info, self._import_once[0], message))
            else:
                yield row

    def _get_import_once_key(self, values):
        return tuple(values.get(name) for name in self._import_once)

    def _has_import_once(self, key):
        domain = [
            (name, "=", value)
            for name, value in zip(self._import_once, key, strict=True)
        ]
        # sudo: the unique index does not ask who may see the first one either
        records = self.sudo().with_context(active_test=False)
        return bool(records.search_count(domain, limit=1))

    def _get_import_once_message(self):
        """Return what to say of a row that is there already."""
        return self.env._("It is there already.")
