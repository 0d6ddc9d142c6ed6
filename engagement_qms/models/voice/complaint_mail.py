# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, html2plaintext
from odoo.tools.mail import email_split_tuples

from ..mixins import file_check
from .complaint_reply import FACTS

_logger = logging.getLogger(__name__)

#: A number of ours in a subject
NUMBER = re.compile(r"\b[A-Z]+\d{5,}\b")
#: So old a mail may be by its own date; what is older lay somewhere, or lies
OLDEST = timedelta(days=30)
#: So many files of a mail are kept: signatures bring pictures along
MAX_FILES = 20
#: So many mails within so much time are taken into one complaint, as Odoo has it for
#: new records
LOOP_MAILS = 20
LOOP_TIME = timedelta(minutes=120)
#: Headers of mails that no person wrote, and the values that say so; None: any
AUTOMATIC = {
    "Precedence": ("bulk", "junk", "list", "auto_reply"),
    "X-Autoreply": None,
    "X-Autorespond": None,
    "X-Autoresponse": None,
}


class EngagementComplaintMail(models.Model):
    """What comes by e-mail to the address of a team.

    A mail becomes a complaint, or is added to the one that its subject names if it
    comes from who complained. No contact is made or linked. What machines send is
    dropped, and so is a flood.
    """

    _inherit = "engagement.complaint"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        values = {**(custom_values or {}), **self._read_mail(msg_dict)}
        self._drop_bad_files(msg_dict)
        complaint = super().message_new(msg_dict, custom_values=values)
        # the text of the first mail is the complaint: its message is a note
        return complaint.with_context(engagement_first_mail=True)

    def message_update(self, msg_dict, update_vals=None):
        self._drop_bad_files(msg_dict)
        for complaint in self:
            if complaint._wrote_this(msg_dict.get("email_from")):
                complaint._step().write({"heard_at": fields.Datetime.now()})
        return super().message_update(msg_dict, update_vals=update_vals)

    def message_post(self, **kwargs):
        """Keep a mail apart from what is said inside, and tell nobody by e-mail.

        What complainants write is theirs to read on their page; another mail is a note.
        """
        if kwargs.get("message_type") == "email":
            is_theirs = self._wrote_this(kwargs.get("email_from"))
            first = self.env.context.get("engagement_first_mail")
            subtype = FACTS if is_theirs and not first else "mail.mt_note"
            author = self.env["res.partner"].browse(kwargs.get("author_id") or ())
            # sudo: whether somebody of ours wrote it
            known = author == self.partner_id or not author.sudo().partner_share
            kwargs |= {
                "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id(subtype),
                "author_id": author.id if author and known else False,
                "partner_ids": [],
            }
        return super().message_post(**kwargs)

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        return Domain("email_normalized", "=", email_from_normalized)

    @api.model
    def _read_mail(self, msg_dict):
        """Return the values of a complaint that came as a mail."""
        sender = msg_dict.get("email_from") or ""
        [(name, address), *_others] = email_split_tuples(sender) or [("", "")]
        email = email_normalize(address)
        subject = " ".join((msg_dict.get("subject") or "").split())
        text = html2plaintext(msg_dict.get("body") or "").replace("\x00", "").strip()
        channel = self.env.ref("engagement_qms.channel_email", False)
        values = {
            "partner_id": False,
            "partner_name": name or email or sender or self.env._("Unknown sender"),
            "partner_email": email or False,
            "anonymous": False,
            "description": text or subject or self.env._("(A mail without text)"),
            "received_at": self._read_mail_date(msg_dict.get("date")),
            "channel_id": channel.id if channel else False,
        }
        return values | ({"name": subject} if subject else {})

    @api.model
    def _read_mail_date(self, text):
        """Return when a mail was sent, if it can be so; otherwise now."""
        now = fields.Datetime.now()
        try:
            sent = fields.Datetime.to_datetime(text or None)
        except ValueError:
            sent = None
        return sent if sent and now - OLDEST <= sent <= now else now

    @api.model
    def _drop_bad_files(self, msg_dict):
        """Take out of a mail the files that we do not take, and say so in its text."""
        kept, refused = [], []
        for file in msg_dict.get("attachments") or ():
            name, content = file[0], file[1]
            content = content.encode() if isinstance(content, str) else content
            upload = file_check.Upload(name, content or b"")
            try:
                if len(kept) == MAX_FILES:
                    raise file_check.RefusedError(file_check.clean_name(name), "many")
                checked = file_check.check_one(upload)
            except file_check.RefusedError as refusal:
                refused.append(self._explain_refusal(refusal, MAX_FILES))
            else:
                kept.append((checked.name, checked.content, *file[2:]))
        if "attachments" in msg_dict:
            msg_dict["attachments"] = kept
        if refused:
            note = self.env["ir.qweb"]._render(
                "engagement_qms.complaint_refused_files",
                {"texts": refused},
                minimal_qcontext=True,
            )
            msg_dict["body"] = (msg_dict.get("body") or "") + note

    def _wrote_this(self, email_from):
        """Tell whether a mail comes from who complained."""
        self.ensure_one()
        address = email_normalize(email_from or "")
        return bool(address) and address == self.email_normalized

    @api.model
    def _filter_mail_routes(self, routes, message, message_dict):
        """Return the routes of a mail without those that no complaint should take.

        :param routes: as of `message_route`
        """
        kept = []
        for route in routes:
            model, thread_id, values, user_id, alias = route
            if model != self._name:
                kept.append(route)
                continue
            if _is_automatic(message):
                _logger.info("A mail that no person wrote makes no complaint.")
                continue
            if not thread_id:
                found = self._find_by_subject(message_dict, values or {})
                if found and found._is_flooded():
                    _logger.info("Too many mails about one complaint: one is dropped.")
                    continue
                route = (model, found.id or thread_id, values, user_id, alias)
            kept.append(route)
        return kept

    @api.model
    def _find_by_subject(self, message_dict, values):
        """Return the complaint that a mail names and that its sender made, or none."""
        numbers = NUMBER.findall(message_dict.get("subject") or "")
        # sudo: who mails has no rights; number and sender together are the permission
        complaints = self.sudo()
        if not numbers:
            return complaints.browse()
        found = complaints.search(
            Domain("number", "in", numbers)
            & Domain("emptied_on", "=", False)
            & Domain("company_id", "=", values.get("company_id", self.env.company.id))
        )
        sender = message_dict.get("email_from")
        return found.filtered(lambda complaint: complaint._wrote_this(sender))[:1]

    def _is_flooded(self):
        """Tell whether so many mails came that a machine must be at the other end."""
        self.ensure_one()
        # sudo: only counted
        count = (
            self.env["mail.message"]
            .sudo()
            .search_count(
                [
                    ("model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("message_type", "=", "email"),
                    ("create_date", ">=", fields.Datetime.now() - LOOP_TIME),
                ]
            )
        )
        return count >= LOOP_MAILS


def _is_automatic(message):
    """Tell whether no person wrote a mail, by its headers (RFC 3834)."""
    submitted = (message.get("Auto-Submitted") or "no").split(";")[0].strip().lower()
    if submitted != "no":
        return True
    for header, values in AUTOMATIC.items():
        value = message.get(header)
        if value and (values is None or str(value).strip().lower() in values):
            return True
    return False
