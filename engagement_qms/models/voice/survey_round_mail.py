# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from operator import methodcaller

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..mixins.batches import run_in_batches


class EngagementSurveyRoundMail(models.Model):
    """What those who are asked get by mail: invitation, one reminder, what came of it.

    Mails hang on no record and name no result. Which are sent already is noted with
    each invitation in the same transaction, so that nobody gets one twice.
    """

    _inherit = "engagement.survey.round"

    def _cron_send(self):
        """Send all that waits, in batches."""
        lines = self.env["engagement.participation"]
        for domain, work in (
            (self._get_waiting_domain("mailed_on"), "_mail_invitation"),
            (self._get_reminded_domain(), "_mail_reminder"),
            (self._get_waiting_domain("told_on"), "_mail_news"),
        ):
            waiting = lines.search(domain)
            if not run_in_batches(waiting, methodcaller(work)):
                return

    def _mail_invitations(self, limit):
        """Send the first invitations now; the others follow by the job."""
        self._mail_now("mailed_on", limit)._mail_invitation()

    def _mail_news(self, limit):
        """Send the first news of what came of it now; the others follow."""
        self._mail_now("told_on", limit)._mail_news()

    def _mail_now(self, name, limit):
        # sudo: whoever does the step may invite all who are written down
        lines = self.env["engagement.participation"].sudo()
        domain = Domain("round_id", "in", self.ids) & self._get_waiting_domain(name)
        waiting = lines.search(domain, limit=limit + 1, order="id")
        if len(waiting) > limit:
            # sudo: a step may ask for its own job
            self.env.ref("engagement_qms.ir_cron_work_on_rounds").sudo()._trigger()
        return waiting[:limit]

    def _get_waiting_domain(self, name):
        """Return the domain of the invitations that still wait for a mail.

        :param str name: the field that notes the mail: mailed_on or told_on
        """
        waiting = Domain("invited_by", "=", "email") & Domain(name, "=", False)
        if name == "told_on":
            return waiting & Domain("round_id.reported_back_on", "!=", False)
        return waiting & Domain("round_id.state", "=", "open")

    def _get_reminded_domain(self):
        """Return the domain of the invitations whose reminder is due."""
        today = fields.Date.context_today(self)
        due = Domain.FALSE
        for survey_round in self.search([("state", "=", "open")]):
            after = survey_round.programme_id.remind_after_days
            day = survey_round.opened_on + relativedelta(days=after)
            if after and day <= today <= survey_round.closes_on:
                due |= Domain("round_id", "=", survey_round.id)
        return due & Domain(
            [
                ("invited_by", "=", "email"),
                ("mailed_on", "!=", False),
                ("reminded_on", "=", False),
                ("participated", "=", False),
            ]
        )


class EngagementParticipationMail(models.Model):
    """The mails of an invitation, written in the language of who gets them."""

    _name = "engagement.participation"
    _inherit = ["engagement.participation", "engagement.link.mail.mixin"]

    def _mail_invitation(self):
        """Queue the invitations that were not queued before."""
        self._mail("invite", "mailed_on", "invitation_hash")

    def _mail_reminder(self):
        """Queue a reminder, with a link of its own; the first one goes on working."""
        self._mail("remind", "reminded_on", "reminder_hash")

    def _mail_news(self):
        """Queue the news that a page says what came of it."""
        self._mail("report", "told_on")

    def _mail(self, moment, noted_in, hash_name=None):
        """Queue a mail to each of the invited, once.

        :param str moment: invite, remind or report
        :param str noted_in: the field that notes the day
        :param str hash_name: which hash keeps the link, where there is one
        """
        waiting = self.filtered(lambda line: not line[noted_in])._drop_barred()
        if hash_name:
            links = waiting._make_links(hash_name)
        else:
            links = {line.id: line.round_id._get_page_url() for line in waiting}
        reached = waiting.filtered(lambda line: line._get_reader().email_normalized)
        reached._queue_link_mails(f"survey_template_{moment}", links)
        waiting.write({noted_in: fields.Date.context_today(self)})

    def _drop_barred(self):
        """Return those who still may be asked; who was not asked yet is taken out.

        Between opening a round and its mails somebody may have said no.
        """
        answers = self._ask_engage("survey")
        barred = self.filtered(lambda line: not answers[line.id].allowed)
        for line in self - barred:
            answer = answers[line.id]
            if answer.recipient != line._get_reader():
                line.write(self._prepare_way(line.partner_id, answer))
        unasked = barred.filtered(lambda line: not line.mailed_on)
        for survey_round, lines in unasked.grouped("round_id").items():
            survey_round._step().barred_ids |= lines.partner_id
        asked = self - barred
        unasked.unlink()
        return asked

    def _get_link_mail_ends(self):
        return self._get_reader().email_normalized, self.round_id.user_id

    def _format_last_day(self):
        """Return the last day to answer, as the one who is asked reads it."""
        self.ensure_one()
        return format_date(
            self.env, self.round_id.closes_on, lang_code=self._get_reader().lang
        )
