# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass, field
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

from ..mixins.allowed_domain import check_domain


class Scale(NamedTuple):
    """A score between two ends, measured from 0 to 100; 0 means: not filled in."""

    low: int
    high: int


class Filled(NamedTuple):
    """A number that says something once another field is filled in; 0 until then."""

    by: str


@dataclass(frozen=True)
class Source:
    """Where the numbers of an indicator come from.

    Either the records of a model, or a set that a registered private method composes
    where one look at one table cannot tell.
    """

    #: What it is called where people choose it
    label: str
    #: The model whose records are counted
    model: str = ""
    #: The field that says whose records they are
    company: str = "company_id"
    #: Its date fields that may say to which period a record belongs; the first is the
    #: usual one. None: what is true today, which is kept for the running period
    dates: tuple = ()
    #: Fields to add up or average: `Scale` of scores, `Filled` of what comes later
    measures: dict = field(default_factory=dict)
    #: Models that a filter may lead to, and which of their fields may be asked
    asked: dict = field(default_factory=dict)
    #: Fields by whose values a figure may be split
    scopes: tuple = ()
    #: Of a composed set: {name in its scope_key: the model that names the parts}
    scope_models: dict = field(default_factory=dict)
    #: Function of the environment that returns which records count at all
    domain: object = None
    #: The private method that returns the set, instead of a model
    select: str = ""
    #: Models whose changes it feels beside its own, and the date fields that tell the
    #: months concerned; without one, a change concerns the running period
    watches: dict = field(default_factory=dict)
    #: For so many months after it, a change still matters
    reach: int = 0
    #: Whether it changes by time passing alone
    ages: bool = False

    #: Whether it can tell of today only
    current: bool = False

    @property
    def as_of_now(self):
        return bool(self.model) and not self.dates

    @property
    def now_only(self):
        return self.current or self.as_of_now

    @property
    def felt(self):
        """Return {model whose changes it feels: date fields that tell the months}."""
        own = {self.model: self.dates} if self.model else {}
        return {**self.watches, **own}


