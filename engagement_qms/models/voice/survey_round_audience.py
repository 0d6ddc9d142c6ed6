# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class EngagementSurveyRoundAudience(models.Model):
    """Who is asked: the people behind the parties, each once, and nobody too often.

    How many there are in each group is counted on opening and kept, so that later it
    can be told whose voice is missing.
    """

    _inherit = "engagement.survey.round"

    spared_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="engagement_survey_round_spared_rel",
        readonly=True,
        copy=False,
        help="Not asked this time, because they were asked often enough lately.",
    )
    spared_count = fields.Integer(
        string="Spared, asked too often", compute="_compute_spared_count"
    )

    barred_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="engagement_survey_round_barred_rel",
        string="Not asked, because we may not",
        readonly=True,
        copy=False,
    )
    barred_count = fields.Integer(
        string="May not be asked", compute="_compute_spared_count"
    )

    def _compute_spared_count(self):
        for survey_round in self:
            survey_round.spared_count = len(survey_round.spared_ids)
            survey_round.barred_count = len(survey_round.barred_ids)

    def _get_audience(self):
        """Return whom the round is about: {contact: (party, category)}, each once.

        Somebody in several groups counts in the first one. However many there are, it
        takes the same number of queries.
        """
        self.ensure_one()
        people = self._get_people_of_parties()
        if self.audience == "staff":
            return self._get_staff(people)
        return people

    def _get_people_of_parties(self):
        """Return the people behind the parties of the groups, each in the first one."""
        parties = self.env["engagement.party"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("category_id", "in", self.category_ids.ids),
                ("relevant", "=", True),
            ]
        )
        order = {category: at for at, category in enumerate(self.category_ids.sorted())}
        parties = parties.sorted(lambda party: (order[party.category_id], party.id))
        members = self._get_members_of_groups(parties)
        persons = self._get_persons_of_companies(parties)
        known = {party.id: members.get(party.id, ()) for party in parties}
        for party in parties.filtered("partner_id"):
            own = party.partner_id.id
            known[party.id] = persons.get(own) or (own,)
        partners = self.env["res.partner"].search(
            [
                (
                    "id",
                    "in",
                    list({one for all_of in known.values() for one in all_of}),
                ),
                ("company_id", "in", (False, self.company_id.id)),
            ]
        )
        reachable = set(partners.ids)
        people = {}
        for party in parties:
            for partner_id in known[party.id]:
                if partner_id in reachable and partner_id not in people:
                    people[partner_id] = (party, party.category_id)
        return {partners.browse(one): place for one, place in people.items()}

    def _get_members_of_groups(self, parties):
        """Return {id of a group: ids of its contacts}, in one query."""
        partners = self.env["res.partner"]
        selects = []
        for group in parties.filtered(lambda party: party.kind == "group"):
            query = partners._search(group._get_member_domain(), order="id")
            column = SQL.identifier(partners._table, "id")
            selects.append(SQL("(%s)", query.select(SQL("%s", group.id), column)))
        members = {}
        if selects:
            rows = self.env.execute_query(SQL(" UNION ALL ").join(selects))
            for group_id, partner_id in rows:
                members.setdefault(group_id, []).append(partner_id)
        return members

    def _get_persons_of_companies(self, parties):
        """Return {id of a company: ids of the people who work there}, as far as known.

        A company cannot feel anything: its people are asked, and the company itself
        only where nobody is known.
        """
        companies = parties.partner_id.filtered("is_company")
        found = self.env["res.partner"]._read_group(
            [
                ("parent_id", "in", companies.ids),
                ("is_company", "=", False),
                ("type", "=", "contact"),
            ],
            ["parent_id"],
            ["id:array_agg"],
        )
        return {company.id: sorted(ids) for company, ids in found}

    def _get_staff(self, people):
        """Return all employees, in the group they are on the register with."""
        # sudo: contacts of colleagues are private to HR; only who to ask is taken
        employees = self.env["hr.employee"].sudo()
        found = employees.search([("company_id", "=", self.company_id.id)], order="id")
        nowhere = (self.env["engagement.party"], self.category_ids.sorted()[:1])
        partners = self.env["res.partner"]
        return {
            partners.browse(contact.id): people.get(
                partners.browse(contact.id), nowhere
            )
            for contact in found.work_contact_id
        }

    def _get_often_asked(self, partners):
        """Return those of the contacts who were asked often enough lately.

        All rounds of the company count together.
        """
        company = self.company_id
        since = fields.Date.context_today(self) - relativedelta(
            days=company.engagement_ask_days
        )
        # sudo: who asked them does not matter
        asked = self.env["engagement.participation"].sudo()
        counts = asked._read_group(
            Domain("partner_id", "in", partners.ids)
            & Domain("round_id", "!=", False)
            & Domain("company_id", "=", company.id)
            & Domain("date", ">", since),
            ["partner_id"],
            having=[("__count", ">=", company.engagement_ask_limit)],
        )
        return partners.browse([partner.id for (partner,) in counts])
