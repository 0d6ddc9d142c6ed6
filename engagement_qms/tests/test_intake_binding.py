# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .complaint_common import ComplaintCase
from .fake_model import add_fake_models


class FakeTicket(models.Model):
    """A stand-in for the ticket that two apps call by the same name."""

    _module = None
    _name = "helpdesk.ticket"
    _description = "Helpdesk Ticket"
    _inherit = ["mail.thread"]

    name = fields.Char()
    description = fields.Html()
    partner_id = fields.Many2one("res.partner")
    partner_name = fields.Char()
    partner_email = fields.Char()
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)


class RaiseCase(ComplaintCase):
    """A form that is opened from the action menu of a document."""

    def _open(self, binding, documents, action, role="internal"):
        """Return the form as the client opens it from the action menu."""
        user = self.users[role]
        # sudo: the client gets an action without being able to read all of them
        action = binding[action].sudo()
        context = {
            **literal_eval(action.context),
            "active_model": documents._name,
            "active_id": documents[:1].id,
            "active_ids": documents.ids,
        }
        wizards = self.env[action.res_model].with_user(user).with_context(**context)
        return Form(wizards)


@tagged("post_install", "-at_install", "engagement")
class TestRaise(RaiseCase):
    """Everybody inside brings what they heard, and speaks up."""

    def _raise(self, role="internal", **values):
        return (
            self.env["engagement.complaint.raise"]
            .with_user(self.users[role])
            .create({"partner_name": "Vera", "text": "It is too loud", **values})
        )

    def test_what_one_raised_opens(self):
        received = fields.Datetime.now() - timedelta(days=2)
        action = self._raise(
            received_at=received, subject_name="Shop", help_language="Turkish"
        ).action_raise()
        complaint = self.env["engagement.complaint"].browse(action["res_id"])
        self.assertEqual(action["res_model"], "engagement.complaint")
        self.assertEqual(complaint.description, "It is too loud")
        self.assertEqual(complaint.create_uid, self.users["internal"])
        self.assertEqual(complaint.received_at, received.replace(microsecond=0))
        self.assertTrue(complaint.needs_help)
        self.assertEqual(complaint.commitment_ids.mapped("state"), ["open", "open"])
        self.assertEqual(
            complaint.with_user(self.users["internal"]).description, "It is too loud"
        )

    def test_who_speaks_up_gets_the_number_and_nothing_else(self):
        wizard = self._raise(
            kind="conduct", anonymous=True, partner_name=False, text="She was hit"
        )
        action = wizard.action_raise()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (wizard._name, wizard.id)
        )
        complaint = self.env["engagement.complaint"].search(
            [("number", "=", wizard.done_number)]
        )
        self.assertEqual(complaint.confidentiality, "secret")
        self.assertEqual(complaint.description, "She was hit")
        self.assertFalse(complaint.message_follower_ids)
        self.assertFalse(wizard.text)
        complaint.write(
            {"user_id": self.users["user"].id, "channel_id": self.channel.id}
        )
        complaint.with_user(self.users["user"]).action_acknowledge()
        self.env.invalidate_all()
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            complaint.with_user(self.users["internal"]).read(["number"])

    def test_who_may_read_secret_ones_opens_it(self):
        action = self._raise("confidential", kind="conduct").action_raise()
        self.assertEqual(action["res_model"], "engagement.complaint")

    def test_words_are_asked_for(self):
        with self.assertRaisesRegex(UserError, "Say what happened"):
            self._raise(text="  ").action_raise()
        with self.assertRaisesRegex(ValidationError, "Say who complains"):
            self._raise(partner_name=False).action_raise()

    def test_nobody_brings_it_from_the_future_or_to_strangers(self):
        later = fields.Datetime.now() + timedelta(days=9)
        action = self._raise(received_at=later).action_raise()
        complaint = self.env["engagement.complaint"].browse(action["res_id"])
        self.assertLess(complaint.received_at, later)
        wizard = self._raise()
        wizard.sudo().company_id = self.other_company
        with self.assertRaisesRegex(UserError, "You do not work in"):
            wizard.action_raise()

    def test_nobody_takes_along_what_they_may_not_read(self):
        event = self._new_event(self._new_party())
        file = self.env["ir.attachment"].create(
            {
                "name": "pay.txt",
                "raw": b"1",
                "res_model": event._name,
                "res_id": event.id,
            }
        )
        hidden = self._raise()
        hidden.sudo().file_ids = file
        hidden.env.invalidate_all()
        action = hidden.action_raise()
        self.assertFalse(
            self.env["ir.attachment"].search(
                [
                    ("res_model", "=", action["res_model"]),
                    ("res_id", "=", action["res_id"]),
                ]
            )
        )
        linked = self._raise(origin_model=event._name, origin_res_id=event.id)
        with self.assertRaises(AccessError):
            linked.action_raise()

    def test_feedback_is_written_down_in_a_minute(self):
        with Form(
            self.env["engagement.feedback.record"].with_user(self.users["internal"])
        ) as form:
            form.kind = "compliment"
            form.text = "What a shop"
            form.partner_name = "Vera"
        action = form.record.action_record()
        feedback = self.env["engagement.feedback"].browse(action["res_id"])
        self.assertEqual(
            (feedback.kind, feedback.text, feedback.partner_name),
            ("compliment", "What a shop", "Vera"),
        )

    def test_the_menus_are_there_for_everybody_inside(self):
        visible = (
            self.env["ir.ui.menu"].with_user(self.users["internal"])._visible_menu_ids()
        )
        for name in ("complaint_raise", "feedback_record", "feedback_mine"):
            menu = self.env.ref(f"engagement_qms.engagement_{name}_menu")
            self.assertIn(menu.id, visible)
        for name in ("voice_root", "cluster", "intake_binding"):
            menu = self.env.ref(f"engagement_qms.engagement_{name}_menu")
            self.assertNotIn(menu.id, visible)


