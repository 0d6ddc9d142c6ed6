# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

RIGHTS = ("may_receive_information", "may_consent", "may_collect", "portal_access")


class EngagementGuardianship(models.Model):
    """How two rows of one person for one learner become one."""

    _inherit = "engagement.guardianship"

    def _merge_guardianship_into(self, kept):
        """Take the mark over, and only the rights that all rows gave; delete these."""
        if not self:
            return
        both = self + kept
        last = min(filter(None, both.mapped("valid_to")), default=False)
        first = max(both.mapped("valid_from"))
        kept.write(
            {name: all(both.mapped(name)) for name in RIGHTS}
            | {
                "valid_from": min(first, last) if last else first,
                "valid_to": last,
                "no_contact": any(both.mapped("no_contact")),
                "no_contact_reason": "\n".join(
                    filter(None, both.mapped("no_contact_reason"))
                ),
            }
        )
        kept.learner_id._message_log(
            body=self.env._(
                "Two contacts of one guardian were merged. Only what both were allowed "
                "is still allowed. Please look at it."
            )
        )
        self.unlink()


class EngagementLearner(models.Model):
    """How two learners become one when their contacts do."""

    _inherit = "engagement.learner"

    def _merge_learner_into(self, kept):
        """Move guardians, enrolments, history and files to another one; delete these.

        :param kept: the learner that stays
        """
        if not self:
            return
        for row in self.guardianship_ids:
            same = kept.guardianship_ids.filtered(
                lambda other, row=row: other.partner_id == row.partner_id
            )
            if same:
                row._merge_guardianship_into(same)
            else:
                row.learner_id = kept
        # what was said and agreed is evidence: it goes along as it is
        self.consent_ids._step().learner_id = kept
        self.support_measure_ids.learner_id = kept
        for enrolment in self.enrolment_ids:
            if enrolment.course_id in kept.enrolment_ids.course_id:
                enrolment.unlink()
            else:
                enrolment.learner_id = kept
        kept._message_log(
            body=self.env._(
                "Their contacts were merged: learner %(numbers)s became part of this "
                "one.",
                numbers=", ".join(self.mapped("number")),
            )
        )
        if not kept.birth_date:
            kept.birth_date = self.filtered("birth_date")[:1].birth_date
        self.env.flush_all()
        self.env[
            "base.partner.merge.automatic.wizard"
        ]._update_reference_fields_generic(self._name, self, kept)
        self.invalidate_recordset()
        self.unlink()
