# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import OrderedSet

#: Who complains, and what tells it
PERSON_FIELDS = frozenset(
    {
        "partner_id",
        "commercial_partner_id",
        "partner_name",
        "partner_email",
        "partner_phone",
        "email_normalized",
        "acting_for",
    }
)
#: The columns that the record rules look at
RULED_FIELDS = (
    "company_id",
    "confidentiality",
    "create_uid",
    "investigator_id",
    "reviewer_id",
    "state",
    "team_id",
    "user_id",
)


class EngagementComplaintPrivacy(models.Model):
    """Keeps a complaint from being learned by other ways than opening it.

    By its name where others point to it, by the history, mails, followers and exports.
    """

    _inherit = "engagement.complaint"

    about_me = fields.Boolean(
        compute="_compute_about_me",
        search="_search_about_me",
        exportable=False,
        export_string_translation=False,
    )

    @api.depends("concerned_user_ids")
    @api.depends_context("uid")
    def _compute_about_me(self):
        # sudo: whom it is about may not be known to the reader
        for complaint in self.sudo():
            complaint.about_me = self.env.user in complaint.concerned_user_ids

    def _search_about_me(self, operator, value):
        """Find first the few it is true of: no row of the table asks for it itself."""
        if operator != "in":
            return NotImplemented
        # sudo: what is about somebody, whoever asks
        mine = self.sudo()._search([("concerned_user_ids", "in", [self.env.uid])])
        return Domain("id", "in", mine)

    @api.depends("number", "name", "concerned_user_ids")
    def _compute_open_display_name(self):
        """Show those it is about the number only: their hearing points here."""
        result = super()._compute_open_display_name()
        # sudo: whom it is about may not be known to the reader
        named = self.sudo().filtered(lambda c: c.confidentiality == "restricted")
        for complaint in named:
            if self.env.user in complaint.concerned_user_ids:
                complaint.display_name = complaint.number
        return result

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        # most are about nobody of ours, and need no look
        named = any("employee_ids" in vals for vals in vals_list)
        if named or "default_employee_ids" in self.env.context:
            complaints._drop_concerned()
        return complaints

    def write(self, vals):
        result = super().write(vals)
        if "employee_ids" in vals:
            self._drop_concerned()
        return result

    def export_data(self, fields_to_export):
        """Write down in the history of protected complaints that they were exported."""
        result = super().export_data(fields_to_export)
        protected = self.filtered(lambda c: c.confidentiality != "normal")
        if protected:
            text = self.env._(
                "Exported: %(fields)s",
                fields=", ".join(path.replace("/", " / ") for path in fields_to_export),
            )
            protected._message_log_batch(dict.fromkeys(protected.ids, text))
        return result

    def _fetch_query(self, query, fields):
        """Fetch what the record rules look at along with what is shown.

        Reading a page of a list checks its rules once more, and would fetch the whole
        rows for it.
        """
        if fields and not self.env.su:
            fields = OrderedSet(fields)
            fields.update(self._fields[name] for name in RULED_FIELDS)
        return super()._fetch_query(query, fields)

    def _get_hidden_fields(self):
        hidden = super()._get_hidden_fields()
        return hidden | PERSON_FIELDS if self.protect_identity else hidden

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Show the history to those who work on it, not to who brought it."""
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation != "read":
            return operations
        user = self.env.user
        # sudo: who brought it; whether the user may read it is checked by the caller
        mine = self.sudo().filtered(lambda complaint: complaint.create_uid == user)
        if user.has_group("engagement_qms.group_engagement_leader"):
            mine = mine.filtered(lambda c: c.confidentiality != "normal")
        # sudo: and back, to see on what the user works
        mine = mine.sudo(False)
        return operations | dict.fromkeys(
            mine - mine._filtered_access("write"), "write"
        )

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Whom it is about does not follow it."""
        # sudo: whoever subscribes somebody need not know whom it is about
        concerned = set(self.sudo().concerned_user_ids.partner_id.ids)
        partner_ids = [id_ for id_ in partner_ids or () if id_ not in concerned]
        return super()._message_subscribe(partner_ids, subtype_ids, customer_ids)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Tell of protected complaints only who may read them; no mail of secret ones.

        Followers and people who are mentioned would be mailed without any check.
        """
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not self or self.confidentiality == "normal":
            return recipients
        if self.confidentiality == "restricted":
            return [
                person
                for person in recipients
                if not person.get("uid") or self._is_readable_by(person["uid"])
            ]
        return [
            person | {"notif": "inbox"}
            for person in recipients
            if person.get("uid")
            and not person.get("ushare")
            and self._is_readable_by(person["uid"])
        ]

    def _is_readable_by(self, user_id):
        """Tell whether somebody may read the complaint in any of their companies."""
        user = self.env["res.users"].browse(user_id)
        # sudo: in which companies somebody works
        companies = user.sudo().company_ids.ids
        theirs = self.with_user(user).with_context(allowed_company_ids=companies)
        return theirs.has_access("read")

    def _drop_concerned(self):
        """Take those it is about out of followers and activities."""
        # sudo: whoever they are, and whoever put them there
        for complaint in self.sudo().filtered("concerned_user_ids"):
            users = complaint.concerned_user_ids
            complaint.message_unsubscribe(users.partner_id.ids)
            complaint.activity_ids.filtered(lambda a, u=users: a.user_id in u).unlink()
