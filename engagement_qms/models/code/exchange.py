# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Codes of conduct as documents that organisations hand each other (no Odoo needed).

The form is `data/codes/code.rng`. What somebody else wrote is read as a stranger's
letter: no document type, so no entities at all, nothing from the network, a limit on
the size, and plain texts only. Whatever is wrong is an `ExchangeError` that says where
and why; what was read without one can be written again and is the same.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree

CODES = Path(__file__).parents[2] / "data" / "codes"
#: The codes of our own wording that everybody may start from
READY = {
    "delivery": "delivery.xml",
    "returns": "returns.xml",
    "repair": "repair.xml",
    "course_provider": "course_provider.xml",
}
NAMESPACE = "urn:engagement-qms:code"
VERSION = "1"
MAX_BYTES = 1024 * 1024
MAX_PROMISES = 200

#: Texts of a code and of a promise -> their elements, in the order of the document
CODE_TEXTS = {
    "name": "name",
    "summary": "summary",
    "purpose": "purpose",
    "scope": "scope",
    "context": "context",
    "product_text": "products",
    "site_text": "sites",
    "terms": "terms",
    "contact": "contact",
    "remedy": "remedy",
}
PROMISE_TEXTS = {
    "promise": "text",
    "no_limit_reason": "no-limit",
    "exclusions": "exclusions",
    "remedy": "remedy",
    "procedure": "procedure",
    "on_miss": "on-miss",
    "verification": "verification",
}
#: What a promise without a time has as its unit
NO_UNIT = "working_day"

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
MARKUP = re.compile(r"<[/!?]?[a-z]|<!--|\b(?:java|vb)script\s*:", re.IGNORECASE)
# what XML 1.0 has no way to write
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# the parser's words end with the place, which an error names by itself
POSITION = re.compile(r", line \d+, column \d+$")
#: What libxml2 finds against the schema -> how it is called here
FINDINGS = {
    "RELAXNG_ERR_ELEMWRONG": "unexpected",
    "RELAXNG_ERR_EXTRACONTENT": "unexpected",
    "RELAXNG_ERR_NOELEM": "incomplete",
    "RELAXNG_ERR_DATAELEM": "markup",
    "RELAXNG_ERR_INVALIDATTR": "attribute",
    "RELAXNG_ERR_ATTRVALID": "attribute",
    "RELAXNG_ERR_TYPECMP": "attribute",
    "RELAXNG_ERR_TYPEVAL": "attribute",
    "RELAXNG_ERR_TEXTWRONG": "stray_text",
    "RELAXNG_ERR_DATATYPE": "length",
    "RELAXNG_ERR_CONTENTVALID": "length",
}


class ExchangeError(ValueError):
    """A document that cannot be read, or a code that cannot be written as one.

    :ivar str kind: empty, too_large, encoding, doctype, not_xml, other_format,
        other_version, unexpected, incomplete, attribute, stray_text, length, markup,
        control, language_twice, number_twice or too_many
    :ivar int line: where in the document, or None
    :ivar str found: the element or place, or the parser's words
    """

    def __init__(self, kind, line=None, found=""):
        super().__init__(f"line {line}: {kind}: {found}")
        self.kind = kind
        self.line = line
        self.found = found


@dataclass(frozen=True)
class Promise:
    """One promise of a document; texts are dicts of language tag -> text."""

    number: str
    category: str
    promise: dict
    limit_value: float = 0.0  # in limit_unit; 0 is no limit
    limit_unit: str = NO_UNIT
    no_limit_reason: dict = field(default_factory=dict)
    exclusions: dict = field(default_factory=dict)
    remedy: dict = field(default_factory=dict)
    procedure: dict = field(default_factory=dict)
    on_miss: dict = field(default_factory=dict)
    verification: dict = field(default_factory=dict)
    skills: tuple = ()


@dataclass(frozen=True)
class Document:
    """A code of conduct as it is handed on; texts are dicts of language tag -> text."""

    lang: str
    audience: str
    name: dict
    provider: str = ""
    edition: str = ""  # the provider's version
    summary: dict = field(default_factory=dict)
    purpose: dict = field(default_factory=dict)
    scope: dict = field(default_factory=dict)
    context: dict = field(default_factory=dict)
    product_text: dict = field(default_factory=dict)
    site_text: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    contact: dict = field(default_factory=dict)
    remedy: dict = field(default_factory=dict)
    objectives: tuple = ()  # of texts
    promises: tuple = ()

    def say(self, texts, lang):
        """Return the text for readers of a language, or as it was first written."""
        first = next(iter(texts.values()), "")
        return find(texts, lang) or find(texts, self.lang) or first


