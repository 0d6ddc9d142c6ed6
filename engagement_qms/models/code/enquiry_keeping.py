# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: So many enquiries are emptied in one go
BATCH = 500
#: What is personal in an enquiry
PERSONAL = {"text", "partner_name", "partner_email", "answer"}


class EngagementCodeEnquiryKeeping(models.Model):
    """Enquiries lose what is personal in them some time after they were closed."""

    _inherit = "engagement.code.enquiry"

    def write(self, vals):
        emptied = (
            self.filtered("emptied_on") if PERSONAL & vals.keys() else self.browse()
        )
        if emptied and not self._in_step():
            raise UserError(
                self.env._(
                    "What was written in %(number)s is deleted, and stays so.",
                    number=emptied[0].number,
                )
            )
        return super().write(vals)

    @api.autovacuum
    def _gc_personal_data(self):
        """Empty what was closed long enough ago; numbers, dates and decisions stay."""
        today = fields.Date.today()
        done = 0
        full = Domain("closed_on", "!=", False) & Domain("emptied_on", "=", False)
        for (company,) in self._read_group(full, ["company_id"]):
            closed_before = today - relativedelta(
                days=company.engagement_enquiry_keep_days
            )
            old = self.search(
                full
                & Domain("company_id", "=", company.id)
                & Domain("closed_on", "<=", closed_before),
                limit=BATCH - done,
            )
            old._empty()
            done += len(old)
            if done == BATCH:
                break
        return done, done == BATCH

    def _empty(self):
        """Take away who wrote and what, with all that hangs on the record."""
        self._step().write(
            dict.fromkeys(PERSONAL, False) | {"emptied_on": fields.Date.today()}
        )
        of_self = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        # sudo: what hangs on the record goes with it, whoever put it there
        self.env["ir.attachment"].sudo().search(of_self).unlink()
        # sudo: likewise
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        activities.search(of_self).unlink()
        # sudo: likewise
        self.sudo().message_ids.unlink()


class EngagementCode(models.Model):
    """A code says how soon questions about it are answered."""

    _inherit = "engagement.code"

    enquiry_answer_days = fields.Integer(
        string="Answer within",
        default=5,
        help="Questions about the code are answered within so many working days.",
    )
    enquiry_count = fields.Integer(string="Questions", compute="_compute_enquiry_count")

    _enquiry_answer_days_range = models.Constraint(
        "CHECK (enquiry_answer_days BETWEEN 1 AND 60)",
        "Questions are answered within 1 to 60 working days.",
    )

    def _compute_enquiry_count(self):
        counts = dict(
            self.env["engagement.code.enquiry"]._read_group(
                [("root_id", "in", self.root_id.ids)], ["root_id"], ["__count"]
            )
        )
        for code in self:
            code.enquiry_count = counts.get(code.root_id, 0)

    def action_view_enquiries(self):
        """Open the questions about all versions of the code."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_code_enquiry_action"
        )
        return action | {
            "domain": [("root_id", "=", self.root_id.id)],
            "context": {"default_code_id": self.id},
        }


class EngagementCommitment(models.Model):
    """A promise to answer is kept by answering, not by a tick in the ledger."""

    _inherit = "engagement.commitment"

    def action_cancel(self, reason=None):
        self._check_not_of_enquiry()
        return super().action_cancel(reason)

    def action_reopen(self):
        self._check_not_of_enquiry()
        return super().action_reopen()

    def _check_by_hand(self):
        result = super()._check_by_hand()
        self._check_not_of_enquiry()
        return result

    def _check_not_of_enquiry(self):
        """Refuse by hand what the enquiry does, which acts with all rights."""
        if self.env.su:
            return
        for commitment in self:
            if commitment.origin_model == "engagement.code.enquiry":
                raise UserError(
                    self.env._(
                        "“%(name)s” follows %(origin)s: open it, and answer, close or "
                        "take it up again there.",
                        name=commitment.display_name,
                        origin=commitment.origin_ref,
                    )
                )


class EngagementDailySummary(models.AbstractModel):
    """Questions that came in, until their promise to answer is at risk or overdue."""

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
                _lt("Questions to answer"),
                "engagement.code.enquiry",
                waiting,
                "answer_due_at",
                users,
            )
        ]
        return rows
