# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who can log in: read from the database, tried on the server."""

from . import databases, web

# what the demo users' logins begin with; their password is the login
PREFIXES = ("engagement.", "education.")

# One row per user: the name of the highest group of ours that is given directly, in the
# order in which the settings show the groups; who has but the portal comes last.
DEMO_USERS = rf"""
    SELECT login, role
      FROM (
        SELECT DISTINCT ON (u.login)
               u.login,
               g.name ->> 'en_US' AS role,
               p.sequence AS privilege_sequence,
               g.sequence
          FROM res_users u
          JOIN res_groups_users_rel r ON r.uid = u.id
          JOIN res_groups g ON g.id = r.gid
          LEFT JOIN res_groups_privilege p ON p.id = g.privilege_id
          JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = g.id
         WHERE u.active
           AND u.login LIKE ANY (ARRAY[{", ".join(f"'{one}%'" for one in PREFIXES)}])
           AND (p.id IS NOT NULL AND d.module LIKE 'engagement\_%'
                OR d.module = 'base' AND d.name = 'group_portal')
         ORDER BY u.login, p.sequence DESC, g.sequence DESC
      ) AS users
     ORDER BY privilege_sequence NULLS LAST, sequence, login
"""


def offered(database):
    """Return (role, login, password) of the users that may be able to log in."""
    rows = [("Administrator", "admin", "admin")]
    for login, role in databases.query(DEMO_USERS, database):
        rows.append((role, login, login))
    return rows


def working(database, port):
    """Return the rows of `offered` whose password the server accepts."""
    return [
        row
        for row in offered(database)
        if web.Client(port).log_in(database, row[1], row[2])
    ]
