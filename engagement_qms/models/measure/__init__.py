# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import source
from . import source_records
from . import source_engagement
from . import source_voice
from . import source_improvement
from . import source_satisfaction
from . import change
from . import indicator
from . import indicator_choice
from . import indicator_measure
from . import indicator_value
from . import indicator_refresh
from . import indicator_screen
from . import indicator_xlsx
from . import indicator_records
from . import measure
from . import measure_alert
from . import measure_revision
from . import action
from . import overview
from . import overview_due
from . import overview_work
from . import overview_open
from . import digest_digest
from . import res_company
from . import res_config_settings
