# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class EngagementImportMixin(models.AbstractModel):
    """Tells of every wrong row of an import what is wrong, and in which column.

    Odoo's importer hears of many faults only from the database, in the database's
    words, and blames the first row of the batch as well. Here each row is looked at
    before anything is written; a row that is named as wrong goes no further.
    """

    _name = "engagement.import.mixin"
    _description = "Imports With Plain Errors"

    def _convert_records(self, records, *, savepoint, **options):
        named = set()
        log = options.get("log", lambda message: None)

        def note(message):
            if message.get("type") == "error":
                named.add(message.get("record"))
            log(message)

        required = self._get_import_required()
        for dbid, xid, values, info in super()._convert_records(
            records, log=note, savepoint=savepoint
        ):
            if info["record"] in named:
                continue
            if not (dbid or xid):
                self._leave_import_gaps(values)
            problems = dict(self._get_import_problems(values))
            for name in required:
                missing = name not in values and not (dbid or xid)
                if missing or values.get(name, True) in (False, None, ""):
                    problems[name] = self.env._(
                        "The column “%(column)s” is empty; every row needs it.",
                        column=self._get_import_label(name),
                    )
            for name, problem in problems.items():
                log(self._get_import_message(info, name, problem))
            if not problems:
                yield dbid, xid, values, info

    def _leave_import_gaps(self, values):
        """Take empty cells out of a new row, where Odoo fills the field by itself."""
        for name, value in list(values.items()):
            field = self._fields[name]
            filled = field.compute or field.default is not None
            if value is False and filled and field.type != "boolean":
                del values[name]

    def _get_import_problems(self, values):
        """Yield what is wrong with one row, for models to extend.

        :param dict values: the row, as it would be written
        :return: pairs of a field name and a sentence for the user
        """
        return iter(())

    @api.model
    def _get_import_message(self, info, name, problem):
        """Return what the importer shows of one row.

        It shows the sentence of a fault that is the only one of its column, and of
        several ones the value and the row: so the row stands in the sentence, and the
        problem in place of the value.
        """
        return dict(
            info,
            type="error",
            field=name,
            field_name=self._get_import_label(name),
            value=problem,
            message=self.env._(
                "Row %(row)s: %(problem)s", row=info["record"] + 1, problem=problem
            ),
        )

    @api.model
    def _get_import_required(self):
        """Return the fields that a row must give, because nothing else fills them."""
        names = [
            name
            for name, field in self._fields.items()
            if field.required and not field.compute and field.type != "boolean"
        ]
        return [name for name in names if name not in self.default_get(names)]

    @api.model
    def _get_import_label(self, name):
        return self._fields[name]._description_string(self.env)
