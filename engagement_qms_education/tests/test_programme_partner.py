# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestProgrammePartner(College, EngagementCase):
    """Employers and bodies round a programme, and the map of its touchpoints."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.firm = cls.env["res.partner"].create({"name": "Steelworks"})
        cls.person = cls.env["res.partner"].create(
            {"name": "Ann", "parent_id": cls.firm.id}
        )

    def _link(self, **values):
        return self.env["engagement.programme.partner"].create(
            {
                "programme_id": self.programme.id,
                "partner_id": self.firm.id,
                "role": "hires",
                "date_from": "2025-01-01",
                **values,
            }
        )

    def test_who_is_linked_now_is_said_by_the_dates(self):
        now = self._link()
        last_day = self._link(role="panel", date_to="2026-03-31")
        past = self._link(role="placement", date_to="2026-03-30")
        ahead = self._link(role="funds", date_from="2026-04-01")
        links = now + last_day + past + ahead
        self.assertEqual(links.mapped("current"), [True, True, False, False])
        own = [("id", "in", links.ids)]
        self.assertEqual(links.search([*own, ("current", "=", True)]), last_day + now)
        self.assertEqual(
            set(links.search([*own, ("current", "=", False)])), set(past + ahead)
        )

    def test_a_company_is_one_employer_however_many_of_its_people_are_linked(self):
        self._link()
        self._link(partner_id=self.person.id, role="panel")
        self._link(role="accredits")
        self._link(partner_id=self.env["res.partner"].create({"name": "Old"}).id).write(
            {"date_to": "2025-12-31"}
        )
        programme = self.programme.with_user(self.users["educator"])
        self.assertEqual(programme.employer_count, 1)
        for contact in (self.firm, self.person):
            shown = contact.with_user(self.users["educator"])
            self.assertEqual(shown.engagement_programme_count, 1)
            action = shown.action_view_engagement_programmes()
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(found), 3)

    @mute_logger("odoo.sql_db")
    def test_one_role_once_and_dates_in_order(self):
        link = self._link()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._link()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            link.date_to = "2024-12-31"
        link.active = False
        self.env.flush_all()
        self.assertTrue(self._link())

    def test_an_organisation_of_another_company_is_refused(self):
        theirs = self.env["res.partner"].create(
            {"name": "Theirs", "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            self._link(partner_id=theirs.id)

    def test_merged_contacts_leave_one_row_for_the_whole_time(self):
        other = self.env["res.partner"].create({"name": "Steel works"})
        kept = self._link(date_from="2025-06-01", date_to="2025-12-31", note="Two")
        gone = self._link(partner_id=other.id, date_from="2025-01-01", note="Three")
        panel = self._link(partner_id=other.id, role="panel")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.firm + other).ids, self.firm)
        self.assertFalse(gone.exists())
        self.assertEqual((kept.date_from, kept.date_to), (date(2025, 1, 1), False))
        self.assertEqual(kept.note, "Three; Two")
        self.assertEqual(panel.commercial_partner_id, self.firm)

    def test_touchpoints_say_what_is_missing(self):
        category = self.env.ref("engagement_qms_education.category_employer")
        point = self.env["engagement.touchpoint"].create(
            {"name": "Fair", "category_id": category.id, "stage": "enquiry"}
        )
        self.assertEqual(
            point.missing, "nobody answers for it, no contact plan, no figure"
        )
        plan = self._new_plan(self._new_party())
        point.write({"owner_id": self.tutor.id, "plan_id": plan.id})
        self.assertEqual(point.missing, "no figure")
        point.indicator_id = self.env.ref("engagement_qms_education.indicator_e_07")
        self.assertFalse(point.missing)
        tiles = point.get_counters([("id", "=", point.id)])
        self.assertEqual([tile["count"] for tile in tiles], [0, 0, 0])

    def test_every_stage_and_group_has_its_shipped_touchpoints(self):
        points = self.env["engagement.touchpoint"].search(
            [("company_id", "=", self.env.ref("base.main_company").id)]
        )
        stages = {key for key, _label in points._fields["stage"].selection}
        learners = self.env.ref("engagement_qms_education.category_learner")
        shipped = points.filtered(lambda point: point.get_external_id()[point.id])
        self.assertEqual(
            set(shipped.filtered(lambda p: p.category_id == learners).mapped("stage")),
            stages,
        )
        self.assertEqual(len(shipped.category_id), 6)
        self.assertTrue(all(shipped.mapped("expectation")))
