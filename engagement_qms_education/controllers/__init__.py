# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import learner_data
from . import report
from . import complaint
from . import learner
