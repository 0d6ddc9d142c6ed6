# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import zipfile

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from . import redaction
from .complaint_reply import FACTS

REPORT = "engagement_qms.engagement_dispute_pack_report"
#: Marks a print that the button makes. An object, because a client can send any context
#: in JSON, but never this one
PACK = object()


class EngagementDisputePack(models.Model):
    """What is handed over to the body outside: one click, and no more.

    A list of what goes out, not of what does not: a field that nobody put there cannot
    leak. People of ours whom it is about are taken out of the texts by name.
    """

    _inherit = "engagement.dispute"

    def action_make_pack(self):
        """Make the file for the body outside: what was said and done, and the files."""
        self.ensure_one()
        self.check_access("write")
        self._check_may_hand_over()
        content = self._get_pack_zip()
        pack = self.env["ir.attachment"].create(
            {
                "name": f"{self.number}.zip",
                "raw": content,
                "mimetype": "application/zip",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self._message_log(
            body=self.env._(
                "%(user)s made the file for %(body)s.",
                user=self.env.user.name,
                body=self.provider_id.name or self.env._("the body outside"),
            ),
            attachment_ids=pack.ids,
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{pack.id}?download=true",
            "target": "download",
        }

    def _check_may_hand_over(self):
        """Refuse to hand over what nobody agreed to hand over."""
        for dispute in self:
            # sudo: whether they agreed; the one who handles it need not see the rest
            if not (dispute.consent_date or dispute.sudo().complaint_id.share_consent):
                raise UserError(
                    self.env._(
                        "Nothing of %(number)s goes outside before the complainant has "
                        "agreed. Write down on which day, or tick “May be passed on” "
                        "in the complaint.",
                        number=dispute.number,
                    )
                )

    def _get_pack_zip(self):
        """Return the file: the story on paper, and the files that go with it."""
        self.ensure_one()
        # sudo: a print is the same, whoever makes it; what goes in is listed below
        report = self.env["ir.actions.report"].sudo()
        report = report.with_context(
            engagement_pack=PACK,
            force_report_rendering=True,
            lang=self.company_id.partner_id.lang or self.env.lang,
        )
        paper, _kind = report._render_qweb_pdf(REPORT, self.ids)
        stream, taken = io.BytesIO(), set()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr(f"{self.number}.pdf", paper)
            for name, content in self._get_pack_files():
                pack.writestr(redaction.file_name(name, taken), content)
        return stream.getvalue()

    def _get_pack_files(self):
        """Return (name, content) of the files that go along."""
        self.ensure_one()
        names = self._get_redacted_names()
        return [
            (redaction.redact(file.name, names), file.raw or b"")
            for file in self._get_pack_attachments()
            if file.type == "binary"
        ]

    def _get_pack_attachments(self):
        """Return what may be shared of the evidence, and what the complainant sent."""
        self.ensure_one()
        # sudo: whoever hands it over need not see all of the complaint
        complaint = self.sudo().complaint_id
        evidence = complaint.evidence_ids
        shared = evidence.filtered("shareable").attachment_ids
        kept = (evidence - evidence.filtered("shareable")).attachment_ids
        return (shared | complaint._get_complainant_files()) - kept

    def _get_redacted_names(self):
        """Return the names of our people whom it is about: they stay inside."""
        # sudo: to take them out
        return self.sudo().complaint_id.employee_ids.mapped("name")

    def _get_pack_values(self):
        """Return all that is printed, redacted: texts, dates and figures only."""
        self.ensure_one()
        # sudo: see `_get_pack_attachments`
        dispute = self.sudo()
        complaint = dispute.complaint_id
        names = self._get_redacted_names()

        def clean(text):
            return redaction.redact(text, names)

        return {
            "dispute": dispute,
            "complaint": complaint,
            "clean": clean,
            "label": self._get_pack_label,
            "timeline": dispute._get_pack_timeline(),
            "promises": complaint._get_promises_then(),
            "evidence": complaint.evidence_ids.filtered("shareable"),
            "files": [
                clean(file.name)
                for file in self._get_pack_attachments()
                if file.type == "binary"
            ],
            "letters": [
                (
                    letter,
                    redaction.letter_text(letter.body, names),
                )
                for letter in complaint.notice_ids.sorted("id")
            ],
            "added": [
                (message.date, redaction.letter_text(message.body, names))
                for message in complaint._get_added_messages()
            ],
            "today": fields.Date.context_today(self),
            "user": self.env.user,
        }

    def _get_pack_label(self, record, name):
        """Return the word for the value of a selection."""
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    def _get_pack_timeline(self):
        """Return (moment, what happened) from the first word to the body outside."""
        self.ensure_one()
        complaint = self.complaint_id
        moments = [
            (complaint.received_at, self.env._("Complaint received")),
            (complaint.acknowledged_at, self.env._("Receipt confirmed")),
            (complaint.first_answered_at, self.env._("Answered")),
        ]
        if complaint.communicated_at != complaint.first_answered_at:
            moments.append(
                (complaint.communicated_at, self.env._("Answered after a second look"))
            )
        moments += [
            (complaint.reply_at, self.env._("The complainant replied")),
            (self.opened_on, self.env._("Dispute announced")),
            (self.consent_date, self.env._("The complainant agreed to this body")),
            (self.handed_on, self.env._("Given to the body")),
        ]
        moments = [
            (fields.Datetime.to_datetime(moment), text)
            for moment, text in moments
            if moment
        ]
        return sorted(moments, key=lambda moment: moment[0])


class EngagementComplaint(models.Model):
    """What a complaint hands over where it goes outside."""

    _inherit = "engagement.complaint"

    def _get_complainant_files(self):
        """Return the files that the complainant sent, by mail or on the website."""
        self.ensure_one()
        # sudo: whoever hands it over need not see all of the complaint
        complaint = self.sudo()
        of_complaint = Domain("res_model", "=", self._name) & Domain(
            "res_id", "=", self.id
        )
        by_outside = Domain("create_uid.share", "=", True)
        # sudo: see above
        files = self.env["ir.attachment"].sudo().search(of_complaint & by_outside)
        address = email_normalize(complaint.partner_email)
        by_form = complaint._get_added_messages()
        by_mail = complaint.message_ids.filtered(
            lambda message: (
                message.author_id == complaint.partner_id
                if message.author_id
                else address and email_normalize(message.email_from) == address
            )
        )
        return files | by_form.attachment_ids | by_mail.attachment_ids

    def _get_added_messages(self):
        """Return what the complainant added on the website, the oldest first."""
        self.ensure_one()
        added = self.env.ref(FACTS)
        # sudo: these messages are the complainant's own; no others are read
        messages = self.sudo().message_ids
        return messages.filtered(lambda message: message.subtype_id == added).sorted(
            "id"
        )

    def _get_promises_then(self):
        """Return the promises concerned, in the wording of the day it happened."""
        self.ensure_one()
        # sudo: what was promised then is no secret
        provisions = self.sudo().provision_ids | self.sudo().point_ids.provision_id
        day = self.occurred_on or self.received_at.date()
        # sudo: see above
        promises = self.env["engagement.provision"].sudo()
        then = promises.search(
            Domain("root_id", "in", provisions.root_id.ids)
            & promises._get_in_force_domain(day)
        )
        by_root = {provision.root_id: provision for provision in then}
        result = provisions.browse()
        for provision in provisions:
            result |= by_root.get(provision.root_id, provision)
        return result
