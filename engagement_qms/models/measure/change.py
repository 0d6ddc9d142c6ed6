# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


class EngagementMeasureChange(models.Model):
    """A month whose figures are to be measured again.

    The database adds a row with each statement that changes records.
    Rows are only added, so that writers never wait for each other, and deleted by the
    transaction that measured with the changes before its eyes.
    """

    _name = "engagement.measure.change"
    _description = "Month to Measure Again"
    _log_access = False

    #: The table that changed, or, once somebody looked, the source that is to follow
    model = fields.Char(readonly=True)
    source = fields.Char(readonly=True, index="btree_not_null")
    month = fields.Date(required=True, readonly=True)

    @api.model
    def _hand_out(self, felt):
        """Turn the changes of tables into months of the sources that feel them.

        :param felt: rows of (source, model, whether a change concerns today only)
        :return: the keys of the sources that have something to follow
        """
        if not felt:
            return set()
        self.env.cr.execute(
            SQL(
                """
                WITH noted AS (
                    DELETE FROM engagement_measure_change
                     WHERE source IS NULL
                 RETURNING model, month
                )
                INSERT INTO engagement_measure_change (source, month)
                SELECT DISTINCT felt.source,
                       CASE WHEN felt.today THEN %(month)s::date ELSE noted.month END
                  FROM noted
                  JOIN (VALUES %(felt)s) AS felt (source, model, today)
                    ON felt.model = noted.model
                """,
                month=fields.Date.context_today(self).replace(day=1),
                felt=SQL(", ").join(SQL("(%s, %s, %s)", *row) for row in sorted(felt)),
            )
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT source FROM engagement_measure_change"
                " WHERE source IS NOT NULL"
            )
        )
        return {key for (key,) in rows}

    @api.model
    def _take(self, key):
        """Return the months of a source that changed, and forget them."""
        rows = self.env.execute_query(
            SQL(
                "DELETE FROM engagement_measure_change WHERE source = %s"
                " RETURNING month",
                key,
            )
        )
        return {month for (month,) in rows}
