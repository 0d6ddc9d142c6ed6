# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .complaint_state import ANSWERED_STATES
from .dispute import ENDED_STATES

#: Letters that say whom to turn to outside
OUTSIDE_MOMENTS = ("extension", "decision", "external")


class EngagementComplaintDispute(models.Model):
    """The way outside: whom a complainant is told of, and what became of it there."""

    _inherit = "engagement.complaint"

    dispute_ids = fields.One2many(
        comodel_name="engagement.dispute",
        inverse_name="complaint_id",
        string="Disputes",
        groups="engagement_qms.group_engagement_user",
    )
    dispute_count = fields.Integer(
        compute="_compute_dispute_count",
        groups="engagement_qms.group_engagement_user",
    )
    dispute_running = fields.Boolean(compute="_compute_dispute_running")

    @api.depends("dispute_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_dispute_count(self):
        counts = dict(
            self.env["engagement.dispute"]._read_group(
                [("complaint_id", "in", self.ids)], ["complaint_id"], ["__count"]
            )
        )
        for complaint in self:
            complaint.dispute_count = counts.get(complaint._origin, 0)

    @api.depends("dispute_ids.state")
    def _compute_dispute_running(self):
        for complaint in self:
            # sudo: whether it goes on outside, whoever may see how
            complaint.dispute_running = bool(complaint.sudo()._get_running_disputes())

    def action_dispute(self):
        """Take it outside: because the answer was not accepted, or because we want to.

        :return: the form of the new dispute
        """
        self.ensure_one()
        self._check_state((*ANSWERED_STATES, "disputed"))
        self._check_gates("dispute")
        rejected = self.reply == "rejected"
        values = {"state": "disputed"}
        if rejected and self.round < 2:
            # going outside is saying no to a second look
            values["second_look_declined"] = True
        self._step().write(values)
        # sudo: the step opens it, whoever of the team does it for the handler
        dispute = self.env["engagement.dispute"].sudo().create(self._prepare_dispute())
        if not self.external_told_on:
            self._tell_way_outside(rejected)
        return dispute.with_env(self.env)._open_form()

    def action_view_disputes(self):
        """Open what became of it outside."""
        self.ensure_one()
        disputes = self.dispute_ids
        if len(disputes) == 1:
            return disputes._open_form()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "engagement_qms.engagement_dispute_action"
        )
        return action | {
            "domain": [("complaint_id", "=", self.id)],
            "context": {"default_complaint_id": self.id},
        }

    def _prepare_dispute(self):
        """Return the values of the dispute that a complaint becomes."""
        provider = self._get_provider()
        return {
            "complaint_id": self.id,
            "user_id": (self.user_id or self.env.user).id,
            "provider_id": provider.id,
            "complainant_fee": provider.complainant_fee,
            "currency_id": (provider.currency_id or self.company_id.currency_id).id,
            "started_by": "complainant" if self.reply == "rejected" else "organisation",
            "position_them": self.reply_note or self.description,
            "position_us": self.decision_text,
        }

    def _tell_way_outside(self, rejected):
        """Say whom it goes to; who went there of their own knows."""
        if self._get_outside_text():
            self._tell("external")
        elif rejected:
            self.external_told_on = fields.Date.context_today(self)

    def _tell(self, moment, note=None, way=None):
        notices = super()._tell(moment, note, way)
        if moment in OUTSIDE_MOMENTS:
            told = self.filtered(
                lambda c: not c.external_told_on and c._get_outside_text()
            )
            told.external_told_on = fields.Date.context_today(self)
        return notices

    def _get_missing_to_dispute(self):
        running = self._get_running_disputes()
        return [
            (
                self.env._("The complainant has accepted the answer."),
                self.reply == "accepted",
            ),
            (
                self.env._("There is a dispute already: %s.", running[:1].number),
                bool(running),
            ),
        ]

    def _get_missing_to_close(self, reason):
        running = self._get_running_disputes()
        return [
            *super()._get_missing_to_close(reason),
            (
                self.env._("The dispute %s is still open.", running[:1].number),
                bool(running),
            ),
        ]

    def _end_dispute(self, dispute):
        """Note what became of a complaint outside, so that it can be closed.

        :param dispute: the dispute that ended
        """
        self.ensure_one()
        self._message_log(
            body=self.env._(
                "%(number)s ended: %(how)s.",
                number=dispute.number,
                how=dispute._get_ending(),
            )
        )
        running = self._get_running_disputes()
        if self.state != "disputed" or running:
            return
        if dispute._is_agreed():
            agrees = dispute.complainant_reply == "accepted"
            values = {
                "reply": "accepted" if agrees else "rejected",
                "reply_at": fields.Datetime.now(),
            }
        elif dispute.complainant_reply == "refused":
            values = {"reply": "rejected", "reply_at": fields.Datetime.now()}
        else:
            # nothing came of it: who had not replied before can do so now
            values = {} if self.reply else {"state": "awaiting"}
        self._step().write(values)

    def _get_running_disputes(self):
        return self.dispute_ids.filtered(lambda d: d.state not in ENDED_STATES)

    def _get_provider(self):
        """Return whom to turn to outside: by the code, the group, or the company."""
        self.ensure_one()
        # sudo: whom to turn to is the same for everybody
        complaint = self.sudo()
        company = complaint.company_id
        # sudo: see above
        providers = self.env["engagement.dispute.provider"].sudo()
        codes = complaint.provision_ids.code_id.root_id
        category = complaint.category_id
        for domain in (
            Domain("code_ids.root_id", "in", codes.ids),
            Domain("category_ids", "in", category.ids),
        ):
            found = providers.search(
                domain & Domain("company_id", "in", (False, company.id)), limit=1
            )
            if found:
                return found
        return company.engagement_provider_id.filtered("active")

    def _get_outside_text(self):
        """Return whom to turn to outside, how, and what it costs."""
        provider = self._get_provider()
        if not provider:
            return super()._get_outside_text()
        provider = provider.with_context(lang=self._get_letter_lang())
        texts = [
            provider.env._("Outside, you can turn to %s.", provider.name)
            if not provider.website
            else provider.env._(
                "Outside, you can turn to %(name)s: %(website)s.",
                name=provider.name,
                website=provider.website,
            ),
            provider._get_fee_text(),
        ]
        return " ".join(texts)


class EngagementComplaintFunnel(models.Model):
    """The last stage: what had to go outside."""

    _inherit = "engagement.complaint.funnel"

    def _get_stages(self):
        return [
            *super()._get_stages(),
            self._count("3_dispute", "engagement_dispute", "opened_on"),
        ]
