# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each addon says under which terms it may be used, and keeps to those of others."""

from .. import addons, home

# By the manifest's word: the line in each file, and how the text itself begins.
KNOWN = {
    "LGPL-3": (
        "License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).",
        "GNU LESSER GENERAL PUBLIC LICENSE",
    ),
    "AGPL-3": (
        "License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).",
        "GNU AFFERO GENERAL PUBLIC LICENSE",
    ),
}
HOLDER = "Copyright 2026 Engagement QMS contributors"


def check():
    """Find addons without the text of their licence, files without its line,
    and addons that need another whose licence asks for more than their own."""
    found = []
    for name, folder in addons.ours().items():
        licence = addons.manifest(folder).get("license")
        if licence not in KNOWN:
            found.append(f"{name}/__manifest__.py: no licence of {', '.join(KNOWN)}")
            continue
        line, title = KNOWN[licence]
        found += _texts(name, folder, title)
        found += _lines(folder, line)
        found += _needs(name, licence)
    return found


def _texts(name, folder, title):
    if not (folder / "README.md").is_file():
        yield f"{name}/README.md is not there"
    text = folder / "LICENSE"
    if not text.is_file() or title not in text.read_text().partition("\n")[0]:
        yield f"{name}/LICENSE is not the {title.title()}"


def _lines(folder, line):
    for path in sorted(folder.rglob("*.py")):
        # An empty file says nothing, and needs no leave.
        if (rows := path.read_text().splitlines()) and rows[:2] != [
            f"# {HOLDER}",
            f"# {line}",
        ]:
            yield f"{path.relative_to(home.REPO)}: begin with “# {HOLDER}”, “# {line}”"


def _needs(name, licence):
    if licence == "AGPL-3":
        return
    for other in sorted(addons.requirements([name])[0]):
        if addons.manifest(addons.find(other)).get("license") == "AGPL-3":
            yield f"{name} is {licence} and needs {other}, which is AGPL-3"
