# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Datetime, Domain

from .source import Scale, Source

#: What is set up once and holds nothing of anybody: all its fields may be asked
SETUP = (
    "engagement.cause",
    "engagement.channel",
    "engagement.complaint.team",
    "engagement.party.category",
    "engagement.process",
    "hr.department",
)
SCORE = Scale(1, 5)


def ask(model, *names):
    """Return which fields a filter over a model may ask, and those of its set-up."""
    return {model: {"id", "company_id", *names}, **dict.fromkeys(SETUP)}


class EngagementIndicatorSource(models.AbstractModel):
    """The records that can be counted: what people note, promise, say and change."""

    _inherit = "engagement.indicator.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "complaint": Source(
                label=self.env._("Complaints"),
                model="engagement.complaint",
                dates=("received_at", "first_answered_at", "closed_at"),
                measures={
                    "answer_days": None,
                    "handling_score": SCORE,
                    "outcome_score": SCORE,
                    "partner_id": None,
                    "remedy_value_company": None,
                },
                asked=ask(
                    "engagement.complaint",
                    *("kind", "state", "severity", "confidentiality", "verdict"),
                    *("channel_id", "cause_id", "team_id", "category_id"),
                    *("process_id", "department_id", "closing_reason", "reply"),
                    *("round", "reopened_count", "extended", "fast_lane", "danger"),
                    *("anonymous", "handling_score", "outcome_score", "remedy_asked"),
                    *("received_at", "first_answered_at", "closed_at"),
                    *("acknowledged_at", "answer_days", "complexity", "admissible"),
                ),
                scopes=("cause_id", "team_id", "category_id", "department_id"),
                domain=_is_complaint,
            ),
            "commitment": Source(
                label=self.env._("Promises that were due"),
                model="engagement.commitment",
                dates=("first_due_at", "started_at", "done_at"),
                measures={"partner_id": None},
                asked={
                    "engagement.commitment": {
                        *("id", "company_id", "kind", "state", "cycle", "extended"),
                        *("provision_id", "code_id", "confidentiality"),
                        *("origin_model", "first_due_at", "done_at", "started_at"),
                    },
                    "engagement.provision": {"id", "name", "number", "code_id"},
                    "engagement.code": {"id", "name", "state", "audience"},
                },
                scopes=("provision_id", "code_id"),
                domain=_is_settled,
                ages=True,
            ),
            "dispute": Source(
                label=self.env._("External disputes"),
                model="engagement.dispute",
                dates=("opened_on", "closed_on"),
                asked=ask(
                    "engagement.dispute",
                    *("state", "method", "outcome", "confidentiality"),
                    *("opened_on", "closed_on"),
                ),
            ),
            "feedback": Source(
                label=self.env._("Feedback"),
                model="engagement.feedback",
                dates=("received_at", "closed_on"),
                measures={"partner_id": None},
                asked=ask(
                    "engagement.feedback",
                    *("kind", "state", "decision", "channel_id", "cause_id"),
                    *("confidentiality", "received_at", "closed_on"),
                    "reported_back_on",
                ),
                scopes=("cause_id",),
                domain=_is_not_complaint,
            ),
            "participation": Source(
                label=self.env._("People who took part"),
                model="engagement.participation",
                dates=("date",),
                measures={"partner_id": None, "commercial_partner_id": None},
                asked=ask(
                    "engagement.participation",
                    *("source", "invited", "participated", "date", "event_id"),
                ),
            ),
            "survey_answer": Source(
                label=self.env._("Answers in survey rounds"),
                model="survey.user_input",
                company="engagement_company_id",
                dates=("engagement_answered_on",),
                measures={"engagement_index": None},
                asked={
                    "survey.user_input": {
                        *("id", "engagement_audience", "engagement_category_id"),
                        *("engagement_scaled", "engagement_index", "survey_id"),
                        "engagement_answered_on",
                    },
                    "survey.survey": {"id", "title"},
                    "engagement.party.category": None,
                },
                scopes=("engagement_category_id",),
                domain=_is_told,
            ),
            "event": Source(
                label=self.env._("Contacts and events"),
                model="engagement.event",
                dates=("date", "planned_date"),
                measures={"party_id": None},
                asked=ask(
                    "engagement.event",
                    *("kind", "state", "channel_id", "channel_deviates", "plan_id"),
                    *("date", "planned_date"),
                ),
                scopes=("channel_id",),
            ),
            "party": Source(
                label=self.env._("Parties"),
                model="engagement.party",
                measures={
                    "influence": Scale(1, 5),
                    "interest": Scale(1, 5),
                    "partner_id": None,
                },
                asked=ask(
                    "engagement.party",
                    *("active", "relevant", "kind", "category_id", "priority"),
                    *("strategy", "channel_id", "last_contact_date"),
                    *("next_contact_date", "next_review_date"),
                ),
                scopes=("category_id",),
                domain=_is_relevant,
            ),
            "need": Source(
                label=self.env._("Needs"),
                model="engagement.need",
                measures={"party_id": None},
                asked=ask(
                    "engagement.need",
                    *("active", "kind", "binding", "status", "confidence"),
                    *("source_type", "last_confirmed", "next_confirm_date"),
                    "party_category_id",
                ),
                scopes=("party_category_id",),
                domain=_is_active,
                ages=True,
            ),
            "action": Source(
                label=self.env._("Actions"),
                model="engagement.action",
                dates=("create_date", "first_due_date", "implemented_on", "checked_on"),
                asked=ask(
                    "engagement.action",
                    *("kind", "state", "check_result", "moved", "origin_model"),
                    *("process_id", "department_id", "first_due_date"),
                    *("implemented_on", "checked_on", "create_date", "confidentiality"),
                ),
                scopes=("department_id", "process_id"),
                domain=_is_not_cancelled,
            ),
            "review": Source(
                label=self.env._("Reviews"),
                model="engagement.review",
                dates=("planned_date", "held_date"),
                asked=ask(
                    "engagement.review",
                    *("kind", "state", "suitable", "trigger"),
                    *("planned_date", "held_date", "audit_kind", "moved_count"),
                ),
                domain=_is_not_cancelled,
            ),
            "review_seat": Source(
                label=self.env._("Seats in reviews held"),
                model="engagement.review.attendance",
                dates=("held_date",),
                asked=ask(
                    "engagement.review.attendance",
                    *("presence", "required_leader", "held_date"),
                ),
                domain=_is_held,
                watches={"engagement.review": ("held_date",)},
            ),
            "review_finding": Source(
                label=self.env._("Findings of reviews and audits"),
                model="engagement.review.finding",
                dates=("found_on", "decided_on"),
                asked=ask(
                    "engagement.review.finding",
                    *("kind", "found_by", "outcome", "found_on", "decided_on"),
                ),
            ),
            "review_decision": Source(
                label=self.env._("Decisions of reviews"),
                model="engagement.review.decision",
                dates=("decided_on",),
                asked=ask(
                    "engagement.review.decision",
                    *("kind", "judgement", "evidence_count", "decided_on"),
                ),
                domain=_is_held,
                watches={"engagement.review": ("held_date",)},
            ),
        }


