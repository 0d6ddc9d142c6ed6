# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..measure import periods

#: How a value comes out of facts, and out of how many
AGGREGATES = {
    "share": (
        SQL("100.0 * COUNT(*) FILTER (WHERE fact.hit) / NULLIF(COUNT(fact.hit), 0)"),
        SQL("COUNT(fact.hit)"),
    ),
    "count": (SQL("COUNT(*) FILTER (WHERE fact.hit)"), SQL("COUNT(fact.hit)")),
    "median": (
        SQL("PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY fact.number)"),
        SQL("COUNT(fact.number)"),
    ),
    "least": (SQL("MIN(fact.number)"), SQL("COUNT(fact.record_id)")),
}
#: What a set of facts has for columns
FACT = SQL("fact (company_id, start_date, employee_id, model, record_id, hit, number)")
#: So many records behind a signal are listed, those that count against it first
LISTED = 2000


@dataclass(frozen=True)
class Source:
    """What a signal is worked out from."""

    #: The private method that returns the facts
    select: str
    #: How a value comes out of them: a key of `AGGREGATES`
    aggregate: str = "share"
    #: So many months are looked at, with the one that the signal is of
    months: int = 12
    #: Whether each leader has it, too, or the organisation only; a set of facts of
    #: the organisation names no employee
    for_leader: bool = True
    #: Whether a fact is of the leader alone, and never of somebody they lead
    personal: bool = False


class EngagementSignalSource(models.AbstractModel):
    """The register of what leadership is seen by.

    Other addons add theirs by extending `_get_sources`, with a record of
    `engagement.signal.type` that has the same key. A method that returns facts gets a
    relation `span` (company_id, start_date, since_date, stop_date, since_at, stop_at,
    as_of): one row per company and month, with the borders of what is looked at, the
    stop outside, and the last day. It returns one SELECT of company_id, start_date,
    employee_id (who answers for it, or NULL), model, record_id, hit (whether it counts;
    NULL where that is not the question) and number. Values and the way to the records
    behind them come from the same facts. No user writes SQL or Python.

    What somebody answers for counts for the nearest leader in their line of managers.
    """

    _name = "engagement.signal.source"
    _description = "What Leadership Is Seen By"

    @api.model
    def _get_sources(self):
        """Return {key: `Source`}; each addon adds its own."""
        return {}

    @api.model
    def _get_source(self, key):
        """Return a source, or None while the part that brings it is not installed."""
        return self._get_sources().get(key)

    @api.model
    def _get_leaders(self):
        """Return the employees who lead: those whose user has that role."""
        group = self.env.ref("engagement_qms.group_engagement_leader")
        # sudo: who leads is the same whoever asks
        employees = self.env["hr.employee"].sudo()
        return employees.search(
            Domain("user_id.all_group_ids", "in", group.ids)
            & Domain("user_id.active", "=", True)
        )

    @api.model
    def _work_out(self, source, places, leaders):
        """Return rows (company, month, leader, hits, sample, value), by one query.

        :param list places: (company id, first day of the month)
        :param leaders: the employees who lead
        """
        value, sample = AGGREGATES[source.aggregate]
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                %(facts)s
                SELECT fact.company_id, fact.start_date, answering.leader_id,
                       COUNT(*) FILTER (WHERE fact.hit), %(sample)s, %(value)s
                  FROM fact
             LEFT JOIN answering ON answering.employee_id = fact.employee_id
                 GROUP BY GROUPING SETS (
                     (fact.company_id, fact.start_date),
                     (fact.company_id, fact.start_date, answering.leader_id))
                HAVING GROUPING(answering.leader_id) = 1
                    OR answering.leader_id IS NOT NULL
                """,
                facts=self._get_facts(source, places, leaders),
                sample=sample,
                value=value,
            )
        )

    @api.model
    def _get_records(self, source, place, leaders, employee, against, only):
        """Return [(model, id)] of the records behind one signal.

        :param tuple place: (company id, first day of the month)
        :param employee: the leader, or nobody for the organisation
        :param SQL against: which facts count against it; they come first
        :param bool only: whether the others are left out
        """
        one = source.aggregate == "least"
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                %(facts)s
                SELECT fact.model, fact.record_id
                  FROM fact
             LEFT JOIN answering ON answering.employee_id = fact.employee_id
                 WHERE fact.record_id IS NOT NULL AND %(whose)s AND %(which)s
                 ORDER BY %(order)s, fact.record_id DESC
                 LIMIT %(limit)s
                """,
                facts=self._get_facts(source, [place], leaders),
                whose=SQL("answering.leader_id = %s", employee.id)
                if employee
                else SQL("TRUE"),
                which=against if only else SQL("TRUE"),
                order=SQL("fact.number")
                if one
                else SQL("COALESCE(%s, FALSE) DESC", against),
                limit=1 if one else LISTED,
            )
        )

    @api.model
    def _get_facts(self, source, places, leaders):
        """Return the common tables that all is read from: who answers, and the facts.

        A person without a line of managers, and one whose line leads to no leader,
        answers for the organisation alone.
        """
        line = SQL(
            """
            UNION
            SELECT employee.id, answering.leader_id
              FROM answering
              JOIN hr_employee AS employee ON employee.parent_id = answering.employee_id
             WHERE NOT employee.id = ANY(%s)
            """,
            leaders.ids,
        )
        return SQL(
            """
            WITH RECURSIVE span (company_id, start_date, since_date, stop_date,
                                 since_at, stop_at, as_of) AS (VALUES %(spans)s),
                 answering (employee_id, leader_id) AS (
                     SELECT id, id FROM unnest(%(leaders)s::int[]) AS leader (id)
                     %(line)s
                 ),
                 %(fact)s AS (%(select)s)
            """,
            spans=self._get_spans(source, places),
            leaders=leaders.ids,
            line=SQL() if source.personal else line,
            fact=FACT,
            select=getattr(self, source.select)(),
        )

    @api.model
    def _get_spans(self, source, places):
        """Return the rows of the relation that facts are joined to."""
        zones = self.env["engagement.indicator"]._get_zones()
        spans = []
        for company_id, start in places:
            stop = periods.shift(start, "month")
            since = stop - relativedelta(months=source.months)
            spans.append(
                SQL(
                    "(%s, %s::date, %s::date, %s::date, %s::timestamp, %s::timestamp,"
                    " %s::date)",
                    company_id,
                    start,
                    since,
                    stop,
                    periods.get_moment(since, zones[company_id]),
                    periods.get_moment(stop, zones[company_id]),
                    stop - timedelta(days=1),
                )
            )
        return SQL(", ").join(spans)

    @api.model
    def _get_relation(self, model, name):
        """Return (table, column of the record, column of the linked one) of a link."""
        field = self.env[model]._fields[name]
        return tuple(
            SQL.identifier(part)
            for part in (field.relation, field.column1, field.column2)
        )
