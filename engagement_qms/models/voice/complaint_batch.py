# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import email_normalize

from .assessment import GRADED

ANSWERS = (*GRADED, "danger", "legal_duty", "vulnerable")
HELP = ("help_language", "help_access", "help_minor")


class EngagementComplaintBatch(models.Model):
    """What follows from the values of new complaints, worked out for a whole batch.

    Odoo makes a draft of each new record to compute such fields with, which is half of
    what a large batch costs. The plain cases are filled in here before; what is left
    out, Odoo computes as ever. A test holds the two together.
    """

    _inherit = "engagement.complaint"

    @api.model
    def _add_precomputed_values(self, vals_list):
        for fill in (
            self._fill_texts,
            self._fill_partner,
            self._fill_answers,
            self._fill_team,
            self._fill_due,
        ):
            for vals, more in zip(vals_list, fill(vals_list), strict=True):
                # what is given stays
                vals.update((n, v) for n, v in more.items() if n not in vals)
        return super()._add_precomputed_values(vals_list)

    @api.model
    def _fill_texts(self, vals_list):
        """Yield title and key of the subject."""
        for vals in vals_list:
            yield {
                "name": self._shorten(vals.get("description")),
                "subject_key": self._make_subject_key(
                    *map(vals.get, ("subject_name", "subject_model", "subject_res_id"))
                ),
            }

    @api.model
    def _fill_partner(self, vals_list):
        """Yield name and addresses: those of the contact, if there is one."""
        # sudo: the contact is copied, whoever may read it
        partners = self.env["res.partner"].sudo()
        for vals in vals_list:
            partner = partners.browse(vals.get("partner_id") or ())
            email = vals.get("partner_email", partner.email)
            yield {
                "commercial_partner_id": partner.commercial_partner_id.id,
                "partner_name": partner.name,
                "partner_email": email,
                "email_normalized": email_normalize(email),
            }

    @api.model
    def _fill_answers(self, vals_list):
        """Yield what nobody has assessed or rated yet, and whether help is needed."""
        fresh = {"score": 0, "route": False, "authority": False}
        for vals in vals_list:
            more = {
                "needs_help": any(map(vals.get, HELP)),
                "rating_last_value": 0.0,
            }
            if not any(map(vals.get, ANSWERS)):
                more |= fresh
            if not vals.get("first_answered_at"):
                more["answer_days"] = 0.0
            yield more

    @api.model
    def _fill_team(self, vals_list):
        """Yield who takes them, and by which time limits."""
        teams = self._get_first_teams()
        # sudo: which limits hold, whoever brings the complaint
        companies = self.env["res.company"].sudo()
        for vals in vals_list:
            company = companies.browse(vals["company_id"])
            team = self._pick_team(teams, company, vals.get("kind"))
            if "team_id" in vals:
                team = team.browse(vals["team_id"] or ())
            profile = team.profile_id or company.engagement_profile_id
            yield {"team_id": team.id, "profile_id": profile.id}

    @api.model
    def _fill_due(self, vals_list):
        """Yield when the first steps will be due."""
        # sudo: as in `_fill_team`
        companies = self.env["res.company"].sudo()
        # sudo: as in `_fill_team`
        profiles = self.env["engagement.clock.profile"].sudo()
        # the check of companies asks for theirs
        profiles.browse({vals["profile_id"] for vals in vals_list} - {False}).fetch(
            ["company_id"]
        )
        rows = [
            (
                profiles.browse(vals["profile_id"] or ()),
                vals.get("kind"),
                companies.browse(vals["company_id"]),
                fields.Datetime.to_datetime(vals.get("received_at")),
                fields.Datetime.to_datetime(vals.get("acknowledged_at")),
            )
            for vals in vals_list
        ]
        for acknowledge, answer in self._get_first_due(rows):
            yield {
                "acknowledge_due_at": acknowledge,
                "answer_due_at": answer,
                "next_due_at": min(filter(None, (acknowledge, answer)), default=False),
                "extended": False,
            }
