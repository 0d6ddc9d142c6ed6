# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import EngagementCase

#: Unique indexes that hold a contact or a party. Each has a test below: whoever adds
#: one must say here what becomes of it when contacts are merged, and prove it.
UNIQUE_INDEXES = {
    "engagement_party_unique_partner",
    "engagement_participation_once_per_event",
    "engagement_participation_once_per_round",
    "engagement_review_one_open_of_party",
    "engagement_evaluation_period_once",
}


@tagged("post_install", "-at_install", "engagement")
class TestPartnerMerge(EngagementCase):
    """Merging contacts merges their parties and participations, and loses nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # an administrator may merge contacts with different e-mail addresses
        cls.wizard = cls.env["base.partner.merge.automatic.wizard"].with_user(
            cls.env.ref("base.user_admin")
        )
        cls.kept = cls.env["res.partner"].create({"name": "Azure Ltd"})
        cls.double = cls.env["res.partner"].create({"name": "Azure Limited"})

    def _merge(self, *doubles):
        partners = self.kept.browse([self.kept.id, *(p.id for p in doubles)])
        self.env.flush_all()
        self.wizard._merge(partners.ids, self.kept.with_env(self.wizard.env))
        self.env.flush_all()
        self.env.invalidate_all()

    def _new_party_of(self, partner, **values):
        return self._new_party(partner.name, partner_id=partner.id, **values)

    def _get_history(self, party):
        return "\n".join(map(str, party.message_ids.mapped("body")))

    # Parties: unique (company, category, partner)

    def test_a_single_party_follows_its_contact(self):
        self.double.parent_id = self.env["res.partner"].create({"name": "Holding"})
        party = self._new_party_of(self.double)
        self._merge(self.double)
        self.assertFalse(self.double.exists())
        self.assertEqual(party.partner_id, self.kept)
        self.assertEqual(party.commercial_partner_id, self.kept.commercial_partner_id)
        self.assertEqual(party.name, self.kept.complete_name)

    def test_parties_of_different_categories_stay_apart(self):
        other = self.category.copy({"name": "Suppliers of tests"})
        party = self._new_party_of(self.kept)
        second = self._new_party_of(self.double, category_id=other.id)
        self._merge(self.double)
        self.assertTrue(party.exists())
        self.assertEqual((party + second).partner_id, self.kept)

    def test_parties_of_different_companies_stay_apart(self):
        here = self._new_party_of(self.kept)
        there = self._new_party_of(self.double, company_id=self.other_company.id)
        self._merge(self.double)
        self.assertEqual((here + there).exists(), here + there)
        self.assertEqual(there.partner_id, self.kept)

    def test_the_party_with_more_history_stays_and_gets_everything(self):
        empty = self._new_party_of(self.kept)
        full = self._new_party_of(self.double)
        need_of_empty = self._new_need(empty, "Kept too")
        plan_of_empty = self._new_plan(
            empty, start_date="2024-05-01", user_id=self.users["user"].id
        )
        event_of_empty = plan_of_empty._create_next_events()
        plan = self._new_plan(full, start_date="2025-01-01")
        event = plan._create_next_events()
        need = self._new_need(full, "Better prices", event_id=event.id)
        need += self._new_need(full, "Longer terms")
        need += self._new_need(full, "One contact person")
        event.write({"summary": "Said", "health": "4"})
        event.action_hold()
        risk = self.env["engagement.risk"].create(
            {"name": "Strike", "party_id": empty.id}
        )
        process = self.env["engagement.process"].create(
            {"name": "Buying", "party_ids": [Command.link(empty.id)]}
        )
        behind = self._new_party("Behind it", via_party_id=empty.id)
        self._merge(self.double)
        self.assertFalse(empty.exists())
        self.assertEqual(full.partner_id, self.kept)
        self.assertEqual(full.need_ids, need_of_empty + need)
        self.assertEqual(full.plan_ids, plan_of_empty + plan)
        self.assertEqual(full.event_ids, event_of_empty + event)
        self.assertEqual(full.risk_ids, risk)
        self.assertEqual(process.party_ids, full)
        self.assertEqual(behind.via_party_id, full)
        self.assertEqual(full.last_contact_date, date(2025, 1, 1))
        # comes from the plan that moved
        self.assertEqual(full.next_contact_date, date(2024, 5, 1))
        self.assertEqual(full.health, "4")
        # what people chose for each stays as they chose it
        self.assertEqual(event_of_empty.user_id, self.users["user"])
        self.assertEqual(event.participation_ids.partner_id, self.kept)

    def test_with_equal_history_the_party_of_the_kept_contact_stays(self):
        party = self._new_party_of(self.kept)
        lost = self._new_party_of(self.double)
        self._merge(self.double)
        self.assertTrue(party.exists())
        self.assertFalse(lost.exists())

    def test_the_scores_of_the_kept_party_stay_and_the_others_are_logged(self):
        party = self._new_party_of(self.kept, influence=2, note="<p>Ours</p>")
        self._new_party_of(
            self.double,
            influence=5,
            interest=5,
            note="<p>Theirs</p>",
            short_term="Deliver in time",
            priority_override="critical",
            priority_override_reason="Only source",
        )
        self._merge(self.double)
        self.assertEqual(party.influence, 2)
        self.assertEqual(party.interest, 4)
        self.assertFalse(party.priority_override)
        self.assertIn("Ours", party.note)
        # what was left open is filled
        self.assertEqual(party.short_term, "Deliver in time")
        history = self._get_history(party)
        self.assertIn("“Azure Limited” became part of this party", history)
        for line in (
            "Influence: 5",
            "Interest: 5",
            "Theirs",
            "Set priority by hand: Critical",
            "Reason for the override: Only source",
        ):
            self.assertIn(line, history)

    def test_messages_followers_activities_and_files_come_along(self):
        party = self._new_party_of(self.kept)
        lost = self._new_party_of(self.double)
        both, one = self.users["officer"].partner_id, self.users["manager"].partner_id
        party.message_subscribe(both.ids)
        lost.message_subscribe((both + one).ids)
        lost.message_post(body="An old promise")
        activity = lost.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.env.uid
        )
        file = self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"a", "res_model": lost._name, "res_id": lost.id}
        )
        self._merge(self.double)
        self.assertIn("An old promise", self._get_history(party))
        self.assertLessEqual(both + one, party.message_partner_ids)
        self.assertEqual(party.activity_ids, activity)
        self.assertEqual(file.res_id, party.id)

    def test_an_origin_follows_the_merged_party(self):
        party = self._new_party_of(self.kept)
        lost = self._new_party_of(self.double)
        elsewhere = self._new_need(
            self._new_party("Elsewhere"),
            origin_model=lost._name,
            origin_res_id=lost.id,
        )
        self._merge(self.double)
        self.assertEqual(elsewhere._get_origin(), party)

    def test_an_archived_party_is_merged_too(self):
        active = self._new_party_of(self.kept)
        archived = self._new_party_of(self.double, active=False)
        self._new_need(archived)
        self._merge(self.double)
        self.assertFalse(active.exists())
        self.assertTrue(archived.active)
        self.assertEqual(archived.partner_id, self.kept)

    def test_an_employee_is_not_lost_in_a_contact(self):
        employee = self.env["hr.employee"].create(
            {"name": "Ann", "work_contact_id": self.double.id}
        )
        party = self._new_party_of(self.kept)
        self._new_need(party)
        person = self.env["engagement.party"].create(
            {
                "kind": "employee",
                "employee_id": employee.id,
                "category_id": self.category.id,
            }
        )
        self._merge(self.double)
        self.assertFalse(party.exists())
        self.assertEqual(person.employee_id, employee)
        self.assertEqual(person.need_count, 1)

    def test_parties_that_reached_us_through_each_other_do_not_end_in_a_circle(self):
        party = self._new_party_of(self.kept)
        lost = self._new_party_of(self.double, via_party_id=party.id)
        self._new_need(lost)
        self._new_need(lost, "Another")
        self._merge(self.double)
        self.assertFalse(party.exists())
        self.assertFalse(lost.via_party_id)

    def test_three_contacts_become_one_party(self):
        third = self.env["res.partner"].create({"name": "Azure Inc"})
        parties = self.env["engagement.party"]
        for partner in (self.kept, self.double, third):
            parties += self._new_party_of(partner)
            self._new_need(parties[-1], f"Need of {partner.name}")
        self._merge(self.double, third)
        left = parties.exists()
        self.assertEqual(left.partner_id, self.kept)
        self.assertEqual(left.need_count, 3)

    # Participations: unique (event, partner)

    def test_one_participation_is_left_for_each_event(self):
        event = self._new_event(self._new_party("Host"))
        lines = event._add_invited(self.kept + self.double)
        lines[0].write({"invited": True, "participated": False})
        lines[1].write({"invited": False, "participated": True})
        other = self._new_event(self._new_party("Other host"))
        single = other._add_invited(self.double)
        free = self.env["engagement.participation"].create(
            {"partner_id": self.double.id, "source": "survey"}
        )
        self._merge(self.double)
        line = event.participation_ids
        self.assertEqual(line, lines[0])
        self.assertTrue(line.invited)
        self.assertTrue(line.participated)
        self.assertEqual(event.participated_count, 1)
        self.assertEqual((single + free).partner_id, self.kept)
        self.assertEqual(
            (single + free).commercial_partner_id, self.kept.commercial_partner_id
        )

    # Evaluations: unique (company, partner, direction, period)

    def _new_evaluation_of(self, partner, start="2026-01-01", **values):
        return self.env["engagement.evaluation"].create(
            {
                "partner_id": partner.id,
                "period_start": start,
                "period_end": "2026-12-31",
                **values,
            }
        )

    def _rate(self, evaluation, score):
        line = evaluation.line_ids[0]
        values = {"line_id": line.id, "score": score}
        return self.env["engagement.evaluation.rating"].create(values)

    def test_running_evaluations_of_a_period_become_one_with_all_that_was_said(self):
        kept, lost = map(self._new_evaluation_of, (self.kept, self.double))
        said = self._rate(kept, 100) + self._rate(lost, 50)
        message = lost.message_post(
            body="Ann called",
            message_type="comment",
            attachments=[("note.txt", b"Late again")],
        )
        asked = self._new_evaluation_of(self.double, direction="received")
        before = self._new_evaluation_of(self.double, "2025-01-01")
        self._merge(self.double)
        self.assertFalse(lost.exists())
        self.assertEqual(kept.feedback_ids, said)
        self.assertEqual((kept.score, said.partner_id), (75, self.kept))
        self.assertIn("Ann called", self._get_history(kept))
        self.assertEqual(message.attachment_ids.raw, b"Late again")
        self.assertEqual((asked + before).partner_id, self.kept)
        self.assertEqual((asked + before).commercial_partner_id, self.kept)

    def test_an_evaluation_that_a_partner_knows_stays_as_it_was_told(self):
        running, sent = map(self._new_evaluation_of, (self.kept, self.double))
        self._rate(running, 0)
        self._rate(sent, 100)
        sent._step().write({"state": "sent"})
        self._merge(self.double)
        self.assertEqual((sent.score, sent.partner_id), (100, self.kept))
        self.assertEqual((running.score, running.partner_id), (0, self.kept))
        self.assertEqual((sent.active, running.active), (True, False))

    # Beyond

    def test_who_merges_contacts_needs_no_right_on_the_register(self):
        clerk = new_test_user(
            self.env, "merge_clerk", groups="base.group_user,base.group_partner_manager"
        )
        self.wizard = self.wizard.with_user(clerk)
        self._new_party_of(self.kept)
        lost = self._new_party_of(self.double)
        self._merge(self.double)
        self.assertFalse(lost.exists())

    def test_every_unique_index_that_holds_a_contact_has_its_test(self):
        self.env.cr.execute(
            """
            SELECT DISTINCT index.relname
              FROM pg_index
              JOIN pg_class index ON index.oid = pg_index.indexrelid
              JOIN pg_class owner ON owner.oid = pg_index.indrelid
              JOIN pg_constraint fk ON fk.conrelid = owner.oid AND fk.contype = 'f'
              JOIN pg_class target ON target.oid = fk.confrelid
             WHERE pg_index.indisunique
               AND owner.relname LIKE 'engagement\\_%%'
               AND target.relname IN ('res_partner', 'engagement_party')
               AND fk.conkey[1] = ANY(pg_index.indkey::int2[])
               AND owner.relname NOT LIKE '%%\\_rel'
            """
        )
        self.assertEqual({row[0] for row in self.env.cr.fetchall()}, UNIQUE_INDEXES)
