# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import signal_source
from . import signal_facts_direction
from . import signal_facts_movement
from . import signal_facts_learning
from . import signal_facts_keeping
from . import signal_facts_means
from . import signal_facts_meeting
from . import signal_facts_audit
from . import signal_type
from . import signal
from . import signal_measure
from . import signal_screen