class EngagementIndicatorSource(models.AbstractModel):
    """The register of what can be measured.

    Other addons add theirs by extending `_get_sources`. A method that composes a set
    gets a relation `span` (company_id, start_date, stop_date, start_at, stop_at,
    as_of): one row per company and period, borders in the company's time zone, the
    stop outside, and the day up to which things are known. It returns one SELECT of
    company_id, start_date, scope_key, numerator, denominator, value, sample; value may
    be NULL, and is then numerator over denominator. No user writes SQL or Python.
    """

    _name = "engagement.indicator.source"
    _description = "What Can Be Measured"

    @api.model
    def _get_sources(self):
        """Return {key: `Source`}; each addon adds its own."""
        return {}

    @api.model
    @ormcache("self.env.lang")
    def _get_register(self):
        """Return the sources, made once for each language."""
        return self._get_sources()

    @api.model
    def _get_source(self, key):
        """Return a source, or None while the part that brings it is not installed."""
        source = self._get_register().get(key)
        return (
            source if source and (source.select or source.model in self.env) else None
        )

    @api.model
    def _get_base_domain(self, source):
        """Return which records of the model of a source count at all."""
        return Domain(source.domain(self.env)) if source.domain else Domain.TRUE

    @api.model
    @ormcache("key", "text", "self.env.lang")
    def _read_filter(self, key, text):
        """Return a filter that somebody wrote, if its source lets it be asked.

        It is checked once, and anew whenever what is installed changes.

        :param str key: the source
        :param str text: the filter as a Char field holds it
        :raises ValidationError: names the field and says why
        """
        source = self._get_source(key)
        return check_domain(
            self.env[source.model],
            text or "[]",
            allowed=source.asked,
            # what moves with the day would change periods that are over
            allow_relative_dates=source.as_of_now,
        )

    @api.model
    def _check_measure(self, source, name):
        """Refuse a field to add up or average that the source does not offer."""
        if name not in source.measures:
            raise ValidationError(
                self.env._(
                    "“%(field)s” cannot be measured in “%(source)s”. Choose one of: "
                    "%(fields)s.",
                    field=name or "",
                    source=source.label,
                    fields=", ".join(source.measures) or self.env._("(none)"),
                )
            )

    @api.model
    def _check_date(self, source, name):
        """Refuse a date field that does not say to which period a record belongs."""
        if source.as_of_now:
            return
        name = name or source.dates[0]
        if name not in source.dates:
            raise ValidationError(
                self.env._(
                    "“%(field)s” does not say to which period a record of “%(source)s” "
                    "belongs. Choose one of: %(fields)s.",
                    field=name,
                    source=source.label,
                    fields=", ".join(source.dates),
                )
            )

    @api.model
    def _get_watched(self):
        """Return {model: its date columns, of all sources that feel its changes}."""
        watched = {}
        for source in self._get_register().values():
            for name, dates in source.felt.items():
                if name in self.env:
                    watched.setdefault(name, set()).update(dates)
        return watched

    @api.model
    def _watch_tables(self):
        """Let the database note which months a change concerns.

        Records change by many ways: forms, imports, and statements that write a
        thousand rows at once. A trigger per statement sees them all and costs no
        query; what it appends is read, and deleted, by whoever measures next.
        """
        self.env.cr.execute(NOTE_FUNCTION)
        for name, columns in self._get_watched().items():
            model = self.env[name]
            if not model._auto or model._abstract:
                continue
            known = sorted(columns) or ["write_date"]
            for suffix, event, tables in TRIGGERS:
                trigger = f"engagement_measured_{suffix}"
                self.env.cr.execute(
                    SQL(
                        "DROP TRIGGER IF EXISTS %(trigger)s ON %(table)s;"
                        " CREATE TRIGGER %(trigger)s AFTER %(event)s ON %(table)s"
                        " REFERENCING %(tables)s FOR EACH STATEMENT"
                        " EXECUTE FUNCTION engagement_note_changes(%(arguments)s)",
                        trigger=SQL.identifier(trigger),
                        table=SQL.identifier(model._table),
                        event=event,
                        tables=tables,
                        arguments=SQL(", ").join(
                            SQL("%s", argument) for argument in (name, *known)
                        ),
                    )
                )

    @api.model
    def _unwatch_tables(self):
        """Take the triggers away, before the table that they write to is gone."""
        self.env.cr.execute("DROP FUNCTION IF EXISTS engagement_note_changes CASCADE")


#: Name of the trigger, what it waits for, and what it sees of it
TRIGGERS = (
    ("insert", SQL("INSERT"), SQL("NEW TABLE AS changed_new")),
    (
        "update",
        SQL("UPDATE"),
        SQL("OLD TABLE AS changed_old NEW TABLE AS changed_new"),
    ),
    ("delete", SQL("DELETE"), SQL("OLD TABLE AS changed_old")),
)
#: A day near the border of a month may lie in the other one, by the time zone: both are
#: noted. Rows are only added, so that writers never wait for each other.
NOTE_FUNCTION = SQL(
    """
CREATE OR REPLACE FUNCTION engagement_note_changes() RETURNS trigger AS $note$
DECLARE
    changed text;
    months text := '';
    i integer;
BEGIN
    changed := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT * FROM changed_new'
        WHEN 'DELETE' THEN 'SELECT * FROM changed_old'
        ELSE 'SELECT * FROM changed_new UNION ALL SELECT * FROM changed_old' END;
    FOR i IN 1 .. TG_NARGS - 1 LOOP
        months := months || format(
            $f$%%s SELECT date_trunc('month', %%I + shift)::date AS month
                 FROM changed, (VALUES (interval '-14 hours'), (interval '14 hours'))
                      AS border (shift)
                WHERE %%I IS NOT NULL$f$,
            CASE WHEN i > 1 THEN ' UNION' ELSE '' END, TG_ARGV[i], TG_ARGV[i]);
    END LOOP;
    EXECUTE format(
        'WITH changed AS (%%s) INSERT INTO engagement_measure_change (model, month)'
        ' SELECT DISTINCT %%L, month FROM (%%s) AS noted', changed, TG_ARGV[0], months);
    RETURN NULL;
END
$note$ LANGUAGE plpgsql
"""
)
