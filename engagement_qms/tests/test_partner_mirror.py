# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .evaluation_answer_common import TODAY, AnsweredEvaluationCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time(TODAY)
class TestPartnerMirror(AnsweredEvaluationCase):
    """Both sides of a partner, the gap between them, and what is done together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.before = cls._new_evaluation(
            (50,),
            sent=True,
            period_start=date(2025, 10, 1),
            period_end=date(2025, 12, 31),
        )
        cls.given = cls._new_evaluation((100,), sent=True)
        cls.received = cls._new_received()
        cls._say(cls.received, "3")

    @classmethod
    def _say(cls, received, stars):
        received._rate_from_partner({received.line_ids[0]: (stars, "")}, cls.firm)

    def _get_mirror(self, partner=None, user=None):
        self.env.invalidate_all()
        mirrors = self.env["engagement.partner.mirror"].with_user(user or self.officer)
        return mirrors.search([("partner_id", "=", (partner or self.firm).id)])

    def test_both_sides_stand_beside_each_other_with_gap_and_trend(self):
        [mirror] = self._get_mirror()
        self.assertEqual((mirror.given_id, mirror.given_score), (self.given, 100))
        self.assertEqual((mirror.given_change, mirror.has_given_change), (50, True))
        self.assertEqual(
            (mirror.received_id, mirror.received_score), (self.received, 50)
        )
        self.assertFalse(mirror.has_received_change)
        self.assertEqual((mirror.gap, mirror.gap_size, mirror.sides), (-50, 50, "both"))
        self.assertEqual(
            mirror.history_ids,
            (self.given + self.received).sorted("id")[::-1] + self.before,
        )
        self.assertEqual(mirror.given_line_ids, self.given.line_ids)
        self.assertEqual(mirror.received_line_ids, self.received.line_ids)

    def test_what_the_partner_does_not_know_is_no_side(self):
        partner = self.stranger.partner_id
        partner.email = "stranger@example.com"
        evaluation = self._new_evaluation(partner_id=partner.id)
        [mirror] = self._get_mirror(partner)
        self.assertEqual(mirror.sides, "none")
        self.assertFalse(mirror.given_id)
        evaluation.action_send()
        [mirror] = self._get_mirror(partner)
        self.assertEqual(mirror.sides, "given")
        self.assertFalse(mirror.gap_size)
        evaluation.active = False
        self.assertFalse(self._get_mirror(partner))

    def test_an_average_leaves_out_who_has_no_score(self):
        partner = self.stranger.partner_id
        self._new_evaluation(partner_id=partner.id)
        self.env.flush_all()
        [(number, average)] = self.env["engagement.partner.mirror"]._read_group(
            [("partner_id", "in", (self.firm + partner).ids)],
            [],
            ["__count", "received_score:avg"],
        )
        self.assertEqual((number, average), (2, 50))

    def test_another_company_and_a_user_see_nothing(self):
        self.assertFalse(self._get_mirror(user=self.other_officer))
        for role in ("internal", "user", "portal"):
            mirrors = self.env["engagement.partner.mirror"].with_user(self.users[role])
            self.assertFalse(mirrors.has_access("read"))
        self.assertTrue(self._get_mirror(user=self.users["leader"]))

    def test_the_list_costs_the_same_for_one_and_for_many(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Firm {n}", "email": f"f{n}@example.com"} for n in range(20)]
        )
        for partner in partners:
            self._new_evaluation((75,), partner_id=partner.id)
        specification = {
            name: {} for name in ("given_score", "received_score", "gap", "sides")
        } | {"partner_id": {"fields": {"display_name": {}}}}
        mirrors = self.env["engagement.partner.mirror"].with_user(self.officer)
        self.env.flush_all()
        counts = []
        for limit in (1, 80):
            mirrors.web_search_read([], specification, limit=limit)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            mirrors.web_search_read([], specification, limit=limit)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), min(counts) + 1)

    def test_a_low_score_leads_to_a_joint_action_in_one_click(self):
        [mirror] = self._get_mirror()
        for source, title in (
            (mirror, "Work better with Lumber"),
            (self.given.with_user(self.officer), "Work better with Lumber"),
            (
                self.received.line_ids[0].with_user(self.officer),
                f"{self.received.line_ids[0].name}, together with Lumber",
            ),
        ):
            form = Form.from_action(
                self.env(user=self.officer), source.action_create_action()
            )
            action = form.save()
            self.assertEqual(action.name, title)
            self.assertEqual(action.partner_ids, self.firm)
            self.assertEqual(action.origin_model, "engagement.evaluation")
            mirror.invalidate_recordset()
            self.assertIn(action, mirror.action_ids)
        theirs = self.env["engagement.action"].with_user(self.partner_user)
        self.assertEqual(theirs._count_for_partner(), 3)
        self.assertEqual(self.given.joint_action_count, 2)

    def test_a_low_rating_leads_to_a_joint_action_that_says_what_was_said(self):
        rating = self.before.line_ids[0].rating_ids.with_user(self.officer)
        action = Form.from_action(
            self.env(user=self.officer), rating.action_create_action()
        ).save()
        self.assertEqual(action.name, "Quality, together with Lumber")
        self.assertEqual(action.description, "Said of Quality")
        self.assertEqual(action.partner_ids, self.firm)
        self.assertEqual(action._get_origin(), self.before)
        self.assertEqual(self.before.joint_action_count, 1)

    def test_those_who_spoke_hear_what_came_of_it(self):
        action = self.env["engagement.action"].create(
            {
                "name": "Freeze orders earlier",
                "origin_model": self.received._name,
                "origin_res_id": self.received.id,
            }
        )
        self.assertEqual(action.speaker_ids, self.firm)

    def test_everything_between_us_stands_on_one_screen(self):
        party = self._new_party(partner_id=self.firm.id)
        exchange = self._new_event(party, kind="exchange")
        employee = self.env["hr.employee"].create({"name": "Giver"})
        thanks = self.env["engagement.recognition"].create(
            {
                "reason": "Delivered at night",
                "partner_ids": [Command.link(self.firm.id)],
                "given_by_id": employee.id,
            }
        )
        promise = self.env["engagement.commitment"].create(
            {"name": "Volumes ahead", "partner_id": self.firm.id, "limit_value": 5}
        )
        [mirror] = self._get_mirror()
        noted = Form.from_action(
            self.env(user=self.officer), mirror.action_note_exchange()
        )
        self.assertEqual((noted.kind, noted.party_id), ("exchange", exchange.party_id))
        self.assertEqual(mirror.exchange_ids, exchange)
        self.assertEqual(mirror.recognition_ids, thanks)
        self.assertEqual(mirror.commitment_ids, promise)

    def test_an_exchange_with_somebody_new_begins_in_the_register(self):
        [mirror] = self._get_mirror()
        form = Form.from_action(
            self.env(user=self.officer), mirror.action_note_exchange()
        )
        self.assertEqual((form.kind, form.partner_id), ("contact", self.firm))

    def test_the_buttons_open_the_mirror_of_the_whole_company(self):
        [mirror] = self._get_mirror()
        person = self.partner_user.partner_id.with_user(self.officer)
        self.assertEqual(person.action_view_engagement_mirror()["res_id"], mirror.id)
        opened = self.given.with_user(self.officer).action_view_mirror()
        self.assertEqual(opened["res_id"], mirror.id)
        nobody = self.stranger.partner_id.with_user(self.officer)
        self.assertFalse(nobody.action_view_engagement_mirror()["res_id"])
        asked = mirror.action_ask_them()
        running = self.evaluations.browse(asked["res_id"])
        self.assertEqual(running.direction, "received")
        self.assertEqual(running.period_start, date(2026, 4, 1))
