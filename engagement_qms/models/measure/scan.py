# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One statement for all that is counted in the records of one model.

What adds up (counts, sums, means) is counted in two steps: the rows are grouped by
month, company and whatever the filters ask, and the filters are applied to the groups,
of which there are few. What does not add up (medians, different values) is read from
the rows. Both are parts of the same statement.
"""

from collections import defaultdict
from typing import NamedTuple

from odoo.fields import Domain
from odoo.tools import SQL

from . import periods
from .source import Filled, Scale

#: What can be added up over groups of rows
ADDITIVE = ("count", "sum", "avg")
#: Columns with few values: the rows are grouped by them, and filters read the groups
GROUPED_TYPES = ("selection", "boolean")
EVERYTHING = "all"


class Task(NamedTuple):
    """One thing to count, for one indicator."""

    key: tuple  # who wants it: (id of the indicator, "numerator" or "denominator")
    period: str  # the kind of period
    domain: Domain
    aggregate: str
    measure: str  # field, or empty
    date: str  # field, or empty: what is true now
    scope: str  # field by whose values it is split, too, or empty


class Counted(NamedTuple):
    """What was counted for a task, in one company and period."""

    key: tuple
    start: object  # the first day of the period
    company_id: int
    scope_key: str
    number: float  # count, sum or median; None where there is nothing
    sample: int


class Scan:
    """The statement over the records of one source.

    :param source: the register's entry of the model
    :param model: an empty recordset of it
    :param domain: which records count at all
    :param zones: {company id: name of its time zone}
    :param windows: {kind of period: first days of the periods to measure}
    """

    def __init__(self, source, model, domain, zones, windows):
        self.source = source
        # sudo: a figure counts every record; the caller says which count at all
        self.model = model.sudo().with_context(active_test=False)
        self.domain = Domain(domain)
        self.zones = zones
        self.windows = {kind: sorted(starts) for kind, starts in windows.items()}
        months = {
            month
            for kind, starts in windows.items()
            for start in starts
            for month in periods.get_months(start, kind)
        }
        first, last = min(months), max(months)
        #: All months from the first to the last, wanted or not
        self.months = periods.get_starts("month", first, last)
        self.wanted = months

    def run(self, tasks):
        """Return what was counted: a list of `Counted`."""
        selects, ctes, readers = [], [], []
        for date, dated in _group(tasks, "date").items():
            part = _Part(self, date, len(ctes))
            adding = [task for task in dated if task.aggregate in ADDITIVE]
            for kind, scope, own in _split(adding):
                selects.append(part.select_groups(len(readers), kind, scope, own))
                readers.append((kind, own))
            for kind, scope, own in _split([t for t in dated if t not in adding]):
                selects.append(part.select_rows(len(readers), kind, scope, own))
                readers.append((kind, own))
            if adding:
                ctes.append(part.get_groups())
        statement = SQL(" UNION ALL ").join(selects)
        if ctes:
            statement = SQL("WITH %s %s", SQL(", ").join(ctes), statement)
        self.model.env.flush_all()
        self.model.env.cr.execute(statement)
        counted = []
        for (
            reader,
            index,
            company_id,
            scope_key,
            numbers,
        ) in self.model.env.cr.fetchall():
            if not index:  # in no period that is wanted
                continue
            kind, own = readers[reader]
            start = self.windows[kind][index - 1]
            for place, task in enumerate(own):
                number, sample = numbers[2 * place : 2 * place + 2]
                counted.append(
                    Counted(
                        task.key, start, company_id, scope_key, number, int(sample or 0)
                    )
                )
        return counted

    def get_runs(self):
        """Return the wanted months as (first day, first day after), joined."""
        runs = []
        for month in self.months:
            if month not in self.wanted:
                continue
            if runs and runs[-1][1] == month:
                runs[-1][1] = periods.shift(month, "month")
            else:
                runs.append([month, periods.shift(month, "month")])
        return runs

    def get_places(self, kind):
        """Return the array that leads from a month to its period of a kind."""
        places = {}
        for place, start in enumerate(self.windows[kind], start=1):
            places.update(dict.fromkeys(periods.get_months(start, kind), place))
        return SQL("%s::int[]", [places.get(month) for month in self.months])


class _Part:
    """What is read by one date field."""

    def __init__(self, scan, date, number):
        self.scan = scan
        self.model = scan.model
        self.date = date
        self.name = SQL.identifier(f"groups_{number}")
        self.flags = {}  # condition -> column of the groups
        self.columns = {}  # column of the groups -> what it is in the rows
        self.sums = {}  # measure -> columns of its sum and its number
        self.query = self.model._search(
            scan.domain & self.get_span(), active_test=False, bypass_access=True
        )
        self.alias = self.query.table
        self.company = SQL.identifier(self.alias, scan.source.company)

    def get_span(self):
        """Return which rows lie in the months that are wanted."""
        if not self.date:
            return Domain.TRUE
        if self.model._fields[self.date].type == "date":
            borders = self.scan.get_runs()
        else:
            zones = set(self.scan.zones.values())
            borders = [
                (
                    min(periods.get_moment(first, tz) for tz in zones),
                    max(periods.get_moment(stop, tz) for tz in zones),
                )
                for first, stop in self.scan.get_runs()
            ]
        return Domain.OR(
            Domain(self.date, ">=", first) & Domain(self.date, "<", stop)
            for first, stop in borders
        )

    def get_bucket(self):
        """Return which month of the scan a row belongs to: 1 for the first."""
        months = [*self.scan.months, periods.shift(self.scan.months[-1], "month")]
        one_zone = len(set(self.scan.zones.values())) == 1
        if not self.date or (len(self.scan.months) == 1 and one_zone):
            # nothing else was looked for
            return SQL("1")
        column = SQL.identifier(self.alias, self.date)
        if self.model._fields[self.date].type == "date":
            return SQL("width_bucket(%s, %s::date[])", column, months)
        by_zone = defaultdict(list)
        for company_id, tz in self.scan.zones.items():
            by_zone[tz].append(company_id)
        buckets = [
            (
                ids,
                SQL(
                    "width_bucket(%s, %s::timestamp[])",
                    column,
                    [periods.get_moment(month, tz) for month in months],
                ),
            )
            for tz, ids in by_zone.items()
        ]
        if len(buckets) == 1:
            return buckets[0][1]
        cases = SQL(" ").join(
            SQL("WHEN %s = ANY(%s) THEN %s", self.company, ids, bucket)
            for ids, bucket in buckets
        )
        return SQL("CASE %s END", cases)

    def get_measure(self, name):
        """Return what is measured of a row, as it is stored; nothing if not filled."""
        column, kind = SQL.identifier(self.alias, name), self.scan.source.measures[name]
        if isinstance(kind, Scale):
            return SQL("NULLIF(%s, 0)::float8", column)
        if isinstance(kind, Filled):
            by = SQL.identifier(self.alias, kind.by)
            return SQL("CASE WHEN %s IS NOT NULL THEN %s::float8 END", by, column)
        return SQL("%s::float8", column)

    def scale(self, name, value, count=1):
        """Return a measure as people read it: a score from 0 to 100.

        :param value: SQL of it, or of the sum of some
        :param count: SQL of how many were added up
        """
        scale = self.scan.source.measures[name]
        if not isinstance(scale, Scale):
            return value
        return SQL(
            "100.0 * (%s - %s * %s) / %s",
            value,
            count,
            scale.low,
            scale.high - scale.low,
        )

    def filter_rows(self, domain):
        """Return a filter as a condition on the rows."""
        domain = domain.optimize_full(self.model)
        return domain._to_sql(self.model, self.alias, self.query)

    def filter_groups(self, domain):
        """Return a filter as a condition on the groups, which get what it asks."""
        domain = domain.optimize_full(self.model)
        domain = domain.map_conditions(self._map_condition)
        return domain._to_sql(self.model, self.alias, self.query)

    def _map_condition(self, condition):
        field = self.model._fields.get(condition.field_expr)
        if field and field.store and field.type in GROUPED_TYPES:
            self._group_by(field.name)
            name = "groups"
            sql = condition._to_sql(self.model, name, self.query)
            return Domain.custom(to_sql=lambda *_args: sql)
        # whatever else it asks is answered for each row, and only the answer is kept
        question = (condition.field_expr, condition.operator, repr(condition.value))
        flag = self.flags.get(question)
        if flag is None:
            flag = self.flags[question] = f"is_{len(self.flags)}"
            self.columns[flag] = condition._to_sql(self.model, self.alias, self.query)
        return Domain.custom(to_sql=lambda *_args: SQL.identifier("groups", flag))

    def _group_by(self, name):
        self.columns[name] = SQL.identifier(self.alias, name)

    def select_groups(self, reader, kind, scope, tasks):
        """Return the SELECT that reads what adds up from the groups."""
        numbers = []
        for task in tasks:
            condition = self.filter_groups(task.domain)
            if task.aggregate == "count":
                number = count = SQL("SUM(groups.number) FILTER (WHERE %s)", condition)
            else:
                names = self.sums.setdefault(
                    task.measure, (f"sum_{len(self.sums)}", f"known_{len(self.sums)}")
                )
                number, count = (
                    SQL(
                        "SUM(%s) FILTER (WHERE %s)",
                        SQL.identifier("groups", name),
                        condition,
                    )
                    for name in names
                )
                number = self.scale(task.measure, number, count)
            numbers += [number, count]
        if scope:
            self._group_by(scope)
        return self._select(
            reader,
            kind,
            scope and (scope, SQL.identifier("groups", scope)),
            numbers,
            SQL("%s AS groups WHERE TRUE", self.name),
            SQL("groups.bucket"),
            SQL("groups.company_id"),
        )

    def select_rows(self, reader, kind, scope, tasks):
        """Return the SELECT that reads what does not add up from the rows."""
        numbers = []
        for task in tasks:
            condition = self.filter_rows(task.domain)
            if task.aggregate == "count_distinct":
                number = count = SQL(
                    "COUNT(DISTINCT %s) FILTER (WHERE %s)",
                    SQL.identifier(self.alias, task.measure),
                    condition,
                )
            else:
                value = self.get_measure(task.measure)
                number = SQL(
                    "PERCENTILE_CONT(%s) WITHIN GROUP (ORDER BY %s) FILTER (WHERE %s)",
                    0.5 if task.aggregate == "median" else 0.9,
                    value,
                    condition,
                )
                number = self.scale(task.measure, number)
                count = SQL("COUNT(%s) FILTER (WHERE %s)", value, condition)
            numbers += [number, count]
        source = SQL(
            "%s WHERE %s",
            self.query.from_clause,
            self.query.where_clause or SQL("TRUE"),
        )
        return self._select(
            reader,
            kind,
            scope and (scope, SQL.identifier(self.alias, scope)),
            numbers,
            source,
            self.get_bucket(),
            self.company,
        )

    def _select(self, reader, kind, scope, numbers, source, bucket, company):
        """Return the SELECT of one line per period, company and part.

        What lies in no wanted period has no place; asking for one here would work the
        month of each row out twice.

        :param scope: (field, column) by whose values it is split, or nothing
        """
        field, column = scope or ("", None)
        return SQL(
            """
            SELECT %(reader)s, %(place)s, %(company)s, %(key)s,
                   ARRAY[%(numbers)s]::float8[]
              FROM %(source)s %(scoped)s
             GROUP BY 2, 3 %(by_scope)s
            """,
            reader=reader,
            place=SQL("(%s)[%s]", self.scan.get_places(kind), bucket),
            company=company,
            key=SQL("%s || ':' || %s", field, column) if scope else EVERYTHING,
            numbers=SQL(", ").join(numbers),
            source=source,
            scoped=SQL("AND %s IS NOT NULL", column) if scope else SQL(),
            by_scope=SQL(", %s", column) if scope else SQL(),
        )

    def get_groups(self):
        """Return the common table of the groups; known once all filters are read."""
        columns = [SQL("%s AS bucket", self.get_bucket())]
        columns.append(SQL("%s AS company_id", self.company))
        columns += [
            SQL("%s AS %s", column, SQL.identifier(name))
            for name, column in self.columns.items()
        ]
        aggregates = [SQL("COUNT(*) AS number")]
        for measure, (total, known) in self.sums.items():
            value = self.get_measure(measure)
            aggregates.append(SQL("SUM(%s) AS %s", value, SQL.identifier(total)))
            aggregates.append(SQL("COUNT(%s) AS %s", value, SQL.identifier(known)))
        self.query.groupby = SQL(", ").join(
            SQL("%s", place + 1) for place in range(len(columns))
        )
        select = self.query.select(*columns, *aggregates)
        self.query.groupby = None
        return SQL("%s AS MATERIALIZED (%s)", self.name, select)


def _group(tasks, name):
    """Return {value of an attribute: the tasks that have it}."""
    groups = defaultdict(list)
    for task in tasks:
        groups[getattr(task, name)].append(task)
    return groups


def _split(tasks):
    """Yield (kind, scope, tasks): each in its kind of period, whole and split."""
    for kind, own in _group(tasks, "period").items():
        yield kind, "", own
        for scope, split in _group(own, "scope").items():
            if scope:
                yield kind, scope, split
