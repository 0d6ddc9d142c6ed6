# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What makes a promise vague, found without understanding it (no Odoo needed).

A promise should say what is done, until when, for whom it does not hold, and what
happens on a miss. The lint marks words that promise nothing and sentences that few
people finish; it never judges the wish behind them. The word lists are data, one file
per language, and may be longer or shorter without a change here.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

LISTS = Path(__file__).parents[2] / "data" / "lint"
#: The list that is read where a language has none of its own
FALLBACK = "en"
#: A sentence with more words than this is hard to follow
LONG_SENTENCE = 25
#: A word with more letters than this is hard to read
LONG_WORD = 14

SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Finding(NamedTuple):
    """One place to look at: what kind, where, and the word or what is missing."""

    kind: str  # vague, long_sentence, long_word, limit, exclusions, owner, remedy
    start: int  # position in the promise; 0 where something is missing
    end: int
    text: str


def find_in_text(promise, lang="en"):
    """Return what is vague or hard to read in the wording of a promise.

    :param str promise: the text
    :param str lang: language code; "de_CH" reads the list "de"
    :return: findings in the order of the text
    """
    findings = [
        Finding("vague", match.start(), match.end(), match.group())
        for match in _vague(lang).finditer(promise)
    ]
    for sentence in SENTENCE.finditer(promise):
        words = WORD.findall(sentence.group())
        if len(words) > LONG_SENTENCE:
            text = sentence.group().strip()
            start = promise.index(text, sentence.start())
            findings.append(Finding("long_sentence", start, start + len(text), text))
    findings += [
        Finding("long_word", match.start(), match.end(), match.group())
        for match in WORD.finditer(promise)
        if len(match.group()) > _long_word(lang) and "-" not in match.group()
    ]
    return sorted(findings, key=lambda finding: (finding.start, finding.end))


def find_missing(limit=False, exclusions=False, owner=False, remedy=False):
    """Return what a promise does not say.

    :param bool limit: whether it has a limit, or a reason for none
    :param bool exclusions: whether it says for what it does not hold
    :param bool owner: whether somebody answers for it
    :param bool remedy: whether it says what happens on a miss
    """
    said = {
        "limit": limit,
        "exclusions": exclusions,
        "owner": owner,
        "remedy": remedy,
    }
    return [Finding(kind, 0, 0, "") for kind, present in said.items() if not present]


def languages():
    """Return the languages that have a word list."""
    return sorted(path.stem for path in LISTS.glob("*.json"))


@cache
def _load(lang):
    """Return the word list of a language, of its base language, or the fallback."""
    for name in (lang, lang.split("_")[0], FALLBACK):
        path = LISTS / f"{name}.json"
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8"))
    raise FileNotFoundError(f"no word list {FALLBACK!r} in data/lint")


@cache
def _vague(lang):
    """Return one expression that finds every vague phrase as whole words."""
    phrases = sorted(_load(lang)["vague"], key=len, reverse=True)
    spaced = (re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)


def _long_word(lang):
    return _load(lang).get("long_word", LONG_WORD)
