# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
class TestGuardianRpc(College, EngagementCase, HttpCase):
    """What a person from outside gets who writes to the server by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.learner = cls._new_learner("Robin", goals="Secret goals")
        cls._new_guardian(cls.learner, "guardian")
        cls._new_guardian(cls.learner, "kept_away", no_contact=True)
        cls.message = cls.learner.message_post(
            body="secret", subtype_xmlid="mail.mt_comment"
        )

    def _call(self, model, method, *args, **kwargs):
        """Return what the server answers to the one who is logged in, or None."""
        response = self.url_open(
            "/web/dataset/call_kw",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": args,
                    "kwargs": kwargs,
                }
            },
        ).json()
        return response.get("result")

    def _ask_all(self):
        """Return the answers at every door, by its name."""
        ids, me = self.learner.ids, [["id", "=", self.learner.id]]
        model = "engagement.learner"
        of_model = [["model", "=", model], ["res_id", "in", ids]]
        return {
            "search": self._call(model, "search", me),
            "search_read": self._call(model, "search_read", me, ["number"]),
            "search_count": self._call(model, "search_count", me),
            "read": self._call(model, "read", ids, ["number"]),
            "name_search": self._call(model, "name_search", self.learner.number),
            "group": self._call(
                model, "formatted_read_group", me, ["status"], ["__count"]
            ),
            "read_goals": self._call(model, "read", ids, ["goals"]),
            "export": self._call(model, "export_data", ids, ["number"]),
            "guardians": self._call(
                "engagement.guardianship", "search", [["learner_id", "in", ids]]
            ),
            "messages": self._call("mail.message", "search", of_model),
            "enrolments": self._call("engagement.enrolment", "search", []),
            "write": self._call(model, "write", ids, {"preferred_name": "X"}),
        }

    @mute_logger(
        "odoo.http",
        "odoo.addons.base.models.ir_model",
        "odoo.addons.base.models.ir_rule",
    )
    def test_a_guardian_gets_the_learner_and_nothing_that_is_inside(self):
        self.authenticate("test_guardian", "test_guardian")
        got = self._ask_all()
        number = self.learner.number
        self.assertEqual(got.pop("search"), self.learner.ids)
        self.assertEqual(got.pop("search_count"), 1)
        self.assertEqual(
            got.pop("search_read"), [{"id": self.learner.id, "number": number}]
        )
        self.assertEqual(got.pop("read"), [{"id": self.learner.id, "number": number}])
        self.assertEqual(got.pop("name_search"), [[self.learner.id, number]])
        self.assertEqual(len(got.pop("group")), 1)
        self.assertEqual(len(got.pop("guardians")), 1)
        self.assertFalse(any(got.values()), got)

    @mute_logger(
        "odoo.http",
        "odoo.addons.base.models.ir_model",
        "odoo.addons.base.models.ir_rule",
    )
    def test_whoever_is_kept_away_gets_nothing(self):
        for login in ("test_kept_away", "test_portal"):
            self.authenticate(login, login)
            got = self._ask_all()
            self.assertFalse(any(got.values()), (login, got))

    @mute_logger("odoo.http")
    def test_nobody_types_what_the_records_themselves_say(self):
        self.authenticate("test_manager", "test_manager")
        for values in ({"number": "L1"}, {"majority_notice_for": "2026-01-01"}):
            answer = self._call("engagement.learner", "write", self.learner.ids, values)
            self.assertIsNone(answer)
