# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import ir_actions_report
from . import engagement_code_report
from . import engagement_party_map_report
from . import engagement_dispute_pack
from . import engagement_overview_report
from . import engagement_signal_report
