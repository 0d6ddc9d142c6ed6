# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.engagement_qms.models.party.res_partner_engage import (
    FORMS,
    REFUSABLE,
    EngageAnswer,
)

from .learner import GONE, INSIDE


class EngageFacts(NamedTuple):
    """What is known of some learners, read once for all questions about them."""

    today: fields.Date
    #: {code: purpose}
    purposes: dict
    #: {learner: what was said}
    consents: dict
    #: {learner: guardians}
    guardians: dict


class EngagementLearnerEngage(models.Model):
    """May we ask or tell this learner this, or else whom?

    The answer says why in plain words, to those who work here.
    """

    _inherit = "engagement.learner"

    may_we = fields.Html(
        string="May we…?",
        compute="_compute_may_we",
        sanitize=False,
        exportable=False,
        groups=INSIDE,
    )

    def _compute_may_we(self):
        # sudo: only the answers are shown, as to all who ask
        for company, learners in self.sudo().grouped("company_id").items():
            learners.with_company(company)._fill_may_we()

    def _fill_may_we(self):
        facts = self._get_engage_facts()
        labels = {
            "mail": self.env._("by mail"),
            "portal": self.env._("in the portal"),
            "letter": self.env._("by letter"),
            "phone": self.env._("by phone"),
            "none": self.env._("no way is known"),
        }
        for learner in self:
            plain = learner._get_plain_answer()
            answers = {
                purpose: learner._decide_engage(plain, code, facts)
                for code, purpose in facts.purposes.items()
            }
            ways = {
                refusable: self.env["res.partner"]
                .union(*(answer.recipient for answer in answers.values()))
                ._get_engage_forms("survey" if refusable else "portal")
                for refusable in (True, False)
            }
            rows = []
            for purpose, answer in answers.items():
                known = ways[purpose.code in REFUSABLE].get(answer.recipient.id, ())
                form = answer.by_one_of(known).form
                other = answer.recipient - learner.partner_id
                rows.append(
                    {
                        "name": purpose.name,
                        "allowed": answer.allowed,
                        "other": other.name,
                        "form": labels[form] if answer.recipient else "",
                        "reason": answer.reason,
                    }
                )
            learner.may_we = self.env["ir.qweb"]._render(
                "engagement_qms_education.may_we",
                {"rows": rows},
                minimal_qcontext=True,
            )

    def _get_plain_answer(self):
        partner = self.partner_id
        return EngageAnswer(True, partner, partner.lang or self.env.lang)

    def _get_engage_facts(self):
        """Return what is known of these learners, by the same number of queries."""
        consents = self.env["engagement.consent"].search(
            [("learner_id", "in", self.ids)]
        )
        guardians = self.env["engagement.guardianship"].search(
            [("learner_id", "in", self.ids)]
        )
        return EngageFacts(
            fields.Date.context_today(self),
            self.env["engagement.consent.purpose"]._get_by_code(),
            consents.grouped("learner_id"),
            guardians.grouped("learner_id"),
        )

    def _decide_engage(self, plain, code, facts):
        """Return whether we may ask or tell the learner something, or else whom.

        :param plain: the answer for somebody of whom nothing else is known
        :param str code: of the purpose
        :param facts: as of `_get_engage_facts`
        """
        self.ensure_one()
        answer = plain._replace(
            lang=self.language_id.code or plain.lang,
            form=FORMS.get(self.channel_id.kind) or plain.form,
        )
        purpose = facts.purposes.get(code)
        if not purpose:
            return self._add_notes(answer)
        if not purpose.active:
            reason = self.env._("We do not do this: the purpose is switched off.")
            return self._refuse(answer, reason)
        if (self.status in GONE or not self.active) and not purpose.after_leaving:
            reason = self.env._("The learner is not here any more.")
            return self._refuse(answer, reason)
        if purpose.basis == "consent":
            return self._decide_by_consent(answer, purpose, facts)
        if purpose.to_guardian and self._is_minor_on(facts.today):
            return self._turn_to_guardian(
                answer,
                facts,
                "may_receive_information",
                self.env._("The learner is a minor: a guardian gets it."),
                self.env._(
                    "The learner is a minor, and no guardian may receive information."
                ),
            )
        return self._add_notes(answer)

    def _decide_by_consent(self, answer, purpose, facts):
        said = facts.consents.get(self, self.env["engagement.consent"])
        said = said.filtered(lambda consent: consent.purpose_id.code == purpose.code)
        last = max(said, key=lambda consent: consent._get_last_word(), default=None)
        if last and last.withdrawn_on:
            reason = self.env._(
                "Consent was refused or withdrawn on %(day)s.",
                day=format_date(self.env, last.withdrawn_on),
            )
            return self._refuse(answer, reason)
        if said.filtered_domain(said._get_valid_domain(facts.today)):
            return self._add_notes(answer)
        if not self._is_minor_on(facts.today):
            if purpose.to_guardian:
                # of age: being asked is how they decide
                return self._add_notes(answer)
            reason = self.env._("The learner is of age and has not consented.")
            return self._refuse(answer, reason)
        if not self.birth_date:
            reason = self.env._(
                "The date of birth is missing, so that nobody can tell who may consent."
            )
            return self._refuse(answer, reason)
        nobody = self.env._(
            "The learner is a minor without a valid consent, and no guardian may "
            "consent."
        )
        if purpose.to_guardian:
            reason = self.env._(
                "The learner is a minor without a valid consent: a guardian gets it "
                "and decides."
            )
            return self._turn_to_guardian(answer, facts, "may_consent", reason, nobody)
        reason = self.env._(
            "The learner is a minor without a valid consent. Ask a guardian first."
        )
        asked = self._turn_to_guardian(answer, facts, "may_consent", reason, nobody)
        return asked._replace(allowed=False)

    def _turn_to_guardian(self, answer, facts, right, reason, nobody):
        """Return the answer for the first guardian who has a right today.

        :param str right: the field that says so
        :param str reason: why a guardian
        :param str nobody: what to say where there is none
        """
        rows = facts.guardians.get(self, self.env["engagement.guardianship"])
        # without a date of birth nobody can tell whether guardians still decide
        row = self.birth_date and rows._filter_on(facts.today, right)[:1]
        if not row:
            return self._refuse(answer, nobody)
        return EngageAnswer(
            allowed=True,
            recipient=row.partner_id,
            lang=row.language_id.code or row.partner_id.lang or answer.lang,
            form=FORMS.get(row.channel_id.kind, ""),
            reason=reason,
        )

    def _refuse(self, answer, reason):
        nobody = answer.recipient.browse()
        return answer._replace(allowed=False, recipient=nobody, form="", reason=reason)

    def _add_notes(self, answer):
        """Say what to mind when the learner is turned to."""
        notes = [answer.reason]
        if self.needs_interpreter:
            notes.append(self.env._("Needs an interpreter."))
        if self.preferred_format not in (False, "standard"):
            formats = self._fields["preferred_format"]._description_selection(self.env)
            wanted = dict(formats)[self.preferred_format]
            notes.append(self.env._("Wants it so: %(format)s.", format=wanted))
        if self.quiet_hours:
            notes.append(self.env._("Not to call: %(when)s.", when=self.quiet_hours))
        return answer._replace(reason=" ".join(filter(None, notes)))
