# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .evaluation_answer_common import TODAY, AnsweredEvaluationCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time(TODAY)
class TestEvaluationReceived(AnsweredEvaluationCase):
    """They rate us: asked, answered, changed, and told what we say to it."""

    def _answer(self, evaluation, *answers, rater=None):
        lines = evaluation.line_ids
        evaluation._rate_from_partner(
            dict(zip(lines, answers, strict=False)),
            rater or self.partner_user.partner_id,
        )

    def test_a_partner_answers_once_for_the_period_and_may_change_it(self):
        received = self._new_received()
        self._answer(received, ("2", "Orders change daily"), ("5", ""))
        self.assertTrue(received.scored)
        self.assertEqual((received.score, received.coverage), (62.5, 50))
        self.assertEqual(received.answered_on, date(2026, 4, 7))
        colleague = self.env["res.partner"].create(
            {"name": "Colleague", "parent_id": self.firm.id}
        )
        self._answer(received, ("4", "Better now"), rater=colleague)
        ratings = received.line_ids.rating_ids
        self.assertEqual(ratings.mapped("text"), ["Better now"])
        self.assertEqual(ratings.rater_id, colleague)
        self.assertFalse(ratings.user_id)
        self.assertEqual((received.score, received.coverage), (75, 25))

    def test_the_answer_ends_with_the_time(self):
        received = self._new_received()
        with (
            freeze_time("2026-04-22"),
            self.assertRaisesRegex(UserError, "The time to answer ended"),
        ):
            self._answer(received, ("1", ""))
        self._follow_up("2026-04-22")
        self.assertEqual((received.state, received.ending), ("closed", "silent"))
        with self.assertRaisesRegex(UserError, "that is at: Sent"):
            self._answer(received, ("1", ""))

    def test_what_is_no_answer_is_refused(self):
        received, other = self._new_received(), self._new_evaluation(sent=True)
        line = received.line_ids[0]
        for answers, words in (
            ({}, "at least one point"),
            ({line: ("0", "")}, "Choose 1 to 5"),
            ({line: ("6", "")}, "Choose 1 to 5"),
            ({other.line_ids[0]: ("5", "")}, "Choose 1 to 5"),
            ({line: ("5", "x" * 501)}, "too long"),
        ):
            with self.assertRaisesRegex(UserError, words):
                received._rate_from_partner(answers, self.firm)
        with self.assertRaisesRegex(UserError, "This step is for: They rate us"):
            other._rate_from_partner({other.line_ids[0]: ("5", "")}, self.firm)

    def test_none_of_us_answers_for_the_partner(self):
        received = self._new_received()
        for role in ("user", "officer", "manager"):
            ratings = self.env["engagement.evaluation.rating"].with_user(
                self.users[role]
            )
            with self.assertRaisesRegex(UserError, "they say themselves"):
                ratings.create({"line_id": received.line_ids[0].id, "score": 100})
        self._answer(received, ("2", "Orders change daily"))
        rating = received.line_ids.rating_ids.with_user(self.users["manager"])
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
        ):
            rating.unlink()

    def test_our_answer_is_told_back(self):
        received = self._new_received().with_user(self.officer)
        with self.assertRaisesRegex(UserError, "have not rated us yet"):
            received.action_reply()
        self._answer(received.sudo(), ("2", "Orders change daily"))
        with self.assertRaisesRegex(UserError, "what we change, or why not"):
            received.action_reply()
        received.reply = "We freeze orders three days before."
        received.action_reply()
        self.assertTrue(received.replied_at)
        [mail] = self._get_mails("You rated us")
        self.assertIn("We freeze orders", mail.body_html)

    def test_a_round_asks_when_its_period_is_over_and_only_once(self):
        programme = self.env["engagement.evaluation.programme"].create(
            {"name": "Quarterly"}
        )
        asked = self._new_received(sent=False, programme_id=programme.id)
        by_hand = self._new_received(sent=False, partner_id=self.stranger.partner_id.id)
        running = self._new_received(
            sent=False,
            programme_id=programme.id,
            period_start=date(2026, 4, 1),
            period_end=date(2026, 6, 30),
        )
        for _run in range(2):
            self._follow_up(TODAY)
        states = (asked + by_hand + running).mapped("state")
        self.assertEqual(states, ["sent", "draft", "draft"])
        self.assertEqual(len(self._get_mails("How do you rate")), 1)


