# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools.misc import formatLang


class EngagementProvisionPublic(models.Model):
    """A promise in the words in which people read it."""

    _inherit = "engagement.provision"

    def _get_within_text(self):
        """Return the limit as part of a sentence, nothing where there is none.

        Whole sentences, because in many languages "within" bends the word after it.
        """
        self.ensure_one()
        value = self.limit_value
        if not value:
            return ""
        if value == 1:
            return {
                "hour": self.env._("Within 1 hour"),
                "day": self.env._("Within 1 day"),
                "working_day": self.env._("Within 1 working day"),
            }[self.limit_unit]
        number = formatLang(self.env, value, digits=0 if value % 1 == 0 else 2)
        return {
            "hour": self.env._("Within %(number)s hours", number=number),
            "day": self.env._("Within %(number)s days", number=number),
            "working_day": self.env._("Within %(number)s working days", number=number),
        }[self.limit_unit]
