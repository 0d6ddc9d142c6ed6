# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementComplaintLearner(models.Model):
    """A complaint of, or about, a learner; the learner's own, whatever the age.

    A learner complains alone. No guardian hears of it, follows it or sees it, in
    whatever role, but for the one who complains: it may be about the guardian.
    """

    _inherit = "engagement.complaint"

    learner_id = fields.Many2one(
        comodel_name="engagement.learner",
        compute="_compute_learner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        help="Who complains, or whom it is about. The learner's guardians do not see "
        "it, except for the one who complains.",
    )
    programme_id = fields.Many2one(
        comodel_name="engagement.programme",
        compute="_compute_programme_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
    )
    course_id = fields.Many2one(
        comodel_name="engagement.course",
        index="btree_not_null",
        check_company=True,
    )

    @api.depends("partner_id", "company_id")
    def _compute_learner_id(self):
        # sudo: whose complaint it is, whoever writes it down
        learners = self.env["engagement.learner"].sudo()
        found = {
            (learner.partner_id.id, learner.company_id.id): learner.id
            for learner in learners.search_fetch(
                [("partner_id", "in", self.partner_id.ids)],
                ["partner_id", "company_id"],
            )
        }
        for complaint in self:
            own = found.get((complaint.partner_id.id, complaint.company_id.id))
            complaint.learner_id = own or complaint.learner_id

    @api.depends("course_id")
    def _compute_programme_id(self):
        for complaint in self:
            complaint.programme_id = (
                complaint.course_id.programme_id or complaint.programme_id
            )

    @api.depends("learner_id.guardianship_ids.partner_id.user_ids", "partner_id")
    def _compute_concerned_user_ids(self):
        """Keep guardians away as those it is about: rules, hearings, followers."""
        result = super()._compute_concerned_user_ids()
        for complaint in self.filtered("learner_id"):
            kept = complaint._get_guardians_kept_away()
            complaint.concerned_user_ids |= kept.with_context(
                active_test=False
            ).user_ids
        return result

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        ours = complaints.filtered("learner_id")
        ours._keep_guardians_away()
        ours._note_risk()
        return complaints

    def write(self, vals):
        result = super().write(vals)
        if {"learner_id", "partner_id"} & vals.keys():
            ours = self.filtered("learner_id")
            ours._keep_guardians_away()
            ours._note_risk()
        return result

    def _note_risk(self):
        """Let somebody look after learners who complain, or who are complained of.

        Not of what is secret, or about the one who would hear of it.
        """
        for complaint in self:
            # sudo: who looks after the learner, and whom it is about
            known = complaint.sudo()
            learner, about = known.learner_id, known.concerned_user_ids
            tutor = learner.tutor_id.user_id
            if complaint.confidentiality != "secret" and not tutor & about:
                learner._open_at_risk(
                    "complaint", lambda env: env._("There was a complaint.")
                )

    def _get_guardians_kept_away(self):
        """Return the guardians of the learners, without those who complain."""
        # sudo: who the guardians are, whoever may see them
        complaints = self.sudo()
        return complaints.learner_id.guardianship_ids.partner_id - complaints.partner_id

    def _keep_guardians_away(self):
        """Take guardians out of followers and activities."""
        self._drop_concerned()
        for complaint in self:
            # sudo: they go, whoever put them there
            complaint.sudo().message_unsubscribe(
                complaint._get_guardians_kept_away().ids
            )

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        kept = set(self._get_guardians_kept_away().ids)
        partner_ids = [id_ for id_ in partner_ids or () if id_ not in kept]
        return super()._message_subscribe(partner_ids, subtype_ids, customer_ids)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Mail nothing of it to a guardian, also not to one who is mentioned."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        kept = set(self._get_guardians_kept_away().ids)
        return [person for person in recipients if person["id"] not in kept]

    def _get_ways(self):
        """Write to a minor at no address where a guardian would read it."""
        ways = super()._get_ways()
        # sudo: how old who complains is, whoever may see the learner
        learner = self.sudo().learner_id
        if not learner.is_minor or self.partner_id != learner.partner_id:
            return ways
        unsafe = {"letter", "phone"} - {self.contact_by}
        if self._is_address_of_guardian():
            unsafe.add("email")
        return [way for way in ways if way not in unsafe] or ["portal"]

    def _is_address_of_guardian(self):
        """Say whether a mail to who complains would reach a guardian."""
        self.ensure_one()
        addresses = self._get_guardians_kept_away().mapped("email_normalized")
        return bool(self.email_normalized) and self.email_normalized in addresses

    @api.model
    def _get_emptied_fields(self):
        return super()._get_emptied_fields() | {"learner_id", "appeal_decider_id"}

    def _get_hidden_fields(self):
        """Show nowhere else whom a secret one is about."""
        hidden = super()._get_hidden_fields()
        return hidden | {"learner_id"} if self.confidentiality == "secret" else hidden


class EngagementLearnerComplaint(models.Model):
    """What learners complained of, for those who may see complaints."""

    _inherit = "engagement.learner"

    complaint_count = fields.Integer(
        string="Complaints",
        compute="_compute_complaint_count",
        groups="engagement_qms.group_engagement_user",
    )

    def _compute_complaint_count(self):
        counts = dict(
            self.env["engagement.complaint"]._read_group(
                [("learner_id", "in", self.ids)], ["learner_id"], ["__count"]
            )
        )
        for learner in self:
            learner.complaint_count = counts.get(learner._origin, 0)

    def action_view_complaints(self):
        """Open the complaints of, and about, the learner."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_complaint_action"
        )
        return action | {
            "domain": [("learner_id", "=", self.id)],
            "context": {"default_learner_id": self.id},
        }
