"""Contributors type plain characters; the site shows typographic ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.locales import Locale
from macros.typography import Typesetter
from macros.vouchers import fold, text_of

DOCS = Path(__file__).parent.parent / "docs"
SETTERS = {code: Typesetter(Locale.read(DOCS, code).words["typography"]) for code in ("fr", "en")}
THIN, HARD = "\u202f", "\u00a0"

FRENCH = [
    ("<p>Vrai ?</p>", f"<p>Vrai{THIN}?</p>"),
    ("<p>Eau : oui ; non !</p>", f"<p>Eau{HARD}: oui{THIN}; non{THIN}!</p>"),
    ('<p>Le "mot" juste</p>', f"<p>Le «{HARD}mot{HARD}» juste</p>"),
    ('<p>"<em>mot</em>"</p>', f"<p>«{HARD}<em>mot</em>{HARD}»</p>"),
    ("<p>« mot »</p>", f"<p>«{HARD}mot{HARD}»</p>"),
    ("<p>l'eau d'<em>ici</em></p>", "<p>l’eau d’<em>ici</em></p>"),
    ("<p>30 %</p>", f"<p>30{THIN}%</p>"),
    ("<p>du CO2...</p>", "<p>du CO₂…</p>"),
    ("<p>à 12:30</p>", "<p>à 12:30</p>"),
]

ENGLISH = [
    ('<p>The "word" is</p>', "<p>The “word” is</p>"),
    ("<p>it's the machines'</p>", "<p>it’s the machines’</p>"),
    ("<p>the 'word' here</p>", "<p>the ‘word’ here</p>"),
    ('<p>("word")</p>', "<p>(“word”)</p>"),
    ('<p>"<em>word</em>"</p>', "<p>“<em>word</em>”</p>"),
    ("<p>30% of it: yes; no!</p>", "<p>30% of it: yes; no!</p>"),
]

# A language whose single quotation ends with another sign than an apostrophe.
SPANISH = [
    ("<p>la 'palabra' justa</p>", "<p>la “palabra” justa</p>"),
    ("<p>'una palabra', y 'otra'.</p>", "<p>“una palabra”, y “otra”.</p>"),
    ("<p>'O'Brien' y d'Artagnan</p>", "<p>“O’Brien” y d’Artagnan</p>"),
    ("<p>los años '90</p>", "<p>los años ’90</p>"),
    ("<p>'una <em>palabra</em>' y</p>", "<p>“una <em>palabra</em>” y</p>"),
    ("<p>'una <em>palabra'</em> y</p>", "<p>“una <em>palabra”</em> y</p>"),
    ("<p>'de l'<em>Hospitalet</em>' y</p>", "<p>“de l’<em>Hospitalet</em>” y</p>"),
    ("<p>'abierta</p><p>años' y</p>", "<p>“abierta</p><p>años’ y</p>"),
    ("<p>\"la 'palabra'\" y</p>", "<p>«la “palabra”» y</p>"),
]

UNTOUCHED = [
    '<code>"a" ; b\'s</code>',
    "<pre><code>x ? y : z</code></pre>",
    '<a title="it\'s : x" href="http://a.b/?c=d">x</a>',
    '<script>var a = "b"</script>',
    "<p>http://a.b/c</p>",
]


@pytest.mark.parametrize(
    ("code", "typed", "shown"), [("fr", *row) for row in FRENCH] + [("en", *row) for row in ENGLISH]
)
def test_typography(code: str, typed: str, shown: str) -> None:
    """Quotes, apostrophes and spaces are set, and set only once."""
    assert SETTERS[code].html(typed) == shown
    assert SETTERS[code].html(shown) == shown


@pytest.mark.parametrize(("typed", "shown"), SPANISH)
def test_a_single_quotation_ends_with_its_own_sign(typed: str, shown: str) -> None:
    """What closes a quotation is told from an apostrophe, and all of it is vouched for as it was typed."""
    setter = Typesetter({"quotes": ["«", "»"], "single_quotes": ["“", "”"], "apostrophe": "’"})
    assert setter.html(typed) == shown
    assert setter.html(shown) == shown
    assert fold(text_of(typed)) == fold(text_of(shown))


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("html", UNTOUCHED)
def test_code_and_attributes_stay(code: str, html: str) -> None:
    """Code, attributes and addresses are not text."""
    assert SETTERS[code].html(html) == html


def test_a_language_without_rules_stays_as_typed() -> None:
    """A language that says nothing of typography is left alone."""
    assert Typesetter(None).html('<p>"a" : b\'s</p>') == '<p>"a" : b\'s</p>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Grok 4, Grok 4.7", "Grok\u00a04, Grok\u00a04.7"),
        ("Llama 3.1 405B", "Llama\u00a03.1\u00a0405B"),
        # What is no declared name, or no whole one, may break.
        ("Grok 41", "Grok 41"),
        ("Ngrok 4", "Ngrok 4"),
        ("<code>Grok 4</code>", "<code>Grok 4</code>"),
    ],
)
def test_the_number_of_a_name_stays_with_it(typed: str, shown: str) -> None:
    """A declared name does not break before its number."""
    setter = Typesetter(None, ["Grok 4", "Grok 4.7", "Llama 3.1", "Llama 3.1 405B", "H100"])
    assert setter.html(typed) == shown
    assert setter.html(shown) == shown
