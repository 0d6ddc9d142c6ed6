# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

#: What somebody may refuse by being on the list of those who want no mail. All else
#: is about their own matter, and has to reach them.
REFUSABLE = frozenset({"survey", "research", "marketing"})
#: The ways in which a channel reaches somebody, by its kind
FORMS = {"email": "mail", "portal": "portal", "letter": "letter", "phone": "phone"}


class EngageAnswer(NamedTuple):
    """Whether a person may be asked or told something, and how."""

    allowed: bool
    #: the contact to write to; not always the person, and none where there is nobody
    recipient: models.Model
    #: code of the language in which the recipient reads
    lang: str
    #: mail, portal, letter, phone or none
    form: str = ""
    #: why not, why somebody else, or what to mind; empty where nothing is to be said
    reason: str = ""

    def by_one_of(self, forms):
        """Return the answer with the preferred form, if it is one of these.

        :param forms: in which the recipient can be reached; otherwise the first
        """
        form = self.form if self.form in forms else (*forms, "none")[0]
        return self._replace(form=form)


class ResPartnerEngage(models.Model):
    """One answer to the question: may we ask or tell this person this?

    All of ours that writes to somebody, asks somebody or shows somebody a page asks
    here first. Other addons know more about some people, and decide by
    `_decide_engage`.
    """

    _inherit = "res.partner"

    def _may_engage(self, purpose):
        """Tell of each contact whether it may be asked or told something, and how.

        However many there are, it takes the same number of queries. The company of the
        environment is the one that asks.

        :param str purpose: what it is for: survey, evaluation, complaint, answer,
            portal, or what an addon adds
        :return: {id: EngageAnswer}
        """
        # sudo: what is known of them counts, whoever asks; only the answer gets out
        # by their ids, to read them together however they were found
        decided = self.sudo().browse(self.ids)._decide_engage(purpose)
        recipients = self.browse(
            {answer.recipient.id for answer in decided.values() if answer.recipient}
        )
        forms = recipients.sudo()._get_engage_forms(purpose)  # sudo: as above
        answers = {}
        for partner_id, answer in decided.items():
            answer = answer.by_one_of(forms.get(answer.recipient.id, ()))
            recipient = answer.recipient.with_env(self.env)
            answers[partner_id] = answer._replace(recipient=recipient)
        return answers

    def _get_engage_recipients(self, purpose):
        """Return whom to write to: these, or others in place of some of them.

        :param str purpose: see `_may_engage`
        :raises UserError: where none of them may be written to, with the reasons
        """
        answers = self._may_engage(purpose).values()
        found = self.browse().union(
            *[answer.recipient for answer in answers if answer.allowed]
        )
        if self and not found:
            raise UserError(
                "\n".join(dict.fromkeys(answer.reason for answer in answers))
            )
        return found

    def _decide_engage(self, purpose):
        """Return what `_may_engage` answers, with the form that is preferred, if any.

        :param str purpose: see `_may_engage`
        """
        preferred = self._get_engage_preferences()
        return {
            partner.id: EngageAnswer(
                allowed=True,
                recipient=partner,
                lang=partner.lang or self.env.lang,
                form=preferred.get(partner.id, ""),
            )
            for partner in self
        }

    def _get_engage_preferences(self):
        """Return {id: form} of the contacts whose party prefers a way to be reached."""
        parties = self.env["engagement.party"].search_fetch(
            [
                ("partner_id", "in", self.ids),
                ("company_id", "=", self.env.company.id),
                ("channel_id.kind", "in", list(FORMS)),
            ],
            ["partner_id", "channel_id"],
        )
        return {party.partner_id.id: FORMS[party.channel_id.kind] for party in parties}

    def _get_engage_forms(self, purpose):
        """Return {id: forms} in which the contacts can be reached, the handiest first.

        :param str purpose: see `_may_engage`
        """
        addresses = {partner.email_normalized for partner in self} - {False}
        blocked = set()
        if addresses and purpose in REFUSABLE:
            refused = self.env["mail.blacklist"].search_fetch(
                [("email", "in", list(addresses))], ["email"]
            )
            blocked = set(refused.mapped("email"))
        logins = self.env["res.users"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"]
        )
        with_login = {partner.id for (partner,) in logins}
        forms = {}
        for partner in self:
            address = partner.email_normalized
            known = {
                "mail": address and address not in blocked,
                "portal": partner.id in with_login,
                "letter": partner.street,
                "phone": partner.phone,
            }
            forms[partner.id] = tuple(
                form for form, is_known in known.items() if is_known
            )
        return forms