@tagged("post_install", "-at_install", "engagement")
@freeze_time(TODAY)
class TestEvaluationPool(AnsweredEvaluationCase):
    """Many rate us together: nobody finds out who said what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many = cls.env["res.partner"].create(
            [
                {"name": f"Farm {n}", "email": f"farm{n}@example.com"}
                for n in range(1, 7)
            ]
        )

    def _new_pool(self, partners, sent=True):
        pool = self.evaluations.with_user(self.officer).create(
            {
                "direction": "received",
                "anonymous": True,
                "period_start": date(2026, 1, 1),
                "period_end": date(2026, 3, 31),
                "invitation_ids": [
                    Command.create({"partner_id": partner.id}) for partner in partners
                ],
            }
        )
        if sent:
            pool.action_send()
        return pool.sudo()

    def _answer(self, pool, number, stars="4", text=""):
        line = pool.line_ids[0]
        pool.invitation_ids[number].with_user(self.users["public"]).sudo()._answer(
            {line: (stars, text or f"Sentence {number}")}
        )

    def _answer_all(self, pool, count):
        for number in range(count):
            self._answer(pool, number, stars=str(1 + number % 5))

    def _close(self, pool):
        self._follow_up("2026-05-01")
        self.env.invalidate_all()

    def test_fewer_than_five_are_not_asked(self):
        pool = self._new_pool(self.many[:4], sent=False)
        with self.assertRaisesRegex(UserError, "at least 5 partners"):
            pool.action_send()
        self.many[4].parent_id = self.many[0]
        pool = self._new_pool(self.many[:5], sent=False)
        with self.assertRaisesRegex(UserError, "at least 5 partners"):
            pool.action_send()

    def test_each_partner_is_asked_once(self):
        self.many[5].parent_id = self.many[0]
        pool = self._new_pool(self.many, sent=False)
        with self.assertRaisesRegex(UserError, "More are asked of: Farm 1"):
            pool.action_send()
        self.assertEqual(pool.state, "draft")

    def test_after_closing_all_rows_are_in_the_order_of_their_ids(self):
        pool = self._new_pool(self.many)
        for number in (4, 2, 0, 3, 1):
            self._answer(pool, number)
            self.env.flush_all()
        self._close(pool)
        self.env.flush_all()
        for table in (
            "engagement_evaluation_rating",
            "engagement_evaluation_invitation",
        ):
            rows = self.env.execute_query(
                SQL(
                    "SELECT id FROM %s WHERE evaluation_id = %s ORDER BY ctid",
                    SQL.identifier(table),
                    pool.id,
                )
            )
            self.assertGreaterEqual(len(rows), 5)
            self.assertEqual(rows, sorted(rows), "the order of writing is forgotten")

    def test_each_gets_a_link_of_which_only_a_hash_is_kept(self):
        pool = self._new_pool(self.many)
        mails = self._get_mails("How do you rate")
        self.assertEqual(len(mails), 6)
        code = mails[0].body_html.split("/engagement/rate/")[1].split('"')[0]
        invitations = self.env["engagement.evaluation.invitation"]
        public = invitations.with_user(self.users["public"])
        self.assertIn(public._get_invited(code), pool.invitation_ids)
        self.assertNotIn(code, pool.invitation_ids.mapped("invitation_hash"))
        for wrong in ("", "x", code[:-1], code + "0", None, code * 20):
            self.assertFalse(public._get_invited(wrong))

    def test_nothing_shows_before_the_end_nor_below_five(self):
        pool = self._new_pool(self.many)
        self._answer_all(pool, 5)
        self.assertFalse(pool.scored)
        self.assertEqual(pool.answer_count, 5)
        self._close(pool)
        self.assertEqual((pool.state, pool.ending), ("closed", "answered"))
        self.assertEqual((pool.scored, pool.score), (True, 50))
        self.assertEqual(pool.pool_words.splitlines()[0], "Sentence 0")
        few = self._new_pool(self.many)
        self._answer_all(few, 4)
        self._close(few)
        self.assertEqual((few.state, few.scored, few.score), ("closed", False, 0))
        self.assertFalse(few.pool_words)

    def test_an_invitation_works_once(self):
        pool = self._new_pool(self.many)
        self._answer(pool, 0)
        with self.assertRaisesRegex(UserError, "used already"):
            self._answer(pool, 0)
        with self.assertRaisesRegex(UserError, "at least one point"):
            pool.invitation_ids[1]._answer({})
        self.assertFalse(pool.invitation_ids[1].answered)
        self.assertEqual(pool.answer_count, 1)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_reads_a_single_answer(self):
        pool = self._new_pool(self.many)
        self._answer_all(pool, 5)
        self._close(pool)
        ratings = pool.line_ids.rating_ids
        self.assertEqual(len(ratings), 5)
        for role in ("user", "officer", "manager", "leader", "confidential"):
            seen = self.env["engagement.evaluation.rating"].with_user(self.users[role])
            self.assertFalse(seen.search([("id", "in", ratings.ids)]), role)
            with self.assertRaises(AccessError):
                ratings[0].with_user(self.users[role]).read(["score"])

    def test_no_table_leads_from_an_answer_to_a_partner(self):
        pool = self._new_pool(self.many)
        # also where whoever answers is signed in
        farmer = self.partner_user
        self.many[2].user_ids = farmer
        pool.invitation_ids[2].with_user(farmer).sudo()._answer(
            {pool.line_ids[0]: ("1", "Bad")}
        )
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT to_jsonb(rating) FROM engagement_evaluation_rating AS rating"
                " WHERE evaluation_id = %s",
                pool.id,
            )
        )
        [(row,)] = rows
        for name in ("create_uid", "write_uid", "user_id", "rater_id", "partner_id"):
            self.assertIsNone(row[name], name)
        for name in ("create_date", "write_date", "given_at"):
            self.assertEqual(row[name][:19], "2026-04-07T00:00:00", name)
        [(columns,)] = self.env.execute_query(
            SQL(
                "SELECT array_agg(column_name::text) FROM information_schema.columns"
                " WHERE table_name = 'engagement_evaluation_invitation'"
            )
        )
        self.assertEqual(
            set(columns),
            {
                *("id", "evaluation_id", "company_id", "partner_id"),
                *("answered", "invitation_hash"),
            },
        )

    def test_who_was_asked_stays_as_it_was_sent(self):
        pool = self._new_pool(self.many)
        invitations = pool.invitation_ids.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "who is asked stays"):
            invitations[0].unlink()
        with self.assertRaisesRegex(UserError, "who is asked stays"):
            invitations[0].answered = True
        draft = self._new_pool(self.many, sent=False)
        with self.assertRaisesRegex(UserError, "not by hand"):
            draft.invitation_ids[0].with_user(self.officer).answered = True

    def test_rounds_ask_all_together_once_for_each_period(self):
        tag = self.env["res.partner.category"].create({"name": "Farms"})
        self.many.category_id = tag
        programme = self.env["engagement.evaluation.programme"].create(
            {
                "name": "Farms",
                "tag_ids": tag.ids,
                "received_set_id": self.env.ref(
                    "engagement_qms.criteria_set_received"
                ).id,
                "received_together": True,
                "start_date": date(2026, 1, 1),
            }
        )
        for _run in range(2):
            programme._open_due()
        asked = programme.evaluation_ids.filtered(lambda e: e.direction == "received")
        self.assertEqual(
            sorted(asked.mapped("period_start")), [date(2026, 1, 1), date(2026, 4, 1)]
        )
        self.assertEqual(asked.mapped("anonymous"), [True, True])
        self.assertEqual(asked[0].invitation_ids.partner_id, self.many)
        self.assertEqual(len(programme.evaluation_ids), 2 + 2 * 6)
        self._follow_up(TODAY)
        self.assertEqual(
            asked.sorted("period_start").mapped("state"), ["sent", "draft"]
        )
        self.assertEqual(len(self._get_mails("How do you rate")), 6)

    def test_merging_partners_takes_their_invitation_along(self):
        pool = self._new_pool(self.many)
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge(self.many[:2].ids, self.many[0])
        self.assertEqual(pool.invitation_ids.partner_id, self.many[0] + self.many[2:])
