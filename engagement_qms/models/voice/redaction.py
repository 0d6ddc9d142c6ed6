# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Takes out of texts what is not for the reader (no Odoo needed)."""

import os
import re

from lxml import html

#: What stands where a name was
MARK = "[…]"
BLOCKS = ("p", "div", "li", "br", "ul", "ol", "tr", "h1", "h2", "h3")


def redact(text, names):
    """Return a text without names, whole words in any case.

    :param str text: what somebody wrote
    :param names: the names that stay inside
    """
    text = text or ""
    for name in sorted(filter(None, names), key=len, reverse=True):
        words = r"\s+".join(re.escape(word) for word in name.split())
        text = re.sub(rf"(?<!\w){words}(?!\w)", MARK, text, flags=re.IGNORECASE)
    return text


def letter_text(body, names):
    """Return the words of a letter: no link, because one opens the complaint.

    :param str body: HTML as it went out
    :param names: the names that stay inside
    """
    if not (body or "").strip():
        return ""
    root = html.fragment_fromstring(str(body), create_parent="div")
    for link in root.xpath(".//a | .//img | .//style | .//script"):
        link.drop_tree()
    for block in root.iter(*BLOCKS):
        block.tail = "\n" + (block.tail or "")
    words = re.sub(r"https?://\S*access_token\S*", "", root.text_content())
    lines = (" ".join(line.split()) for line in words.splitlines())
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return redact(text, names)


def file_name(name, taken):
    """Return a name that is safe in an archive, and not given before.

    :param str name: the name of the file, as somebody gave it
    :param set taken: the names so far; the new one is added
    """
    name = re.sub(r"[\x00-\x1f\\/:*?\"<>|]", "_", name or "").strip(". ") or "file"
    stem, suffix = os.path.splitext(name)
    path, count = f"files/{name}", 1
    while path.casefold() in taken:
        count += 1
        path = f"files/{stem} ({count}){suffix}"
    taken.add(path.casefold())
    return path
