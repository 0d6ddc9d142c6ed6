# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup, escape

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..mixins.public_form_mixin import clean_text
from .action import OPEN_STATES

#: How long a note of progress may be
NOTE_LENGTH = 4000


class EngagementActionPartner(models.Model):
    """What customers, suppliers and others see of the actions that they do with us.

    What is confidential is never theirs, nor what the values handed out do not name:
    origin, check, lesson, money.
    """

    _name = "engagement.action"
    _inherit = [
        "engagement.action",
        "engagement.upload.mixin",
        "engagement.partner.page.mixin",
    ]
    _partner_page_order = "due_date, id"

    @api.model
    def _get_partner_domain(self):
        """Return which actions whoever is signed in does with us: those that name
        the contact or its company."""
        user = self.env.user
        if user._is_public():
            return Domain.FALSE
        mine = user.partner_id | user.commercial_partner_id
        return (
            Domain("partner_ids", "in", mine.ids)
            & Domain("confidentiality", "=", "normal")
            & Domain("state", "!=", "cancelled")
        )

    def _get_partner_rows(self):
        """Return the rows of the list in the portal."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "id": action.id,
                "number": action.number,
                "name": action.name,
                "state": labels[action.state],
                "open": action.state in OPEN_STATES,
                "due": action.due_date and format_date(self.env, action.due_date),
                "overdue": action.overdue,
            }
            for action in self
        ]

    def _get_partner_values(self):
        """Return all that the page of an action in the portal may say."""
        self.ensure_one()
        [row] = self._get_partner_rows()
        return row | {
            "company": self.company_id.name,
            "description": self.description or "",
            "contact": self.user_id.name or "",
            "implemented": self.implemented_on
            and format_date(self.env, self.implemented_on),
            "notes": [
                {
                    "day": format_date(self.env, message.date),
                    "author": message.author_id.name,
                    "text": message.body,
                    "files": message.attachment_ids.mapped("name"),
                }
                for message in self._get_partner_notes()
            ],
        }

    def _get_partner_notes(self):
        """Return what people of the same company wrote here, the newest first."""
        company = self.env.user.commercial_partner_id
        return self.message_ids.filtered(
            lambda message: (
                message.message_type == "comment"
                and message.author_id.commercial_partner_id == company
            )
        ).sorted("id", reverse=True)

    def _note_from_partner(self, text, files):
        """Keep what a partner says about the progress; whoever does it hears of it.

        :param str text: what was typed in
        :param files: of ``file_check.Checked``
        :raise UserError: when it says nothing, or the action is over
        """
        self.ensure_one()
        if self.state not in OPEN_STATES:
            raise UserError(self.env._("This action is over; nothing can be added."))
        text = clean_text(text)
        if not text and not files:
            raise UserError(self.env._("Write how it goes, or choose a file."))
        if len(text) > NOTE_LENGTH:
            raise UserError(
                self.env._(
                    "That is too long: at most %(count)s signs.", count=NOTE_LENGTH
                )
            )
        post = self.with_context(mail_post_autofollow_author_skip=True).message_post
        message = post(
            body=Markup("<br/>").join(escape(line) for line in text.splitlines()),
            author_id=self.env.user.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=self.user_id.partner_id.ids,
        )
        # not by the post, which takes no file of somebody from outside
        message.attachment_ids = self._keep_files(files)
