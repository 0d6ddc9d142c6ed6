# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter, defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.mixins.allowed_domain import check_domain
from ..models.party.party_group import MEMBER_MODELS
from .engagement_discovery import HITS

#: Where a group stands in its category
BY_CATEGORY, BY_DEPARTMENT, BY_MEMBERSHIP = 1, 100, 500


class EngagementDiscoveryGroup(models.TransientModel):
    """Groups of contacts that Odoo knows: by category, department, tag and portal.

    A group is proposed with a live member domain, so that it grows with the company.
    The key that it carries tells a later look that the register has it, whatever its
    name or its domain have become.
    """

    _inherit = "engagement.discovery"

    def _propose_groups(self):
        """Return the values of lines for the groups that are new and not empty."""
        groups = (
            self._get_category_groups()
            + self._get_department_groups()
            + self._get_membership_groups()
        )
        # sudo: whether there is such a party must not depend on who asks
        parties = self.env["engagement.party"].sudo().with_context(active_test=False)
        known = {
            value
            for party in parties.search_read(
                [
                    ("company_id", "=", self.company_id.id),
                    ("kind", "=", "group"),
                ],
                ["discovery_key", "member_domain"],
            )
            for value in (party["discovery_key"], party["member_domain"])
        } | set(self.line_ids.mapped("discovery_key"))
        return [
            self._get_group_line(**group)
            for group in groups
            if group["members"]
            and group["key"] not in known
            and group["domain"] not in known
        ]

    def _get_group_line(self, key, name, domain, members, category, place, **more):
        """Return the values of the line for one group."""
        return {
            "discovery_id": self.id,
            "kind": "group",
            "name": name,
            "category_id": category.id,
            "discovery_key": key,
            "member_domain": domain,
            "member_count": members,
            "sequence": place,
            "selected": bool(category) and place < BY_MEMBERSHIP,
            "influence": category.influence or 3,
            "impact_on_us": category.impact_on_us or 3,
            "figures": more,
        }

    def _get_category_groups(self):
        """Return a group for each category whose sources tell who belongs to it."""
        domains = defaultdict(list)
        for source in self._get_sources():
            if source.category_id and source.state == "live" and source.member_domain:
                domains[source.category_id].append(
                    check_domain(
                        self.env["res.partner"],
                        source.member_domain,
                        allowed=MEMBER_MODELS,
                    )
                )
        if staff := self._get_staff_category():
            domains[staff].append(
                Domain("engagement_employee_ids.company_id", "=", self.company_id.id)
            )
        groups = {category: Domain.OR(parts) for category, parts in domains.items()}
        counts = self._count_members(groups)
        return [
            {
                "key": f"category:{category.id}",
                "name": category.name,
                "domain": str(list(domain)),
                "members": counts[category],
                "category": category,
                "place": BY_CATEGORY,
            }
            for category, domain in groups.items()
        ]

    def _get_staff_category(self):
        """Return the category of the employees, or none where it was deleted."""
        category = self.env.ref(
            "engagement_qms.category_employee", raise_if_not_found=False
        )
        return category or self.env["engagement.party.category"]

    def _count_members(self, groups):
        """Return how many contacts each domain finds, all by one statement.

        :param dict groups: {anything: domain over contacts}
        """
        partners = self.env["res.partner"]
        ours = Domain("company_id", "in", [False, self.company_id.id])
        keys = list(groups)
        rows = self.env.execute_query(
            SQL(" UNION ALL ").join(
                partners._search(ours & groups[key]).select(
                    SQL("%s", index), SQL("count(*)")
                )
                for index, key in enumerate(keys)
            )
            if keys
            else SQL("SELECT 0, 0 WHERE FALSE")
        )
        return {keys[index]: count for index, count in rows}

    def _get_department_groups(self):
        """Return a group for each of the largest departments."""
        rows = self.env["hr.employee.public"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("department_id", "!=", False),
                ("work_contact_id", "!=", False),
            ],
            ["department_id"],
            ["work_contact_id:count_distinct"],
        )
        rows.sort(key=lambda row: (-row[1], row[0].id))
        return [
            {
                "key": f"department:{department.id}",
                "name": department.name,
                "domain": str(
                    [("engagement_employee_ids.department_id", "=", department.id)]
                ),
                "members": members,
                "category": self._get_staff_category(),
                "place": BY_DEPARTMENT + place,
            }
            for place, (department, members) in enumerate(rows[: self.top])
        ]

    def _get_membership_groups(self):
        """Return a group of the portal users, and one for each of the largest tags."""
        members, categories = self._count_memberships()
        tags = self.env["res.partner.category"].search([("id", "in", list(members))])
        largest = tags.sorted(lambda tag: (-members[tag.id], tag.id))[: self.top]
        wanted = [
            ("portal", self.env._("Portal users"), [("user_ids.share", "=", True)], 0)
        ] + [
            (f"tag:{tag.id}", tag.name, [("category_id", "in", tag.ids)], tag.id)
            for tag in largest
        ]
        groups = []
        for place, (key, name, domain, tag) in enumerate(wanted):
            category, known = self._get_main_category(categories[tag], members[tag])
            groups.append(
                {
                    "key": key,
                    "name": name,
                    "domain": str(domain),
                    "members": members[tag],
                    "category": category,
                    "place": BY_MEMBERSHIP + place,
                    "known": known,
                }
            )
        return groups

    def _get_main_category(self, categories, members):
        """Return the category of most members, and how many they are.

        :param Counter categories: {category id: number of members}
        :param int members: the number of all members
        :return: no category where it is not the one of at least half of them
        """
        category, known = max(
            categories.items(), key=lambda item: (item[1], -item[0]), default=(False, 0)
        )
        if not category or 2 * known < members:
            category, known = False, 0
        return self.env["engagement.party.category"].browse(category), known

    def _count_memberships(self):
        """Count who carries a tag or logs in, and what the sources say they are.

        :return: {tag id: members}, {tag id: {category id: members}}; the portal users
            stand under 0
        """
        partners = self.env["res.partner"]
        tags = partners._fields["category_id"]
        query = partners._search([("company_id", "in", [False, self.company_id.id])])
        query.add_join(
            "JOIN",
            "membership",
            SQL(
                """(
                    SELECT %s AS tag_id, %s AS partner_id FROM %s
                     UNION ALL
                    SELECT 0, partner_id FROM res_users
                     WHERE share IS TRUE AND active IS TRUE
                )""",
                SQL.identifier(tags.column2),
                SQL.identifier(tags.column1),
                SQL.identifier(tags.relation),
            ),
            SQL("membership.partner_id = %s", SQL.identifier(query.table, "id")),
        )
        self.env["res.users"].flush_model(["partner_id", "share", "active"])
        partners.flush_model(["category_id", "commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH member AS (%s),
                known AS (
                    SELECT DISTINCT hit.partner_id, source.category_id
                      FROM %s hit
                      JOIN engagement_discovery_source source
                        ON source.id = hit.source_id
                     WHERE source.category_id IS NOT NULL
                )
                SELECT tag_id, category_id, GROUPING(category_id), count(DISTINCT id)
                  FROM member
             LEFT JOIN known ON known.partner_id = entity
              GROUP BY GROUPING SETS ((tag_id), (tag_id, category_id))
                """,
                query.select(
                    SQL("%s AS id", SQL.identifier(query.table, "id")),
                    SQL("commercial_partner_id AS entity"),
                    SQL("membership.tag_id"),
                ),
                HITS,
            )
        )
        members, categories = Counter(), defaultdict(Counter)
        for tag, category, total, count in rows:
            if total:
                members[tag] = count
            elif category:
                categories[tag][category] = count
        return members, categories
