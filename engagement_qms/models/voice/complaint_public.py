# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import api, fields, models
from odoo.tools import email_normalize

from . import follow_code

#: How long each text of the public form may be
LENGTHS = {
    "description": 10_000,
    "subject_name": 200,
    "partner_name": 100,
    "partner_email": 254,
    "partner_phone": 40,
    "acting_for": 100,
    "help_language": 60,
    "help_access": 300,
}
TICKS = ("anonymous", "help_minor", "protect_identity")
#: What is not kept of somebody who stays anonymous
PERSONAL = ("partner_name", "partner_email", "partner_phone")
#: So many complaints may come from one network address within an hour
KNOCKS_PER_HOUR = 10
FIRST_DAY = date(1900, 1, 1)


class EngagementComplaintPublic(models.Model):
    """What comes by the public form, without a login and also without a name.

    It makes no contact and looks for none: somebody who is signed in complains as
    oneself, everybody else is the name and the address that they give.
    """

    _name = "engagement.complaint"
    _inherit = [
        "engagement.complaint",
        "engagement.public.form.mixin",
        "engagement.upload.mixin",
    ]

    @api.model
    def _read_form(self, form):
        """Check what somebody sent by the public form.

        :param dict form: whatever came, with names as of the fields
        :return: (values, {name of the field: what is wrong with it})
        """
        values, errors = self._read_texts(form, LENGTHS, long=("description",))
        values |= {name: bool(form.get(name)) for name in TICKS}
        values["occurred_on"] = self._read_day(form.get("occurred_on"), errors)
        for name, choices in self._get_form_choices().items():
            value = form.get(name) or False
            if value and value not in dict(choices):
                value = False
                errors[name] = self.env._("Choose one of the list.")
            values[name] = value
        if not values["description"]:
            errors["description"] = self.env._("Write what happened.")
        self._check_email("partner_email", values, errors)
        reachable = values["partner_name"] or values["partner_email"]
        if not values["anonymous"] and not reachable:
            errors["partner_name"] = self.env._(
                "Give your name or your e-mail address, or choose to stay anonymous."
            )
        return values, errors

    @api.model
    def _read_day(self, text, errors):
        """Return the day somebody typed, or nothing."""
        if not text:
            return False
        try:
            day = date.fromisoformat(text)
        except (TypeError, ValueError):
            errors["occurred_on"] = self.env._("Check the day: year, month, day.")
            return False
        if day > fields.Date.context_today(self):
            errors["occurred_on"] = self.env._("This day is still to come.")
        elif day < FIRST_DAY:
            errors["occurred_on"] = self.env._("This day is too long ago.")
        return day

    @api.model
    def _is_form_open(self):
        """Say whether whoever asks may complain by the form."""
        # sudo: whether the form is on is for everybody to know
        return self.env.company.sudo().engagement_complaint_form

    @api.model
    def _get_form_choices(self):
        """Return what can be chosen in the public form, per field."""
        return {
            "remedy_asked": self._fields["remedy_asked"]._description_selection(
                self.env
            ),
            "lang": self._selection_lang(),
        }

    @api.model
    def _receive(self, values, files=(), kind="complaint", partner=None):
        """Keep what somebody sent by the public form.

        :param dict values: from `_read_form`
        :param files: from `_check_uploads`
        :param str kind: "complaint" or "conduct"
        :param partner: the contact of whoever is signed in
        :return: (the complaint, the code to follow it by)
        """
        code = follow_code.make()
        vals = {name: value or False for name, value in values.items()} | {
            "kind": kind,
            "company_id": self.env.company.id,
            "channel_id": self._get_form_channel().id,
            "lang": values["lang"] or self.env.lang,
            "follow_hash": self._digest_code(code),
        }
        # sudo: whoever complains may write, and read nothing; nobody is mailed at once
        receiver = self.sudo()
        if values["anonymous"]:
            vals |= dict.fromkeys(PERSONAL, False)
            receiver = self._as_nobody()
        else:
            email = email_normalize(values["partner_email"])
            vals["partner_email"] = email or False
            if partner:
                vals["partner_id"] = partner.id
        complaint = receiver.with_context(
            mail_create_nosubscribe=True, mail_auto_subscribe_no_notify=True
        ).create(vals)
        if files:
            complaint._post_facts("", complaint._keep_files(files))
        complaint._write_as_is()
        return complaint, code

    @api.model
    def _as_nobody(self):
        """Return the records as the visitor who is not signed in, with all rights.

        What somebody without a name does carries the name of no user, also where that
        person happens to be signed in.
        """
        # sudo: the visitor has no rights; who calls has checked what may be done
        return self.with_user(self.env.ref("base.public_user")).sudo()

    def _write_as_is(self):
        """Write down now what Odoo still has to compute.

        Later it would be done in the name of the request, whose user may be signed in.
        """
        self.env.flush_all()

    @api.model
    def _get_form_channel(self):
        """Return the channel of the website, as long as it is there."""
        channel = self.env.ref("engagement_qms.channel_portal", False)
        return channel or self.env["engagement.channel"]
