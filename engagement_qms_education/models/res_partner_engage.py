# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.engagement_qms.models.party.res_partner_engage import FORMS

#: What is about somebody's own matter: they spoke first, and alone, if they like.
#: Nobody else is told, and nobody has to consent to an answer
OWN_MATTERS = frozenset({"complaint", "answer", "evaluation"})


class ResPartnerEngage(models.Model):
    """Learners and guardians among those who are asked or told something."""

    _inherit = "res.partner"

    def _decide_engage(self, purpose):
        answers = super()._decide_engage(purpose)
        if purpose in OWN_MATTERS:
            return answers
        learners = self.env["engagement.learner"].with_context(active_test=False)
        learners = learners.search(
            [
                ("partner_id", "in", self.ids),
                ("company_id", "=", self.env.company.id),
            ]
        )
        self._decide_guardians(answers, self - learners.partner_id)
        if learners:
            facts = learners._get_engage_facts()
            for learner in learners:
                plain = answers[learner.partner_id.id]
                answers[learner.partner_id.id] = learner._decide_engage(
                    plain, purpose, facts
                )
        return answers

    def _decide_guardians(self, answers, people):
        """Leave out who is only kept away, and take the wishes of the others."""
        today = fields.Date.context_today(self)
        found = self.env["engagement.guardianship"].search(
            [
                ("partner_id", "in", people.ids),
                ("company_id", "=", self.env.company.id),
            ]
        )
        for partner, rows in found.grouped("partner_id").items():
            answer = answers[partner.id]
            of_others = rows.grouped("learner_id").values()
            open_rows = self.env["engagement.guardianship"].union(
                *(own._filter_on(today, "may_receive_information") for own in of_others)
            )
            if any(rows.mapped("no_contact")) and not open_rows:
                answers[partner.id] = answer._replace(
                    allowed=False,
                    recipient=partner.browse(),
                    form="",
                    reason=self.env._(
                        "This person is to have no contact with a learner of ours."
                    ),
                )
                continue
            row = open_rows.filtered("language_id")[:1]
            way = open_rows.filtered(lambda row: row.channel_id.kind in FORMS)[:1]
            answers[partner.id] = answer._replace(
                lang=row.language_id.code or answer.lang,
                form=FORMS.get(way.channel_id.kind) or answer.form,
            )
