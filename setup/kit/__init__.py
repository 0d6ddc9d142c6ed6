# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the commands in `setup/` share. Standard library only, so that they
run on a machine where nothing is installed yet."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old. "
        "Run this with Python 3.11 or later, such as Debian 12's own."
    )
