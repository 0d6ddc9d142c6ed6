# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import groupby


class ReportEngagementPartyMap(models.AbstractModel):
    """The stakeholder map on paper: category, priority, preferred channel, next date.

    What is planned or was held by another channel than the preferred one is marked,
    and so is every contact that is overdue.
    """

    _name = "report.engagement_qms.report_party_map"
    _description = "Stakeholder Map on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        parties = self.env["engagement.party"].browse(docids)
        planned = self._get_planned_channels(parties)
        rows = [
            self._get_row(party, planned.get(party))
            for party in parties.sorted(self._get_sort_key)
        ]
        return {
            "doc_ids": docids,
            "doc_model": "engagement.party",
            "docs": parties,
            "company": self.env.company,
            "today": fields.Date.context_today(self),
            "categories": [
                (category, self._group_by_priority(list(of_category)))
                for category, of_category in groupby(
                    rows, key=lambda row: row["party"].category_id
                )
            ],
            "overdue_count": sum(row["party"].contact_overdue for row in rows),
            "deviation_count": sum(row["deviates"] for row in rows),
        }

    @api.model
    def _get_sort_key(self, party):
        """Sort as the columns read; a party without a date comes last."""
        category = party.category_id
        channel = party.channel_id
        return (
            (category.sequence, category.name, category.id),
            -party.priority_sequence,
            (not channel, channel.sequence, channel.name or ""),
            party.next_contact_date or fields.Date.to_date("9999-12-31"),
            party.name,
        )

    @api.model
    def _group_by_priority(self, rows):
        """Return ``[(priority, label, rows)]`` of one category."""
        labels = dict(
            self.env["engagement.party"]
            ._fields["priority"]
            ._description_selection(self.env)
        )
        return [
            (priority, labels[priority], list(of_priority))
            for priority, of_priority in groupby(
                rows, key=lambda row: row["party"].priority
            )
        ]

    @api.model
    def _get_planned_channels(self, parties):
        """Return ``{party: channels}`` that plans and open events use."""
        planned = {}
        domain = [("party_id", "in", parties.ids), ("channel_id", "!=", False)]
        for model, condition in (
            ("engagement.plan", ("next_date", "!=", False)),
            ("engagement.event", ("state", "=", "planned")),
        ):
            for party, channels in self.env[model]._read_group(
                [*domain, condition], ["party_id"], ["channel_id:recordset"]
            ):
                planned[party] = planned.get(party, channels.browse()) | channels
        return planned

    @api.model
    def _get_row(self, party, planned):
        preferred = party.channel_id
        other = planned - preferred if planned and preferred else None
        return {
            "party": party,
            "planned_otherwise": other,
            "deviates": bool(other or party.channel_deviation_count),
        }
