# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a school costs that has many learners.

The nightly job plans the reviews of 100 000 learners who have none, against the ORM
creating as many bare reviews; then it runs again and finds nothing to do.
`learners=` makes it smaller.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))

from large_sample import multiply

from odoo import sql_db
from odoo.tools import split_every

DATABASE = {"demo": True, "apps": True}
#: Learners who are planned at once, as the job does it
BATCH = 1000
#: Queries of a batch: ten inserts of a hundred rows each, and what is read for all
MOST_QUERIES = 20


def main(bench):
    bench_schedule_run(bench, int(bench.options.get("learners", 100_000)))


def bench_schedule_run(bench, number):
    """The job over learners without any review, then again."""
    env = bench.env
    load_learners(env, number)
    bench.analyze()
    reviews = env["engagement.learner.review"]
    count_batches = watch_batches(reviews)
    before = reviews.search_count([])
    first = bench.measure(reviews._cron_schedule_reviews, times=1, warm=False)
    made = reviews.search_count([]) - before
    reminded = env["mail.activity"].search_count(
        [("res_model", "=", reviews._name), ("automated", "=", True)]
    )
    queries = count_batches()
    bench.count(
        f"a batch of {BATCH} learners: queries",
        max(queries),
        limit=MOST_QUERIES,
        beside=f"{min(queries)} to {max(queries)} in {len(queries)} batches",
    )
    bare = bench.measure(lambda: create_bare(env, made), times=1, undo=True, warm=False)
    bench.ratio(
        f"planning {made} reviews of {number} learners, against bare records",
        first,
        bare,
        limit=3,
    )
    bench.count(
        "activities for reviews outside their lead time",
        env["mail.activity"].search_count(
            [
                ("res_model", "=", reviews._name),
                ("automated", "=", True),
                (
                    "res_id",
                    "in",
                    reviews._search([("remind_date", ">", date.today())]),
                ),
            ]
        ),
        limit=0,
        beside=f"{reminded} inside",
    )
    bench.analyze()
    second = bench.measure(reviews._cron_schedule_reviews, times=3, warm=False)
    bench.ratio("the run again, against the first", second, first, limit=0.02)
    bench.count(
        "reviews made by the run again",
        reviews.search_count([]) - before - made,
        limit=0,
    )


def load_learners(env, number):
    """Enrol so many learners of 200 tutors, spread over the last month."""
    course = env.ref("engagement_qms_education.course_carpentry_1")
    course.capacity = 0
    learner = env.ref("engagement_qms_education.learner_10")
    enrolment = env.ref("engagement_qms_education.enrolment_10")
    learner.status = "active"
    users = multiply(
        env.ref("engagement_qms_education.user_tutor"),
        200,
        login="'tutor' || i",
        partner_id=str(env.ref("engagement_qms_education.partner_tutor").id),
    )
    env.cr.execute(
        "INSERT INTO res_company_users_rel (cid, user_id)"
        " SELECT %s, id FROM res_users WHERE id = ANY(%s)",
        [learner.company_id.id, users],
    )
    # as at the start of a school year: some reviews are inside their lead time
    since = "current_date - (i % 30)"
    partners = multiply(learner.partner_id, number, name="'Learner ' || i")
    learners = multiply(
        learner,
        number,
        number="'B' || i",
        name="'Learner ' || i",
        partner_id=partners,
        tutor_id="NULL",
        user_id=f"{users[0]} + i % 200",
        enrolled_since=since,
        create_date=since,
    )
    multiply(
        enrolment,
        number,
        learner_id=learners,
        course_id=str(course.id),
        programme_id=str(course.programme_id.id),
        state="'enrolled'",
        date_from=since,
        date_to="NULL",
    )
    start = date.today() - timedelta(days=60)
    env["engagement.review.schedule"].search([]).start_date = start


def watch_batches(reviews):
    """Note the queries of each full batch that is planned.

    :return: a function that returns them
    """
    found = []
    model = type(reviews)
    plan = model._plan_next_reviews

    def noted(self, schedule, subjects, until=None):
        before = sql_db.sql_counter
        made = plan(self, schedule, subjects, until)
        self.env.flush_all()
        if len(subjects) == BATCH:
            found.append(sql_db.sql_counter - before)
        return made

    model._plan_next_reviews = noted
    # the first one reads what is kept in memory from then on
    return lambda: found[1:]


def create_bare(env, number):
    """Create bare reviews as the job does: by the batch, and nothing else."""
    reviews = env["engagement.learner.review"].with_context(tracking_disable=True)
    learners = env["engagement.learner"].search([("number", "like", "B%")], order="id")
    today = date.today()
    left = number
    while left > 0:
        for ids in split_every(BATCH, learners.ids[:left]):
            reviews.create(
                [
                    {
                        "learner_id": id_,
                        "kind": "progress",
                        "planned_date": today,
                        "user_id": env.uid,
                    }
                    for id_ in ids
                ]
            )
            env.flush_all()
            env.invalidate_all()
        left -= len(learners)
