# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A large company in a minute: contacts, their documents, and parties.

    .odoo/venv/bin/python data/large_sample.py --config .odoo/odoo.conf \
        --database NAME --contacts 100000 --parties 10000

Try it on a database of its own: there is no way back but to drop it. Documents are
made of the apps that are installed; without any, contacts meet us in the calendar.

One record of each kind is made by Odoo, so that it is complete; PostgreSQL multiplies
it in one statement. What each copy says differs by its number `i`, which counts from
1. Nothing is random: two runs with the same numbers make the same company.
"""

import argparse
import sys

#: Documents per hundred contacts
ORDERS, INVOICES, MEETINGS = 60, 40, 20


def multiply(record, number, /, **columns):
    """Copy the row of a record so many times, by one statement.

    :param record: a record with all that its table wants
    :param int number: how many copies
    :param columns: SQL of the columns that differ, over `i`; a list of ids stands for
        `NULL` where `i` is beyond it
    :return: the ids of the copies, in the order of `i`
    """
    env = record.env
    env.flush_all()
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema AND table_name = %s",
        [record._table],
    )
    names = [name for (name,) in env.cr.fetchall() if name != "id"]
    params, values = [], []
    for name in names:
        value = columns.get(name)
        if isinstance(value, list):
            values.append("(%s::int[])[i]")
            params.append(value)
        else:
            # a percent sign is doubled, because there are parameters
            values.append((value or f'template."{name}"').replace("%", "%%"))
    names = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(
        f"INSERT INTO {record._table} ({names})"
        f" SELECT {', '.join(values)} FROM {record._table} template,"
        " generate_series(1, %s) i WHERE template.id = %s ORDER BY i RETURNING id",
        [*params, number, record.id],
    )
    ids = sorted(row[0] for row in env.cr.fetchall())
    env.invalidate_all()
    return ids


def make_contacts(env, number, start=0):
    """Make companies; each hundredth pair shares an e-mail, each tenth has a tag.

    :param int start: how many there are already
    :return: their ids
    """
    template = env["res.partner"].create(
        {"name": "Template", "is_company": True, "email": "template@example.com"}
    )
    names = f"'Company ' || lpad((i + {start})::text, 7, '0')"
    emails = f"'office' || (i + {start}) / 100 * 100 + greatest((i + {start}) % 100, 2)"
    emails += " || '@example.com'"
    ids = multiply(
        template,
        number,
        name=names,
        complete_name=names,
        email=emails,
        email_normalized=emails,
        vat=f"'XX' || lpad((i + {start})::text, 9, '0')",
    )
    # a company is its own commercial partner
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", [ids]
    )
    tags = env["res.partner.category"].create(
        [{"name": f"Tag {start + index}"} for index in range(10)]
    )
    env.cr.execute(
        "INSERT INTO res_partner_res_partner_category_rel (partner_id, category_id)"
        " SELECT id, (%s::int[])[1 + id / 10 %% 10] FROM unnest(%s) id"
        " WHERE id %% 10 = 0",
        [tags.ids, ids],
    )
    template.active = False
    env.invalidate_all()
    return ids


def make_documents(env, partners):
    """Make orders, bills and meetings with these contacts, few large and many small.

    :param list partners: ids of contacts
    :return: {model: number of documents}
    """
    made = {}
    for model, share, make in (
        ("purchase.order", ORDERS, _multiply_orders),
        ("account.move", INVOICES, _multiply_invoices),
        ("calendar.attendee", MEETINGS, _multiply_meetings),
    ):
        if model in env:
            some = partners[: len(partners) * share // 100]
            made[model] = len(make(env, some))
    return made


def _multiply_orders(env, partners):
    order = env["purchase.order"].create({"partner_id": partners[0]})
    amount = "1 + 1000000 / i"
    return multiply(
        order,
        len(partners),
        partner_id=partners,
        name="'LS' || template.id || '/' || i",
        state="'purchase'",
        date_order="now() - i % 300 * interval '1 day'",
        amount_untaxed=amount,
        amount_total=amount,
        amount_total_cc=amount,
    )


def _multiply_invoices(env, partners):
    invoice = env["account.move"].create(
        {"move_type": "out_invoice", "partner_id": partners[0]}
    )
    amount = "1 + 2000000 / i"
    return multiply(
        invoice,
        len(partners),
        partner_id=partners,
        commercial_partner_id=partners,
        name="'LS/' || template.id || '/' || i",
        state="'posted'",
        sequence_number="i",
        invoice_date="(now() - i % 300 * interval '1 day')::date",
        amount_untaxed_signed=amount,
        amount_total_signed=amount,
    )


def _multiply_meetings(env, partners):
    event = env["calendar.event"].create(
        {
            "name": "Open day",
            "start": "2026-01-15 10:00:00",
            "stop": "2026-01-15 12:00:00",
            "partner_ids": [(6, 0, partners[:1])],
        }
    )
    env.cr.execute("UPDATE calendar_event SET start = now() WHERE id = %s", [event.id])
    return multiply(event.attendee_ids[:1], len(partners), partner_id=partners)


def make_parties(env, partners, start=0):
    """Put contacts on the register, spread over all scores and priorities.

    :param list partners: ids of contacts that are not on it
    :param int start: how many parties there are already
    :return: their ids
    """
    category = env["engagement.party.category"].search([], limit=1)
    party = env["engagement.party"].create(
        {"partner_id": partners[0], "category_id": category.id}
    )
    number = f"(i + {start})"
    names = f"'Company ' || lpad({number}::text, 7, '0')"
    product = f"(1 + {number} % 5) * (1 + {number} / 5 % 5)"
    level = (
        f"CASE WHEN {product} >= 20 THEN 4 WHEN {product} >= 12 THEN 3"
        f" WHEN {product} >= 6 THEN 2 ELSE 1 END"
    )
    rest = partners[1:]
    return party.ids + multiply(
        party,
        len(rest),
        partner_id=rest,
        commercial_partner_id=rest,
        name=names,
        influence=f"1 + {number} % 5",
        interest=f"1 + {number} / 25 % 5",
        impact_on_us=f"1 + {number} / 5 % 5",
        impact_on_them="1",
        priority=f"(ARRAY['low', 'medium', 'high', 'critical'])[{level}]",
        priority_sequence=level,
        next_contact_date=f"current_date + {number} % 400 - 100",
    )


def main(words):
    parser = argparse.ArgumentParser(description="Make a large company to try with.")
    parser.add_argument("--config", required=True, help="Odoo's configuration file")
    parser.add_argument("--database", required=True)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--parties", type=int, default=10_000)
    options = parser.parse_args(words)

    import odoo
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", options.config, "-d", options.database])
    with Registry(options.database).cursor() as cr:
        env = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
        partners = make_contacts(env, options.contacts)
        made = make_documents(env, partners)
        # the last ones: discovery still finds the large customers by itself
        parties = make_parties(env, partners[-options.parties :])
        cr.commit()
        cr.execute("ANALYZE")
    texts = [f"{len(partners)} contacts", f"{len(parties)} parties"]
    texts += [f"{number} of {model}" for model, number in made.items()]
    sys.stdout.write(f"Made {', '.join(texts)}.\n")


if __name__ == "__main__":
    main(sys.argv[1:])
