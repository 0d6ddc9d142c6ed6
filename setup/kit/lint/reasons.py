# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`sudo()` switches all access rights off: each one says why, right there."""

import io
import tokenize

from .. import addons, home


def check():
    return [
        f"{path.relative_to(home.REPO)}:{line}: sudo() without its reason beside it"
        for folder in addons.ours().values()
        for path in sorted(folder.rglob("*.py"))
        if "tests" not in path.relative_to(folder).parts
        for line in without_reason(path.read_text())
    ]


def without_reason(text):
    """Return the numbers of the lines that call `sudo()` without a comment.

    The comment stands on the same line, on the line above, or above the
    statement that the call is a part of.

    :param text: Python source code.
    """
    comments, calls = set(), []
    start = None  # first line of the statement being read
    previous = ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        row = token.start[0]
        if token.type == tokenize.COMMENT:
            comments.add(row)
        elif token.type == tokenize.NEWLINE:
            start = None
        elif token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT):
            start = start or row
            if token.string == "sudo" and previous == ".":
                calls.append((row, start))
            previous = token.string
    return [
        row for row, first in calls if not comments & {row, row - 1, first, first - 1}
    ]
