# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models.measure import periods
from .test_measuring import IndicatorCase

#: The whole overview, at any size
QUERY_LIMIT = 12
REPORT = "engagement_qms.report_overview"


class OverviewCase(IndicatorCase):
    """A company of its own with a code, people, and the overview of each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # due is what a test promises: complaints promise nothing by themselves
        cls.company.engagement_profile_id = False
        cls.people = {
            role: new_test_user(
                cls.env,
                f"overview_{role}",
                groups,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for role, groups in (
                ("internal", "base.group_user"),
                ("user", "engagement_qms.group_engagement_user"),
                ("officer", "engagement_qms.group_engagement_officer"),
            )
        }
        cls.category = cls.env["engagement.party.category"].create(
            {"name": "Tenants", "influence": 4, "impact_on_us": 5, "impact_on_them": 2}
        )
        cls.code = cls.env["engagement.code"].create(
            {"name": "Our word", "company_id": cls.company.id}
        )
        cls.provision = cls.env["engagement.provision"].create(
            {
                "code_id": cls.code.id,
                "promise": "We answer within two days.",
                "limit_value": 2,
                "limit_unit": "day",
            }
        )

    def look(self, user=None, **filters):
        """Measure what changed; return the overview as somebody sees it."""
        self.env.flush_all()
        self.env["engagement.indicator"]._refresh()
        return self.overview(user).get_overview(filters)

    def overview(self, user=None):
        user = user or self.people["officer"]
        return self.env["engagement.overview"].with_user(user)

    def counted_behind(self, what, user=None, **filters):
        """Return how many records are behind a number."""
        action = self.overview(user).get_records_action(what, filters)
        records = self.env[action["res_model"]].with_user(
            user or self.people["officer"]
        )
        return records.search_count(action["domain"])

    @classmethod
    def make_promise(cls, due_at, number=1, **values):
        started = due_at - timedelta(days=30)
        return (
            cls.env["engagement.commitment"]
            ._step()
            .create(
                [
                    {
                        "name": "Call back",
                        "kind": "term",
                        "provision_id": False,
                        "started_at": started,
                        "first_due_at": due_at,
                        "due_at": due_at,
                        "user_id": cls.people["officer"].id,
                        "company_id": cls.company.id,
                        **values,
                    }
                    for _i in range(number)
                ]
            )
        )

    @classmethod
    def make_party(cls, number=1, **values):
        partners = cls.env["res.partner"].create(
            [{"name": f"Tenant {i}"} for i in range(number)]
        )
        return cls.env["engagement.party"].create(
            [
                {
                    "partner_id": partner.id,
                    "category_id": cls.category.id,
                    "company_id": cls.company.id,
                    "user_id": cls.people["officer"].id,
                    **values,
                }
                for partner in partners
            ]
        )

    @classmethod
    def make_round(cls, days, state, gaps):
        """Create a round that opened some days ago, with what its groups lack."""
        today = fields.Date.context_today(cls.env.user)
        survey = cls.env["survey.survey"].create({"title": "How is it going?"})
        groups = cls.env["engagement.survey.round.group"]
        round_ = (
            cls.env["engagement.survey.round"]
            ._step()
            .create(
                {
                    "name": f"{days} days ago",
                    "survey_id": survey.id,
                    "company_id": cls.company.id,
                    "opened_on": today - timedelta(days=days),
                    "closes_on": today,
                    "state": state,
                }
            )
        )
        return groups.create(
            [
                {
                    "round_id": round_.id,
                    "category_id": category.id,
                    "population_share": 50,
                    "answer_share": 50 - gap,
                    "gap": gap,
                }
                for category, gap in gaps
            ]
        )

    def due(self, overview, kind="term", whose="all"):
        """Return (overdue, due soon) of one kind of promise."""
        for row in overview["due"]:
            if row["kind"] == kind:
                return row[whose]["overdue"], row[whose]["soon"]
        return 0, 0

    def tile(self, overview, indicator):
        [tile] = [t for t in overview["tiles"] if t["id"] == indicator.id]
        return tile


@tagged("post_install", "-at_install", "engagement")
class TestOverview(OverviewCase):
    """Each figure of the first screen is what a count done another way says."""

    def test_a_key_figure_shows_value_goal_verdict_and_what_it_rests_on(self):
        indicator = self.make_indicator(
            key_figure=True, direction="lower", has_target=True, target=1
        )
        self.make_complaint()
        self.make_complaint()
        tile = self.tile(self.look(), indicator)
        self.assertEqual(
            (tile["value"], tile["goal"], tile["status"], tile["sample"]),
            ("2", "≤ 1", "bad", 2),
        )
        self.assertTrue(tile["running"])
        self.assertEqual(tile["recent"]["rows"][-1]["value"], 2)

    def test_the_value_is_there_for_whoever_asks_for_nothing_else(self):
        indicator = self.make_indicator(key_figure=True)
        self.make_complaint()
        self.look()
        self.env.invalidate_all()
        mine = indicator.with_user(self.people["officer"])
        self.assertEqual(mine.read(["last_value_text"])[0]["last_value_text"], "1")

    def test_what_is_no_key_figure_is_no_tile(self):
        indicator = self.make_indicator()
        tiles = self.look()["tiles"]
        self.assertNotIn(indicator.id, [tile["id"] for tile in tiles])

    def test_a_figure_without_data_says_so(self):
        indicator = self.make_indicator(
            key_figure=True, aggregate="ratio", unit="percent"
        )
        tile = self.tile(self.look(), indicator)
        self.assertEqual((tile["value"], tile["known"]), ("n/a", False))

    def test_what_is_off_target_comes_first(self):
        good = self.make_indicator(
            "T-1", key_figure=True, direction="lower", has_target=True, target=9
        )
        bad = self.make_indicator(
            "T-2", key_figure=True, direction="lower", has_target=True, target=0
        )
        self.make_complaint()
        order = [tile["id"] for tile in self.look()["tiles"]]
        self.assertLess(order.index(bad.id), order.index(good.id))
        self.assertEqual(order[0], bad.id)

    def test_a_value_from_before_the_chosen_months_is_too_old(self):
        self.company.engagement_freeze_days = 400
        indicator = self.make_indicator(
            key_figure=True, aggregate="avg", measure_field="answer_days", unit="days"
        )
        before = periods.shift(self.month, "month", -4)
        complaint = self.make_complaint(datetime(before.year, before.month, 9, 12))
        complaint._step().first_answered_at = complaint.received_at + timedelta(3)
        wide, narrow = self.look(), self.look(period="month")
        self.assertEqual(self.tile(wide, indicator)["value"], "3 days")
        self.assertEqual(self.tile(narrow, indicator)["value"], "n/a")

    def test_a_group_has_its_own_figure_where_there_is_one(self):
        split = self.make_indicator("T-1", key_figure=True, scope_field="category_id")
        whole = self.make_indicator("T-2", key_figure=True)
        party = self.make_party()
        self.make_complaint(partner_id=party.partner_id.id, partner_name=False)
        self.make_complaint()
        self.assertEqual(self.tile(self.look(), split)["value"], "2")
        shown = self.look(category_id=self.category.id)
        self.assertEqual(
            (self.tile(shown, split)["value"], self.tile(shown, whole)["value"]),
            ("1", "2"),
        )
        self.assertFalse(self.tile(shown, split)["for_everybody"])
        self.assertTrue(self.tile(shown, whole)["for_everybody"])

    def test_the_funnel_adds_up_the_months_and_opens_the_same_number(self):
        self.company.engagement_freeze_days = 400
        now = fields.Datetime.now()
        earlier = datetime.combine(
            periods.shift(self.month, "month", -5), datetime.min.time()
        ) + timedelta(days=9)
        for day, number in ((now - timedelta(minutes=5), 2), (earlier, 3)):
            for cycle in range(number):
                self.make_promise(day, provision_id=self.provision.id, cycle=cycle)
            for _i in range(number + 1):
                self.make_complaint(day)
        self.make_promise(now - timedelta(days=1), number=4)  # of no code
        self.make_promise(now + timedelta(days=9), provision_id=self.provision.id)
        for complaint in self.env["engagement.complaint"].search(
            [("company_id", "=", self.company.id)], limit=2
        ):
            self.env["engagement.dispute"].create({"complaint_id": complaint.id})
        officer = self.people["officer"]
        for filters, expected in (
            ({}, [5, 7, 2]),
            ({"period": "month"}, [2, 3, 2]),
        ):
            with self.subTest(filters=filters):
                funnel = self.look(**filters)["funnel"]
                self.assertEqual([stage["count"] for stage in funnel], expected)
                behind = [
                    self.counted_behind(
                        {"section": "funnel", "id": stage["id"]}, officer, **filters
                    )
                    for stage in funnel
                ]
                self.assertEqual(behind, expected)

    def test_promises_due_are_counted_by_kind_and_person(self):
        now = fields.Datetime.now()
        mine = self.people["officer"].id
        self.make_promise(now - timedelta(days=3), number=2)
        self.make_promise(now - timedelta(days=1), user_id=self.env.uid)
        self.make_promise(now + timedelta(days=2), number=4, user_id=mine)
        self.make_promise(now + timedelta(days=8), number=5)
        self.make_promise(now - timedelta(days=2), kind="remedy")
        overview = self.look()
        self.assertEqual(self.due(overview), (3, 4))
        self.assertEqual(self.due(overview, whose="mine"), (2, 4))
        self.assertEqual(self.due(overview, "remedy"), (1, 0))
        for what, expected in (
            ({"bucket": "overdue"}, 4),
            ({"bucket": "overdue", "kind": "term"}, 3),
            ({"bucket": "overdue", "kind": "term", "mine": True}, 2),
            ({"bucket": "soon"}, 4),
        ):
            with self.subTest(what=what):
                self.assertEqual(
                    self.counted_behind({"section": "due", **what}), expected
                )

    def test_the_map_counts_who_stands_where(self):
        self.make_party(3)
        self.make_party(influence=2, impact_on_us=1, impact_on_them=1)
        self.make_party(relevant=False, relevance_reason="Moved out")
        shown = self.look()["map"]
        self.assertEqual(shown["total"], 4)
        self.assertEqual(
            {(p["x"], p["y"]): p["count"] for p in shown["places"]},
            {(5, 4): 3, (1, 2): 1},
        )
        self.assertEqual(self.counted_behind({"section": "map"}), 4)
        self.assertEqual(self.counted_behind({"section": "map", "x": 5, "y": 4}), 3)

    def test_the_map_shows_one_group(self):
        other = self.category.copy({"name": "Neighbours"})
        self.make_party(2)
        self.make_party(category_id=other.id)
        self.assertEqual(self.look(category_id=other.id)["map"]["total"], 1)

    def test_the_own_work_is_counted_and_the_most_urgent_named(self):
        officer = self.people["officer"]
        today = fields.Date.context_today(self.env.user)
        self.make_promise(fields.Datetime.now() + timedelta(days=3), name="Later")
        self.make_promise(fields.Datetime.now() - timedelta(days=3), name="Late")
        self.make_promise(fields.Datetime.now(), user_id=self.env.uid)
        actions = self.env["engagement.action"].create(
            [
                {
                    "name": name,
                    "user_id": officer.id,
                    "due_date": today - timedelta(days=days),
                    "company_id": self.company.id,
                }
                for name, days in (("Paint the stairs", 1), ("Fix the lift", -9))
            ]
        )
        actions[0].activity_schedule(
            "mail.mail_activity_data_todo",
            today,
            "Call the painter",
            user_id=officer.id,
        )
        work = self.look()["work"]
        self.assertEqual(work["count"], 5)
        self.assertEqual(
            [(kind["key"], kind["count"], kind["late"]) for kind in work["kinds"]],
            [("commitment", 2, 1), ("action", 2, 1), ("activity", 1, 0)],
        )
        self.assertEqual(
            [(row["title"], row["late"]) for row in work["next"]],
            [
                ("Late", True),
                (f"{actions[0].number} Paint the stairs", True),
                ("Call the painter", False),
                ("Later", False),
                (f"{actions[1].number} Fix the lift", False),
            ],
        )
        for key, number in (("commitment", 2), ("action", 2), ("activity", 1)):
            with self.subTest(key=key):
                self.assertEqual(
                    self.counted_behind({"section": "work", "key": key}), number
                )

    def test_a_secret_record_is_named_by_its_number(self):
        complaint = self.make_complaint(
            user_id=self.people["officer"].id, name="About the boss"
        )
        complaint.confidentiality = "secret"
        [row] = self.look()["work"]["next"]
        self.assertEqual(row["title"], complaint.number)

    def test_a_complaint_stands_for_its_own_promises(self):
        officer, user = self.people["officer"], self.people["user"]
        due = fields.Datetime.now() + timedelta(days=1)
        for handler in (officer, user):
            complaint = self.make_complaint(user_id=handler.id)
            complaint.commitment_ids.sudo().unlink()
            promise = self.make_promise(due, name=f"For {handler.login}")
            promise.complaint_id = complaint
        kinds = {kind["key"]: kind["count"] for kind in self.look()["work"]["kinds"]}
        self.assertEqual(kinds, {"complaint": 1, "commitment": 1})
        behind = {"section": "work", "key": "commitment"}
        self.assertEqual(self.counted_behind(behind), 1)

    def test_a_name_is_what_the_record_is_called_elsewhere(self):
        officer = self.people["officer"]
        self.make_complaint(user_id=officer.id, name="A wet wall")
        self.make_promise(fields.Datetime.now())
        for row in self.look()["work"]["next"]:
            record = self.env[row["res_model"]].browse(row["res_id"])
            self.assertEqual(row["title"], record.with_user(officer).display_name)

    def test_it_says_whose_voice_was_missing_in_the_last_round(self):
        other = self.category.copy({"name": "Neighbours"})
        for days, state, gaps in (
            (90, "closed", (40, -40)),
            (30, "closed", (-25, 25)),
            (1, "open", (60, -60)),
        ):
            self.make_round(days, state, zip(self.category + other, gaps, strict=True))
        [missing] = self.look()["voices"]
        self.assertEqual(
            (missing["name"], missing["population_share"], missing["answer_share"]),
            ("Neighbours", 50, 25),
        )
        self.assertEqual(self.look(category_id=self.category.id)["voices"], [])

    def test_an_empty_company_is_led_by_the_hand(self):
        overview = self.look()
        done = {step["action"]: step["done"] for step in overview["steps"]}
        self.assertEqual(len(done), 4)
        self.assertFalse(done["engagement_qms.engagement_discovery_action"])
        self.assertTrue(done["engagement_qms.engagement_code_adopt_action"])
        self.assertEqual((overview["work"]["count"], overview["map"]["total"]), (0, 0))
        self.assertEqual(overview["due"], [])
        self.assertEqual(self.look(self.people["user"])["steps"], [])

    def test_the_first_steps_vanish_when_they_are_done(self):
        party = self.make_party()
        self.env["engagement.plan"].create(
            {"name": "Talk", "party_id": party.id, "interval_unit": "month"}
        )
        self.env["engagement.complaint.team"].create(
            {"name": "Ears", "company_id": self.company.id}
        )
        self.assertEqual(self.look()["steps"], [])

    def test_what_is_not_there_to_choose_is_not_chosen(self):
        company, other = self.company, self.env["res.company"].create({"name": "Far"})
        shown = self.look(period="ever", company_id=other.id, category_id=-1)
        self.assertEqual(
            shown["filters"],
            {
                "period": "last_12_months",
                "company_id": company.id,
                "category_id": False,
            },
        )
        for what in (
            {"section": "nowhere"},
            {"section": "work", "key": "nothing"},
            {"section": "funnel", "id": self.make_indicator().id},
        ):
            with self.assertRaisesRegex(UserError, "nothing to open"):
                self.overview().get_records_action(what)


@tagged("post_install", "-at_install", "engagement")
class TestOverviewAccess(OverviewCase):
    """Figures are for everybody who works with the app, records for their readers."""

    def test_without_a_role_there_is_no_overview(self):
        overview = self.overview(self.people["internal"])
        with mute_logger("odoo.addons.base.models.ir_model"):
            with self.assertRaises(AccessError):
                overview.get_overview({})
            with self.assertRaises(AccessError):
                overview.get_records_action({"section": "map"})
            with self.assertRaises(AccessError):
                self.env["engagement.indicator"].with_user(
                    self.people["internal"]
                ).measure_now()

    def test_without_a_role_there_is_no_menu(self):
        menu = self.env.ref("engagement_qms.engagement_overview_menu")
        for role, seen in (("internal", False), ("user", True), ("officer", True)):
            menus = self.env["ir.ui.menu"].with_user(self.people[role])
            with self.subTest(role=role):
                self.assertEqual(menu.id in menus._visible_menu_ids(), seen)

    def test_it_is_the_first_screen_of_the_app(self):
        root = self.env.ref("engagement_qms.engagement_root_menu")
        first = root.child_id.sorted("sequence")[0]
        self.assertEqual(first.action.tag, "engagement_overview")
        self.assertEqual(first.action.path, "engagement")

    def test_a_user_counts_only_promises_that_may_be_read(self):
        user = self.people["user"]
        late = fields.Datetime.now() - timedelta(days=1)
        self.make_promise(late, user_id=user.id)
        self.make_promise(late)
        self.assertEqual(self.due(self.look(user)), (1, 0))
        self.assertEqual(self.due(self.look()), (2, 0))

    def test_a_figure_is_the_same_for_everybody(self):
        indicator = self.make_indicator(key_figure=True)
        self.make_complaint().confidentiality = "secret"
        values = [
            self.tile(self.look(self.people[role]), indicator)["value"]
            for role in ("user", "officer")
        ]
        self.assertEqual(values, ["1", "1"])

    def test_several_companies_are_shown_one_at_a_time(self):
        other = self.env["res.company"].create({"name": "Sister"})
        officer = self.people["officer"]
        officer.company_ids += other
        indicator = self.make_indicator(key_figure=True, company_id=False)
        self.make_complaint()
        self.make_complaint(company_id=other.id)
        self.make_complaint(company_id=other.id)
        self.make_promise(fields.Datetime.now() - timedelta(days=1))
        self.env.flush_all()
        self.env["engagement.indicator"]._refresh()
        both = (
            self.env["engagement.overview"]
            .with_user(officer)
            .with_context(allowed_company_ids=(self.company + other).ids)
        )
        for company, value, overdue in ((self.company, "1", 1), (other, "2", 0)):
            with self.subTest(company=company.name):
                shown = both.get_overview({"company_id": company.id})
                self.assertEqual(self.tile(shown, indicator)["value"], value)
                self.assertEqual(self.due(shown)[0], overdue)
        [stage] = both.get_overview({"company_id": other.id})["funnel"][1:2]
        self.assertEqual(stage["count"], 2)


@tagged("post_install", "-at_install", "engagement")
class TestOverviewSpeed(OverviewCase):
    """The first screen costs the same however much there is."""

    def fill(self, number):
        now = fields.Datetime.now()
        for days in (-2, 3):
            self.make_promise(now + timedelta(days=days), number)
        self.make_party(number)
        self.make_round(9, "closed", [(self.category, 20)])
        self.env["engagement.action"].create(
            [
                {
                    "name": f"Action {i}",
                    "user_id": self.people["officer"].id,
                    "due_date": now.date(),
                    "company_id": self.company.id,
                }
                for i in range(number)
            ]
        )
        for _i in range(number):
            self.make_complaint(user_id=self.people["officer"].id)

    def count(self):
        self.look()
        self.overview().get_overview({})
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        shown = self.overview().get_overview({})
        return self.env.cr.sql_log_count - before, shown["work"]["count"]

    def test_ten_times_as_much_costs_as_many_queries(self):
        self.make_indicator(key_figure=True)
        self.fill(3)
        few, work = self.count()
        self.fill(27)
        many, more = self.count()
        self.assertEqual(more, 10 * work)
        self.assertEqual(few, many)
        self.assertLessEqual(many, QUERY_LIMIT)


@tagged("post_install", "-at_install", "engagement")
class TestOverviewReport(OverviewCase):
    """The overview on paper."""

    def test_the_paper_says_what_the_screen_says(self):
        indicator = self.make_indicator(
            "Wet walls", key_figure=True, direction="lower", has_target=True, target=0
        )
        self.make_complaint()
        self.make_promise(fields.Datetime.now() - timedelta(days=1), number=2)
        self.make_round(9, "closed", [(self.category, 20)])
        self.look()
        report = self.env["ir.actions.report"].with_user(self.people["officer"])
        content, _kind = report._render_qweb_html(REPORT, [], {"period": "month"})
        page = html.fromstring(content)
        [row] = [
            row
            for row in page.iterfind(".//table[@class='o_figures']//tr")
            if indicator.name in row.text_content()
        ]
        cells = [" ".join(cell.text_content().split()) for cell in row.iter("td")]
        self.assertEqual(cells[:5], [indicator.name, "1", "≤ 0", "Off target", "1"])
        due = page.find(".//table[@class='o_due']").text_content().split()
        self.assertEqual(due[-3:], ["All", "2", "0"])
        voices = page.find(".//table[@class='o_voices']").text_content().split()
        self.assertEqual(voices[-7:], ["Tenants", "50", "%", "30", "%", "20", "points"])
