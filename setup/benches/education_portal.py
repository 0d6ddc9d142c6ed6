# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a guardian waits for in the portal of a school that has many learners.

100 000 learners with a guardian and two reviews each; one guardian has five of them.
The list and the page of a child cost no more queries than for one child, and no more
time than a tenth of a second. `learners=` makes it smaller.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))

from large_sample import multiply

DATABASE = {"demo": True, "apps": True}
#: Children of the guardian who looks after several
CHILDREN = 5


def main(bench):
    number = int(bench.options.get("learners", 100_000))
    env = bench.env
    few, many = load_families(env, number)
    bench.analyze()
    one = bench.measure(lambda: show_list(env(user=few)))
    home = bench.measure(lambda: show_list(env(user=many)))
    bench.count(
        "learners listed beside those looked after",
        len(home.value) - CHILDREN,
        limit=0,
    )
    bench.count(
        f"home of a guardian of {CHILDREN} of {number} learners, queries",
        home.queries,
        limit=15,
        beside=f"{home.seconds * 1000:.1f} ms",
    )
    bench.same_queries(f"home for 1 and for {CHILDREN}", one, home)
    page_of_one = bench.measure(lambda: show_page(env(user=few)))
    page = bench.measure(lambda: show_page(env(user=many)))
    bench.same_queries(f"page of a child of 1 and of {CHILDREN}", page_of_one, page)
    bench.count(
        "page of a child, milliseconds", round(page.seconds * 1000, 1), limit=100
    )


def show_list(env):
    """Read what the list says, as the route does."""
    learners = env["engagement.learner"]._search_for_page()
    return learners._get_page_rows(learners._get_page_rights())


def show_page(env):
    """Read what the page of the first child says, as the route does."""
    learner = env["engagement.learner"]._search_for_page()[:1]
    return learner._get_page_values(learner._get_page_rights()[learner])


def load_families(env, number):
    """Make learners, each with a guardian, a planned review and one that was held.

    :return: the users who look after one of them, and after several
    """
    name = "engagement_qms_education."
    learner = env.ref(name + "learner_01")
    mother = env.ref(name + "user_mother")
    partners = multiply(learner.partner_id, number, name="'Learner ' || i")
    learners = multiply(
        learner,
        number,
        number="'P' || i",
        name="'Learner ' || i",
        partner_id=partners,
    )
    guardians = multiply(mother.partner_id, number, name="'Guardian ' || i")
    users = [
        multiply(mother, 1, login=f"'guardian{place}'", partner_id=str(guardian))[0]
        for place, guardian in ((0, guardians[-1]), (1, guardians[0]))
    ]
    env.cr.execute(
        "INSERT INTO res_groups_users_rel (gid, uid)"
        " SELECT gid, i FROM res_groups_users_rel, unnest(%s) i WHERE uid = %s",
        [users, mother.id],
    )
    env.cr.execute(
        "INSERT INTO res_company_users_rel (cid, user_id)"
        " SELECT cid, i FROM res_company_users_rel, unnest(%s) i WHERE user_id = %s",
        [users, mother.id],
    )
    multiply(
        env.ref(name + "guardianship_mother"),
        number,
        learner_id=learners,
        partner_id=[guardians[0]] * CHILDREN + guardians[CHILDREN:],
    )
    multiply(
        env.ref(name + "enrolment_01"),
        number,
        learner_id=learners,
    )
    for review in ("learner_review_signed", "learner_review_portal"):
        multiply(
            env.ref(name + review),
            number,
            learner_id=learners,
            schedule_id="NULL",
            period_date="NULL",
        )
    return [env["res.users"].browse(user) for user in users]
