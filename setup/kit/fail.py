# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one way to give up: a clear line, and what to do about it."""


class Stop(Exception):
    """Ends the command with one line for the user and a non-zero exit.

    :param what: what is wrong, in one sentence without a full stop.
    :param do: what the user does about it, in one sentence.
    """

    def __init__(self, what, do):
        super().__init__(f"{what}. {do}")
