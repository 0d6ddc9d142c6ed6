# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .form_screen_common import FormScreenCase


@tagged("post_install", "-at_install", "engagement")
class TestFormScreens(FormScreenCase):
    """The forms of the core can be filled in, and show what they tell."""