class Difference(NamedTuple):
    """One place where two documents differ."""

    kind: str  # added, removed, changed
    number: str  # of the promise; empty for the code itself
    field: str
    theirs: object  # text; (value, unit) of a limit
    ours: object


def tag(code):
    """Return the language tag of a locale: "sr@latin" is "sr-latin"."""
    return re.sub(r"[_@]", "-", code)


def find(texts, lang):
    """Return the text in a language, its base language or a sister, or nothing."""
    wanted = lang.lower()
    base = wanted.split("-")[0]
    by_tag = {other.lower(): text for other, text in texts.items()}
    sisters = (text for other, text in by_tag.items() if other.split("-")[0] == base)
    return by_tag.get(wanted) or by_tag.get(base) or next(sisters, "")


def parse(data):
    """Read a document.

    :param bytes data: the file
    :return: a `Document`
    :raise ExchangeError: with the line and the reason
    """
    if len(data) > MAX_BYTES:
        raise ExchangeError("too_large")
    if not data.strip():
        raise ExchangeError("empty")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ExchangeError("encoding", line) from None
    # Looked for before a parser sees it: without a document type there is no entity to
    # expand and nothing to fetch. The text is UTF-8, so it can hide in no other way.
    if doctype := DOCTYPE.search(text):
        raise ExchangeError("doctype", text.count("\n", 0, doctype.start()) + 1)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        words = POSITION.sub("", error.msg or "")
        raise ExchangeError("not_xml", error.lineno, words) from None
    return _read(root)


def serialise(document):
    """Write a document.

    :return: bytes that `parse` reads as the same document
    :raise ExchangeError: naming the place whose text the form cannot hold
    """
    root = etree.Element(_name("code"), nsmap={None: NAMESPACE})
    root.set("version", VERSION)
    root.set(LANG, document.lang)
    root.set("audience", document.audience)
    for attribute, element in CODE_TEXTS.items():
        _add_texts(root, element, getattr(document, attribute), document.lang)
        if attribute == "name" and document.provider:
            _add_text(root, "provider", document.provider)
            if document.edition:
                root[-1].set("edition", _check(document.edition, "provider"))
    for objective in document.objectives:
        _add_texts(_add(root, "objective"), "text", objective, document.lang)
    for promise in document.promises:
        _add_promise(root, promise, document.lang)
    etree.indent(root, "    ")
    data = etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"
    parse(data)  # nobody is handed what the other side would refuse
    return data


def load_ready(name):
    """Return one of the ready codes: (its document, its file as bytes)."""
    data = (CODES / READY[name]).read_bytes()
    return _parse_once(data), data


def compare(theirs, ours, lang):
    """Return where two documents differ, as a reader of a language sees it.

    Promises belong together by their number. A text that reads the same in the
    language, but not in another one that both have, differs as well.

    :return: a list of `Difference`, the code first, then promise by promise
    """
    differences = []
    for attribute in CODE_TEXTS:
        if attribute != "summary":
            pair = _differ(theirs, ours, theirs, ours, attribute, lang)
            if pair:
                differences.append(Difference("changed", "", attribute, *pair))
    before = {promise.number: promise for promise in theirs.promises}
    after = {promise.number: promise for promise in ours.promises}
    for number in [*before, *(number for number in after if number not in before)]:
        old, new = before.get(number), after.get(number)
        if not new:
            text = theirs.say(old.promise, lang)
            differences.append(Difference("removed", number, "promise", text, ""))
        elif not old:
            text = ours.say(new.promise, lang)
            differences.append(Difference("added", number, "promise", "", text))
        else:
            differences += _compare_promise(theirs, ours, old, new, lang)
    return differences


def _compare_promise(theirs, ours, old, new, lang):
    for attribute in ("promise", "limit", *list(PROMISE_TEXTS)[1:]):
        if attribute == "limit":
            pair = tuple((one.limit_value, one.limit_unit) for one in (old, new))
            pair = pair if pair[0] != pair[1] else None
        else:
            pair = _differ(theirs, ours, old, new, attribute, lang)
        if pair:
            yield Difference("changed", old.number, attribute, *pair)


def _differ(theirs, ours, old, new, attribute, lang):
    """Return the pair of texts that differ, in the language or the first other one."""
    before, after = getattr(old, attribute), getattr(new, attribute)
    pairs = [
        (
            theirs.say(before, lang) if before else "",
            ours.say(after, lang) if after else "",
        )
    ]
    pairs += [(text, find(after, other) or text) for other, text in before.items()]
    return next((pair for pair in pairs if pair[0] != pair[1]), None)


