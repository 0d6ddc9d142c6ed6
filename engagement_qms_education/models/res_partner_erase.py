# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

from .learner_data_mixin import TYPED, erase_hanging

#: Tables that point to a contact and are emptied or deleted along with it, or hold
#: nothing but that it was there
ALONG = frozenset(
    {
        "calendar_contacts",
        "discuss_channel_member",
        "engagement_consent",
        "engagement_guardianship",
        "engagement_learner",
        "engagement_learner_review_participant",
        "engagement_learner_review_signature",
        "engagement_participation",
        "engagement_survey_round_barred_rel",
        "engagement_survey_round_spared_rel",
        "mail_followers",
        "mail_mail_res_partner_rel",
        "mail_message",
        "mail_message_res_partner_rel",
        "mail_message_res_partner_starred_rel",
        "mail_notification",
        "mail_presence",
        "res_partner_res_partner_category_rel",
        "survey_user_input",
    }
)


class ResPartnerErase(models.Model):
    """A contact that was only a learner loses what tells who it was."""

    _inherit = "res.partner"

    def _get_used_elsewhere(self):
        """Return what else than a learner the contact is, in words, if anything.

        One query, whatever points to contacts.
        """
        self.ensure_one()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        looks = []
        for table, column in wizard._get_fk_on(self._table):
            if table in ALONG:
                continue
            others = SQL()
            if table == self._table:
                others = SQL(" AND id != %s", self.id)
            elif table == "res_users":
                # who logs in from outside goes along
                others = SQL(" AND share IS NOT TRUE")
            looks.append(
                SQL(
                    "SELECT %s WHERE EXISTS (SELECT 1 FROM %s WHERE %s = %s%s)",
                    table,
                    SQL.identifier(table),
                    SQL.identifier(column),
                    self.id,
                    others,
                )
            )
        self.env.flush_all()
        rows = self.env.execute_query(SQL(" UNION ALL ").join(looks))
        models_of = {
            model._table: model._name
            for model in self.env.values()
            if not model._abstract
        }
        return sorted(
            {
                self.env["ir.model"]._get(models_of.get(table)).name or table
                for (table,) in rows
            }
        )

    def _anonymise_contact(self, name):
        """Empty the contact and what it left behind, and give it another name.

        :param str name: what it is called from now on
        """
        self.ensure_one()
        # Odoo refuses to archive whom it finds a login of, also one that has ended
        partner = self.with_context(active_test=True, tracking_disable=True)
        addresses = [
            partner[field]
            for field in ("email", "email_normalized", "email_formatted")
            if partner[field]
        ]
        partner._erase_login(name)
        partner._erase_left_behind(addresses)
        erase_hanging(partner)
        partner.write(
            {
                field: False
                for field, of_field in self._fields.items()
                if of_field.store
                and of_field.type in TYPED
                and not of_field.related
                and not of_field.company_dependent
                and not (of_field.compute and of_field.readonly)
                and field != "name"
            }
            | {
                "name": name,
                "active": False,
                "parent_id": False,
                "category_id": [(5,)],
                "lang": False,
            }
        )
        kept = [
            SQL("%s = NULL", SQL.identifier(field))
            for field, of_field in self._fields.items()
            if of_field.company_dependent and of_field.type in TYPED and of_field.store
        ]
        partner.flush_recordset()
        if kept:
            self.env.cr.execute(
                SQL(
                    "UPDATE res_partner SET %s WHERE id = %s",
                    SQL(", ").join(kept),
                    partner.id,
                )
            )
        partner.invalidate_recordset()
        # what writing it left in its history
        erase_hanging(partner)

    def _erase_login(self, name):
        """Take the login from outside away; it never logs in again."""
        # sudo: the login goes along, whoever may see it
        users = self.env["res.users"].sudo().with_context(active_test=False)
        for user in users.search([("partner_id", "=", self.id)]).filtered("share"):
            user.write({"active": False, "signature": False})
            user.write({"login": f"{name}-{user.id}"})
            for log, field in (
                ("res.users.log", "create_uid"),
                ("res.device.log", "user_id"),
            ):
                # sudo: nobody may delete them otherwise
                self.env[log].sudo().search([(field, "=", user.id)]).unlink()

    def _erase_left_behind(self, addresses):
        """Take name and address out of what the contact wrote and was sent."""
        # sudo: what was written and sent, wherever it hangs
        messages = self.env["mail.message"].sudo()
        messages = messages.search([("author_id", "=", self.id)])
        if messages:
            messages.write({"email_from": False, "reply_to": False})
        # sudo: likewise
        mails = self.env["mail.mail"].sudo()
        mails.search(
            ["|", ("recipient_ids", "in", self.ids), ("email_to", "in", addresses)]
        ).unlink()
        # sudo: likewise
        answers = self.env["survey.user_input"].sudo()
        answers.search([("partner_id", "=", self.id)])._erase_person()
