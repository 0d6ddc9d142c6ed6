# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.tools import email_normalize, format_date

from ..code import clock

#: The template of each moment
TEMPLATE = "engagement_qms.complaint_template_%s"
#: How long a reply is waited for where no profile says so
WAIT_DAYS = 28


class EngagementComplaintLetter(models.Model):
    """What is told to the complainant at each moment, in their language.

    Letters are kept as they went out, and can be read on the website by whoever
    complained. What is mailed carries the number in its subject and nothing else; of a
    secret complaint the mail only says that there is news. Mails hang on no record, so
    that no address stands in a history.
    """

    _name = "engagement.complaint"
    _inherit = ["engagement.complaint", "engagement.engage.mixin"]

    notice_ids = fields.One2many(
        comodel_name="engagement.complaint.notice",
        inverse_name="complaint_id",
        string="Letters",
        groups="engagement_qms.group_engagement_user",
    )

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for complaint in self:
            complaint.access_url = f"/engagement/complaint/{complaint.id}"
        return result

    def action_inform(self):
        """Ask what to tell a complainant who waits."""
        return self._ask_step("inform")

    def _inform(self, note, moment="update", way=None):
        """Tell complainants how it stands; the next time is promised anew.

        :param str note: how it stands, why it takes so long, what comes next
        :param str moment: "update", or "late" where a day was missed
        :param str way: how it reaches them, as for `_tell`
        """
        self._check_open()
        self._settle("update")
        self._promise(("update",), fields.Datetime.now())
        self._tell(moment, note, way)

    def _tell(self, moment, note=None, way=None):
        """Write the letter of a moment and queue it where there is an address.

        :param str moment: a moment of ``engagement.complaint.notice``
        :param str note: a few words of the sender, for the letter
        :param str way: how it reaches them; by e-mail or on the website when empty
        :return: the letters
        """
        notices, mails = [], []
        barred = self._get_barred("complaint")
        for complaint in self:
            lang = complaint._get_letter_lang()
            body = complaint._render_letter(moment, lang, note)
            # settled on the spot, they heard of it there and then
            way = way or self.env.context.get("engagement_told_by")
            used = way or complaint._get_ways()[0]
            notices.append(
                {
                    "complaint_id": complaint.id,
                    "moment": moment,
                    "user_id": self.env.uid,
                    "way": used,
                    "lang": lang,
                    "body": body,
                }
            )
            if used == "email" and complaint not in barred:
                mails.append(complaint._prepare_letter_mail(lang, body))
        # sudo: mails without a document are the administrator's
        self.env["mail.mail"].sudo().create(mails)
        # sudo: nobody writes letters afterwards, only steps do
        return self.env["engagement.complaint.notice"].sudo().create(notices)

    def _get_ways(self):
        """Return how a complainant can be reached, the preferred way first."""
        self.ensure_one()
        known = {
            "email": bool(self.partner_email and email_normalize(self.partner_email)),
            "phone": bool(self.partner_phone or self.partner_id.phone),
            "letter": bool(self.partner_id.street),
        }
        ways = [way for way, is_known in known.items() if is_known]
        if self.contact_by in ways:
            ways.sort(key=lambda way: way != self.contact_by)
        return [*ways, "portal"] if not ways or self.anonymous else ways

    def _get_letter_lang(self):
        self.ensure_one()
        return self.lang or self.partner_id.lang or self.company_id.partner_id.lang

    def _render_letter(self, moment, lang, note=None):
        """Return the text of a letter.

        :param str moment: what it is about
        :param str lang: in which language
        :param str note: a few words of the sender
        """
        self.ensure_one()
        # sudo: whoever does a step sends its letter, as somebody wrote the template
        template = self.env.ref(TEMPLATE % moment).sudo()
        template = template.with_context(lang=lang, engagement_note=note)
        return template._render_field("body_html", self.ids)[self.id]

    def _prepare_letter_mail(self, lang, body):
        """Return the values of a mail; its subject holds the number only."""
        self.ensure_one()
        named = self.with_context(lang=lang)
        if self.confidentiality == "secret":
            body = self.env["ir.qweb"]._render(
                "engagement_qms.complaint_letter_news",
                {"complaint": named},
                lang=lang,
                minimal_qcontext=True,
            )
        sender = self.company_id.partner_id
        return {
            "subject": named.env._(
                "%(number)s: your complaint to %(company)s",
                number=self.number,
                company=sender.name,
            ),
            "body_html": body,
            "email_to": email_normalize(self.partner_email),
            "email_from": sender.email_formatted
            or self.env.ref("base.user_root").email_formatted,
            "reply_to": self.team_id.alias_email or sender.email_formatted,
            "auto_delete": True,
            # keeps out-of-office replies from coming back
            "headers": repr({"X-Auto-Response-Suppress": "OOF"}),
        }

    def _format_due(self, name):
        """Return a moment as the day that it is where the company works."""
        self.ensure_one()
        if not self[name]:
            return ""
        zone = self.company_id.resource_calendar_id.tz or "UTC"
        return self._format_day(clock.local_date(self[name], zone))

    def _format_day(self, day):
        return format_date(self.env, day, lang_code=self._get_letter_lang())

    def _get_reply_day(self):
        """Return until when a reply is waited for, as a text."""
        self.ensure_one()
        days = timedelta(days=self.profile_id.reply_days or WAIT_DAYS)
        return self._format_day(fields.Date.context_today(self) + days)

    def _get_second_look_due(self):
        self.ensure_one()
        promise = self._get_open_promises(("second_look",))[:1]
        return promise and self._format_day(promise.due_at.date())

    def _get_remedy_label(self):
        self.ensure_one()
        labels = self._fields["remedy_kind"]._description_selection(self.env)
        return dict(labels).get(self.remedy_kind, "")

    def _get_outside_text(self):
        """Return whom to turn to outside, as far as somebody is named."""
        self.ensure_one()
        return ""

    def _get_letter_url(self):
        """Return where the complainant reads it, or nothing for who has the code only.

        Whoever gets the letter has the token in it; nobody else learns it.
        """
        self.ensure_one()
        return not self.anonymous and self._get_key_link()
