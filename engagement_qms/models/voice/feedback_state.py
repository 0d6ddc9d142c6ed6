# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .feedback import DECIDED_KINDS

_lt = LazyTranslate(__name__)


class EngagementFeedbackState(models.Model):
    """What becomes of feedback: answered in time, decided, told, closed, emptied."""

    _inherit = "engagement.feedback"

    def write(self, vals):
        result = super().write(vals)
        if "kind" in vals:
            for feedback in self.filtered(lambda feedback: feedback.state == "new"):
                if not feedback._needs_answer():
                    feedback._drop_promise(self.env._("Asks for no answer"))
                elif not feedback._get_open_promises():
                    feedback._promise_answer()
        return result

    def action_answer(self):
        for feedback in self:
            if feedback.anonymous:
                raise UserError(
                    self.env._(
                        "Nobody knows who said %(number)s, so there is nobody to "
                        "answer. Close it with what became of it.",
                        number=feedback.number,
                    )
                )
        result = super().action_answer()
        told = self.filtered(
            lambda feedback: feedback.decision or feedback.kind not in DECIDED_KINDS
        )
        told._step().write({"reported_back_on": fields.Date.context_today(self)})
        return result

    def action_report_back(self):
        """Tell what became of it, or note that it was told by another way."""
        self._check_state(("answered",))
        self._check_decided()
        self._report_back()
        return True

    def action_close(self):
        """Close what was answered; whoever left an address hears what became of it.

        :raise UserError: naming what is missing
        """
        self._check_state(("new", "answered"))
        for feedback in self:
            if feedback.state == "new" and feedback._needs_answer():
                raise UserError(
                    self.env._(
                        "Somebody waits for the answer to %(number)s. Answer it first.",
                        number=feedback.number,
                    )
                )
        self._check_decided()
        self.filtered(lambda feedback: not feedback.decision).decision = "none"
        self.filtered(
            lambda feedback: (
                feedback.state == "answered"
                and feedback.partner_email
                and not feedback.reported_back_on
            )
        )._report_back()
        self._close()
        return True

    def action_reopen(self):
        result = super().action_reopen()
        self._step().write({"reported_back_on": False})
        return result

    @api.autovacuum
    def _gc_personal_data(self):
        """Empty what was closed long enough ago; numbers, dates and decisions stay."""
        return self._gc_emptied()

    def _needs_answer(self):
        self.ensure_one()
        return self.kind != "compliment" and not self.anonymous

    def _get_answer_days(self):
        # sudo: the time to answer is the same, whoever writes it down
        return self.company_id.sudo().engagement_feedback_answer_days

    def _render_answer(self):
        return self.env["ir.qweb"]._render(
            "engagement_qms.feedback_answer",
            {"feedback": self},
            lang=self.env.lang,
            minimal_qcontext=True,
        )

    def _get_decision_label(self):
        self.ensure_one()
        labels = self._fields["decision"]._description_selection(self.env)
        return dict(labels).get(self.decision, "")

    def _get_closed_before(self, company, today):
        return today - relativedelta(months=company.engagement_complaint_keep_months)

    def _empty(self):
        result = super()._empty()
        for feedback in self:
            feedback._step().name = feedback.number
        self._remove_followers()
        for model in self.env["engagement.origin.mixin"]._get_models_with_origin():
            # sudo: what came from it names it by its number from now on
            linked = model.sudo().with_context(active_test=False)
            linked = linked.search(
                [("origin_model", "=", self._name), ("origin_res_id", "in", self.ids)]
            )
            self.env.add_to_compute(linked._fields["origin_ref"], linked)
        return result

    def _report_back(self):
        self._send_answer()
        self._step().write({"reported_back_on": fields.Date.context_today(self)})

    def _close(self):
        self._step().write(
            {"state": "closed", "closed_on": fields.Date.context_today(self)}
        )
        # sudo: nobody is reminded of what is closed, whoever was to be
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _check_decided(self):
        for feedback in self:
            undecided = feedback.kind in DECIDED_KINDS and not feedback.decision
            unexplained = feedback.decision in ("partly", "not")
            if undecided or (unexplained and not feedback.decision_note):
                raise UserError(
                    self.env._(
                        "Say what became of %(number)s: taken up or not, and why not.",
                        number=feedback.number,
                    )
                )


class EngagementDailySummary(models.AbstractModel):
    """Feedback that came in, until its promise to answer is at risk or overdue."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        waiting = Domain("state", "=", "new") & Domain(
            "commitment_id.at_risk_at", ">", fields.Datetime.now()
        )
        rows += [
            row._replace(day=row.day.date())
            for row in self._collect(
                _lt("Feedback to answer"),
                "engagement.feedback",
                waiting,
                "answer_due_at",
                users,
            )
        ]
        return rows
