# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What PostgreSQL itself remembers of rows, and how it forgets.

It keeps with each row which transaction wrote it last, and in which order rows were
written: an anonymous answer and the tick that somebody answered would have both in
common.
"""

from odoo.tools import SQL


def write_anew(cr, table, column, ids):
    """Write rows anew, all by this transaction and in the order of their ids.

    :param cr: the cursor; what is to be written must have been flushed
    :param str table: the name of the table
    :param str column: the column that says whose rows they are
    :param ids: those whose rows are written
    """
    cr.execute(
        SQL(
            """
            DO $$ DECLARE line record; BEGIN
                FOR line IN SELECT id FROM %(table)s
                             WHERE %(column)s IN %(ids)s ORDER BY id
                LOOP
                    UPDATE %(table)s SET %(column)s = %(column)s WHERE id = line.id;
                END LOOP;
            END $$
            """,
            table=SQL.identifier(table),
            column=SQL.identifier(column),
            ids=tuple(ids),
        )
    )
