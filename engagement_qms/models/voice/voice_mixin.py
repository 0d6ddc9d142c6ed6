# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

#: What is the same in feedback and in a complaint
SHARED_FIELDS = (
    "name",
    "received_at",
    "channel_id",
    "partner_id",
    "partner_name",
    "partner_email",
    "anonymous",
    "category_id",
    "lang",
    "subject_name",
    "subject_model",
    "subject_res_id",
    "cause_id",
    "user_id",
    "company_id",
    "confidentiality",
)


class EngagementVoiceMixin(models.AbstractModel):
    """Takes along what is known when feedback becomes a complaint, or back."""

    _name = "engagement.voice.mixin"
    _description = "May Become Something Else"

    def _copy_shared(self, model):
        """Return the values of what is the same in both.

        :param str model: what it becomes
        """
        self.ensure_one()
        return {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in SHARED_FIELDS
            if name in self.env[model]._fields
        }

    def _hand_over(self, other):
        """Copy the files, and what was said since then, to what it became.

        :param other: the record that it became
        """
        self.ensure_one()
        # sudo: files and words go along, whoever put them there
        files = self.env["ir.attachment"].sudo()
        copies = {
            file.id: file.copy(
                {
                    "res_model": other._name,
                    "res_id": other.id,
                    # whoever has the address of the one has not that of the other
                    "access_token": False,
                }
            ).id
            for file in files.search(
                [("res_model", "=", self._name), ("res_id", "=", self.id)]
            )
        }
        # sudo: likewise
        said = self.sudo().message_ids.filtered(
            lambda message: (
                message.message_type in ("comment", "email") and message.body
            )
        )
        for message in said.sorted("id"):
            # sudo: likewise
            other.sudo().message_post(
                body=message.body,
                author_id=message.author_id.id,
                email_from=message.email_from,
                message_type="comment",
                subtype_xmlid="mail.mt_note",
                attachment_ids=[
                    copies[file.id]
                    for file in message.attachment_ids
                    if file.id in copies
                ],
            )

    def _note(self, text):
        """Write into the history what became of it; nobody is mailed."""
        self.ensure_one()
        # sudo: who does a step may not always post
        self.sudo().message_post(
            body=text,
            author_id=self.env.user.partner_id.id,
            message_type="notification",
            subtype_xmlid="mail.mt_note",
        )
