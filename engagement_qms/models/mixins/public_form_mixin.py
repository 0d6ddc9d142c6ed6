# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import email_normalize


def clean_text(value):
    """Return what somebody typed without what no text holds; anything else is none.

    :param value: whatever came
    """
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""


class EngagementPublicFormMixin(models.AbstractModel):
    """Reads what somebody sent by a public form: all is text, and may be wrong."""

    _name = "engagement.public.form.mixin"
    _description = "Has a Public Form"

    @api.model
    def _read_texts(self, form, lengths, long=()):
        """Return the texts of a form, and what is wrong with them.

        :param dict form: whatever came
        :param dict lengths: how long each text may be
        :param long: names of those that have lines
        :return: (values, {name of the field: what is wrong with it})
        """
        values, errors = {}, {}
        for name, length in lengths.items():
            value = clean_text(form.get(name))
            values[name] = value if name in long else " ".join(value.split())
            if len(values[name]) > length:
                errors[name] = self.env._(
                    "This is too long: at most %(length)s characters.", length=length
                )
        return values, errors

    @api.model
    def _check_email(self, name, values, errors):
        """Note in ``errors`` where an e-mail address cannot be one."""
        if values[name] and name not in errors and not email_normalize(values[name]):
            errors[name] = self.env._(
                "Check the e-mail address. It looks like name@example.com."
            )
