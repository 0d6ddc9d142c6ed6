# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
class TestPartnerTab(EngagementCase):
    """A contact shows what the register says of the whole company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.party = cls._new_party("Steelworks", user=cls.users["user"])
        cls.firm = cls.party.partner_id
        cls.person = cls.env["res.partner"].create(
            {"name": "Ann", "parent_id": cls.firm.id}
        )
        cls.need = cls._new_need(cls.party)
        cls.event = cls._new_event(cls.party)
        cls.round_table = cls._new_event(cls._new_party("Town"), name="Round table")
        cls.round_table._add_invited(cls.person)
        # both its party and among the participants: still one event
        cls.event._add_invited(cls.person)
        cls._new_event(cls._new_party("Stranger"))

    def test_a_person_shows_what_concerns_the_company(self):
        for partner in (self.firm, self.person):
            with self.subTest(partner=partner.name):
                self.assertEqual(partner.engagement_party_ids, self.party)
                self.assertEqual(partner.engagement_need_ids, self.need)
                self.assertEqual(
                    partner.engagement_event_ids, self.event + self.round_table
                )
                self.assertEqual(partner.engagement_need_count, 1)
                self.assertEqual(partner.engagement_event_count, 2)

    def test_the_buttons_open_what_they_count(self):
        for action, count in (
            (self.person.action_view_engagement_needs(), 1),
            (self.person.action_view_engagement_events(), 2),
        ):
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(found), count)
            self.assertEqual(action["context"]["default_party_id"], self.party.id)

    def test_each_sees_what_the_own_role_may_see(self):
        colleague = self.person.with_user(self.users["confidential"])
        self.assertFalse(colleague.engagement_party_ids)
        self.assertEqual(colleague.engagement_event_count, 0)
        mine = self.person.with_user(self.users["user"])
        self.assertEqual(mine.engagement_party_ids, self.party)
        with self.assertRaises(AccessError):
            self.person.with_user(self.users["internal"])["engagement_need_count"]

    def test_the_form_works_with_and_without_the_app(self):
        for role in ("internal", "user"):
            view = self.env["res.partner"].with_user(self.users[role])
            arch = view.get_view(self.env.ref("base.view_partner_form").id)["arch"]
            self.assertEqual("engagement_event_count" in arch, role == "user")
        with Form(self.person.with_user(self.users["user"])) as form:
            self.assertEqual(len(form.engagement_party_ids), 1)

    def test_a_contact_is_added_to_the_register_from_its_form(self):
        action = self.person.action_add_engagement_party()
        with Form(
            self.env["engagement.party"].with_context(**action["context"])
        ) as form:
            self.assertEqual(form.partner_id, self.firm)
            form.category_id = self.category.copy({"name": "Second"})

    def test_counting_costs_the_same_for_one_and_for_many(self):
        def count_queries(partners):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.mapped("engagement_need_count")
            partners.mapped("engagement_event_count")
            return self.env.cr.sql_log_count - before

        few = count_queries(self.person)
        partners = self.firm
        for number in range(20):
            party = self._new_party(f"Firm {number}")
            self._new_need(party)
            self._new_event(party)
            partners += party.partner_id
        self.env.flush_all()
        self.assertEqual(count_queries(partners), few)


@tagged("post_install", "-at_install", "engagement")
class TestEmployeeTab(EngagementCase):
    """An employee sees the own objectives, parties, their needs and coming events."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.users["user"]
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Ann", "user_id": cls.user.id}
        )
        cls.assigned = cls._new_party("Assigned", user=cls.user)
        cls.owned = cls._new_party("Owned", owner_id=cls.employee.id)
        cls._new_party("Foreign")
        dropped = cls._new_party(
            "Not relevant", user=cls.user, relevant=False, relevance_reason="Gone"
        )
        cls.need = cls._new_need(cls.assigned)
        cls._new_need(dropped, "Nobody's need")
        cls.event = cls._new_event(cls.assigned)
        cls.elsewhere = cls._new_event(cls._new_party("Else"), user_id=cls.user.id)
        cls._new_event(cls.assigned, state="held")
        objective = {"sponsor_id": cls.employee.id, "name": "Sponsored"}
        cls.objective = cls.env["engagement.objective"].create(objective)
        cls.env["engagement.objective"].create({"name": "Somebody else's"})

    def test_the_employee_sees_the_own_work_on_the_public_page(self):
        page = self.env["hr.employee.public"].browse(self.employee.id)
        page = page.with_user(self.user)
        self.assertTrue(page.engagement_visible)
        self.assertEqual(page.engagement_objective_ids, self.objective)
        # the owned party is the responsibility of a colleague, whom the rules protect
        self.assertEqual(page.engagement_party_ids, self.assigned)
        self.assertEqual(page.engagement_need_ids, self.need)
        self.assertEqual(page.engagement_event_ids, self.event + self.elsewhere)

    def test_an_officer_sees_all_of_it(self):
        page = self.env["hr.employee.public"].browse(self.employee.id)
        page = page.with_user(self.users["officer"])
        self.assertTrue(page.engagement_visible)
        self.assertEqual(page.engagement_party_ids, self.assigned + self.owned)

    def test_a_colleague_sees_nothing(self):
        page = self.env["hr.employee.public"].browse(self.employee.id)
        page = page.with_user(self.users["confidential"])
        self.assertFalse(page.engagement_visible)
        self.assertFalse(page.engagement_objective_ids)
        self.assertFalse(page.engagement_party_ids)
        with self.assertRaises(AccessError):
            page.with_user(self.users["internal"])["engagement_visible"]

    def test_personnel_officers_have_the_same_tab(self):
        officer = new_test_user(
            self.env,
            "hr_and_engagement",
            groups="hr.group_hr_user,engagement_qms.group_engagement_officer",
        )
        with Form(self.employee.with_user(officer)) as form:
            self.assertTrue(form.engagement_visible)
            self.assertEqual(len(form.engagement_party_ids), 2)

    def test_personnel_officers_without_the_app_see_the_form_as_before(self):
        clerk = new_test_user(self.env, "hr_only", groups="hr.group_hr_user")
        arch = (
            self.env["hr.employee"]
            .with_user(clerk)
            .get_view(self.env.ref("hr.view_employee_form").id)["arch"]
        )
        self.assertNotIn("engagement_", arch)
