# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the commands in `setup/` share. Standard library only, so that they
run on a machine where nothing is installed yet."""
