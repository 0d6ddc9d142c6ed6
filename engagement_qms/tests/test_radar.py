# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .complaint_common import ComplaintCase


class RadarCase(ComplaintCase):
    """The same cause at the same thing, told by many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clusters = cls.env["engagement.cluster"]
        cls.clusters.search([]).sudo().unlink()

    def _complain(self, times=1, **values):
        values = {"cause_id": self.cause.id, "subject_name": "Desk A", **values}
        return self.env["engagement.complaint"].concat(
            *(self._new_complaint(**values) for _number in range(times))
        )

    def _say(self, times=1, **values):
        return self.env["engagement.feedback"].create(
            [
                {
                    "partner_name": "Vera",
                    "text": "It wobbles",
                    "kind": "concern",
                    "cause_id": self.cause.id,
                    "subject_name": "Desk A",
                    **values,
                }
                for _number in range(times)
            ]
        )

    def _scan(self):
        self.clusters._cron_scan()
        return self.clusters.search([("cause_id", "child_of", self.cause.id)])

    def _decide(self, cluster, role="leader", decision="accept", note="Old stock."):
        mine = cluster.with_user(self.users[role])
        mine.write({"decision": decision, "decision_note": note})
        mine.action_decide()


@tagged("post_install", "-at_install", "engagement")
class TestRadar(RadarCase):
    """What comes back again and again, counted and decided on."""

    def test_below_the_threshold_there_is_nothing_to_decide(self):
        self._complain(1)
        self._say(1)
        self.assertFalse(self._scan())

    def test_complaints_and_feedback_about_the_same_count_together(self):
        first = fields.Datetime.now() - timedelta(days=30)
        self._complain(received_at=first)
        self._complain(subject_name="  desk   a ")
        self._say(2)
        cluster = self._scan()
        self.assertEqual(
            (cluster.count, cluster.complaint_count, cluster.feedback_count),
            (4, 2, 2),
        )
        self.assertEqual(cluster.first_date, first.date())
        self.assertEqual(cluster.last_date, fields.Date.today())
        self.assertEqual(cluster.state, "open")
        self.assertEqual(cluster.opened_on, fields.Date.today())
        self.assertEqual(cluster.company_id, self.company)
        complaints = cluster.action_view_complaints()
        self.assertEqual(
            self.env["engagement.complaint"].search_count(complaints["domain"]), 2
        )
        feedback = cluster.action_view_feedback()
        self.assertEqual(
            self.env["engagement.feedback"].search_count(feedback["domain"]), 2
        )

    def test_the_company_says_how_many_are_too_many(self):
        self.company.engagement_radar_threshold = 5
        self._complain(4)
        self.assertFalse(self._scan())
        self.company.engagement_radar_threshold = 4
        self.assertEqual(self._scan().count, 4)

    def test_run_again_it_changes_nothing(self):
        self._complain(3)
        cluster = self._scan()
        self.env.flush_all()
        written, messages = cluster.write_date, len(cluster.message_ids)
        self.assertEqual(self._scan(), cluster)
        self.env.flush_all()
        cluster.invalidate_recordset()
        self.assertEqual(cluster.write_date, written)
        self.assertEqual(len(cluster.message_ids), messages)

    def test_days_that_were_missed_are_caught_up(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=10)):
            self._complain(3)
        cluster = self._scan()
        self.assertEqual(cluster.count, 3)
        self.assertEqual(cluster.last_date, fields.Date.today() - timedelta(days=10))

    def test_other_causes_things_and_companies_count_for_themselves(self):
        other_cause = self.cause.create(
            {"name": "Cheap glue", "parent_id": self.cause.id}
        )
        self._complain(3)
        self._complain(3, subject_name="Desk B")
        self._complain(3, cause_id=other_cause.id)
        self._complain(2, cause_id=False)
        self._complain(2, subject_name=False)
        abroad = self.env["engagement.complaint"].create(
            [
                {
                    "partner_name": "Vera",
                    "description": "It wobbles",
                    "cause_id": self.cause.id,
                    "subject_name": "Desk A",
                    "company_id": self.other_company.id,
                }
                for _number in range(4)
            ]
        )
        clusters = self._scan()
        self.assertEqual(
            sorted(
                (c.company_id.id, c.cause_id.name, c.subject_name, c.count)
                for c in clusters
            ),
            sorted(
                [
                    (self.company.id, "Too few vans", "Desk A", 3),
                    (self.company.id, "Too few vans", "Desk B", 3),
                    (self.company.id, "Cheap glue", "Desk A", 3),
                    (self.other_company.id, "Too few vans", "Desk A", 4),
                ]
            ),
        )
        self.assertEqual(len(abroad), 4)
        mine = clusters.with_user(self.users["officer"]).search(
            [("id", "in", clusters.ids)]
        )
        self.assertEqual(mine.company_id, self.company)

    def test_only_twelve_months_count_and_praise_does_not(self):
        long_ago = fields.Datetime.now() - relativedelta(months=12, days=1)
        self._complain(2)
        self._complain(2, received_at=long_ago)
        self._say(3, kind="compliment")
        self.assertFalse(self._scan())

    def test_what_became_something_else_counts_once(self):
        self._complain(1)
        complaint, feedback = self._complain(1), self._say(1)
        feedback.action_make_complaint()
        complaint.with_user(self.users["user"])._ask_reclass("concern", "An idea")
        complaint.with_user(self.users["officer"]).action_reclass_confirm()
        cluster = self._scan()
        self.assertEqual(
            (cluster.count, cluster.complaint_count, cluster.feedback_count),
            (3, 2, 1),
        )
        action = cluster.action_view_complaints()
        members = self.env["engagement.complaint"].search(action["domain"])
        self.assertNotIn(complaint, members)
        self.assertEqual(len(members), 2)
        action = cluster.action_view_feedback()
        self.assertEqual(
            self.env["engagement.feedback"].search(action["domain"]),
            complaint.feedback_id,
        )

    def test_what_came_from_documents_of_one_kind_counts_without_an_object(self):
        for _number in range(3):
            origin = self.env["res.partner"].create({"name": "Somebody"})
            self._complain(
                subject_name=False, origin_model="res.partner", origin_res_id=origin.id
            )
        cluster = self._scan()
        self.assertEqual((cluster.count, cluster.subject_name), (3, "From: Contact"))
        action = cluster.action_view_complaints()
        self.assertEqual(
            self.env["engagement.complaint"].search_count(action["domain"]), 3
        )

    def test_secret_ones_count_and_their_words_never_show(self):
        self._complain(3, confidentiality="secret", subject_name="Wobbly Maria")
        cluster = self._scan()
        self.assertEqual(cluster.count, 3)
        self.assertEqual(cluster.display_name, "Too few vans")
        for role in ("officer", "manager", "leader"):
            mine = cluster.with_user(self.users[role])
            self.assertNotIn("aria", str(mine.read()))
            self.assertNotIn("aria", str(mine.action_view_complaints()))
            with self.assertRaises(AccessError):
                mine.read(["subject_key"])
            with self.assertRaises(AccessError):
                mine.search([("subject_key", "ilike", "maria")])
            action = mine.action_view_complaints()
            complaints = self.env["engagement.complaint"].with_user(self.users[role])
            self.assertFalse(complaints.search(action["domain"]))
        # one that is open to all gives the name
        self._complain(1, subject_name="wobbly maria")
        self._scan()
        self.assertEqual(cluster.subject_name, "wobbly maria")

    def test_a_leader_decides_with_words(self):
        self._complain(3)
        cluster = self._scan()
        leader = cluster.with_user(self.users["leader"])
        with self.assertRaisesRegex(UserError, "Choose: act"):
            leader.action_decide()
        leader.decision = "explain"
        with self.assertRaisesRegex(UserError, "Say why nothing"):
            leader.action_decide()
        leader.decision = "act"
        with self.assertRaisesRegex(UserError, "Say what is done"):
            leader.action_decide()
        leader.decision_note = "New glue from May on."
        leader.action_decide()
        self.assertEqual(
            (cluster.state, cluster.decided_by_id, cluster.decided_count),
            ("decided", self.users["leader"], 3),
        )
        with self.assertRaisesRegex(UserError, "decided already"):
            leader.action_decide()
        with self.assertRaisesRegex(UserError, "is decided"):
            leader.decision_note = "Never mind"

    def test_to_act_begins_an_action_or_names_one(self):
        self._complain(3)
        cluster = self._scan()
        self._decide(cluster, decision="act", note="New glue\nfrom May on.")
        action = cluster.action_id
        self.assertEqual(
            (action.name, action.kind, action.description),
            ("New glue from May on.", "corrective", "New glue\nfrom May on."),
        )
        self.assertEqual(
            (action.origin_model, action.origin_res_id), (cluster._name, cluster.id)
        )
        with self.assertRaisesRegex(UserError, "is decided"):
            cluster.with_user(self.users["leader"]).action_id = False
        self._complain(3, subject_name="Desk B")
        other = self._scan() - cluster
        other.with_user(self.users["leader"]).action_id = action
        self._decide(other, decision="act", note="As for desk A.")
        self.assertEqual(other.action_id, action)
        self._complain(3)
        self._scan()
        self.assertEqual((cluster.state, cluster.action_id.id), ("open", False))

    def test_nobody_else_decides_but_a_manager_of_a_small_organisation(self):
        self._complain(3)
        cluster = self._scan()
        with self.assertRaisesRegex(AccessError, "A leader decides"):
            self._decide(cluster, role="manager")
        for role in ("officer", "user", "internal"):
            with self.subTest(role), self.assertRaises(AccessError):
                cluster.with_user(self.users[role]).write({"decision": "act"})
        self.company.engagement_small_organisation = True
        self._decide(cluster, role="manager")
        self.assertEqual(cluster.decided_by_id, self.users["manager"])

    def test_nobody_types_what_is_counted(self):
        self._complain(3)
        cluster = self._scan()
        for name in ("count", "state", "decided_count", "opened_on", "subject_name"):
            with self.subTest(name), self.assertRaisesRegex(UserError, "typed in"):
                cluster.with_user(self.users["leader"]).write({name: False})

    def test_what_grows_on_is_decided_anew(self):
        self._complain(3)
        cluster = self._scan()
        self._decide(cluster)
        self._complain(2)
        self._scan()
        self.assertEqual((cluster.state, cluster.count), ("decided", 5))
        self._say(1)
        self._scan()
        self.assertEqual(
            (cluster.state, cluster.count, cluster.reopened_count), ("open", 6, 1)
        )
        self.assertFalse(cluster.decision)
        self.assertIn("Old stock.", "".join(cluster.message_ids.mapped("body")))
        # to be decided it is once, however often it is counted
        self._scan()
        self.assertEqual(cluster.reopened_count, 1)

    def test_old_ones_that_fall_out_make_no_room_for_new_ones(self):
        year_ago = fields.Datetime.now() - relativedelta(months=11, days=20)
        self._complain(3, received_at=year_ago)
        cluster = self._scan()
        self._decide(cluster)
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            self._scan()
            self.assertEqual((cluster.count, cluster.state), (0, "decided"))
            self._complain(3)
            self._scan()
            self.assertEqual((cluster.count, cluster.state), (3, "open"))

    def test_leaders_hear_of_it_in_the_summary_of_the_day(self):
        self._complain(3)
        cluster = self._scan()
        summary = self.env["engagement.daily.summary"]
        users = self.users["leader"] | self.users["manager"]
        rows = [
            row
            for row in summary._get_rows(users, fields.Date.today())
            if row.name == cluster.display_name
        ]
        self.assertEqual(
            [(row.user_id, row.day) for row in rows],
            [(self.users["leader"].id, fields.Date.today())],
        )
        self._decide(cluster)
        rows = summary._get_rows(users, fields.Date.today())
        self.assertNotIn(cluster.display_name, [row.name for row in rows])

    def test_the_scan_asks_the_same_however_much_there_is(self):
        self._complain(3)
        self._scan()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            self.clusters._scan()
        for number in range(4):
            self._say(3, subject_name=f"Desk {number}")
        self._scan()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            self.clusters._scan()

    def test_the_statement_reads_each_table_once(self):
        plan = self._explain(self.clusters._get_count_query())
        for table in ("engagement_complaint", "engagement_feedback"):
            self.assertEqual(len(re.findall(rf"Scan.* on {table}\b", plan)), 1, plan)


@tagged("post_install", "-at_install", "engagement")
class TestSimilar(RadarCase):
    """A complaint that is like others."""

    def test_the_same_again_and_the_same_customer_are_similar(self):
        other = self.env["res.partner"].create({"name": "Olga Other"})
        mine = self._complain()
        self._complain(2, partner_id=other.id)
        self._complain(1, subject_name="Desk B")
        self._complain(4, partner_id=other.id, subject_name="Desk B")
        long_ago = fields.Datetime.now() - relativedelta(months=12, days=1)
        self._complain(1, received_at=long_ago)
        self.assertEqual(mine.similar_count, 3)
        self.assertEqual(mine.proposed_pattern, "3")
        self.assertIn("2 more", mine.similar_hint)
        found = self.env["engagement.complaint"].search(
            mine.action_view_similar()["domain"]
        )
        self.assertEqual(len(found), 3)
        self.assertNotIn(mine, found)

    def test_what_one_may_not_open_one_does_not_learn_of(self):
        mine = self._complain(partner_id=self.customer.id)
        self._complain(2, kind="conduct", user_id=False)
        self.assertEqual(mine.similar_count, 2)
        self.assertEqual(mine.with_user(self.users["user"]).similar_count, 0)
        self.assertFalse(mine.with_user(self.users["user"]).similar_hint)

    def test_a_page_of_complaints_costs_one_more_query(self):
        complaints = self._complain(5)
        self.env.flush_all()
        self.env.invalidate_all()
        complaints.mapped("cause_id")
        complaints.mapped("company_id")
        with self.assertQueryCount(2):
            complaints.mapped("similar_count")

    def test_nothing_to_go_by_is_like_nothing(self):
        complaint = self._new_complaint(partner_id=False, anonymous=True)
        self.assertEqual(complaint.similar_count, 0)
        self.assertFalse(complaint.similar_hint)
