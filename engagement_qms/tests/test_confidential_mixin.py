# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from .fake_model import FakeDocument, FakeFollowUp, add_fake_models

TITLE = "Harassment by the foreman"
NUMBER = "D-0007"


@tagged("post_install", "-at_install", "engagement")
class TestConfidentialMixin(TransactionCase):
    """A secret record shows its number and nothing else, to everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeDocument, FakeFollowUp)
        cls.documents = cls.env["engagement.fake.document"]
        cls.follow_ups = cls.env["engagement.fake.follow.up"]
        cls.roles = {
            role: new_test_user(
                cls.env,
                f"protected_{role}",
                email=f"{role}@example.com",
                groups=f"engagement_qms.group_engagement_{role}",
            )
            for role in ("user", "officer", "manager", "confidential")
        }
        cls.document = cls.documents.create({"name": TITLE, "number": NUMBER})

    def _follow_up(self, origin, **vals):
        return self.follow_ups.create(
            {"origin_model": origin._name, "origin_res_id": origin.id, **vals}
        )

    def _flush_tracking(self):
        self.env.flush_all()
        self.cr.flush()

    # Names

    def test_a_secret_record_is_called_by_its_number(self):
        self.assertEqual(self.document.display_name, TITLE)
        self.document.confidentiality = "restricted"
        self.assertEqual(self.document.display_name, TITLE)
        self.document.confidentiality = "secret"
        self.assertEqual(self.document.display_name, NUMBER)

    def test_without_a_number_its_kind_and_id_name_it(self):
        follow_up = self.follow_ups.create({"name": TITLE, "confidentiality": "secret"})
        self.assertEqual(follow_up.display_name, f"Fake Follow-up {follow_up.id}")

    def test_a_secret_record_is_found_by_number_only(self):
        other = self.documents.create({"name": f"{TITLE} again", "number": "D-0008"})
        self.assertEqual(
            self.documents.name_search("foreman"),
            [(self.document.id, TITLE), (other.id, f"{TITLE} again")],
        )
        self.document.confidentiality = "secret"
        self.assertEqual(
            self.documents.name_search("foreman"), [(other.id, f"{TITLE} again")]
        )
        self.assertEqual(
            self.documents.name_search(NUMBER), [(self.document.id, NUMBER)]
        )
        # Nor does a search for all the others tell which one has the word
        self.assertEqual(
            self.documents.search([("display_name", "not ilike", "foreman")]),
            self.document,
        )

    def test_a_secret_record_without_number_is_not_found_by_text(self):
        follow_up = self.follow_ups.create({"name": TITLE, "confidentiality": "secret"})
        self.assertEqual(self.follow_ups.name_search("foreman"), [])
        self.assertEqual(
            self.follow_ups.search([("display_name", "not ilike", "foreman")]),
            follow_up,
        )

    # Mail, activities, history

    def test_followers_leave_when_it_becomes_secret(self):
        partners = self.roles["officer"].partner_id | self.roles["manager"].partner_id
        self.document.message_subscribe(partners.ids)
        self.document.confidentiality = "restricted"
        self.assertLessEqual(partners, self.document.message_partner_ids)
        self.document.confidentiality = "secret"
        self.assertFalse(self.document.message_partner_ids)
        # Who is asked to handle it afterwards may follow again
        self.document.message_subscribe(self.roles["confidential"].partner_id.ids)
        self.document.write({"name": TITLE + ".", "confidentiality": "secret"})
        self.assertTrue(self.document.message_partner_ids)

    def test_a_record_born_secret_has_no_followers(self):
        document = self.documents.with_user(self.roles["user"]).create(
            {"name": TITLE, "number": "D-9", "confidentiality": "secret"}
        )
        self.assertFalse(document.sudo().message_partner_ids)

    def test_activities_lose_the_title(self):
        user = self.roles["officer"]
        shown = self.document.activity_schedule(
            summary=f"Call about {TITLE}", user_id=user.id
        )
        done = self.document.activity_schedule(summary="Other", user_id=user.id)
        done.action_done()
        self.assertEqual(shown.res_name, TITLE)
        self.document.confidentiality = "secret"
        self.assertEqual(shown.res_name, NUMBER)
        self.assertEqual(done.res_name, NUMBER)
        self.assertEqual(shown.summary, f"Call about {NUMBER}")
        later = self.document.activity_schedule(user_id=user.id)
        self.assertEqual(later.res_name, NUMBER)

    def test_mail_about_a_secret_record_has_no_title(self):
        """Neither in the subject nor as a change that is mailed."""
        before = self.document.message_post(body="First", subject=f"Re: {TITLE}")
        self._flush_tracking()
        self.document.confidentiality = "secret"
        self.assertEqual(before.subject, f"Re: {NUMBER}")
        self._flush_tracking()
        self.document.write(
            {"name": f"{TITLE}, second time", "user_id": self.roles["user"].id}
        )
        self._flush_tracking()
        reply = self.document.message_post(
            body="Please look at it",
            partner_ids=self.roles["confidential"].partner_id.ids,
            parent_id=before.id,
            subtype_xmlid="mail.mt_comment",
        )
        mails = self.env["mail.mail"].search([("res_id", "=", self.document.id)])
        self.assertIn(reply, mails.mail_message_id)
        self.assertIn(
            f"You have been assigned to {NUMBER}", mails.mapped("subject"), mails
        )
        for mail in mails:
            self.assertNotIn(TITLE, mail.subject or "")
            self.assertNotIn(TITLE, mail.body_html or "")
        tracked = self.document.message_ids.sudo().tracking_value_ids
        self.assertIn("name", tracked.field_id.mapped("name"))
        self.assertNotIn(
            "name",
            self.document._track_filter_for_display(tracked).field_id.mapped("name"),
        )

    def test_the_level_itself_is_in_the_history(self):
        self._flush_tracking()
        self.document.confidentiality = "restricted"
        self._flush_tracking()
        tracked = self.document.message_ids.sudo().tracking_value_ids
        self.assertEqual(tracked.field_id.name, "confidentiality")
        self.assertEqual(tracked.new_value_char, "Restricted")

    # Export

    def test_an_export_has_the_number_in_place_of_the_title(self):
        self.document.confidentiality = "secret"
        other = self.documents.create({"name": "Late delivery", "number": "D-0008"})
        last = self.documents.create(
            {"name": TITLE, "number": "D-0009", "confidentiality": "secret"}
        )
        exported = (self.document | other | last).export_data(["number", "name"])
        self.assertEqual(
            exported["datas"],
            [[NUMBER, NUMBER], ["D-0008", "Late delivery"], ["D-0009", "D-0009"]],
        )

    # Origins

    def test_what_comes_from_it_is_as_protected(self):
        for level in ("restricted", "secret"):
            with self.subTest(level=level):
                self.document.confidentiality = level
                given_low = self._follow_up(self.document, confidentiality="normal")
                self.assertEqual(given_low.confidentiality, level)
                self.assertEqual(self._follow_up(self.document).confidentiality, level)
                linked = self.follow_ups.create({"name": "Later linked"})
                linked.origin_record = self.document
                self.assertEqual(linked.confidentiality, level)
        secret = self._follow_up(self.document)
        self.assertEqual(secret.origin_ref, NUMBER)
        # A record may be more protected than its origin
        self.document.confidentiality = "normal"
        own = self._follow_up(self.document, confidentiality="restricted")
        self.assertEqual(own.confidentiality, "restricted")

    def test_a_picked_or_default_origin_protects_as_well(self):
        self.document.confidentiality = "secret"
        picked = self.follow_ups.create(
            {"origin_record": f"{self.document._name},{self.document.id}"}
        )
        self.assertEqual(picked.confidentiality, "secret")
        from_button = self.follow_ups.with_context(
            default_origin_model=self.document._name,
            default_origin_res_id=self.document.id,
        ).create({"name": "From a button"})
        self.assertEqual(from_button.origin_record, self.document)
        self.assertEqual(from_button.confidentiality, "secret")

    def test_raising_the_origin_raises_all_that_comes_from_it(self):
        first = self._follow_up(self.document, name="First")
        second = self._follow_up(first, name="Second")
        self.assertEqual(first.origin_ref, TITLE)
        self.document.confidentiality = "restricted"
        self.assertEqual(first.confidentiality, "restricted")
        self.assertEqual(second.confidentiality, "restricted")
        self.document.with_user(self.roles["user"]).confidentiality = "secret"
        self.assertEqual(first.confidentiality, "secret")
        self.assertEqual(second.confidentiality, "secret")
        self.assertEqual(first.origin_ref, NUMBER)
        self.assertEqual(second.origin_ref, f"Fake Follow-up {first.id}")

    def test_nothing_sinks_below_its_origin(self):
        self.document.confidentiality = "secret"
        follow_up = self._follow_up(self.document)
        for level in ("normal", "restricted"):
            with (
                self.assertRaisesRegex(
                    ValidationError, rf"comes from “{NUMBER}”.*\(Secret\)"
                ),
                self.env.cr.savepoint(),
            ):
                follow_up.confidentiality = level
        self.document.confidentiality = "normal"
        self.assertEqual(follow_up.confidentiality, "secret")
        follow_up.confidentiality = "normal"
        self.assertEqual(follow_up.confidentiality, "normal")

    # Record rules, in the pattern that the mixin describes

    def _create_rules(self):
        pattern = {
            "user": "[('user_id', '=', user.id)]",
            "officer": "[('confidentiality', '=', 'normal')]",
            "manager": "[('confidentiality', 'in', ['normal', 'restricted'])]",
            "confidential": "[(1, '=', 1)]",
        }
        self.env["ir.rule"].create(
            [
                {
                    "name": role,
                    "model_id": self.env["ir.model"]._get_id(self.documents._name),
                    "groups": [
                        Command.link(
                            self.env.ref(f"engagement_qms.group_engagement_{role}").id
                        )
                    ],
                    "domain_force": domain,
                }
                for role, domain in pattern.items()
            ]
        )

    def test_who_reads_what(self):
        self.document.unlink()
        documents = {
            (level, whose): self.documents.create(
                {
                    "name": TITLE,
                    "number": f"{level} {whose}",
                    "confidentiality": level,
                    "user_id": user.id,
                }
            )
            for level in ("normal", "restricted", "secret")
            for whose, user in [
                ("user's", self.roles["user"]),
                ("nobody's", self.env["res.users"]),
            ]
        }
        self._create_rules()
        expected = {
            "user": {
                ("normal", "user's"),
                ("restricted", "user's"),
                ("secret", "user's"),
            },
            "officer": {("normal", "user's"), ("normal", "nobody's")},
            "manager": {key for key in documents if key[0] != "secret"},
            "confidential": set(documents),
        }
        for role, user in self.roles.items():
            with self.subTest(role=role):
                found = self.documents.with_user(user).search([])
                self.assertEqual(
                    {key for key, doc in documents.items() if doc in found},
                    expected[role],
                )

    # What later models must keep to

    def test_every_protected_model_keeps_to_the_rules_of_the_mixin(self):
        """Names come from the mixin, and protection before the message thread."""
        mixin = type(self.env["engagement.confidential.mixin"])
        names = self.registry.descendants([mixin._name], "_inherit")
        self.assertIn("engagement.fake.document", names)
        for name in names:
            model = type(self.env[name])
            if model._abstract:
                continue
            with self.subTest(model=name):
                for method in (
                    "_compute_display_name",
                    "_search_display_name",
                    "_export_rows",
                ):
                    owner = next(c for c in model.mro() if method in vars(c))
                    self.assertIn(owner, mixin.mro(), method)
                order = model.mro()
                if (thread := self.registry["mail.thread"]) in order:
                    self.assertLess(order.index(mixin), order.index(thread))
