# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..models.code import exchange, lint

HEAD = 'xmlns="urn:engagement-qms:code" version="1" xml:lang="en" audience="customer"'
PROMISE = '<promise number="1" category="other"><text>We answer.</text>%s</promise>'
#: What is written from right to left, with marks, beyond the basic plane, and quoted
TRICKY = "äöüßÄÖÜ שלום مرحبا ‏é😀 <>&\"'\n\r\t]]>"

texts = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from(TRICKY)), max_size=40
)
plain = texts.map(str.strip).filter(
    lambda text: (
        text and not exchange.CONTROL.search(text) and not exchange.MARKUP.search(text)
    )
)
by_lang = st.dictionaries(st.sampled_from(["en", "de", "ar", "zh-TW"]), plain)
limits = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {
            "limit_value": st.floats(0.001, 10000).map(lambda number: round(number, 3)),
            "limit_unit": st.sampled_from(["hour", "day", "working_day"]),
        }
    ),
    by_lang.map(lambda reason: {"no_limit_reason": reason}),
)


@st.composite
def promises(draw, number):
    names = [name for name in exchange.PROMISE_TEXTS if name != "no_limit_reason"]
    return exchange.Promise(
        number=number,
        category=draw(st.sampled_from(["delivery", "personal_data", "other"])),
        skills=tuple(draw(st.lists(plain, max_size=2))),
        **{
            **{name: draw(by_lang) for name in names},
            "promise": draw(by_lang.filter(bool)),
        },
        **draw(limits),
    )


@st.composite
def documents(draw):
    numbers = draw(
        st.lists(plain.map(lambda t: t[:20].strip()), unique=True, max_size=3)
    )
    return exchange.Document(
        lang="en",
        audience=draw(st.sampled_from(["customer", "personnel", "supplier"])),
        provider="Trade association",
        edition=draw(plain | st.just("")),
        objectives=tuple(draw(st.lists(by_lang.filter(bool), max_size=2))),
        promises=tuple(draw(promises(number)) for number in numbers),
        **{
            **{name: draw(by_lang) for name in exchange.CODE_TEXTS},
            "name": draw(by_lang.filter(bool)),
        },
    )


