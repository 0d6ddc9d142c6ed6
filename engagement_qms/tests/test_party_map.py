# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from itertools import product

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.party.party_map import AXES, PLACE_LIMIT
from .common import EngagementCase

SCORES = range(1, 6)


class PartyMapCase(EngagementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Party = cls.env["engagement.party"]
        # demo parties stand on the map too: these tests look at their own category
        cls.mine = [("category_id", "=", cls.category.id)]

    @classmethod
    def _new_groups(cls, count, **values):
        """Create parties without contacts behind them, spread over all places."""
        return cls.Party.create(
            [
                {
                    "name": f"Group {number}",
                    "kind": "group",
                    "category_id": cls.category.id,
                    "influence": number % 5 + 1,
                    "impact_on_us": number // 5 % 5 + 1,
                    "impact_on_them": 1,
                    **values,
                }
                for number in range(count)
            ]
        )

    def _map(self, user=None, domain=None, **axes):
        party = self.Party.with_user(user) if user else self.Party
        return party.retrieve_party_map(domain or self.mine, **axes)


@tagged("post_install", "-at_install", "engagement")
class TestPartyMap(PartyMapCase):
    """Where the parties stand on the map, and what it costs to know."""

    def test_a_party_stands_at_influence_and_the_larger_impact(self):
        party = self._new_party(
            "Azure",
            influence=4,
            impact_on_us=2,
            impact_on_them=5,
            user=self.users["officer"],
        )
        answer = self._map()
        [values] = answer["parties"]
        self.assertEqual((values["x"], values["y"]), (5, 4))
        self.assertEqual(values["id"], party.id)
        self.assertEqual(values["name"], "Azure")
        self.assertEqual(values["category_id"], (self.category.id, "Test customers"))
        self.assertEqual(values["channel_kind"], "meeting")
        self.assertEqual(values["priority"], "critical")
        self.assertEqual(values["user_id"][0], self.users["officer"].id)
        [place] = answer["places"]
        self.assertEqual((place["x"], place["y"]), (5, 4))
        self.assertEqual(place["count"], 1)
        self.assertEqual(place["overdue"], 0)
        self.assertEqual(place["priorities"], {"critical": 1})
        self.assertEqual((answer["total"], answer["overdue"]), (1, 0))

    def test_who_was_found_not_relevant_is_told_apart(self):
        self._new_party("Azure")
        self._new_party("Moon", relevant=False, relevance_reason="Too far away")
        told = {party["name"]: party["relevant"] for party in self._map()["parties"]}
        self.assertEqual(told, {"Azure": True, "Moon": False})

    def test_every_score_can_be_an_axis(self):
        self._new_party(influence=1, interest=2, impact_on_us=3, impact_on_them=4)
        scores = {
            "influence": 1,
            "interest": 2,
            "impact": 4,
            "impact_on_us": 3,
            "impact_on_them": 4,
        }
        for x, y in product(AXES, repeat=2):
            with self.subTest(x=x, y=y):
                [values] = self._map(x=x, y=y)["parties"]
                self.assertEqual((values["x"], values["y"]), (scores[x], scores[y]))

    def test_an_unknown_axis_is_refused_with_those_there_are(self):
        with self.assertRaisesRegex(UserError, "“colour”.*influence, interest, impact"):
            self._map(x="colour")

    def test_a_place_finds_exactly_the_parties_it_counts(self):
        self.Party.create(
            [
                {
                    "name": f"{influence}{on_us}{on_them}",
                    "kind": "group",
                    "category_id": self.category.id,
                    "influence": influence,
                    "impact_on_us": on_us,
                    "impact_on_them": on_them,
                }
                for influence, on_us, on_them in product(SCORES, repeat=3)
            ]
        )
        for x, y in (("impact", "influence"), ("impact_on_us", "impact")):
            with self.subTest(x=x, y=y):
                answer = self._map(x=x, y=y)
                self.assertEqual(answer["total"], 125)
                for place in answer["places"]:
                    found = self.Party.search(
                        Domain(self.mine) & Domain(place["domain"])
                    )
                    self.assertEqual(len(found), place["count"])
                    for party in found:
                        self.assertEqual(
                            (place["x"], place["y"]),
                            self.Party._get_map_position(party, x, y),
                        )

    def test_a_full_place_is_a_number(self):
        self._new_groups(PLACE_LIMIT, influence=2, impact_on_us=2)
        self.assertEqual(len(self._map()["parties"]), PLACE_LIMIT)
        self._new_groups(1, influence=2, impact_on_us=2)
        alone = self._new_groups(1, influence=5, impact_on_us=5)
        answer = self._map()
        self.assertEqual([party["id"] for party in answer["parties"]], alone.ids)
        counts = {
            (place["x"], place["y"]): place["count"] for place in answer["places"]
        }
        self.assertEqual(counts, {(2, 2): PLACE_LIMIT + 1, (5, 5): 1})
        self.assertEqual(answer["total"], PLACE_LIMIT + 2)

    def test_overdue_contacts_are_counted_where_they_stand(self):
        late, soon, idle = self._new_groups(3, influence=3, impact_on_us=3)
        today = fields.Date.today()
        self._new_plan(late, start_date=today - timedelta(days=3))
        self._new_plan(soon, start_date=today + timedelta(days=3))
        answer = self._map()
        [place] = answer["places"]
        self.assertEqual((place["count"], place["overdue"]), (3, 1))
        self.assertEqual(answer["overdue"], 1)
        overdue = {
            values["id"]: values["contact_overdue"] for values in answer["parties"]
        }
        self.assertEqual(overdue, {late.id: True, soon.id: False, idle.id: False})

    def test_filters_narrow_the_map(self):
        low, _high = (
            self._new_party(name, influence=influence)
            for name, influence in (("Low", 1), ("High", 5))
        )
        answer = self._map(domain=[*self.mine, ("influence", "<", 3)])
        self.assertEqual([party["id"] for party in answer["parties"]], low.ids)

    def test_an_archived_party_is_not_drawn(self):
        self._new_party(active=False)
        self.assertEqual(self._map()["total"], 0)

    def test_the_cost_does_not_grow_with_the_register(self):
        # one environment, because a new one asks for the user's time zone anew
        parties = self.Party.with_user(self.users["officer"])

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answer = parties.retrieve_party_map(self.mine)
            return self.env.cr.sql_log_count - before, answer

        self._new_groups(100)
        parties.retrieve_party_map(self.mine)  # warms what is cached once per process
        queries, answer = cost()
        self.assertEqual((answer["total"], len(answer["parties"])), (100, 100))
        self._new_groups(150)
        more_queries, answer = cost()
        self.assertEqual((answer["total"], len(answer["parties"])), (250, 250))
        self._new_groups(750)
        most_queries, answer = cost()
        self.assertEqual((answer["total"], len(answer["parties"])), (1000, 0))
        self.assertEqual(more_queries, queries)
        self.assertLessEqual(most_queries, queries)

    # Who sees and moves what

    def test_a_user_sees_the_own_parties_and_moves_them(self):
        own = self._new_party("Own", user=self.users["user"])
        self._new_party("Other", user=self.users["officer"])
        answer = self._map(self.users["user"])
        self.assertEqual([party["id"] for party in answer["parties"]], own.ids)
        self.assertEqual(answer["total"], 1)
        self.assertTrue(answer["parties"][0]["can_write"])
        self.assertFalse(answer["can_discover"])

    def test_an_officer_moves_every_party(self):
        self._new_party("One", user=self.users["user"])
        self._new_party("Two", user=self.users["manager"])
        answer = self._map(self.users["officer"])
        self.assertEqual(
            [party["can_write"] for party in answer["parties"]], [True] * 2
        )
        self.assertTrue(answer["can_discover"])

    def test_a_leader_sees_all_and_moves_only_the_own(self):
        other = self._new_party("Other", user=self.users["officer"])
        own = self._new_party("Own", user=self.users["leader"])
        answer = self._map(self.users["leader"])
        self.assertEqual(
            {party["id"]: party["can_write"] for party in answer["parties"]},
            {other.id: False, own.id: True},
        )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_else_may_look(self):
        self._new_party()
        for role in ("internal", "portal", "public"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._map(self.users[role])

    def test_another_company_is_not_on_the_map(self):
        self._new_party("Ours")
        theirs = self._new_party("Theirs", company_id=self.other_company.id)
        answer = self._map(self.other_officer)
        self.assertEqual([party["id"] for party in answer["parties"]], theirs.ids)
        self.assertEqual(answer["total"], 1)

    def test_a_filter_without_result_is_no_empty_register(self):
        self._new_party(user=self.users["user"])
        nobody = [("id", "=", 0)]
        answer = self._map(self.users["user"], domain=nobody)
        self.assertEqual((answer["total"], answer["parties"]), (0, []))
        self.assertFalse(answer["register_empty"])
        self.assertTrue(
            self._map(self.users["confidential"], domain=nobody)["register_empty"]
        )

    def test_a_move_is_logged(self):
        party = self._new_party(influence=2).with_context(
            tracking_disable=False, mail_notrack=False
        )
        self.env.flush_all()
        self.env.cr.precommit.run()
        party.with_user(self.users["officer"]).write({"influence": 5})
        self.env.flush_all()
        self.env.cr.precommit.run()
        [tracked] = party.message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name == "influence"
        )
        self.assertEqual((tracked.old_value_integer, tracked.new_value_integer), (2, 5))
        self.assertEqual(
            tracked.mail_message_id.author_id, self.users["officer"].partner_id
        )


@tagged("post_install", "-at_install", "engagement")
class TestPartyMapView(PartyMapCase):
    """What the arch of a map may say."""

    def _new_view(self, arch, model="engagement.party"):
        return self.env["ir.ui.view"].create(
            {"name": "Test map", "model": model, "arch": arch}
        )

    def test_a_map_is_a_view_like_any_other(self):
        view = self._new_view('<party_map string="Map" x="interest" y="influence"/>')
        self.assertEqual(view.type, "party_map")
        views = self.Party.get_views([(view.id, "party_map"), (False, "search")])
        self.assertIn('x="interest"', views["views"]["party_map"]["arch"])
        self.assertIn("priority", views["models"]["engagement.party"]["fields"])
        self.assertEqual(
            self.env["ir.ui.view"].get_view_info()["party_map"]["icon"],
            "fa fa-bullseye",
        )

    @mute_logger("odoo.addons.base.models.ir_ui_view")
    def test_a_wrong_arch_is_refused_with_what_is_wrong(self):
        for arch, model, message in (
            ('<party_map x="colour"/>', "engagement.party", "“colour” is not an axis"),
            ('<party_map z="impact"/>', "engagement.party", "does not know: z"),
            (
                "<party_map><field name='name'/></party_map>",
                "engagement.party",
                "take <field> out",
            ),
            ("<party_map/>", "res.partner", "res.partner has no scores"),
        ):
            with (
                self.subTest(arch=arch),
                self.assertRaisesRegex(ValidationError, message),
            ):
                self._new_view(arch, model)


@tagged("post_install", "-at_install", "engagement")
class TestPartyMapTour(HttpCase):
    def test_an_officer_walks_through_the_map(self):
        officer = self.env["res.users"].create(
            {
                "name": "Map officer",
                "login": "map_officer",
                "password": "map_officer",
                "email": "map@example.com",
                "group_ids": [
                    (6, 0, self.env.ref("engagement_qms.group_engagement_officer").ids)
                ],
            }
        )
        # the company's own parties would make the places full
        self.env["engagement.party"].search([]).active = False
        party = self.env["engagement.party"].create(
            {
                "name": "Tour party",
                "kind": "group",
                "category_id": self.env["engagement.party.category"].search([])[0].id,
                "user_id": officer.id,
                "influence": 3,
                "interest": 2,
                "impact_on_us": 4,
                "impact_on_them": 1,
            }
        )
        self.start_tour(
            "/odoo/engagement-parties", "engagement_party_map", login="map_officer"
        )
        party.invalidate_recordset()
        self.assertEqual((party.influence, party.interest), (3, 3))
        moves = party.message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name in ("influence", "interest")
        ).sorted("id")
        self.assertEqual(
            [
                (value.field_id.name, value.old_value_integer, value.new_value_integer)
                for value in moves
            ],
            [("influence", 3, 4), ("influence", 4, 3), ("interest", 2, 3)],
        )
