# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
class TestCodeFramework(EngagementCase):
    """The framework of a code: what is there, what is missing, who is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls.users["leader"]
        cls.owner = cls.env["hr.employee"].create({"name": "Olga Owner"})
        cls.code = cls.env["engagement.code"].create(
            {
                "name": "Delivery",
                "provision_ids": [
                    Command.create({"promise": "We deliver within 5 working days."})
                ],
            }
        )
        cls.provision = cls.code.provision_ids

    def _block(self, key):
        (block,) = [block for block in self.code.framework if block["key"] == key]
        return block

    def _missing(self, key):
        return [p["text"] for p in self._block(key)["points"] if not p["covered"]]

    def _announce(self, audience, day, **values):
        return self.env["engagement.code.announcement"].create(
            {
                "code_id": self.code.id,
                "name": f"For {audience}",
                "audience": audience,
                "date": day,
                **values,
            }
        )

    def test_each_block_says_what_is_missing_and_where(self):
        self.assertEqual(
            [block["title"] for block in self.code.framework],
            ["Why, and for whom", "What we promise", "How we keep it"],
        )
        self.assertIn("Say what it is for", self._missing("why"))
        before = self._block("why")["percent"], self.code.completeness
        self.code.purpose = "People plan their week with us."
        self.assertNotIn("Say what it is for", self._missing("why"))
        self.assertGreater(self._block("why")["percent"], before[0])
        self.assertGreater(self.code.completeness, before[1])
        pages = {
            point["text"]: point["page"]
            for block in self.code.framework
            for point in block["points"]
        }
        self.assertEqual(pages["Say what it is for"], "text")
        self.assertEqual(pages["Answer each guiding principle"], "principles")
        self.assertEqual(pages["Name the leader who stands for it"], "")

    def test_what_was_found_out_stands_behind_a_code(self):
        point = "Note what you found out before you wrote it"
        self.code.research_ids = [
            Command.create({"name": "What is late most often?", "source": "records"})
        ]
        self.assertIn(point, self._missing("why"), "a question is no finding")
        self.code.research_ids.finding = "Corner desks, for want of boards"
        self.assertNotIn(point, self._missing("why"))

    def test_every_place_that_a_point_leads_to_is_a_tab_of_the_form(self):
        arch = self.env["engagement.code"].get_view(view_type="form")["arch"]
        for block in self.code.framework:
            for point in block["points"]:
                if point["page"]:
                    self.assertIn(f'<page name="{point["page"]}"', arch)

    def test_vague_words_are_a_missing_point(self):
        self.assertNotIn("Write so that nothing vague is left", self._missing("what"))
        self.provision.promise = "We deliver soon."
        self.assertIn("Write so that nothing vague is left", self._missing("what"))

    def test_who_was_asked_is_told_back(self):
        party = self._new_party()
        self.code.party_ids = party + self._new_party("Silent")
        point = "Tell everybody who was asked what became of it"
        self.assertNotIn(point, [p[0] for p in self.code._get_points()])
        consultation = self.env["engagement.consultation"].create(
            {
                "code_id": self.code.id,
                "party_id": party.id,
                "asked_on": date(2026, 1, 5),
            }
        )
        self.assertEqual(self.code.unheard_party_ids.name, "Silent")
        self.assertIn(point, self._missing("why"))
        consultation.told_back_on = date(2026, 1, 9)
        self.assertNotIn(point, self._missing("why"))

    def test_staff_hears_of_a_code_before_anybody_outside(self):
        public = self._announce("public", date(2026, 3, 10))
        self.assertTrue(public.early)
        self.assertIn("“For public”", self.code.announcement_warning)
        staff = self._announce("staff", date(2026, 3, 11))
        self.assertTrue(public.early)
        staff.date = date(2026, 3, 10)
        self.assertFalse(public.early)
        self.assertFalse(self.code.announcement_warning)
        staff.audience = "public"
        self.assertTrue(public.early)
        staff.audience = "staff"
        early = self._announce("parties", date(2026, 3, 9))
        self.assertEqual(self.code.announcement_ids.filtered("early"), early)
        self.assertIn("“For parties”", self.code.announcement_warning)

    def test_telling_people_is_covered_once_both_were_told_in_order(self):
        point = "Tell staff first, then everybody else"
        staff = self._announce("staff", date(2026, 3, 10), done=True)
        self.assertIn(point, self._missing("how"))
        public = self._announce("public", date(2026, 3, 20), done=True)
        self.assertNotIn(point, self._missing("how"))
        staff.date = date(2026, 3, 21)
        self.assertIn(point, self._missing("how"))
        self.assertTrue(public.early)

    def test_everybody_can_read_it_when_all_five_are_said(self):
        fields = ("access_language", "access_format", "access_device", "access_free")
        self.code.write(dict.fromkeys(fields, True))
        self.assertIn("See that everybody can read it", self._missing("what"))
        self.code.access_helper = "Olga, extension 14"
        self.assertNotIn("See that everybody can read it", self._missing("what"))

    def test_how_a_code_is_told_stays_open_after_the_approval(self):
        self.provision.write({"limit_value": 5, "owner_id": self.owner.id})
        self.code.leader_id = self.leader
        self.code.with_user(self.leader).action_approve()
        self.code.write({"access_free": True})
        self._announce("staff", date(2026, 3, 10))
        with self.assertRaises(UserError):
            self.code.purpose = "Another"

    def test_before_the_approval_the_form_says_what_it_needs(self):
        self.assertEqual(
            self.code.hint,
            "a leader who stands for the code; an owner for promise 1; a limit for "
            "promise 1, or the reason for none",
        )
        self.provision.write({"limit_value": 5, "owner_id": self.owner.id})
        self.code.leader_id = self.leader
        self.assertFalse(self.code.hint)
        self.code.with_user(self.leader).action_approve()
        self.provision.owner_id = False
        self.assertFalse(self.code.hint)

    def test_a_small_organisation_needs_one_person_and_five_fields(self):
        self.company.engagement_small_organisation = True
        one = new_test_user(
            self.env,
            "test_one_for_all",
            groups="engagement_qms.group_engagement_leader,"
            "engagement_qms.group_engagement_manager",
        )
        self.env["hr.employee"].create({"name": "One", "user_id": one.id})
        code = Form(self.env["engagement.code"].with_user(one))
        code.name = "Our promise"
        code.purpose = "People plan with us."
        with code.provision_ids.new() as provision:
            provision.promise = "We answer within 2 days."
            provision.limit_value = 2
            provision.limit_unit = "day"
        code = code.save()
        self.assertEqual(code.leader_id, one)
        self.assertEqual(code.provision_ids.owner_id.user_id, one)
        code.action_approve()
        code.action_put_in_force()
        self.assertEqual(code.state, "in_force")
        asked = {point[0] for point in code._get_points()}
        self.assertIn("Say what it is for", asked)
        self.assertNotIn("Answer each guiding principle", asked)
        self.assertNotIn("Decide on the resources", asked)
        self.assertEqual(len(asked), 10)

    def test_a_limit_reads_as_one_text(self):
        values = [
            ({"limit_value": 10, "limit_unit": "working_day"}, "10 working days"),
            ({"limit_value": 1, "limit_unit": "hour"}, "1 hour"),
            ({"limit_value": 1.5, "limit_unit": "day"}, "1.5 days"),
            ({"limit_value": 0, "no_limit_reason": "By weight"}, "By weight"),
            ({"limit_value": 0, "no_limit_reason": False}, False),
        ]
        for limit, text in values:
            self.provision.write(limit)
            self.assertEqual(self.provision.limit_text, text)

    def test_a_rate_says_of_how_many_and_is_empty_without_data(self):
        self.assertFalse(self.provision.rate_text)
        self.assertFalse(self.code.rate_text)
        for number, state in enumerate(("kept", "kept", "missed")):
            self.env["engagement.commitment"].create(
                {
                    "name": f"Row {number}",
                    "provision_id": self.provision.id,
                    "limit_value": 1,
                    "limit_unit": "day",
                    "started_at": "2026-01-05 08:00:00",
                    "done_at": "2026-01-05 09:00:00",
                    "state": state,
                }
            )
        self.env.invalidate_all()
        self.assertEqual(self.provision.rate_text, "66 % of 3")
        self.assertEqual(self.code.rate_text, "66 % of 3")


@tagged("post_install", "-at_install", "engagement")
class TestProvisionLinks(EngagementCase):
    """What a promise has to do with needs, skills, contacts and employees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls.env["hr.department"].create({"name": "Fitters"})
        cls.owner = cls.env["hr.employee"].create({"name": "Olga Owner"})
        cls.fitter = cls.env["hr.employee"].create(
            {"name": "Fritz Fitter", "department_id": cls.department.id}
        )
        cls.code = cls.env["engagement.code"].create(
            {
                "name": "Delivery",
                "leader_id": cls.users["leader"].id,
                "provision_ids": [
                    Command.create(
                        {
                            "promise": "We deliver within 5 working days.",
                            "limit_value": 5,
                            "owner_id": cls.owner.id,
                            "department_ids": cls.department.ids,
                        }
                    )
                ],
            }
        )
        cls.provision = cls.code.provision_ids
        cls.skill_type = cls.env["hr.skill.type"].create(
            {
                "name": "Delivery",
                "skill_ids": [Command.create({"name": "Lift"})],
                "skill_level_ids": [
                    Command.create({"name": "Yes", "default_level": True})
                ],
            }
        )
        cls.skill = cls.skill_type.skill_ids

    def _train(self, employee, **values):
        return self.env["hr.employee.skill"].create(
            {
                "employee_id": employee.id,
                "skill_type_id": self.skill_type.id,
                "skill_id": self.skill.id,
                "skill_level_id": self.skill_type.skill_level_ids.id,
                **values,
            }
        )

    def _untrained(self):
        self.provision.invalidate_recordset(["untrained", "untrained_count"])
        provision = self.provision.with_user(self.users["officer"])
        gaps = provision.untrained or []
        self.assertEqual(provision.untrained_count, len(gaps))
        return {gap["name"]: gap["skills"] for gap in gaps}

    def test_who_lacks_a_skill_is_listed_for_officers(self):
        self.assertEqual(self._untrained(), {})
        self.provision.skill_ids = self.skill
        self.assertEqual(
            self._untrained(), {"Olga Owner": ["Lift"], "Fritz Fitter": ["Lift"]}
        )
        self._train(self.fitter)
        self.assertEqual(self._untrained(), {"Olga Owner": ["Lift"]})

    def test_an_expired_certificate_is_no_skill(self):
        self.skill_type.is_certification = True
        self.provision.skill_ids = self.skill
        day = date.today()
        self._train(
            self.fitter,
            valid_from=day - timedelta(days=400),
            valid_to=day - timedelta(days=1),
        )
        self._train(self.owner, valid_from=day - timedelta(days=40), valid_to=day)
        self.assertEqual(self._untrained(), {"Fritz Fitter": ["Lift"]})

    def test_who_is_no_officer_does_not_see_who_lacks_what(self):
        provision = self.provision.with_user(self.users["user"])
        with self.assertRaises(AccessError):
            provision.read(["untrained"])

    def test_a_promise_fulfils_a_need_and_both_say_so(self):
        need = self._new_need(self._new_party(), "To know the day")
        self.provision.need_ids = need
        line = need.fulfilment_ids
        self.assertEqual(line.provision_id, self.provision)
        self.assertEqual(line.name, self.provision.display_name)
        other = self._new_need(self._new_party("Other"), "A call")
        self.env["engagement.need.fulfilment"].create(
            {"need_id": other.id, "provision_id": self.provision.id, "status": "met"}
        )
        self.assertEqual(self.provision.need_ids, need + other)
        self.provision.need_ids -= need
        self.assertFalse(need.fulfilment_ids)
        self.assertEqual(other.status, "met")

    def test_the_next_version_answers_the_same_needs(self):
        need = self._new_need(self._new_party())
        self.provision.need_ids = need
        self.code.with_user(self.users["leader"]).action_approve()
        self.code.action_put_in_force()
        action = self.code.action_new_version()
        draft = self.env["engagement.code"].browse(action["res_id"])
        self.assertEqual(draft.provision_ids.need_ids, need)
        self.assertEqual(len(need.fulfilment_ids), 1)
        draft.provision_ids.need_ids = False
        self.assertFalse(self.provision.need_ids)

    def test_the_line_keeps_its_words_when_the_promise_is_gone(self):
        need = self._new_need(self._new_party())
        self.provision.need_ids = need
        self.code.provision_ids = [
            Command.create({"promise": "Another", "limit_value": 1})
        ]
        self.provision.unlink()
        need.invalidate_recordset()
        self.assertEqual(
            need.fulfilment_ids.name, "1. We deliver within 5 working days."
        )

    def test_a_contact_shows_what_was_promised_to_its_whole_company(self):
        company = self.env["res.partner"].create({"name": "Azure", "is_company": True})
        person, colleague = self.env["res.partner"].create(
            [{"name": name, "parent_id": company.id} for name in ("Ann", "Bob")]
        )
        rows = self.env["engagement.commitment"].create(
            [
                {
                    "name": f"For {partner.name}",
                    "partner_id": partner.id,
                    "user_id": self.users["officer"].id,
                    "limit_value": 2,
                    "limit_unit": "day",
                }
                for partner in (company, person)
            ]
        )
        colleague = colleague.with_user(self.users["officer"])
        self.assertEqual(colleague.engagement_commitment_count, 2)
        action = colleague.action_view_engagement_commitments()
        found = self.env["engagement.commitment"].search(action["domain"])
        self.assertEqual(found, rows)
        rows[0].confidentiality = "secret"
        rows[0].user_id = self.users["confidential"]
        self.env.invalidate_all()
        self.assertEqual(colleague.engagement_commitment_count, 1)

    def test_an_employee_shows_what_is_still_to_be_kept(self):
        self.owner.user_id = self.users["officer"]
        rows = self.env["engagement.commitment"].create(
            [
                {
                    "name": f"Row {number}",
                    "user_id": self.users["officer"].id,
                    "limit_value": 2,
                    "limit_unit": "day",
                }
                for number in range(3)
            ]
        )
        rows[0].action_done()
        self.assertEqual(self.owner.engagement_commitment_count, 2)
        action = self.owner.action_view_engagement_commitments()
        found = self.env["engagement.commitment"].search(action["domain"])
        self.assertEqual(found, rows)
