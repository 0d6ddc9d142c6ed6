# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: So many complaints are emptied in one go
BATCH = 200
#: Texts that stay: people are asked to name nobody in them
KEPT_TEXTS = {
    "number",
    "name",
    "lesson",
    "what_changed",
    "nonconforming_what",
    "nonconforming_unit",
}
#: Stands for a text that has to be there
GONE = "–"
#: What hangs on complaints and is a record of its own
PARTS = (
    "engagement.complaint.point",
    "engagement.complaint.evidence",
    "engagement.complaint.notice",
    "engagement.complaint.investigation",
    "engagement.complaint.hearing",
    "engagement.complaint.check",
)


class EngagementComplaintKeeping(models.Model):
    """Complaints lose names, addresses and texts some time after they were closed.

    Every text goes but those that are named above, so that a text which somebody adds
    goes as well. Numbers, dates, states, causes, scores, values and what we learned
    stay: the figures of the past do not change.
    """

    _inherit = "engagement.complaint"

    _keep_idx = models.Index(
        "(company_id, closed_at) WHERE state = 'closed' AND emptied_on IS NULL"
    )

    def write(self, vals):
        if not self._in_step() and vals.keys() & self._get_emptied_fields():
            self._check_may_be_filled()
        return super().write(vals)

    def unlink(self):
        # sudo: points, evidence and their files go along, and not by the table only
        complaint = self.sudo()
        complaint.point_ids.unlink()
        complaint.evidence_ids.unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken_up(self):
        for complaint in self:
            if complaint.state != "new":
                raise UserError(
                    self.env._(
                        "%(number)s was taken up, so it stays in the figures. Close "
                        "it, and delete the personal data in it.",
                        number=complaint.number,
                    )
                )

    def action_empty(self):
        """Take away what is personal before its time, because somebody asks for it."""
        if not self.env.user.has_group("engagement_qms.group_engagement_manager"):
            raise AccessError(
                self.env._("Personal data is deleted by a manager. Ask one.")
            )
        self.check_access("write")
        self._check_state(("closed",))
        for complaint in self:
            if complaint.legal_hold:
                raise UserError(
                    self.env._(
                        "%(number)s is kept for a court or an authority: nothing is "
                        "deleted. Untick “Legal hold” when that is over.",
                        number=complaint.number,
                    )
                )
        # sudo: what hangs on a complaint goes with it, whoever put it there
        self.sudo().filtered(lambda complaint: not complaint.emptied_on)._empty()
        return True

    @api.autovacuum
    def _gc_personal_data(self):
        """Empty what was closed long enough ago, company by company."""
        now, done = fields.Datetime.now(), 0
        full = (
            Domain("state", "=", "closed")
            & Domain("emptied_on", "=", False)
            & Domain("legal_hold", "=", False)
        )
        for (company,) in self._read_group(full, ["company_id"]):
            closed_before = now - relativedelta(
                months=company.engagement_complaint_keep_months
            )
            old = self.search(
                full
                & Domain("company_id", "=", company.id)
                & Domain("closed_at", "<=", closed_before),
                order="closed_at, id",
                limit=BATCH - done,
            )
            old._empty()
            done += len(old)
            if done == BATCH:
                break
        return done, done == BATCH

    def _empty(self):
        """Take away who it was and what was said, with all that hangs on it."""
        if not self:
            return
        quiet = self.with_context(tracking_disable=True)._step()
        quiet._empty_mails()
        quiet._empty_files()
        quiet._empty_parts()
        quiet._empty_promises()
        emptied = quiet._prepare_emptied()
        for complaint in quiet:
            texts = {"legal_duty": GONE} if complaint.legal_duty else {}
            complaint.write(emptied | texts | {"name": complaint.number})
        quiet._empty_history()

    @api.model
    def _get_emptied_fields(self):
        """Return the names of all fields that tell who it was or what was said."""
        texts = {
            name
            for name, field in self._fields.items()
            if field.store
            and field.type in ("char", "text", "html", "many2one_reference")
            and not field.related
            and not (field.compute and field.readonly)
            and name not in KEPT_TEXTS
        }
        return texts | {"name", "partner_id", "employee_ids"}

    @api.model
    def _prepare_emptied(self):
        """Return the values of a complaint in which nothing personal is left."""
        return dict.fromkeys(self._get_emptied_fields(), False) | {
            "emptied_on": fields.Date.today()
        }

    def _check_may_be_filled(self):
        """Refuse to write back what was deleted."""
        # sudo: whether it was emptied is no secret
        for complaint in self.sudo() if not self._is_step() else ():
            if complaint.emptied_on:
                raise UserError(
                    self.env._(
                        "What was written in %(number)s is deleted, and stays so.",
                        number=complaint.number,
                    )
                )

    def _empty_mails(self):
        """Take away letters that wait to be sent, or could not be."""
        emails = [email for email in set(self.mapped("email_normalized")) if email]
        mails = self.env["mail.mail"].search([("email_to", "in", emails)])
        numbers = set(self.mapped("number"))
        mails.filtered(
            lambda mail: (mail.subject or "").partition(":")[0] in numbers
        ).unlink()

    def _empty_files(self):
        files = self.env["ir.attachment"]
        owned = [(self._name, self.ids)]
        for model in PARTS:
            parts = self.env[model].search([("complaint_id", "in", self.ids)])
            owned.append((model, parts.ids))
        for model, ids in owned:
            files |= files.search([("res_model", "=", model), ("res_id", "in", ids)])
        # also what was linked before it hung on anything
        files |= self.evidence_ids.attachment_ids.filtered(lambda f: not f.res_id)
        files.unlink()

    def _empty_parts(self):
        """Keep how each point ended, which letters went out, which checks were done."""
        for complaint in self:
            complaint.point_ids.write(
                {"name": complaint.number, "answer": False, "reply_note": False}
            )
        self.notice_ids.write({"body": False})
        self.check_ids.write({"note": False})
        self.evidence_ids.unlink()
        self.investigation_ids.unlink()
        self.hearing_ids.unlink()
        for name in self._get_dialogs():
            dialogs = self.env[name].search([("complaint_id", "in", self.ids)])
            dialogs.unlink()

    @api.model
    def _get_dialogs(self):
        """Return the names of the dialogs in which somebody typed words about one."""
        return [
            name
            for name, model in self.env.registry.items()
            if model._transient
            and "complaint_id" in model._fields
            and model._fields["complaint_id"].comodel_name == self._name
        ]

    def _empty_promises(self):
        """Keep when each promise was due and done, not to whom it was given."""
        promises = self.commitment_ids._step()
        promises.write({"partner_id": False, "remedy": False})
        promises.filtered("extension_reason").write({"extension_reason": GONE})
        promises.filtered("cancel_reason").write({"cancel_reason": GONE})

    def _empty_history(self):
        of_self = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        activities = self.env["mail.activity"].with_context(active_test=False)
        activities.search(of_self).unlink()
        messages = self.env["mail.message"]
        messages.search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
        self._remove_followers()
        ratings = self.env["rating.rating"].search(of_self)
        ratings.write({"feedback": False, "partner_id": False, "access_token": False})
        self.env.add_to_compute(ratings._fields["res_name"], ratings)
        for model in self.env["engagement.origin.mixin"]._get_models_with_origin():
            linked = model.with_context(active_test=False).search(
                [("origin_model", "=", self._name), ("origin_res_id", "in", self.ids)]
            )
            self.env.add_to_compute(linked._fields["origin_ref"], linked)
