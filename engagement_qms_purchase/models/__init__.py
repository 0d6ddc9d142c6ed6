# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import res_company
from . import res_config_settings
from . import supplier_fact
from . import evaluation_programme
from . import purchase_order
from . import purchase_demo
