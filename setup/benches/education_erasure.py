# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What it costs to delete what is personal about one learner of many.

One million rows about learners: guardians, enrolments, consents, measures, messages,
tracking, files and tasks. One learner has a word in every text. After the erasure it
stands nowhere in the database, and no large table was read from one end to the other.
`rows=` makes it smaller.
"""

import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))

from large_sample import multiply

DATABASE = {"names": ["engagement_qms", "engagement_qms_education"]}
CANARY = "Zyxwacanary"
#: Rows of a learner, which all is one of ten of
ROWS_EACH = 10
#: A table with so many rows is large: nobody reads it as a whole
LARGE = 2_000


def main(bench):
    rows = int(bench.options.get("rows", 1_000_000))
    start = time.perf_counter()
    one = make_one(bench.env)
    load(bench.env, one, rows // ROWS_EACH)
    bench.analyze()
    seconds = time.perf_counter() - start
    sys.stderr.write(f"  loaded {rows} rows in {seconds:.0f} s\n")
    write_canary(bench.env, one)
    bench.analyze()
    before = find_canary(bench.env)
    bench.env.cr.commit()
    scans = read_scans(bench.env)
    measured = bench.measure(one._anonymise, times=1, warm=False)
    after = read_scans(bench.env)
    read_whole = sorted(
        table for table, count in after.items() if count > scans.get(table, 0)
    )
    bench.env.cr.commit()
    left = find_canary(bench.env)
    bench.count("columns with the word before", len(before))
    bench.count("columns with the word after", len(left), 0, ", ".join(left))
    bench.count(
        f"tables of more than {LARGE} rows read as a whole",
        len(read_whole),
        0,
        ", ".join(read_whole),
    )
    bench.count("queries", measured.queries, None, f"{measured.seconds * 1000:.0f} ms")


def make_one(env):
    """Make a learner with a row of each kind, to be copied."""
    partner = env["res.partner"].create({"name": "Learner", "email": "l@example.com"})
    learner = env["engagement.learner"].create(
        {"partner_id": partner.id, "birth_date": "2012-05-10", "status": "left"}
    )
    guardian = env["res.partner"].create({"name": "Guardian"})
    env["engagement.guardianship"].create(
        {
            "learner_id": learner.id,
            "partner_id": guardian.id,
            "relation": "parent",
            "may_consent": True,
            "valid_from": "2020-01-01",
        }
    )
    programme = env["engagement.programme"].create({"name": "Bench", "code": "B"})
    course = env["engagement.course"].create(
        {"name": "Bench", "programme_id": programme.id, "date_from": "2025-09-01"}
    )
    env["engagement.enrolment"].create(
        {"learner_id": learner.id, "course_id": course.id}
    )
    env["engagement.consent"].create(
        {
            "learner_id": learner.id,
            "purpose_id": env.ref("engagement_qms_education.consent_purpose_photo").id,
            "given_by_id": guardian.id,
        }
    )
    env["engagement.support.measure"].create(
        {"learner_id": learner.id, "area": "time", "measure": "Time"}
    )
    learner.message_post(body="Talked", attachments=[("talk.txt", b"Talk")])
    learner.activity_schedule("mail.mail_activity_data_todo", user_id=env.uid)
    env.cr.flush()
    learner.tutor_id = env["hr.employee"].create({"name": "Tutor"})
    env.flush_all()
    env.cr.flush()
    return learner


def load(env, one, number):
    """Copy the learner and all rows about it so many times."""
    # what refers to others is right here by how it is made
    env.cr.execute("SET LOCAL session_replication_role = replica")
    partners = multiply(one.partner_id, number, name="'Learner ' || i")
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)",
        [partners],
    )
    first = partners[0] - 1
    numbers = {"number": "'X' || i"}
    learners = multiply(
        one, number, partner_id=f"{first} + i", name="'Learner ' || i", **numbers
    )
    of = f"{learners[0] - 1} + i"
    for records, more in (
        (one.guardianship_ids, {}),
        (one.enrolment_ids, {}),
        (one.consent_ids, numbers),
        (one.support_measure_ids, numbers),
    ):
        multiply(records, number, learner_id=of, **more)
    tracking = env["mail.tracking.value"].search(
        [
            ("mail_message_id.model", "=", one._name),
            ("mail_message_id.res_id", "=", one.id),
        ],
        limit=1,
    )
    message = one.message_ids.sorted("id")[:1]
    messages = multiply(message, number, res_id=of, message_id="'<bench' || i || '>'")
    multiply(tracking, number, mail_message_id=f"{messages[0] - 1} + i")
    file = env["ir.attachment"].search(
        [("res_model", "=", one._name), ("res_id", "=", one.id)], limit=1
    )
    multiply(file, number, res_id=of)
    multiply(one.activity_ids, number, res_id=of)
    env.cr.execute("SET LOCAL session_replication_role = origin")


def write_canary(env, one):
    """Write the word wherever something about the learner can be written."""
    one.partner_id.write(
        {"name": CANARY, "email": f"{CANARY}@example.com", "comment": CANARY}
    )
    for records in (
        one,
        one.guardianship_ids,
        one.enrolment_ids,
        one.consent_ids,
        one.support_measure_ids,
    ):
        texts = {
            name: CANARY
            for name, field in records._fields.items()
            if field.store
            and field.type in ("char", "text")
            and name not in ("number", "text", "text_version")
            and not (field.compute or field.related)
        }
        records = records._step() if hasattr(records, "_step") else records
        records.write(texts)
    one.message_post(body=CANARY, attachments=[(CANARY, CANARY.encode())])
    one.activity_ids.write({"summary": CANARY, "note": CANARY})
    one.write({"birth_date": date(2011, 1, 1), "goals": CANARY})
    env.flush_all()
    env.cr.flush()


def find_canary(env):
    """Return the columns of all tables in which the word stands."""
    env.flush_all()
    env.cr.execute(
        "SELECT columns.table_name, columns.column_name FROM information_schema.columns"
        " JOIN pg_tables ON tablename = table_name AND schemaname = table_schema"
        " WHERE table_schema = current_schema()"
        " AND data_type IN ('character varying', 'text', 'jsonb')"
    )
    columns = {}
    for table, column in env.cr.fetchall():
        columns.setdefault(table, []).append(column)
    found = []
    for table, names in columns.items():
        texts = " || ".join(f"""coalesce("{name}"::text, '')""" for name in names)
        env.cr.execute(
            f'SELECT count(*) FROM "{table}" WHERE {texts} ILIKE %s', [f"%{CANARY}%"]
        )
        if env.cr.fetchone()[0]:
            found.append(table)
    return found


def read_scans(env):
    """Return {table: scans from one end to the other} of this transaction."""
    env.cr.execute(
        "SELECT stat.relname, stat.seq_scan FROM pg_stat_xact_user_tables AS stat"
        " JOIN pg_class ON pg_class.oid = stat.relid WHERE reltuples > %s",
        [LARGE],
    )
    return dict(env.cr.fetchall())