@tagged("post_install", "-at_install", "engagement")
class TestExchange(BaseCase):
    """Documents of codes: what is read, written, refused and compared."""

    def _parse(self, inside="", head=HEAD):
        text = f"<code {head}>\n<name>Returns</name>\n{inside}</code>"
        return exchange.parse(text.encode())

    def _refusal(self, data):
        """Return (kind, line) of the error."""
        data = data.encode() if isinstance(data, str) else data
        with self.assertRaises(exchange.ExchangeError) as caught:
            exchange.parse(data)
        return caught.exception.kind, caught.exception.line

    def _refusal_inside(self, inside):
        return self._refusal(f"<code {HEAD}>\n<name>Returns</name>\n{inside}</code>")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(documents())
    def test_what_is_written_is_read_the_same(self, document):
        self.assertEqual(exchange.parse(exchange.serialise(document)), document)

    @settings(max_examples=100, deadline=None)
    @given(texts.filter(str.strip))
    def test_a_text_comes_back_or_is_refused_by_name(self, text):
        document = exchange.Document(lang="en", audience="customer", name={"en": text})
        try:
            data = exchange.serialise(document)
        except exchange.ExchangeError as error:
            self.assertIn(error.kind, ("control", "markup"))
            self.assertEqual(error.found, "name")
            self.assertTrue(
                exchange.CONTROL.search(text) or exchange.MARKUP.search(text)
            )
        else:
            self.assertEqual(exchange.parse(data).name, {"en": text.strip()})

    def test_a_control_character_is_refused_with_its_place(self):
        promise = exchange.Promise("7", "other", {"en": "a"}, remedy={"en": "b\x08"})
        document = exchange.Document("en", "customer", {"en": "x"}, promises=(promise,))
        with self.assertRaises(exchange.ExchangeError) as caught:
            exchange.serialise(document)
        self.assertEqual(caught.exception.kind, "control")
        self.assertEqual(caught.exception.found, "remedy (7)")

    def test_a_text_that_is_too_long_is_not_handed_on(self):
        document = exchange.Document("en", "customer", {"en": "x" * 1001})
        with self.assertRaises(exchange.ExchangeError) as caught:
            exchange.serialise(document)
        self.assertEqual(caught.exception.kind, "length")

    def test_languages_are_told_apart(self):
        document = self._parse(
            '<purpose xml:lang="de">Warum</purpose><purpose>Why</purpose>'
        )
        self.assertEqual(document.purpose, {"de": "Warum", "en": "Why"})
        self.assertEqual(document.say(document.purpose, "de-CH"), "Warum")
        self.assertEqual(document.say(document.purpose, "fr"), "Why")
        self.assertEqual(exchange.find({"de-AT": "Servus"}, "de"), "Servus")
        self.assertEqual(exchange.find({"de": "Servus"}, "nl"), "")
        self.assertEqual(exchange.tag("sr@latin"), "sr-latin")

    def test_comments_and_instructions_leave_no_trace(self):
        document = self._parse("<purpose>On <!-- x --><?php y?>time</purpose>")
        self.assertEqual(document.purpose, {"en": "On time"})

    def test_what_is_no_document_is_refused(self):
        self.assertEqual(self._refusal(" \n"), ("empty", None))
        self.assertEqual(self._refusal("hello"), ("not_xml", 1))
        self.assertEqual(self._refusal("<a>\n<b>\n</a>"), ("not_xml", 3))
        self.assertEqual(self._refusal("\n<svg/>"), ("other_format", 2))
        self.assertEqual(self._refusal("<code/>"), ("other_format", 1))
        newer = HEAD.replace('version="1"', 'version="2"')
        self.assertEqual(self._refusal(f"<code {newer}/>"), ("other_version", 1))

    def test_what_is_too_large_is_refused_before_it_is_read(self):
        self.assertEqual(
            self._refusal(b"\xff" * (exchange.MAX_BYTES + 1)), ("too_large", None)
        )
        self.assertEqual(self._refusal("<a>" * 10000)[0], "not_xml")
        many = "".join(
            PROMISE.replace('"1"', f'"{number}"') % ""
            for number in range(exchange.MAX_PROMISES + 1)
        )
        self.assertEqual(self._refusal_inside(many), ("too_many", 3))

    def test_another_encoding_is_refused_where_it_begins(self):
        latin = f"<code {HEAD}>\n<name>Rückgabe</name></code>".encode("latin-1")
        self.assertEqual(self._refusal(latin), ("encoding", 2))
        wide = f"<code {HEAD}/>".encode("utf-16")
        self.assertEqual(self._refusal(wide), ("encoding", 1))
        lying = (
            f'<?xml version="1.0" encoding="utf-16"?><code {HEAD}><name>ü</name></code>'
        )
        self.assertEqual(exchange.parse(lying.encode()).name, {"en": "ü"})

    def test_a_document_type_is_refused_whatever_it_declares(self):
        laughs = "".join(
            f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">\n' for n in range(1, 9)
        )
        declared = {
            "laughs": f'[<!ENTITY l1 "ha">\n{laughs}]',
            "external": '[<!ENTITY x SYSTEM "file:///etc/passwd">]',
            "parameter": '[<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]',
            "dtd": 'SYSTEM "http://127.0.0.1/x.dtd"',
        }
        for name, inside in declared.items():
            with self.subTest(name=name):
                text = (
                    f"\n<!DOCTYPE code {inside}>\n<code {HEAD}><name>&x;</name></code>"
                )
                self.assertEqual(self._refusal(text), ("doctype", 2))
                wide = f'<?xml version="1.0" encoding="utf-16"?>{text}'.encode("utf-16")
                self.assertEqual(self._refusal(wide)[0], "encoding")

    def test_an_entity_that_nobody_declared_is_refused(self):
        self.assertEqual(
            self._refusal_inside("\n<purpose>&secret;</purpose>"), ("not_xml", 4)
        )

    def test_nothing_is_fetched(self):
        """An inclusion is an element like any other that is not in the form."""
        xi = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
        self.assertEqual(self._refusal_inside(xi), ("unexpected", 3))

    def test_markup_and_script_in_a_text_are_refused(self):
        for text in (
            "<b>bold</b>",
            "<script>alert(1)</script>",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<![CDATA[<img src=x onerror=alert(1)>]]>",
            "&#60;svg/onload=alert(1)&#62;",
            "&lt;!-- x --&gt;",
            "JavaScript : alert(1)",
        ):
            with self.subTest(text=text):
                found = self._refusal_inside(f"<purpose>\n{text}</purpose>")
                self.assertEqual(found, ("markup", 3))
        self.assertEqual(
            self._parse("<purpose>5 &lt; 6 &amp; 7 &gt; 6</purpose>").purpose,
            {"en": "5 < 6 & 7 > 6"},
        )

    def test_what_is_against_the_form_is_refused_with_its_line(self):
        limit = '\n<limit value="%s" unit="%s"/>'
        cases = {
            "<colour>red</colour>": ("unexpected", 3),
            PROMISE % "" + "\n<purpose>late</purpose>": ("unexpected", 4),
            '<purpose onclick="x">y</purpose>': ("attribute", 3),
            "<purpose> \n </purpose>": ("length", 3),
            f"<purpose>{'x' * 10001}</purpose>": ("length", 3),
            '<promise number="1" category="other"/>': ("incomplete", 3),
            '<promise number="1" category="joy"><text>a</text></promise>': (
                "attribute",
                3,
            ),
            '<promise category="other"><text>a</text></promise>': ("attribute", 3),
            PROMISE % (limit % (0, "day")): ("attribute", 4),
            PROMISE % (limit % (-3, "day")): ("attribute", 4),
            PROMISE % (limit % (10001, "day")): ("attribute", 4),
            PROMISE % (limit % ("soon", "day")): ("attribute", 4),
            PROMISE % (limit % (3, "week")): ("attribute", 4),
            PROMISE % "" + "\n" + PROMISE % "": ("number_twice", 4),
            "<purpose>a</purpose>\n<purpose>b</purpose>": ("language_twice", 4),
        }
        for inside, expected in cases.items():
            with self.subTest(inside=inside[:60]):
                self.assertEqual(self._refusal_inside(inside), expected)

    def test_the_error_shows_what_is_meant(self):
        with self.assertRaises(exchange.ExchangeError) as caught:
            self._parse(PROMISE % '<limit value="0" unit="day"/>')
        self.assertEqual(caught.exception.found, 'limit value="0" unit="day"')

    def test_a_document_is_the_same_as_itself(self):
        theirs = exchange.load_ready("returns")[0]
        self.assertEqual(exchange.compare(theirs, theirs, "de"), [])

    def test_what_differs_is_told_part_by_part(self):
        theirs = self._parse(
            "<purpose>Why</purpose>"
            + PROMISE % '<limit value="5" unit="day"/>'
            + PROMISE.replace('"1"', '"2"') % ""
        )
        ours = self._parse(
            PROMISE.replace("answer", "call") % '<limit value="3" unit="day"/>'
            + PROMISE.replace('"1"', '"3"') % ""
        )
        self.assertEqual(
            [tuple(difference) for difference in exchange.compare(theirs, ours, "en")],
            [
                ("changed", "", "purpose", "Why", ""),
                ("changed", "1", "promise", "We answer.", "We call."),
                ("changed", "1", "limit", (5.0, "day"), (3.0, "day")),
                ("removed", "2", "promise", "We answer.", ""),
                ("added", "3", "promise", "", "We answer."),
            ],
        )

    def test_a_change_in_another_language_is_seen(self):
        inside = '<purpose>Why</purpose><purpose xml:lang="de">%s</purpose>'
        theirs, ours = self._parse(inside % "Warum"), self._parse(inside % "Wozu")
        (difference,) = exchange.compare(theirs, ours, "en")
        self.assertEqual(difference[3:], ("Warum", "Wozu"))

    def test_the_ready_codes_are_whole_and_in_two_languages(self):
        for name in exchange.READY:
            document, data = exchange.load_ready(name)
            self.assertEqual(exchange.parse(exchange.serialise(document)), document)
            self.assertIn(b"License LGPL", data)
            self.assertTrue(5 <= len(document.promises) <= 7)
            for attribute in (
                "name",
                "summary",
                "purpose",
                "scope",
                "terms",
                "contact",
            ):
                self.assertEqual(set(getattr(document, attribute)), {"en", "de"})
            for promise in document.promises:
                with self.subTest(code=name, promise=promise.number):
                    needed = set(exchange.PROMISE_TEXTS) - {"no_limit_reason"}
                    if not promise.limit_value:
                        needed.add("no_limit_reason")
                    for attribute in needed:
                        self.assertEqual(set(getattr(promise, attribute)), {"en", "de"})

    def test_the_ready_codes_pass_our_own_lint(self):
        for name in exchange.READY:
            document, _data = exchange.load_ready(name)
            parts = [(document, exchange.CODE_TEXTS)]
            parts += [(one, exchange.PROMISE_TEXTS) for one in document.promises]
            for part, names in parts:
                for attribute in names:
                    for lang, text in getattr(part, attribute).items():
                        with self.subTest(code=name, text=text):
                            self.assertEqual(lint.find_in_text(text, lang), [])