def _is_complaint(_env):
    """What turned out to be no complaint does not count as one."""
    return Domain("closing_reason", "=", False) | Domain(
        "closing_reason", "!=", "reclassified"
    )


def _is_settled(_env):
    """What is kept or missed, and what is open past the day that was due first."""
    late = Domain("state", "=", "open") & Domain("first_due_at", "<", Datetime.now())
    return Domain("state", "in", ("kept", "missed")) | late


def _is_told(_env):
    """Finished answers; those of an anonymous round not before it is closed.

    Two looks at a running mean, with an answer in between, would tell that answer.
    """
    told = Domain("engagement_anonymous", "=", False) | Domain(
        "engagement_round_id.closed_on", "!=", False
    )
    return (
        Domain("engagement_round_id", "!=", False)
        & Domain("state", "=", "done")
        & Domain("test_entry", "=", False)
        & told
    )


def _is_not_complaint(_env):
    """What became a complaint is counted there."""
    return Domain("complaint_id", "=", False)


def _is_relevant(_env):
    return Domain("active", "=", True) & Domain("relevant", "=", True)


def _is_active(_env):
    return (
        Domain("active", "=", True)
        & Domain("party_id.active", "=", True)
        & Domain("party_id.relevant", "=", True)
    )


def _is_not_cancelled(_env):
    return Domain("state", "!=", "cancelled")


def _is_held(_env):
    return Domain("review_id.state", "in", ("held", "closed"))
