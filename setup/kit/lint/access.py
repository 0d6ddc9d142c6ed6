# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who is let in: what our groups imply, what our access lines allow.

Checked twice: in the sources, which names the line to mend, and in a database
with everything installed, where no way of writing it can hide anything.
"""

import csv
import re
import xml.etree.ElementTree as etree

from .. import addons, databases, home, templates

# Settings and access rights: whoever has these can take every other right.
TOO_MUCH = {"base.group_system", "base.group_erp_manager"}
OUTSIDERS = {"base.group_public", "base.group_portal"}
MAY_CHANGE = ("perm_write", "perm_create", "perm_unlink")


def _records(name, model):
    """Yield (path, record) for all XML records of a model in an addon."""
    for path in sorted(addons.ours()[name].rglob("*.xml")):
        if "static" not in path.parts:
            for record in etree.parse(path).iter("record"):
                if record.get("model") == model:
                    yield path.relative_to(home.REPO), record


def _full(name, xmlid):
    return xmlid if "." in xmlid else f"{name}.{xmlid}"


def _implied():
    """Return {group: (path, groups it implies)} of the groups in our XML."""
    found = {}
    for name in addons.ours():
        for path, record in _records(name, "res.groups"):
            for field in record.iter("field"):
                if field.get("name") == "implied_ids":
                    refs = re.findall(
                        r"ref\(['\"]([\w.]+)['\"]\)", field.get("eval", "")
                    )
                    group = _full(name, record.get("id"))
                    old = found.get(group, (path, set()))[1]
                    found[group] = path, old | {_full(name, ref) for ref in refs}
    return found


def check_groups():
    """Find groups of ours that imply too much, through any number of steps."""
    implied = _implied()
    found = []
    for group, (path, _direct) in implied.items():
        seen, todo = set(), [group]
        while todo:
            step = todo.pop()
            if step not in seen:
                seen.add(step)
                todo += implied.get(step, (path, ()))[1]
        found += [f"{path}: {group} implies {bad}" for bad in sorted(seen & TOO_MUCH)]
    return found


def _lines():
    """Yield (where, model, group, rights) of all access lines in our sources."""
    for name, folder in addons.ours().items():
        for path in sorted(folder.rglob("ir.model.access.csv")):
            with open(path, newline="") as file:
                for row in csv.DictReader(file):
                    group = row.get("group_id:id") or row.get("group_id/id") or ""
                    where = f"{path.relative_to(home.REPO)}: {row['id']}"
                    rights = {right: row[right] == "1" for right in MAY_CHANGE}
                    yield where, _full(name, group) if group else "", rights
        for path, record in _records(name, "ir.model.access"):
            fields = {field.get("name"): field for field in record.iter("field")}
            group = fields.get("group_id")
            ref = group.get("ref") if group is not None else ""
            rights = {
                right: right in fields
                and fields[right].get("eval", "").strip() not in ("0", "False")
                for right in MAY_CHANGE
            }
            yield f"{path}: {record.get('id')}", _full(name, ref) if ref else "", rights


def check_lines():
    """Find access lines that let a stranger, a portal user or everybody change."""
    return [
        f"{where} lets {group or 'everybody'} change records"
        for where, group, rights in _lines()
        if (not group or group in OUTSIDERS) and any(rights.values())
    ]


def _installed(sql):
    with templates.demo_company("access") as database:
        names = ", ".join(f"'{name}'" for name in addons.ours())
        return databases.query(sql.format(ours=names), database)


def check_installed_groups():
    """Find the same in a database: groups of ours that end in too much."""
    bad = ", ".join(f"'{name}'" for name in sorted(TOO_MUCH))
    rows = _installed(f"""
        WITH RECURSIVE named AS (
            SELECT res_id AS id, module, module || '.' || name AS name
              FROM ir_model_data WHERE model = 'res.groups'
        ), reach (start, id) AS (
            SELECT id, id FROM named WHERE module IN ({{ours}})
             UNION
            SELECT r.start, i.hid
              FROM reach r JOIN res_groups_implied_rel i ON i.gid = r.id
        )
        SELECT DISTINCT a.name, b.name
          FROM reach r
          JOIN named a ON a.id = r.start AND a.module IN ({{ours}})
          JOIN named b ON b.id = r.id
         WHERE b.name IN ({bad})
         ORDER BY 1, 2
    """)
    return [f"{group} implies {too_much}" for group, too_much in rows]


def check_installed_lines():
    """Find the same in a database: lines of ours by which outsiders may change."""
    outsiders = ", ".join(f"'{name}'" for name in sorted(OUTSIDERS))
    rows = _installed(f"""
        SELECT a.name, coalesce(g.module || '.' || g.name, 'everybody')
          FROM ir_model_access a
          JOIN ir_model_data d ON d.model = 'ir.model.access' AND d.res_id = a.id
          LEFT JOIN ir_model_data g ON g.model = 'res.groups' AND g.res_id = a.group_id
         WHERE d.module IN ({{ours}})
           AND a.active
           AND (a.perm_write OR a.perm_create OR a.perm_unlink)
           AND (a.group_id IS NULL OR g.module || '.' || g.name IN ({outsiders}))
         ORDER BY 1
    """)
    return [f"{line} lets {group} change records" for line, group in rows]
