# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the figures of a school cost that has many learners.

100 000 learners under age, each with a guardian, a course, two consents and eight
reviews of two years; what they say, what helps them, appeals, changes, employers. Each
figure is measured for its last period, against reading the tables once that it counts
from; then for all periods of a year, against the last one alone. `learners=` makes it
smaller.
"""

import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))
sys.path.insert(0, str(Path(__file__).parent))

from complaint import measure_by_turns
from large_sample import multiply

from odoo.addons.engagement_qms.models.measure import periods

DATABASE = {"demo": True, "apps": True}
ADDON = "engagement_qms_education."
#: Figure -> what it counts from
TABLES = {
    "01": ("survey_user_input",),
    "02": (
        "engagement_learner",
        "engagement_guardianship",
        "engagement_learner_review",
    ),
    "03": ("engagement_learner_review", "engagement_enrolment"),
    "04": ("engagement_support_measure",),
    "05": ("engagement_enrolment",),
    "06": ("engagement_action",),
    "07": ("engagement_programme_partner", "engagement_participation"),
    "08": ("engagement_course",),
    "09": ("engagement_learner", "engagement_consent"),
    "10": ("engagement_complaint",),
}
REVIEWS, CONSENTS = 8, 2
#: Tables that are read in less are too small to compare with
SMALL = 0.005
#: A day of the last two years
PAST = "current_date - (abs(hashint4(i)) % 730)"


def main(bench):
    number = int(bench.options.get("learners", 100_000))
    load(bench.env, number)
    bench.analyze()
    env, today = bench.env, date.today()
    for code, tables in TABLES.items():
        indicator = env.ref(f"{ADDON}indicator_e_{code}")
        last = periods.get_start(today, indicator.period)
        year = periods.shift(
            last, indicator.period, -12 // periods.MONTHS[indicator.period] + 1
        )

        def read(tables=tables):
            for table in tables:
                env.cr.execute(f"SELECT COUNT(create_date) FROM {table}")

        seen = measure_by_turns(
            bench,
            {
                "last": lambda i=indicator, last=last: i._measure(last, today),
                "year": lambda i=indicator, year=year: i._measure(year, today),
                "read": read,
            },
            3,
            undo=True,
        )
        name = f"{indicator.code}, {indicator.name}"
        bench.ratio(
            f"{name}: the last {indicator.period}, against reading the tables",
            seen["last"],
            seen["read"],
            # of few rows it costs what any figure costs
            limit=8 if seen["read"].seconds > SMALL else None,
        )
        bench.ratio(
            f"{name}: a year, against that", seen["year"], seen["last"], limit=15
        )


def load(env, number):
    """Make what the figures count."""

    def get(name):
        return env.ref(ADDON + name)

    learner, course = get("learner_01"), get("course_carpentry_1")
    courses = multiply(course, number // 50, date_from=PAST, date_to=f"{PAST} + 120")
    partners = multiply(learner.partner_id, number, name="'Learner ' || i")
    learners = multiply(
        learner,
        number,
        number="'F' || i",
        name="'Learner ' || i",
        partner_id=partners,
        majority_date="current_date + 400",
        date_start="NULL",
        status="'active'",
    )
    links = multiply(
        get("guardianship_mother"),
        number,
        learner_id=learners,
        valid_from="current_date - 900",
        valid_to="NULL",
        may_receive_information="TRUE",
    )
    states = "(ARRAY['enrolled', 'completed', 'completed', 'withdrawn'])[1 + i % 4]"
    multiply(
        get("enrolment_01"),
        number,
        learner_id=learners,
        course_id=f"{courses[0]} + i % {len(courses)}",
        course_date_to=f"{PAST} + 120",
        date_from=PAST,
        date_to="NULL",
        state=states,
    )
    for place in range(REVIEWS):
        multiply(
            get("learner_review_signed"),
            number,
            learner_id=learners,
            kind="'guardian_contact'" if place % 2 else "'progress'",
            guardianship_id=links if place % 2 else "NULL",
            contact_result="'held'" if place % 2 else "NULL",
            schedule_id="NULL",
            period_date="NULL",
            first_planned_date=f"{PAST} + {place}",
            planned_date=f"{PAST} + {place}",
            held_date=f"{PAST} + {place} + i % 3 - 1",
        )
    for name in ("consent_01_survey", "consent_01_portal")[:CONSENTS]:
        multiply(
            get(name),
            number,
            learner_id=learners,
            number=f"'{name}' || i",
            given_on=PAST,
            valid_until="CASE WHEN i % 5 > 0 THEN current_date + 100 END",
        )
    multiply(
        get("support_measure_01"),
        number // 5,
        learner_id=learners[: number // 5],
        number="'F' || i",
        due_date=PAST,
        first_due_date=PAST,
        in_place_on=f"{PAST} + i % 3 - 1",
    )
    multiply(get("participation_panel"), number, date=PAST, event_id="NULL")
    load_voice(env, number)


def load_voice(env, number):
    """Make answers, appeals and changes."""
    answers = env["survey.user_input"].search(
        [("engagement_audience", "=", "learner"), ("state", "=", "done")], limit=1
    )
    multiply(
        answers,
        number,
        engagement_answered_on=PAST,
        access_token="'bench' || i",
    )
    complaint = env["engagement.complaint"].search([], limit=1)
    multiply(
        complaint,
        number // 5,
        number="'F' || i",
        kind="'appeal'",
        verdict="(ARRAY['upheld', 'partly', 'not_upheld'])[1 + i % 3]",
        programme_id=str(env.ref(ADDON + "programme_carpentry").id),
        first_answered_at=PAST,
        access_token="NULL",
    )
    action = env["engagement.action"].search([], limit=1)
    multiply(
        action,
        number // 5,
        number="'F' || i",
        learning_programme_id=str(env.ref(ADDON + "programme_carpentry").id),
        cites_input="(ARRAY['learner', 'employer', 'none'])[1 + i % 3]",
        implemented_on=PAST,
    )
