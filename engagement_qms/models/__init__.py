# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import mixins
from . import res_company
from . import res_users
from . import res_config_settings
from . import party
from . import code
from . import improve
from . import voice
from . import measure
from . import leadership
