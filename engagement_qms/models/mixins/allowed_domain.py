# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Filters that people write, held to what they may ask.

The domain editor cannot restrict fields, and scheduled jobs run with all rights. So
every condition is walked on the server, through dotted paths, ``any`` and hierarchies,
when a filter is written and again before it runs.
"""

import re
from ast import literal_eval
from collections.abc import Mapping
from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.date_utils import parse_date

TYPES = {
    *("boolean", "char", "date", "datetime", "float", "html", "integer"),
    *("many2many", "many2one", "many2one_reference", "monetary", "one2many"),
    *("selection", "text"),
}
DATE_PARTS = {
    *("year_number", "quarter_number", "month_number", "iso_week_number"),
    *("day_of_year", "day_of_month", "day_of_week"),
    *("hour_number", "minute_number", "second_number"),
}
# Guessed letter by letter, a filter would tell what opens somebody's door.
KEYS = re.compile(r"token|password|secret|api_key")
FIXED_DATE = re.compile(r"\d{4}-\d\d?-\d\d?")
MAX_LENGTH = 20_000


def check_domain(model, domain, allowed=None, allow_relative_dates=True):
    """Return a filter that somebody wrote, if it asks for nothing forbidden.

    Refused are fields that do not exist, that belong to some groups only, that are
    worked out when shown, or that hold keys; values that are no plain values; and all
    that leads to a model that is not allowed.

    :param model: a recordset of the model that is filtered
    :param domain: a domain, or its text as a Char field holds it
    :param allowed: the models that may be asked: their names, or a mapping of names to
        the fields that may be asked (None for all of them); None for every model
    :param bool allow_relative_dates: whether "today" and the like may stand in it
    :return: the filter as a :class:`odoo.fields.Domain`
    :raises ValidationError: that names the field and says why it cannot be used
    """
    check = _Check(model.env, allowed, allow_relative_dates)
    domain = check.parse(domain)
    check.walk(model, domain)
    try:
        # Composes the statement, which converts every value; it is not executed.
        model._search(domain, bypass_access=True)
    except (ArithmeticError, NotImplementedError, TypeError, ValueError, UserError):
        raise check.unreadable(domain) from None
    return domain


class _Check:
    """One check of one filter: what is allowed, and the words to refuse it."""

    def __init__(self, env, allowed, allow_relative_dates):
        self.env = env
        self.allowed = allowed
        self.allow_relative_dates = allow_relative_dates

    def parse(self, domain):
        """Return the filter or its text as a Domain, without Python in it."""
        try:
            if isinstance(domain, str):
                if len(domain) > MAX_LENGTH:
                    raise self.unreadable(domain)
                domain = literal_eval(domain.strip() or "[]")
            return Domain(domain)
        except (SyntaxError, TypeError, ValueError, MemoryError, RecursionError):
            raise self.unreadable(domain) from None

    def walk(self, model, domain):
        """Raise for the first condition that may not be asked."""
        for part in Domain(domain):
            if isinstance(part, Domain):  # composed by a program
                raise self.unreadable("SQL")
            if isinstance(part, str) or not isinstance(part[0], str):
                continue  # & | ! and the constants
            self.check_condition(model, *part)

    def check_condition(self, model, path, operator, value):
        field = self.follow(model, path)
        if operator.endswith("!"):
            self.refuse(model, path, self.env._("it goes around access rights"))
        if operator in ("any", "not any"):
            comodel = self.get_comodel(model, path, field)
            self.walk(comodel, self.parse(value))
            return
        values = value if isinstance(value, list | tuple) else [value]
        if not all(isinstance(v, str | int | float | date | None) for v in values):
            raise self.unreadable((path, operator, value))
        by_name = any(isinstance(v, str) for v in values)
        if operator in ("child_of", "parent_of"):
            comodel = self.get_comodel(model, path, field)
            self.get_field(comodel, comodel._parent_name, path)
            if by_name:
                self.get_field(comodel, "display_name", path)
        elif field.type in ("one2many", "many2many") or field.relational and by_name:
            comodel = self.get_comodel(model, path, field)
            if by_name:
                self.get_field(comodel, "display_name", path)
        elif field.type in ("date", "datetime"):
            self.check_dates(model, path, values)

    def follow(self, model, path):
        """Return the last field of a path after checking each step of it."""
        names = path.split(".")
        for index, name in enumerate(names, start=1):
            field = self.get_field(model, name, path)
            rest = names[index:]
            if rest and field.type in ("date", "datetime"):
                if len(rest) > 1 or rest[0] not in DATE_PARTS:
                    self.refuse(model, path, self.env._("a date has no such part"))
                return model._fields["id"]  # a plain number
            if rest:
                model = self.get_comodel(model, path, field)
        return field

    def get_field(self, model, name, path):
        """Return a field of `model` that may be asked.

        :param str path: the condition it stands in, for the message
        """
        field = model._fields.get(name)
        if field is None:
            self.refuse(model, path, self.env._("there is no such field"))
        names = None
        if isinstance(self.allowed, Mapping):
            names = self.allowed.get(model._name)
        if field.groups:
            self.refuse(model, path, self.env._("not everybody may see it"), field)
        if names is not None and name not in names:
            self.refuse(model, path, self.env._("it is not among the fields"), field)
        if KEYS.search(name):
            self.refuse(model, path, self.env._("it holds a key"), field)
        if name == "display_name":
            return field
        if field.related and not field.store:
            # Asked through the fields that it shows.
            self.follow(model, field.related)
        elif not field.store:
            self.refuse(
                model, path, self.env._("it is worked out when it is shown"), field
            )
        if field.type not in TYPES:
            self.refuse(model, path, self.env._("it cannot be compared"), field)
        return field

    def get_comodel(self, model, path, field):
        """Return the model that a field leads to, if that may be asked."""
        if field.name == "id":
            return model
        if not field.relational:
            self.refuse(
                model, path, self.env._("it does not lead to other records"), field
            )
        comodel = self.env[field.comodel_name]
        if self.allowed is not None and comodel._name not in self.allowed:
            kind = comodel._description
            reason = self.env._("“%(kind)s” may not be asked here", kind=kind)
            self.refuse(model, path, reason, field)
        return comodel

    def check_dates(self, model, path, values):
        """Refuse dates that cannot be read, and those that move if they may not."""
        for value in values:
            if not isinstance(value, str):
                continue
            try:
                parse_date(value, self.env)
            except (ValueError, OverflowError):
                reason = self.env._("“%(value)s” is no date", value=value)
                self.refuse(model, path, reason)
            if not self.allow_relative_dates and not FIXED_DATE.match(value):
                reason = self.env._(
                    "“%(value)s” means another day tomorrow; give a fixed day",
                    value=value,
                )
                self.refuse(model, path, reason)

    def refuse(self, model, path, reason, field=None):
        """Raise, naming the field as people know it."""
        name = field._description_string(self.env) if field else model._description
        raise ValidationError(
            self.env._(
                "“%(path)s” (%(name)s) cannot be used in this filter: %(reason)s. "
                "Choose another field.",
                path=path,
                name=name,
                reason=reason,
            )
        )

    def unreadable(self, domain):
        """Return the error for what is no filter at all."""
        return ValidationError(
            self.env._(
                "This filter cannot be read: %(text)s. Build it anew in the editor, "
                "with fixed values.",
                text=str(domain)[:200],
            )
        )
