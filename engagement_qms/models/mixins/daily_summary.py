# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import LazyTranslate

from .batches import run_in_batches

_lt = LazyTranslate(__name__)

# So many lines of a section stand in the mail; the rest is counted.
SECTION_LIMIT = 20


class SummaryRow(NamedTuple):
    """One line of a summary: something of one user that has a day."""

    user_id: int
    section: str  # text, or lazy text that is translated for the user
    name: str
    day: date
    url: str


class EngagementDailySummary(models.AbstractModel):
    """One mail per person and day with all that is due and overdue.

    Models add their rows by extending `_get_rows` with the help of `_collect`.
    """

    _name = "engagement.daily.summary"
    _description = "Daily Engagement Summary"

    @api.model
    def _cron_send(self):
        """Queue today's summaries. Run again the same day, it sends nothing."""
        today = fields.Date.context_today(self)
        users = self.env["res.users"].search(
            Domain("share", "=", False)
            & Domain("engagement_daily_summary", "=", True)
            & Domain("email", "!=", False)
            & (
                Domain("engagement_summary_sent_on", "=", False)
                | Domain("engagement_summary_sent_on", "<", today)
            ),
            order="id",
        )
        return run_in_batches(users, lambda part: self._send(part, today))

    @api.model
    def _get_rows(self, users, today):
        """Return the rows of `users`: what is due or overdue `today`.

        Reviews of every kind are among them; other models add their rows.

        :param users: active internal users who want a summary
        :param datetime.date today: the day of the summary
        :return: a list of `SummaryRow`
        """
        due = Domain("state", "=", "planned") & Domain("remind_date", "<=", today)
        rows = []
        for model in self.env.registry.descendants(
            ["engagement.review.mixin"], "_inherit"
        ):
            if not self.env[model]._abstract:
                section = _lt("Reviews to hold")
                rows += self._collect(section, model, due, "planned_date", users)
        return rows

    @api.model
    def _collect(self, section, model, domain, day_field, users, user_field="user_id"):
        """Return a row for each record of `domain` that one of `users` has to do.

        One search for all users, then one check per user who has records: nobody
        sees what record rules hide from them.

        :param section: heading, lazy text (`_lt`)
        :param str model: the model of the records
        :param domain: which records are due
        :param str day_field: a date field, the day on which it is due
        :param users: for whom
        :param str user_field: the field of the person who has to do it
        """
        # sudo: what a user may not read is left out below
        found = (
            self.env[model]
            .sudo()
            .search_fetch(
                Domain(domain) & Domain(user_field, "in", users.ids),
                [user_field, day_field],
                order=f"{day_field}, id",
            )
        )
        base_url = self.get_base_url()
        rows = []
        for user, records in found.grouped(user_field).items():
            readable = records.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids, lang=user.lang
            )
            rows += [
                SummaryRow(
                    user.id,
                    section,
                    record.display_name,
                    record[day_field],
                    f"{base_url}/odoo/{model}/{record.id}",
                )
                for record in readable._filtered_access("read")
            ]
        return rows

    @api.model
    def _send(self, users, today):
        """Queue the mails of `users` and note that they had one today."""
        rows = defaultdict(list)
        for row in self._get_rows(users, today):
            rows[row.user_id].append(row)
        informed = users.filtered(lambda user: rows[user.id])
        self.env["mail.mail"].create(
            [self._prepare_mail(user, rows[user.id], today) for user in informed]
        )
        informed.write({"engagement_summary_sent_on": today})

    @api.model
    def _prepare_mail(self, user, rows, today):
        """Return the values of the mail to `user`, in the user's language.

        The subject holds numbers only: it shows on locked screens.
        """
        self = self.with_context(lang=user.lang)
        base_url = self.get_base_url()
        overdue = sum(row.day < today for row in rows)
        sections = defaultdict(list)
        for row in sorted(rows, key=lambda row: row.day):
            sections[self._translate(row.section)].append(row)
        body = self.env["ir.qweb"]._render(
            "engagement_qms.daily_summary_body",
            {
                "user": user,
                "today": today,
                "sections": sections,
                "limit": SECTION_LIMIT,
                "preferences_url": f"{base_url}/odoo/my-preferences/{user.id}",
            },
            lang=user.lang,
            minimal_qcontext=True,
        )
        sender = user.company_id.partner_id
        return {
            "subject": self.env._(
                "Engagement: %(due)s due, %(overdue)s overdue",
                due=len(rows) - overdue,
                overdue=overdue,
            ),
            "body_html": body,
            "author_id": sender.id,
            "email_from": sender.email_formatted
            or self.env.ref("base.user_root").email_formatted,
            "recipient_ids": [Command.link(user.partner_id.id)],
            "auto_delete": True,
            # Keeps out-of-office replies from coming back.
            "headers": repr({"X-Auto-Response-Suppress": "OOF"}),
        }

    @api.model
    def _translate(self, text):
        # A lazy text: its source stands where it was marked for translation.
        return text if isinstance(text, str) else self.env._(text)  # pylint: disable=gettext-variable
