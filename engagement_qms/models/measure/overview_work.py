# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: So many of each kind are named; the rest is counted
NEXT_LIMIT = 6


class Work(NamedTuple):
    """One kind of work that somebody has."""

    key: str
    name: str  # of many
    model: str
    domain: Domain
    day: str  # the field that says until when
    action: str  # opens all of them
    title: SQL = None  # what one is called, if not by number and name


class EngagementOverviewWork(models.AbstractModel):
    """What the person who looks has to do, whatever it is, the most urgent first."""

    _inherit = "engagement.overview"

    @api.model
    def _get_sections(self, shown):
        return super()._get_sections(shown) | {"work": self._get_work()}

    @api.model
    def _list_work(self):
        """Return the kinds of work; other addons add theirs."""
        mine = Domain("user_id", "=", self.env.uid)
        return [
            Work(
                "complaint",
                self.env._("Complaints"),
                "engagement.complaint",
                mine & Domain("state", "!=", "closed"),
                "next_due_at",
                "engagement_qms.engagement_complaint_action",
            ),
            Work(
                "commitment",
                self.env._("Promises"),
                "engagement.commitment",
                # a complaint of one's own says itself what is due next
                mine
                & Domain("state", "=", "open")
                & ~Domain("complaint_id.user_id", "=", self.env.uid),
                "due_at",
                "engagement_qms.engagement_commitment_action",
            ),
            Work(
                "action",
                self.env._("Actions"),
                "engagement.action",
                mine & Domain("state", "in", ("plan", "do")),
                "due_date",
                "engagement_qms.engagement_action_action",
            ),
            Work(
                "check",
                self.env._("Checks"),
                "engagement.action",
                Domain("checker_id", "=", self.env.uid) & Domain("state", "=", "check"),
                "check_due",
                "engagement_qms.engagement_action_action",
            ),
            Work(
                "review",
                self.env._("Reviews"),
                "engagement.review",
                mine & Domain("state", "=", "planned"),
                "planned_date",
                "engagement_qms.engagement_review_action",
                self._get_review_title(),
            ),
            Work(
                "activity",
                self.env._("Other to-dos"),
                "mail.activity",
                # the review that an activity points at is there already
                mine
                & Domain("res_model", "=like", "engagement.%")
                & Domain("res_model", "!=", "engagement.review"),
                "date_deadline",
                "mail.mail_activity_action_my",
                SQL("COALESCE(mail_activity.summary, mail_activity.res_name)"),
            ),
        ]

    @api.model
    def _get_review_title(self):
        """Return what a review is about; who may read it may know that."""
        return SQL(
            """COALESCE(engagement_review.name,
                (SELECT name FROM engagement_party
                  WHERE id = engagement_review.party_id),
                (SELECT name FROM engagement_objective
                  WHERE id = engagement_review.objective_id),
                (SELECT COALESCE(name->>%s, name->>'en_US') FROM engagement_code
                  WHERE id = engagement_review.code_id))""",
            self.env.lang or "en_US",
        )

    @api.model
    def _get_work(self):
        """Return how much there is to do of each kind, and what comes next.

        By one query; each person sees what record rules let them read.
        """
        known = {
            work.key: work
            for work in self._list_work()
            if self.env[work.model].has_access("read")
        }
        rows = self.env.execute_query(
            SQL(" UNION ALL ").join(map(self._select_work, known.values()))
        )
        today = fields.Date.context_today(self)
        kinds, nearest = {}, []
        for key, id_, moment, title, count, late, res_model, res_id in rows:
            work = known[key]
            kinds[key] = {"key": key, "name": work.name, "count": count, "late": late}
            day = self._get_local_day(work, moment)
            nearest.append(
                {
                    "id": f"{key}-{id_}",
                    "kind": key,
                    "kind_name": work.name,
                    "title": title,
                    "day": day,
                    "late": bool(day and day < today),
                    "res_model": res_model,
                    "res_id": res_id,
                }
            )
        nearest.sort(key=lambda row: (not row["day"], row["day"] or today, row["id"]))
        return {
            "kinds": [kinds[key] for key in known if key in kinds],
            "next": nearest[:NEXT_LIMIT],
            "count": sum(kind["count"] for kind in kinds.values()),
        }

    @api.model
    def _select_work(self, work):
        """Return the statement over one kind: the next ones, and how many there are."""
        model = self.env[work.model]
        domain = work.domain
        if work.model == "mail.activity":
            # sudo: everybody may read the to-dos that are assigned to them
            model = model.sudo()
        else:
            domain &= Domain("company_id", "=", self.env.company.id)
        query = model._search(domain)
        table = query.table

        def column(name):
            return model._field_to_sql(table, name, query)

        day = column(work.day)
        if model._fields[work.day].type == "datetime":
            today = SQL("%s", fields.Datetime.now())
        else:
            today = SQL("%s", fields.Date.context_today(self))
        place = (
            (column("res_model"), column("res_id"))
            if work.model == "mail.activity"
            else (SQL("%s", work.model), SQL.identifier(table, "id"))
        )
        query.order = SQL("%s, %s", day, SQL.identifier(table, "id"))
        query.limit = NEXT_LIMIT
        statement = query.select(
            SQL("%s AS key", work.key),
            SQL.identifier(table, "id"),
            SQL("%s::timestamp", day),
            work.title or self._get_title(model, column),
            SQL("COUNT(*) OVER ()"),
            SQL("COUNT(*) FILTER (WHERE %s < %s) OVER ()", day, today),
            *place,
        )
        return SQL("(%s)", statement)

    @api.model
    def _get_title(self, model, column):
        """Return what a record is called: number and name; a secret one its number."""
        number = (
            column("number")
            if "number" in model._fields
            else SQL("%s", self.env._("Protected"))
        )
        title = (
            SQL("CONCAT_WS(' ', %s, %s)", number, column("name"))
            if "number" in model._fields
            else column("name")
        )
        return SQL(
            "CASE WHEN %s = 'secret' THEN %s ELSE %s END",
            column("confidentiality"),
            number,
            title,
        )

    @api.model
    def _get_local_day(self, work, moment):
        """Return the day of a moment where the person is; days stay as they are."""
        if not moment:
            return False
        if self.env[work.model]._fields[work.day].type == "datetime":
            moment = fields.Datetime.context_timestamp(self, moment)
        return moment.date()
