# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class EngagementLinkMailMixin(models.AbstractModel):
    """Mails with a link, each in the language of who gets it.

    They hang on no record, because the link lets whoever has it act for the one who is
    written to.
    """

    _name = "engagement.link.mail.mixin"
    _description = "Mails With a Link"
    _inherit = ["engagement.engage.mixin"]

    def _queue_link_mails(self, template_name, links):
        """Queue a mail for each of these records.

        :param str template_name: the external id of the text, without the addon
        :param dict links: {id: address}, for the text
        :return: {id: subject}
        """
        if not self:
            return {}
        # sudo: the texts are templates, which only the administrator reads
        template = self.env.ref(f"engagement_qms.{template_name}").sudo()
        template = template.with_context(engagement_links=links)
        subjects = template._render_field("subject", self.ids, compute_lang=True)
        bodies = template._render_field("body_html", self.ids, compute_lang=True)
        otherwise = self.env.ref("base.user_root").email_formatted
        # sudo: mails without a document are the administrator's
        self.env["mail.mail"].sudo().create(
            [
                record._prepare_link_mail(
                    subjects[record.id], bodies[record.id], otherwise
                )
                for record in self
            ]
        )
        return subjects

    def _prepare_link_mail(self, subject, body, otherwise):
        """Return the values of a mail.

        :param str otherwise: the sender where the company has no address
        """
        # sudo: who writes, whoever presses the button
        sender = self.company_id.sudo().partner_id
        address, user = self._get_link_mail_ends()
        return {
            "subject": subject,
            "body_html": body,
            "email_to": address,
            "email_from": sender.email_formatted or otherwise,
            "reply_to": user.email_formatted or sender.email_formatted,
            "auto_delete": True,
            # keeps out-of-office replies from coming back
            "headers": repr({"X-Auto-Response-Suppress": "OOF"}),
        }

    def _get_link_mail_ends(self):
        """Return the address it goes to, and the login that answers come to."""
        raise NotImplementedError
