# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import consent_withdraw
from . import partner_merge
from . import safeguarding_raise
