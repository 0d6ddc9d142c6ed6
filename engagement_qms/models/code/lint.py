# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What makes a promise vague, found without understanding it (no Odoo needed).

A promise should say what is done, until when, for whom it does not hold, and what
happens on a miss. The lint marks words that promise nothing and sentences that few
people finish; it never judges the wish behind them. The word lists are data, one file
per language, and may be longer or shorter without a change here: phrases by the sort
of way out they leave ("time", "effort", "hedge", "quality"), where a star stands for
any ending, and the length from which a word is hard to read.
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

# a point inside a number or before a small letter (5.5, e.g. desks) ends no sentence
SENTENCE = re.compile(r"\S.*?(?:[.!?]+(?=\s+[^\Wa-zß-ÿ])|$)", re.MULTILINE)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Finding(NamedTuple):
    """One place to look at: what kind, where, and the word or what is missing."""

    kind: str  # vague, long_sentence, long_word, limit, exclusions, owner, remedy
    start: int  # position in the promise; 0 where something is missing
    end: int
    text: str
    sort: str = ""  # of a vague word: time, effort, hedge or quality


def find_in_text(promise, lang="en"):
    """Return what is vague or hard to read in the wording of a promise.

    :param str promise: the text
    :param str lang: language code; "de_CH" reads the list "de"
    :return: findings in the order of the text
    """
    findings = [
        Finding("vague", *match.span(), match.group(), match.lastgroup.split("_")[0])
        for match in _vague(lang).finditer(promise)
    ]
    findings += [
        Finding("long_sentence", *sentence.span(), sentence.group())
        for sentence in SENTENCE.finditer(promise)
        if count_words(sentence.group()) > LONG_SENTENCE
    ]
    findings += [
        Finding("long_word", *match.span(), match.group())
        for match in WORD.finditer(promise)
        if len(match.group()) > _long_word(lang) and "-" not in match.group()
    ]
    return sorted(findings, key=lambda finding: (finding.start, finding.end))


def count_words(text):
    """Return how many words a text has; numbers and signs are none."""
    return len(WORD.findall(text))


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
    """Return one expression that finds every vague phrase as whole words.

    The longest phrase comes first, so that "as soon as possible" is one finding, and
    not "soon" in it. The group that matches is named after the sort of the phrase.
    """
    phrases = [
        (phrase, sort)
        for sort, listed in _load(lang)["vague"].items()
        for phrase in listed
    ]
    phrases.sort(key=lambda pair: len(pair[0]), reverse=True)
    groups = (
        f"(?P<{sort}_{number}>{_as_pattern(phrase)})"
        for number, (phrase, sort) in enumerate(phrases)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)", re.IGNORECASE)


def _as_pattern(phrase):
    pattern = re.escape(phrase).replace(r"\ ", r"\s+")
    return pattern.replace(r"\*", r"\w*")


def _long_word(lang):
    return _load(lang).get("long_word", LONG_WORD)
