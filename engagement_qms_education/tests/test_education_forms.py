# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.engagement_qms.tests.form_screen_common import FormScreenCase


@tagged("post_install", "-at_install", "engagement")
class TestEducationForms(FormScreenCase):
    """The forms of a school can be filled in, and show what they tell."""

    addon = "engagement_qms_education"
