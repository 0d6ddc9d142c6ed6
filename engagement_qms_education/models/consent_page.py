# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError


class EngagementConsentPage(models.Model):
    """What the learner or a guardian agrees to in the portal, and takes back there.

    A guardian sees the own words only, by the record rules: what the other parent said
    is not shown. A minor decides where somebody here noted before that this learner
    understands what it is about.
    """

    _inherit = "engagement.consent"

    @api.model
    def _get_page_purposes(self, learner):
        """Return what the learner's side is asked, in the language it is kept in."""
        person = self.env.user.partner_id
        purposes = self.env["engagement.consent.purpose"].with_company(
            learner.company_id
        )
        purposes = purposes.with_context(lang=person.lang or self.env.lang)
        asked = purposes._get_by_code().values()
        return purposes.union(*asked).filtered(
            lambda purpose: purpose.active and purpose.basis == "consent"
        )

    @api.model
    def _get_page_rows(self, learner, rights):
        """Return the rows of the page: each purpose, what was said, what may be said.

        :param rights: as of ``_get_page_rights`` of the learner
        """
        said = self._search_for_page(learner)
        states = dict(self._fields["state"]._description_selection(self.env))
        day = self.env["engagement.learner"]._format_page_day
        rows = []
        for purpose in self._get_page_purposes(learner):
            words = said.filtered(lambda row, p=purpose: row.purpose_id.code == p.code)
            last = words._get_last()
            mine = words._filter_mine()
            valid = mine.filtered(lambda row: row.state == "valid")
            may = self._may_decide(learner, rights, mine)
            no = bool(mine) and mine._get_last().withdrawn_on
            rows.append(
                {
                    "id": purpose.id,
                    "name": purpose.name,
                    "text": purpose.text,
                    "version": purpose.text_version,
                    "state": states.get(last.state),
                    "agreed": last.state == "valid",
                    "day": day(last.withdrawn_on or last.given_on),
                    "until": day(last.state == "valid" and last.valid_until),
                    "mine": last in mine,
                    "may_agree": may and not valid,
                    "may_refuse": may and not valid and not no,
                    "may_withdraw": bool(valid),
                }
            )
        return rows

    @api.model
    def _search_for_page(self, learner):
        return self.search([("learner_id", "=", learner.id)])

    @api.model
    def _may_decide(self, learner, rights, mine):
        """Return whether whoever is signed in says yes or no to a purpose.

        :param mine: what this person said to it until now
        """
        if not rights.own:
            return rights.decides
        if not self._is_minor_today(learner):
            return True
        # sudo: whether somebody here noted that the learner understands this
        return "mature" in mine.sudo().mapped("capacity")

    @api.model
    def _is_minor_today(self, learner):
        """Return whether the learner is, or may be, a minor on the school's day."""
        return not learner.majority_date or learner.is_minor

    def _get_last(self):
        """Return the last word of several."""
        return max(self, key=lambda row: row._get_last_word(), default=self.browse())

    def _filter_mine(self):
        person = self.env.user.partner_id
        # sudo: whether it was said by whoever is signed in
        return self.filtered(lambda row: row.sudo().given_by_id == person)

    @api.model
    def _say_in_portal(self, learner, rights, purpose, answer, version):
        """Keep that whoever is signed in says yes or no, or takes a yes back.

        :param purpose: one of `_get_page_purposes`
        :param str answer: yes or no
        :param str version: of the text that was read
        :raise UserError: where this person may not, or has said so already
        """
        said = self._search_for_page(learner)
        words = said.filtered(lambda row: row.purpose_id.code == purpose.code)
        mine = words._filter_mine()
        valid = mine.filtered(lambda row: row.state == "valid")
        if answer == "no" and valid:
            # sudo: nobody from outside writes consents but by these steps
            valid.sudo()._withdraw("portal")
            return
        if not self._may_decide(learner, rights, mine):
            raise UserError(
                self.env._("You cannot decide about this. Ask us who can, and why.")
            )
        if answer == "yes" and valid:
            raise UserError(self.env._("You have agreed to this already."))
        if answer == "no" and mine and mine._get_last().withdrawn_on:
            raise UserError(self.env._("You have said no to this already."))
        if version != purpose.text_version:
            raise UserError(
                self.env._("The text has changed. Read it again, and then decide.")
            )
        minor = rights.own and self._is_minor_today(learner)
        # sudo: see above; the right to decide was looked at
        self.sudo().create(
            {
                "learner_id": learner.id,
                "purpose_id": purpose.id,
                "given_by_id": self.env.user.partner_id.id,
                "answer": answer,
                "way": "portal",
            }
            | ({"capacity": "mature"} if minor else {})
        )
