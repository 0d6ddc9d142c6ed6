# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: So many days before it is due, a promise is looked at
SOON = timedelta(days=7)
#: So many groups are named
GROUP_LIMIT = 5


class EngagementOverviewDue(models.AbstractModel):
    """What is promised and due, where the parties stand, and who is not heard."""

    _inherit = "engagement.overview"

    @api.model
    def _get_sections(self, shown):
        return super()._get_sections(shown) | {
            "due": self._get_due(),
            "map": self._get_map(shown),
            "voices": self._get_voices(shown),
            "steps": self._get_steps(),
        }

    @api.model
    def _get_due_domain(self, bucket, kind=None, mine=False):
        """Return which open promises are overdue, or due soon.

        :param str bucket: "overdue" or "soon"
        """
        now = fields.Datetime.now()
        domain = Domain("state", "=", "open")
        if bucket == "overdue":
            domain &= Domain("due_at", "<", now)
        else:
            domain &= Domain("due_at", ">=", now) & Domain("due_at", "<", now + SOON)
        if kind:
            domain &= Domain("kind", "=", kind)
        return domain & Domain("user_id", "=", self.env.uid) if mine else domain

    @api.model
    def _get_due(self):
        """Return the open promises by kind: overdue and due soon, all and mine."""
        promises = self.env["engagement.commitment"]
        if not promises.has_access("read"):
            return None
        now = fields.Datetime.now()
        query = promises._search(
            Domain("state", "=", "open") & Domain("due_at", "<", now + SOON)
        )
        kind, due_at, user = (
            promises._field_to_sql(query.table, name, query)
            for name in ("kind", "due_at", "user_id")
        )
        query.groupby = kind
        query.order = None
        late, mine = SQL("%s < %s", due_at, now), SQL("%s = %s", user, self.env.uid)
        rows = self.env.execute_query(
            query.select(
                kind,
                SQL("COUNT(*) FILTER (WHERE %s)", late),
                SQL("COUNT(*) FILTER (WHERE NOT (%s))", late),
                SQL("COUNT(*) FILTER (WHERE %s AND %s)", late, mine),
                SQL("COUNT(*) FILTER (WHERE NOT (%s) AND %s)", late, mine),
            )
        )
        labels = dict(promises._fields["kind"]._description_selection(self.env))
        return [
            {
                "kind": kind,
                "name": labels[kind],
                "all": {"overdue": overdue, "soon": soon},
                "mine": {"overdue": my_overdue, "soon": my_soon},
            }
            for kind, overdue, soon, my_overdue, my_soon in sorted(
                rows, key=lambda row: (-row[1], -row[2], row[0])
            )
        ]

    @api.model
    def _get_map_domain(self, shown):
        domain = Domain("relevant", "=", True)
        if shown.category_id:
            domain &= Domain("category_id", "=", shown.category_id)
        return domain

    @api.model
    def _get_map(self, shown):
        """Return how many parties stand at each place of influence and impact."""
        parties = self.env["engagement.party"]
        if not parties.has_access("read"):
            return None
        scores = ["influence", "impact_on_us", "impact_on_them"]
        places = {}
        for *values, count in parties._read_group(
            self._get_map_domain(shown), scores, ["__count"]
        ):
            place = parties._get_map_position(
                dict(zip(scores, values, strict=True)), "impact", "influence"
            )
            places[place] = places.get(place, 0) + count
        return {
            "places": [{"x": x, "y": y, "count": n} for (x, y), n in places.items()],
            "total": sum(places.values()),
        }

    @api.model
    def _get_voices(self, shown):
        """Return the groups that answered less than their size, in the last rounds."""
        name = "engagement.survey.round.group"
        if name not in self.env or not self.env[name].has_access("read"):
            return None
        rounds = self.env["engagement.survey.round"]
        query = rounds._search(
            Domain("state", "in", ("closed", "done"))
            & Domain("company_id", "=", shown.company_id)
        )
        query.groupby = rounds._field_to_sql(query.table, "programme_id", query)
        query.order = None
        latest = query.select(SQL("MAX(%s)", SQL.identifier(query.table, "id")))
        unheard = Domain("round_id", "any!", latest)
        unheard &= Domain("gap", ">", 0)
        if shown.category_id:
            unheard &= Domain("category_id", "=", shown.category_id)
        return [
            {
                "id": group.id,
                "round_id": group.round_id.id,
                "name": group.category_id.name,
                "population_share": group.population_share,
                "answer_share": group.answer_share,
                "gap": group.gap,
            }
            for group in self.env[name].search_fetch(
                unheard,
                ["round_id", "category_id", "population_share", "answer_share", "gap"],
                order="gap desc, id",
                limit=GROUP_LIMIT,
            )
        ]

    @api.model
    def _get_steps(self):
        """Return the first steps of a company with what is done, while any is left."""
        if not self.env.user.has_group("engagement_qms.group_engagement_officer"):
            return []
        steps = self._list_steps()
        [done] = self.env.execute_query(
            SQL(
                "SELECT %s",
                SQL(", ").join(
                    SQL(
                        "EXISTS (%s)",
                        self.env[model]._search(domain, limit=1).select(SQL("1")),
                    )
                    for _name, _help, _action, model, domain in steps
                ),
            )
        )
        if all(done):
            return []
        return [
            {"name": name, "help": text, "action": action, "done": is_done}
            for (name, text, action, _model, _domain), is_done in zip(
                steps, done, strict=True
            )
        ]

    @api.model
    def _list_steps(self):
        """Return (name, what for, action, model, what is there once it is done)."""
        company = Domain("company_id", "in", (False, self.env.company.id))
        return [
            (
                self.env._("Find out who matters"),
                self.env._("Odoo proposes parties from orders, contacts and staff."),
                "engagement_qms.engagement_discovery_action",
                "engagement.party",
                Domain("relevant", "=", True) & company,
            ),
            (
                self.env._("Plan the first contacts"),
                self.env._("With whom you talk, how often, and by which channel."),
                "engagement_qms.engagement_plan_action",
                "engagement.plan",
                company,
            ),
            (
                self.env._("Adopt a code of conduct"),
                self.env._("Start from a ready one, and change what does not fit."),
                "engagement_qms.engagement_code_adopt_action",
                "engagement.code",
                company,
            ),
            (
                self.env._("Name a complaints team"),
                self.env._("Who gets complaints, and by when they are answered."),
                "engagement_qms.engagement_complaint_team_action",
                "engagement.complaint.team",
                company,
            ),
        ]
