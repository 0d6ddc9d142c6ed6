# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""COVERAGE.md says the truth: no row missing or twice, every named test there."""

import ast
import re

from kit import home

COVERAGE = home.REPO / "engagement_qms" / "readme" / "COVERAGE.md"
LATER = re.compile(r"part [2-7]|later")


def span(prefix, first, last):
    return [f"{prefix}{number}" for number in range(first, last + 1)]


#: The rows of the list of requirements, in its order
ROWS = [
    *span("0.", 1, 10),
    *("1A-groups", "1A-principles", "1A-mission", "1A-benefits"),
    *span("1A-1.", 1, 8),
    *span("1A-2.", 1, 7),
    *span("1A-3.", 1, 7),
    *span("1A-", 4, 6),
    *span("1A-7.", 1, 7),
    *span("1B-P", 1, 7),
    "1B-P8-11",
    *span("1B-G", 1, 6),
    *span("1B-E", 1, 5),
    *span("1B-R", 1, 3),
    *span("1B-N", 1, 3),
    *span("1B-S", 1, 3),
    *span("1B-M", 1, 4),
    *span("1B-K", 1, 3),
    *span("1B-F", 1, 5),
    *span("1B-D", 1, 4),
    *span("1B-L", 1, 3),
    *span("1B-case", 1, 3),
    *("1B-A1", "1B-ADKAR", "1B-metrics"),
    *span("1C-C", 1, 34),
    *span("1D-4.", 1, 13),
    *span("1D-5.", 1, 3),
    *span("1D-6.", 1, 8),
    "1D-7",
    *span("1D-8.", 1, 5),
    *(f"1D-{annex}" for annex in "ABCDEFGH"),
    *("1D-10002", "1D-10003", "1D-10004", "1D-intro"),
    *("1E-4.2", "1E-5.1", "1E-7.3", "1E-8.4", "1E-8.7", "1E-9.1.2", "1E-9.1.3"),
    *("1E-9.3", "1E-10", "1E-9004", "1E-10018"),
    *span("2.", 1, 10),
    *span("3.0-T", 1, 10),
    *(f"I-{number:02}" for number in range(1, 31)),
    *(f"E-{number:02}" for number in range(1, 11)),
    *span("4.", 1, 3),
    *span("5.", 1, 10),
]
#: The rows that this part of the product must already answer
HERE = {
    *("1A-groups", "1A-principles", "1A-1.1", "1A-1.2", "1A-1.3", "1A-1.4"),
    *("1A-1.7", "1A-1.8", "1A-4", "1A-5", "1A-6"),
    *span("1A-7.", 1, 4),
    *span("1B-S", 1, 3),
    *span("1B-M", 1, 4),
    *span("1B-R", 1, 3),
    *("1B-P5", "1B-P6"),
    *("1A-1.5", "1A-2.2"),
    *span("1D-4.", 1, 13),
    *span("1D-5.", 1, 3),
    *span("1D-6.", 1, 8),
    *("1D-7", "1D-8.1", "1D-8.2", "1D-8.4", "1D-8.5", "5.1", "5.8"),
    *(f"1D-{annex}" for annex in "ABCDEFGH"),
    *("1D-10002", "1D-10003", "1D-intro", "5.7", "5.9"),
    *span("2.", 1, 10),
    *("1A-1.6", "1A-3.7", "1B-K1", "1B-K2", "1B-metrics"),
    *("0.3", "0.4", "0.5", "1D-8.3", "1D-10004", "1E-9.1.2", "5.3", "5.4"),
    *(f"I-{number:02}" for number in range(1, 17)),
    *(f"I-{number:02}" for number in range(17, 24)),
    *("I-28", "I-29", "I-30"),
    *("1B-K3", "1C-C13", "1C-C14", "1C-C16", "1C-C18", "1E-9.1.3", "1E-9.3"),
    *span("1C-C", 1, 12),
    *("1C-C15", "1C-C17", "1C-C19", "1C-C20"),
    *span("1C-C", 22, 34),
    *("1A-2.1", "1A-2.3", "1A-2.4", "1A-2.5", "1B-L2", "1E-5.1", "5.5"),
    *span("3.0-T", 1, 10),
    *("1A-2.6", "1A-2.7", *span("1A-3.", 1, 6)),
    *(*span("1B-D", 1, 4), "1B-L1", "1B-L3", "1E-10", "I-27"),
    *(f"E-{number:02}" for number in range(1, 11)),
    *("1B-P3", "1B-G4", "1B-G5", "1B-E3", "1B-E5", "4.1"),
}


def table():
    """Return the cells of each row of the tables."""
    lines = COVERAGE.read_text().splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return [row for row in rows if row[0] != "row"]


def existing_tests():
    """Return the names of all tests, as COVERAGE.md writes them."""
    found = set()
    for path in home.REPO.glob("engagement_*/tests/test_*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                found |= {f"{node.name}.{name}" for name in names_of_tests(node)}
    for path in (home.REPO / "tests").glob("test_*.py"):
        tree = ast.parse(path.read_text())
        found |= {f"{path.name}::{name}" for name in names_of_tests(tree)}
    return found


def names_of_tests(node):
    return [
        child.name
        for child in node.body
        if isinstance(child, ast.FunctionDef) and child.name.startswith("test_")
    ]


def test_every_row_is_listed_once():
    listed = [row[0] for row in table()]
    assert sorted(listed) == sorted(ROWS)


def test_every_row_has_a_test_that_exists_or_a_part_to_wait_for():
    existing = existing_tests()
    for row in table():
        last = row[-1]
        if LATER.fullmatch(last):
            continue
        assert len(row) == 4, f"{row[0]} needs what, where and a test"
        assert last.strip("`") in existing, f"{row[0]} names {last}"


def test_the_rows_of_this_part_wait_for_nothing():
    waiting = {row[0] for row in table() if LATER.fullmatch(row[-1])}
    assert waiting & HERE == set()


def test_the_readme_of_the_addon_holds_its_fragments():
    """The page of the wheel and the fragments say the same."""
    folder = home.REPO / "engagement_qms"
    readme = (folder / "README.md").read_text()
    for name in ("DESCRIPTION", "USAGE", "CONFIGURE"):
        text = (folder / "readme" / f"{name}.md").read_text().strip()
        assert text in readme, f"copy readme/{name}.md into README.md"


def test_the_description_page_needs_nothing_from_elsewhere():
    folder = home.REPO / "engagement_qms" / "static" / "description"
    page = (folder / "index.html").read_text()
    assert not re.search(r"https?:|//|<script|<link|@import", page)
    for source in re.findall(r'src="([^"]+)"', page):
        assert (folder / source).is_file(), f"{source} is not there"
