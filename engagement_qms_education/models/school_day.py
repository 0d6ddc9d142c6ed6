# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which day it is where a school is.

What guardians may see begins and ends at midnight of the school. The clock that whoever
asks has chosen, and that 'today' in a domain goes by, may be a day behind.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.engagement_qms.models.voice.evaluation_fact import ZONES


def get_day(company):
    """Return the day that it is where a company is."""
    # sudo: where it is, is for everybody to know
    company = company.sudo()
    zone = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
    return datetime.now(ZoneInfo(zone)).date()


def get_domain(make_condition, *names):
    """Return the domain of records for whose company something holds on its day.

    :param make_condition: gets the columns of the fields, returns SQL of them and `day`
    :param names: fields
    """

    def to_sql(model, alias, query):
        columns = [model._field_to_sql(alias, name, query) for name in names]
        return SQL(
            """EXISTS (
                SELECT FROM (SELECT company_id, (%s::timestamp AT TIME ZONE 'UTC'
                                    AT TIME ZONE tz)::date AS day
                               FROM (%s) AS zone) AS school
                 WHERE company_id = %s AND (%s))""",
            fields.Datetime.now(),
            ZONES,
            model._field_to_sql(alias, "company_id", query),
            make_condition(*columns),
        )

    return Domain.custom(to_sql=to_sql)
