# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .complaint_common import ComplaintCase

#: What two rows of the ledger may differ in
OWN_COLUMNS = {"id", "create_date", "write_date"}


@tagged("post_install", "-at_install", "engagement")
class TestComplaintPerformance(ComplaintCase):
    """A batch of complaints costs little, and a screen the same at any length."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.users["officer"]
        cls.profile = cls.env["engagement.clock.profile"].create(
            {
                "name": "Ours",
                "line_ids": [
                    (0, 0, {"stage": "acknowledge", "limit_value": 2}),
                    (0, 0, {"stage": "answer", "limit_value": 20}),
                    (
                        0,
                        0,
                        {
                            "stage": "answer",
                            "kind": "appeal",
                            "limit_value": 36,
                            "limit_unit": "hour",
                        },
                    ),
                ],
            }
        )
        cls.company.engagement_profile_id = cls.profile
        cls.team = cls.env["engagement.complaint.team"].create({"name": "Service"})
        cls.customers = cls.env["res.partner"].create(
            [
                {"name": f"Customer {number}", "email": f"c{number}@example.com"}
                for number in range(20)
            ]
        )

    def _get_values(self, number, **more):
        """Return the values of so many complaints of different people and days."""
        now = fields.Datetime.now()
        return [
            {
                "partner_id": self.customers[index % 20].id,
                "description": f"The desk came late, for the {index}th time.",
                "received_at": now - timedelta(days=index % 30, hours=1),
                **more,
            }
            for index in range(number)
        ]

    def _create(self, number, **more):
        """Create complaints as an officer does, with the history and all."""
        complaints = self.env(context={})["engagement.complaint"]
        complaints = complaints.with_user(self.officer).create(
            self._get_values(number, **more)
        )
        self.env.flush_all()
        self.cr.precommit.run()
        return complaints

    def _count(self, work):
        """Count the queries of a work, as at the start of a request."""
        work()  # what is asked for once only
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        work()
        return self.cr.sql_log_count - before

    def _read_ledger(self, complaint):
        """Return the rows of the ledger of a complaint, as they stand in the table."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT row_to_json(c.*) FROM engagement_commitment c"
                " WHERE complaint_id = %s ORDER BY kind",
                complaint.id,
            )
        )
        return [
            {name: value for name, value in row.items() if name not in OWN_COLUMNS}
            for (row,) in rows
        ]

    # Writing

    def test_a_batch_costs_few_queries_for_each_complaint(self):
        few = self._count(lambda: self._create(100))
        many = self._count(lambda: self._create(300))
        self.assertLessEqual((many - few) / 200, 0.12)

    def test_writing_down_one_costs_few_queries(self):
        self.assertLessEqual(self._count(lambda: self._create(1)), 14)

    def test_a_batch_says_in_the_history_who_wrote_it_down(self):
        complaint = self._create(2)[0]
        self.assertEqual(complaint.message_ids.author_id, self.officer.partner_id)

    def test_the_ledger_is_the_same_as_if_written_row_by_row(self):
        code = self.env["engagement.code"].create({"name": "Answers"})
        promise = self.env["engagement.provision"].create(
            {"code_id": code.id, "promise": "Within 20 days", "limit_value": 20}
        )
        code._set_state(
            {
                "state": "in_force",
                "in_force_from": fields.Date.today() - timedelta(days=10),
            }
        )
        general = self.profile.line_ids.filtered(
            lambda line: line.stage == "answer" and not line.kind
        )
        general.provision_id = promise
        self.team.user_id = self.users["manager"]
        cases = [
            {},
            {"user_id": self.users["user"].id},
            {"kind": "appeal"},
            {"kind": "conduct"},
            {"partner_id": False, "anonymous": True},
            {"received_at": fields.Datetime.now() - timedelta(days=300)},
        ]
        for values in cases:
            with self.subTest(**values):
                complaint = self._create(1, **values).sudo()
                at_once = self._read_ledger(complaint)
                self.assertEqual(len(at_once), 2)
                due = complaint.read(
                    ["acknowledge_due_at", "answer_due_at", "next_due_at", "extended"]
                )
                complaint.commitment_ids.unlink()
                complaint.with_user(self.officer)._promise(("acknowledge", "answer"))
                self.assertEqual(self._read_ledger(complaint), at_once)
                self.env.add_to_compute(complaint._fields["answer_due_at"], complaint)
                self.assertEqual(due, complaint.read(list(due[0].keys() - {"id"})))
        promised = self._create(1).sudo().commitment_ids.provision_id
        self.assertEqual(promised, promise)

    def test_what_a_batch_works_out_is_what_each_field_says(self):
        values = self._get_values(1)[0]
        cases = [
            {},
            {"name": "A desk"},
            {"partner_id": False, "partner_name": "Ann", "partner_email": "A@B.CD"},
            {"partner_id": False, "anonymous": True},
            {"severity": "3", "danger": True},
            {"help_access": "Large print"},
            {"subject_name": " The  Desk "},
            {"kind": "appeal"},
            {"team_id": False, "profile_id": False},
            {"description": "word " * 60},
        ]
        complaints = self.env["engagement.complaint"]
        names = [name for name, f in complaints._fields.items() if f.precompute]
        for more in cases:
            with self.subTest(**more):
                given = complaints._add_missing_default_values(values | more)
                draft = complaints.new(given)
                created = complaints.create(values | more)
                for name in names:
                    field = complaints._fields[name]
                    if name in more:
                        continue
                    self.assertEqual(
                        field.convert_to_write(created[name], created),
                        field.convert_to_write(draft[name], draft),
                        name,
                    )

    def test_an_address_that_is_given_counts_before_that_of_the_contact(self):
        complaint = self._create(1, partner_email="Other@Example.com")
        self.assertEqual(complaint.partner_email, "Other@Example.com")
        self.assertEqual(complaint.email_normalized, "other@example.com")
        self.assertEqual(complaint.partner_name, "Customer 0")

    def test_a_calendar_without_days_is_named_also_in_a_batch(self):
        self.company.resource_calendar_id.attendance_ids.unlink()
        with self.assertRaisesRegex(ValidationError, "too few working days"):
            self._create(3)

    def test_links_stay_in_their_company_also_in_a_batch(self):
        vals_list = self._get_values(3)
        self.customers[1].company_id = self.other_company
        with self.assertRaisesRegex(UserError, "company"):
            self.env["engagement.complaint"].create(vals_list)

    def test_a_changed_limit_holds_for_the_next_complaint(self):
        before = self._create(1, kind="complaint")
        line = self.profile.line_ids.filtered(lambda x: x.stage == "acknowledge")
        line.write({"limit_value": 1, "limit_unit": "hour"})
        after = self._create(1, kind="complaint")
        self.assertEqual(
            after.acknowledge_due_at, after.received_at + timedelta(hours=1)
        )
        self.assertGreater(before.acknowledge_due_at, after.acknowledge_due_at)
        line.unlink()
        self.assertFalse(self._create(1).acknowledge_due_at)

    # Reading

    def _get_spec(self, kind):
        complaints = self.env["engagement.complaint"].with_user(self.officer)
        arch = etree.fromstring(complaints.get_view(view_type=kind)["arch"])
        return {
            node.get("name"): (
                {"fields": {"display_name": {}}}
                if complaints._fields[node.get("name")].relational
                else {}
            )
            for node in arch.xpath(
                "//field[not(ancestor::field)][not(ancestor::groupby)]"
            )
        }

    def test_screens_cost_the_same_however_many_there_are(self):
        complaints = self.env["engagement.complaint"].with_user(self.officer)
        rows = self._create(3)
        specs = {kind: self._get_spec(kind) for kind in ("list", "kanban", "form")}
        works = {
            "list": lambda: complaints.web_search_read([], specs["list"], limit=80),
            "board": lambda: complaints.web_read_group(
                [],
                ["state"],
                ["__count"],
                auto_unfold=True,
                unfold_read_specification=specs["kanban"],
            ),
            "form": lambda: rows[0].web_read(specs["form"]),
            "counters": lambda: complaints.get_counters([]),
        }
        short = {name: self._count(work) for name, work in works.items()}
        self._create(60)
        for name, work in works.items():
            with self.subTest(screen=name):
                self.assertEqual(self._count(work), short[name])

    def test_the_board_does_not_open_what_is_closed(self):
        open_one, closed = self._create(2)
        closed._step().write({"state": "closed", "closing_reason": "withdrawn"})
        complaints = self.env["engagement.complaint"].with_context(
            read_group_expand=True
        )
        both = [("id", "in", (open_one + closed).ids)]
        board = complaints.web_read_group(both, ["state"], auto_unfold=True)["groups"]
        self.assertEqual(
            {group["state"]: group["__count"] for group in board if group["__count"]},
            {"new": 1, "closed": 1},
        )
        self.assertEqual(
            {group["state"] for group in board if "__records" not in group}, {"closed"}
        )
        # a list opens nothing by itself
        for group in complaints.web_read_group(both, ["state"])["groups"]:
            self.assertNotIn("__records", group)

    def _fill(self, number):
        """Multiply a complaint, by one statement."""
        complaint = self._create(1)
        columns = self.env.execute_query(
            SQL(
                "SELECT string_agg(quote_ident(column_name), ', ')"
                " FROM information_schema.columns"
                " WHERE table_schema = current_schema AND table_name = %s"
                " AND column_name NOT IN ('id', 'number', 'received_at', 'state')",
                complaint._table,
            )
        )[0][0]
        self.cr.execute(
            f"INSERT INTO engagement_complaint (number, received_at, state, {columns})"
            " SELECT 'X' || i, now() - i * interval '1 minute',"
            " CASE WHEN i %% 10 < 9 THEN 'closed' ELSE 'new' END,"
            f" {columns} FROM engagement_complaint, generate_series(1, %s) i"
            " WHERE id = %s",
            [number, complaint.id],
        )
        self.cr.execute("ANALYZE engagement_complaint")
        return complaint

    def test_indexes_serve_what_people_open(self):
        complaint = self._fill(30_000)
        complaints = self.env["engagement.complaint"].with_user(self.officer)
        domains = {
            "first page": ([], complaints._order),
            "number": ([("number", "ilike", "X4321")], None),
            "late": (complaints._get_overdue_domain(), "next_due_at, id"),
            "column": ([("state", "=", "new")], complaints._order),
        }
        for name, (domain, order) in domains.items():
            with self.subTest(name):
                query = complaints._search(domain, limit=80, order=order or "id")
                plan = self._explain(query.select())
                self.assertNotIn("Seq Scan on engagement_complaint ", plan)
                # what is about the reader is looked up once, not for every row
                self.assertIn("hashed SubPlan", plan)
        self.assertIn("engagement_complaint_board_idx", plan)
        mine = complaints.sudo()._search(
            [("partner_id", "=", self.customers[5].id)],
            order=complaints._order,
            limit=80,
        )
        self.assertNotIn("Seq Scan", self._explain(mine.select()))
        self.assertTrue(complaint)
