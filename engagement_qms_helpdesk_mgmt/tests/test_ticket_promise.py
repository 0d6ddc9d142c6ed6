# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.tests import Form, tagged
from odoo.tools import SQL

from .common import TicketCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-02-01 12:00:00")
class TestTicketPromise(TicketCase):
    """“We settle your question within two days”, kept or missed by the tickets."""

    def _new_dated_ticket(self, created, closed=False):
        ticket = self._new_ticket()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE helpdesk_ticket SET create_date = %s, closed_date = %s"
                " WHERE id = %s",
                created,
                closed or None,
                ticket.id,
            )
        )
        ticket.invalidate_recordset()
        return ticket

    def _new_promise(self, **values):
        code = self.env["engagement.code"].create({"name": "Helpdesk"})
        return self.env["engagement.provision"].create(
            {
                "code_id": code.id,
                "promise": "We settle your question within 2 days.",
                "limit_value": 2,
                "limit_unit": "day",
                **values,
            }
        )

    def test_tickets_are_offered_with_their_clock(self):
        promise = self._new_promise()
        offered = dict(promise._get_rule_documents())
        self.assertEqual(offered.get("helpdesk.ticket"), "Helpdesk Ticket")
        form = Form(promise)
        form.rule_active = True
        form.rule_document = "helpdesk.ticket"
        promise = form.save()
        self.assertEqual(
            (promise.rule_start_field, promise.rule_end_field),
            ("create_date", "closed_date"),
        )
        self.assertEqual(promise.rule_partner_field, "partner_id")
        self.assertIn("of Helpdesk Ticket", promise.rule_sentence)

    def test_the_ledger_says_which_tickets_kept_it(self):
        promise = self._new_promise(
            rule_active=True,
            rule_model="helpdesk.ticket",
            rule_domain=f"[('category_id', '=', {self.category_late.id})]",
            rule_start_field="create_date",
            rule_end_field="closed_date",
        )
        asked = datetime(2026, 1, 12, 9)
        kept = self._new_dated_ticket(asked, datetime(2026, 1, 13, 9))
        missed = self._new_dated_ticket(asked, datetime(2026, 1, 20, 9))
        running = self._new_dated_ticket(asked)
        other = self._new_dated_ticket(asked)
        (kept + missed + running).category_id = self.category_late
        promise.code_id._set_state(
            {"state": "in_force", "in_force_from": datetime(2026, 1, 1).date()}
        )
        promise._evaluate_rules()
        rows = self.env["engagement.commitment"].search(
            [("provision_id", "=", promise.id)]
        )
        states = {row.origin_res_id: row.state for row in rows}
        self.assertEqual(
            states, {kept.id: "kept", missed.id: "missed", running.id: "open"}
        )
        self.assertNotIn(other.id, states)
        self.assertEqual(rows.partner_id, self.customer)
        self.assertEqual(
            rows.filtered(lambda row: row.origin_res_id == kept.id).origin_ref,
            kept.number,
        )
