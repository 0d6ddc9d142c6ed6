# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_date


class EngagementEvaluationSend(models.Model):
    """To whom an evaluation goes, and the mails: in the language of who gets them.

    That it was sent, when, by whom and to whom stays in the record.
    """

    _name = "engagement.evaluation"
    _inherit = ["engagement.evaluation", "engagement.link.mail.mixin"]

    contact_id = fields.Many2one(
        comodel_name="res.partner",
        string="Send to",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        domain="[('commercial_partner_id', '=', commercial_partner_id)]",
        help="Who of the partner's people gets it.",
    )

    @api.depends("partner_id")
    def _compute_contact_id(self):
        for evaluation in self:
            partner = evaluation.partner_id
            known = evaluation.contact_id
            if known and known.commercial_partner_id == partner:
                continue
            people = partner + partner.child_ids.filtered(
                lambda person: person.type == "contact"
            )
            evaluation.contact_id = people.filtered("email")[:1] or partner

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for evaluation in self:
            evaluation.access_url = f"/my/evaluations/{evaluation.id}"
        return result

    def _mail_sending(self):
        """Queue what goes out when evaluations are sent."""
        for direction, evaluations in self.grouped("direction").items():
            evaluations._mail("send" if direction == "given" else "ask")

    def _mail(self, moment):
        """Queue a mail to the contact of each evaluation.

        :param str moment: send, ask, answer or reply
        """
        named = self.filtered("sent_to_id.email_normalized")
        links = {evaluation.id: evaluation._get_key_link() for evaluation in named}
        subjects = named._queue_link_mails(f"evaluation_template_{moment}", links)
        for evaluation in named:
            evaluation._message_log(
                body=self.env._(
                    "Written to %(name)s: %(subject)s",
                    name=evaluation.sent_to_id.display_name,
                    subject=subjects[evaluation.id],
                )
            )

    def _get_link_mail_ends(self):
        return self.sent_to_id.email_formatted, self.user_id

    def _format_deadline(self, lang=None):
        """Return the last day to answer.

        :param str lang: of who reads it; empty: of whoever is signed in
        """
        self.ensure_one()
        return format_date(self.env, self.contest_until, lang_code=lang)

    def _format_period(self, lang=None):
        """Return the period in words of the reader.

        :param str lang: see `_format_deadline`
        """
        self.ensure_one()
        first, last = (
            format_date(self.env, day, lang_code=lang)
            for day in (self.period_start, self.period_end)
        )
        return f"{first} – {last}"
