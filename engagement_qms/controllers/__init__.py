# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import code_exchange
from . import code
from . import complaint
from . import complaint_page
from . import action
from . import event_exchange
from . import evaluation
from . import scoreboard
from . import scorecard
from . import survey
