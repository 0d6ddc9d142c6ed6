# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import TicketCase


@tagged("post_install", "-at_install", "engagement")
class TestTicketRule(TicketCase):
    """Categories and teams say which tickets are complaints."""

    def test_without_a_rule_nothing_happens(self):
        ticket = self._new_ticket(category_id=self.category_late.id)
        self.assertFalse(self._get_complaint(ticket))
        self.assertFalse(ticket.engagement_proposal)

    def test_at_once_raises_it_with_the_ticket(self):
        self.category_late.engagement_complaint = "at_once"
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.agent)
            .create(
                {
                    "name": "Where is it?",
                    "description": "<p>I am waiting.</p>",
                    "partner_id": self.customer.id,
                    "category_id": self.category_late.id,
                }
            )
        )
        complaint = self._get_complaint(ticket)
        self.assertEqual(complaint.description, "I am waiting.")
        self.assertEqual(complaint.create_uid, self.agent)
        self.assertFalse(ticket.engagement_proposal)

    def test_a_category_that_is_chosen_later_raises_it_then_and_once(self):
        self.category_late.engagement_complaint = "at_once"
        ticket = self._new_ticket()
        self.assertFalse(self._get_complaint(ticket))
        ticket.category_id = self.category_late
        ticket.category_id = False
        ticket.category_id = self.category_late
        self.assertEqual(len(self._get_complaint(ticket)), 1)

    def test_a_closed_ticket_raises_nothing_by_itself(self):
        self.category_late.engagement_complaint = "at_once"
        ticket = self._new_ticket(stage_id=self.done_stage.id)
        ticket.category_id = self.category_late
        self.assertFalse(self._get_complaint(ticket))

    def test_of_a_customer_who_writes_on_the_website_it_is_ours(self):
        self.category_late.engagement_complaint = "at_once"
        portal = self.users["portal"]
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(portal)
            .sudo()
            .create(
                {
                    "name": "Where is it?",
                    "description": "<p>I am waiting.</p>",
                    "partner_id": portal.partner_id.id,
                    "category_id": self.category_late.id,
                }
            )
        )
        # the website writes the file after the ticket
        self.env["ir.attachment"].create(
            {
                "name": "order.txt",
                "raw": b"order",
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        self.env.cr.flush()
        complaint = self._get_complaint(ticket)
        self.assertEqual(complaint.create_uid, self.env.ref("base.user_root"))
        self.assertEqual(complaint.partner_id, portal.partner_id)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertEqual(files.mapped("name"), ["order.txt"])
        self.env["ir.attachment"].create(
            {
                "name": "internal.txt",
                "raw": b"ours",
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        self.env.cr.flush()
        self.assertEqual(
            files.search_count(
                [("res_id", "=", complaint.id), ("res_model", "=", complaint._name)]
            ),
            1,
        )

    def test_a_mail_becomes_a_ticket_and_its_complaint_with_the_file(self):
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Shop", "engagement_complaint": "at_once"}
        )
        self.env["mail.alias.domain"].create({"name": "test.example.com"})
        mail = """From: Carla <carla@example.com>
To: shop@test.example.com
Subject: Scratched
Message-Id: <scratched-1@example.com>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/plain

It has a scratch.
--x
Content-Type: text/plain; name="scratch.txt"
Content-Disposition: attachment; filename="scratch.txt"

scratch
--x--
"""
        ticket_id = self.env["mail.thread"].message_process(
            "helpdesk.ticket", mail, custom_values={"team_id": team.id}
        )
        ticket = self.env["helpdesk.ticket"].browse(ticket_id)
        self.env.cr.flush()
        complaint = self._get_complaint(ticket)
        self.assertEqual(complaint.name, "Scratched")
        self.assertIn("It has a scratch.", complaint.description)
        self.assertEqual(complaint.partner_id, self.customer)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertEqual(files.mapped("name"), ["scratch.txt"])

    def test_a_ticket_is_never_lost_for_its_complaint(self):
        self.category_late.engagement_complaint = "at_once"
        ticket = self._new_ticket(category_id=self.category_late.id, partner_id=False)
        self.assertTrue(ticket.exists())
        self.assertFalse(self._get_complaint(ticket))
        self.assertIn("does not say who asks", ticket.engagement_proposal)

        reason = "No files today."

        def refuse(ticket, complaint, but=()):
            raise ValidationError(reason)

        self.patch(self.registry["helpdesk.ticket"], "_copy_files", refuse)
        ticket = self._new_ticket(category_id=self.category_late.id)
        self.assertTrue(ticket.exists())
        self.assertFalse(self._get_complaint(ticket))
        self.assertEqual(len(self._get_notes(ticket, reason)), 1)
        self.assertIn("“Late delivery”", ticket.engagement_proposal)

    def test_ask_shows_a_reminder_until_it_is_settled(self):
        self.category_late.engagement_complaint = "propose"
        ticket = self._new_ticket(category_id=self.category_late.id)
        self.assertFalse(self._get_complaint(ticket))
        form = Form(ticket.with_user(self.agent))
        self.assertIn("“Late delivery”", form.engagement_proposal)

        ticket.with_user(self.agent).action_raise_complaint()
        self.env.invalidate_all()
        self.assertFalse(ticket.engagement_proposal)

        none = self._new_ticket(category_id=self.category_late.id)
        none.with_user(self.agent).action_no_complaint()
        self.assertFalse(none.engagement_proposal)
        self.assertEqual(len(self._get_notes(none, "is no complaint")), 1)
        self.assertFalse(self._get_complaint(none))

        closed = self._new_ticket(category_id=self.category_late.id)
        closed.stage_id = self.done_stage
        self.assertFalse(closed.engagement_proposal)

    def test_a_new_ticket_reminds_of_nothing_before_it_is_saved(self):
        self.category_late.engagement_complaint = "propose"
        form = Form(self.env["helpdesk.ticket"].with_user(self.agent))
        form.category_id = self.category_late
        self.assertFalse(form.engagement_proposal)

    def test_the_nearest_rule_counts_and_a_category_before_a_team(self):
        below = self.env["helpdesk.ticket.category"].create(
            {"name": "By lorry", "parent_id": self.category_late.id}
        )
        team = self.env["helpdesk.ticket.team"].create({"name": "Shop"})
        team_below = self.env["helpdesk.ticket.team"].create(
            {"name": "Shop in town", "parent_id": team.id}
        )

        def raised():
            ticket = self._new_ticket(category_id=below.id, team_id=team_below.id)
            return len(self._get_complaint(ticket))

        self.assertEqual(raised(), 0)
        team.engagement_complaint = "at_once"
        self.assertEqual(raised(), 1)
        self.category_late.engagement_complaint = "no"
        self.assertEqual(raised(), 0)
        below.engagement_complaint = "at_once"
        self.assertEqual(raised(), 1)

    def test_the_team_that_is_named_takes_it_where_the_company_is_the_same(self):
        self.category_late.write(
            {
                "company_id": False,
                "engagement_complaint": "at_once",
                "engagement_complaint_team_id": self.complaint_team.id,
            }
        )
        ours = self._new_ticket(category_id=self.category_late.id)
        self.assertEqual(self._get_complaint(ours).team_id, self.complaint_team)
        theirs = self._new_ticket(
            category_id=self.category_late.id, company_id=self.other_company.id
        )
        complaint = self._get_complaint(theirs)
        self.assertEqual(complaint.company_id, self.other_company)
        self.assertNotEqual(complaint.team_id, self.complaint_team)

    def test_customers_read_nothing_of_the_rules(self):
        self.category_late.engagement_complaint = "at_once"
        category = self.category_late.with_user(self.users["portal"])
        self.assertNotIn("engagement_complaint", category.read()[0])

    def test_many_tickets_without_a_rule_cost_nothing_more(self):
        values = [
            {
                "name": "Question",
                "description": "<p>How?</p>",
                "partner_id": self.customer.id,
            }
        ]
        tickets = self.env["helpdesk.ticket"].create(values * 5)
        self.env.flush_all()
        with self.assertQueryCount(0):
            tickets._raise_at_once()