@tagged("post_install", "-at_install", "engagement")
class TestIntakeBinding(RaiseCase):
    """A ticket of any app, from which complaints are raised."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "helpdesk.ticket" not in cls.env:
            add_fake_models(cls, FakeTicket)
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Desk A",
                "description": "<p>It <b>fell</b> apart</p>",
                "partner_id": cls.customer.id,
            }
        )
        cls.env["ir.attachment"].create(
            {
                "name": "desk.txt",
                "raw": b"broken",
                "res_model": "helpdesk.ticket",
                "res_id": cls.ticket.id,
            }
        )
        cls.binding = cls._bind()

    @classmethod
    def _bind(cls, **values):
        return (
            cls.env["engagement.intake.binding"]
            .with_user(cls.users["manager"])
            .create(
                {
                    "model_name": "helpdesk.ticket",
                    "partner_field": "partner_id",
                    "name_field": "partner_name",
                    "email_field": "partner_email",
                    "text_field": "description",
                    "subject_field": "name",
                    "received_field": "create_date",
                    **values,
                }
            )
            .with_env(cls.env)
        )

    def _bound(self, model="helpdesk.ticket"):
        bound = self.env["ir.actions.actions"]._get_bindings(model)
        return {action["name"] for action in bound.get("action", ())}

    def test_the_action_menu_offers_it_as_long_as_it_is_wanted(self):
        offers = {"Raise complaint", "Record feedback", "Complaints from here"}
        self.assertLessEqual(offers, self._bound())
        self.assertEqual(self.binding.state, "live")
        actions = self.binding.complaint_action_id | self.binding.list_action_id
        self.binding.raise_complaint = False
        self.assertFalse(actions.exists())
        self.assertEqual(self._bound() & offers, {"Record feedback"})
        self.binding.raise_complaint = True
        self.binding.active = False
        self.assertFalse(self._bound() & offers)
        self.binding.active = True
        self.assertLessEqual(offers, self._bound())
        self.binding.with_user(self.users["manager"]).unlink()
        self.assertFalse(self._bound() & offers)

    def test_a_complaint_starts_with_what_the_ticket_says(self):
        with self._open(self.binding, self.ticket, "complaint_action_id") as form:
            self.assertEqual(form.partner_id, self.customer)
            self.assertEqual(form.text, "It *fell* apart")
            self.assertEqual(form.subject_name, "Desk A")
            self.assertEqual(form.received_at, self.ticket.create_date)
            self.assertEqual(form.origin_name, self.ticket.display_name)
        action = form.record.action_raise()
        complaint = self.env["engagement.complaint"].browse(action["res_id"])
        self.assertEqual(
            (complaint.origin_model, complaint.origin_res_id),
            ("helpdesk.ticket", self.ticket.id),
        )
        self.assertEqual(complaint.partner_id, self.customer)
        self.assertEqual(complaint.received_at, self.ticket.create_date)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertEqual((files.name, files.raw), ("desk.txt", b"broken"))
        # the ticket keeps its own
        self.assertEqual(
            self.env["ir.attachment"].search_count(
                [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", self.ticket.id)]
            ),
            1,
        )

    def test_the_files_stay_where_they_are_when_it_says_so(self):
        self.binding.copy_files = False
        with self._open(self.binding, self.ticket, "feedback_action_id") as form:
            form.kind = "concern"
        action = form.record.action_record()
        feedback = self.env["engagement.feedback"].browse(action["res_id"])
        self.assertEqual(feedback.text, "It *fell* apart")
        self.assertEqual(feedback.origin_ref, self.ticket.display_name)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", feedback._name), ("res_id", "=", feedback.id)]
            )
        )

    def test_without_a_contact_name_and_address_are_taken(self):
        self.ticket.write(
            {
                "partner_id": False,
                "partner_name": "Vera",
                "partner_email": "vera@example.com",
            }
        )
        form = self._open(self.binding, self.ticket, "complaint_action_id")
        self.assertEqual(
            (form.partner_name, form.partner_email), ("Vera", "vera@example.com")
        )
        partners = self.env["res.partner"].search_count([])
        form.save().action_raise()
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    def test_a_record_that_it_is_about_is_known_as_one(self):
        self.binding.subject_field = "partner_id"
        form = self._open(self.binding, self.ticket, "complaint_action_id")
        action = form.save().action_raise()
        complaint = self.env["engagement.complaint"].browse(action["res_id"])
        self.assertEqual(complaint.subject_key, f"res.partner,{self.customer.id}")
        self.assertEqual(complaint.subject_name, "Carla Customer")
        form = self._open(self.binding, self.ticket, "complaint_action_id")
        form.subject_name = "Something else"
        action = form.save().action_raise()
        complaint = self.env["engagement.complaint"].browse(action["res_id"])
        self.assertEqual(complaint.subject_key, "something else")

    def test_one_complaint_has_one_origin(self):
        tickets = self.ticket | self.ticket.copy()
        with self.assertRaisesRegex(UserError, "Choose one document"):
            self._open(self.binding, tickets, "complaint_action_id")

    def test_what_was_raised_is_found_again_from_there(self):
        self._open(
            self.binding, self.ticket, "complaint_action_id"
        ).save().action_raise()
        [complaint] = self.env["engagement.complaint"].search(
            [
                ("origin_model", "=", "helpdesk.ticket"),
                ("origin_res_id", "in", self.ticket.ids),
            ]
        )
        self.assertEqual(complaint.partner_id, self.customer)
        self.assertEqual(
            self.binding.list_action_id.domain,
            "[('origin_model', '=', active_model),"
            " ('origin_res_id', 'in', active_ids)]",
        )

    def test_only_documents_that_people_work_on_are_bound(self):
        for model in (
            "ir.ui.view",
            "mail.message",
            "engagement.complaint",
            "engagement.channel",
            "res.users.log",
        ):
            with (
                self.subTest(model),
                self.assertRaisesRegex(ValidationError, "Nothing can be raised"),
            ):
                self._bind(model_name=model, **dict.fromkeys(self._paths(), False))
        with self.assertRaisesRegex(ValidationError, "looks like"):
            self._bind(model_name="DROP TABLE", **dict.fromkeys(self._paths(), False))

    def test_only_fields_that_fit_are_read(self):
        for name, path in (
            ("partner_field", "name"),
            ("partner_field", "company_id"),
            ("text_field", "partner_id.signup_type"),
            ("text_field", "partner_id"),
            ("received_field", "name"),
            ("email_field", "partner_id.nothing"),
        ):
            with (
                self.subTest(path),
                self.assertRaisesRegex(ValidationError, path),
                self.env.cr.savepoint(),
            ):
                self.binding.write({name: path})
        self.binding.email_field = "partner_id.email"
        self.assertEqual(self.binding.state, "live")

    def test_the_fields_that_documents_usually_have_are_proposed(self):
        self.binding.unlink()
        bindings = self.env["engagement.intake.binding"]
        with Form(bindings.with_user(self.users["manager"])) as form:
            form.model_name = "helpdesk.ticket"
        self.assertEqual(
            (form.record.partner_field, form.record.text_field),
            ("partner_id", "description"),
        )

    def test_a_document_of_a_missing_app_waits_and_wakes_up(self):
        binding = self._bind(
            model_name="nothing.here", **dict.fromkeys(self._paths(), False)
        )
        self.assertEqual(binding.state, "waiting")
        self.assertFalse(binding.complaint_action_id)
        # its app is installed
        binding.flush_recordset()
        self.env.cr.execute(
            "UPDATE engagement_intake_binding SET model_name = 'hr.employee'"
            " WHERE id = %s",
            [binding.id],
        )
        binding.invalidate_recordset()
        self.env["engagement.intake.binding"]._register_hook()
        self.assertTrue(binding.complaint_action_id)
        self.assertIn("Raise complaint", self._bound("hr.employee"))

    def test_uninstalled_the_menus_are_as_they_were(self):
        self.env["engagement.intake.binding"].search([])._remove_actions()
        self.assertNotIn("Raise complaint", self._bound())

    def test_a_borrowed_binding_opens_no_other_document(self):
        """The context comes from the client: it names what the user may read only."""
        event = self._new_event(self._new_party())
        wizards = self.env["engagement.complaint.raise"].with_user(
            self.users["internal"]
        )
        context = {"active_model": event._name, "active_id": event.id}
        other = wizards.with_context(engagement_binding_id=self.binding.id, **context)
        self.assertFalse(other.default_get(["origin_model"]).get("origin_model"))
        with self.assertRaises(AccessError):
            wizards.with_context(engagement_origin=True, **context).default_get(
                ["origin_model"]
            )

    def _paths(self):
        return (
            "partner_field",
            "name_field",
            "email_field",
            "text_field",
            "subject_field",
            "received_field",
        )


@tagged("post_install", "-at_install", "engagement_apps", "-standard")
class TestIntakeApps(TransactionCase):
    """Complaints that are raised from the documents of real apps."""

    def test_a_task_becomes_a_complaint(self):
        user = new_test_user(
            self.env, "test_tasks", groups="base.group_user,project.group_project_user"
        )
        customer = self.env["res.partner"].create({"name": "Carla"})
        project = self.env["project.project"].create({"name": "Desks"})
        task = self.env["project.task"].create(
            {
                "name": "Repair desk A",
                "project_id": project.id,
                "partner_id": customer.id,
                "description": "<p>It fell apart</p>",
                "user_ids": [fields.Command.link(user.id)],
            }
        )
        bindings = self.env["engagement.intake.binding"]
        existing = bindings.search([("model_name", "=", "project.task")])
        existing.unlink()
        with Form(bindings) as form:
            form.model_name = "project.task"
        binding = form.record
        self.assertEqual(binding.state, "live")
        self.assertEqual(binding.partner_field, "partner_id")
        wizard = Form(
            self.env["engagement.complaint.raise"]
            .with_user(user)
            .with_context(
                engagement_binding_id=binding.id,
                active_model="project.task",
                active_id=task.id,
                active_ids=task.ids,
            )
        )
        self.assertEqual(wizard.text, "It fell apart")
        action = wizard.save().action_raise()
        complaint = self.env["engagement.complaint"].browse(action["res_id"])
        self.assertEqual(complaint.partner_id, customer)
        self.assertEqual(complaint.origin_ref, task.display_name)