@cache
def _parse_once(data):
    return parse(data)


@cache
def _schema():
    return etree.RelaxNG(file=str(CODES / "code.rng"))


def _name(element):
    return f"{{{NAMESPACE}}}{element}"


def _read(root):
    """Return the document of a tree that is XML, but may be anything."""
    if root.tag != _name("code"):
        raise ExchangeError("other_format", root.sourceline, root.tag)
    if root.get("version") != VERSION:
        raise ExchangeError("other_version", root.sourceline, root.get("version") or "")
    schema = _schema()
    if not schema.validate(root):
        _raise_finding(root, schema.error_log[0])
    promises = root.findall(_name("promise"))
    if len(promises) > MAX_PROMISES:
        raise ExchangeError("too_many", promises[MAX_PROMISES].sourceline)
    numbers = set()
    for promise in promises:
        number = _check(promise.get("number"), "number", promise.sourceline)
        if not number or number in numbers:
            raise ExchangeError("number_twice", promise.sourceline, number)
        numbers.add(number)
    provider = root.find(_name("provider"))
    lang = root.get(LANG)
    return Document(
        lang=lang,
        audience=root.get("audience"),
        provider="" if provider is None else _read_text(provider),
        edition="" if provider is None else _read_edition(provider),
        objectives=tuple(
            _read_texts(objective, "text", lang)
            for objective in root.findall(_name("objective"))
        ),
        promises=tuple(_read_promise(promise, lang) for promise in promises),
        **{
            attribute: _read_texts(root, element, lang)
            for attribute, element in CODE_TEXTS.items()
        },
    )


def _raise_finding(root, finding):
    """Say what the schema found, by the element that it points to."""
    try:
        nodes = root.getroottree().xpath(finding.path or "/*")
    except etree.XPathError:  # the path names an element of a stranger's namespace
        nodes = [node for node in root.iter() if node.sourceline == finding.line]
    node = nodes[-1] if nodes else root
    kind = FINDINGS.get(finding.type_name, "unexpected")
    words = [etree.QName(node).localname]
    if kind == "attribute":
        words += [
            f'{etree.QName(key).localname}="{value}"'
            for key, value in node.attrib.items()
        ]
    raise ExchangeError(kind, finding.line or node.sourceline, " ".join(words))


def _read_promise(promise, lang):
    limit = promise.find(_name("limit"))
    return Promise(
        number=promise.get("number").strip(),
        category=promise.get("category"),
        limit_value=0.0 if limit is None else float(limit.get("value")),
        limit_unit=NO_UNIT if limit is None else limit.get("unit"),
        skills=tuple(_read_text(skill) for skill in promise.findall(_name("skill"))),
        **{
            attribute: _read_texts(promise, element, lang)
            for attribute, element in PROMISE_TEXTS.items()
        },
    )


def _read_texts(parent, element, lang):
    texts = {}
    for node in parent.findall(_name(element)):
        language = node.get(LANG, lang)
        if language.lower() in {other.lower() for other in texts}:
            raise ExchangeError("language_twice", node.sourceline, element)
        texts[language] = _read_text(node)
    return texts


def _read_text(node):
    place = etree.QName(node).localname
    return _check("".join(node.itertext()), place, node.sourceline)


def _read_edition(provider):
    return _check(provider.get("edition", ""), "provider", provider.sourceline)


def _check(text, place, line=None):
    """Return a text without the blanks around it; refuse what is not plain."""
    if CONTROL.search(text):
        raise ExchangeError("control", line, place)
    if MARKUP.search(text):
        raise ExchangeError("markup", line, place)
    return text.strip()


def _add(parent, element):
    return etree.SubElement(parent, _name(element))


def _add_text(parent, element, text, place=""):
    _add(parent, element).text = _check(text, place or element)


def _add_texts(parent, element, texts, lang, place=""):
    for language, text in texts.items():
        if text.strip():
            _add_text(parent, element, text, place)
            if language != lang:
                parent[-1].set(LANG, language)


def _add_promise(root, promise, lang):
    node = _add(root, "promise")
    node.set("number", _check(promise.number, "number"))
    node.set("category", promise.category)
    for attribute, element in PROMISE_TEXTS.items():
        if attribute == "no_limit_reason" and promise.limit_value:
            limit = _add(node, "limit")
            limit.set("value", f"{Decimal(repr(promise.limit_value)):f}")
            limit.set("unit", promise.limit_unit)
            continue
        place = f"{element} ({promise.number})"
        _add_texts(node, element, getattr(promise, attribute), lang, place)
    for skill in promise.skills:
        _add_text(node, "skill", skill)
