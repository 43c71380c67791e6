"""Terms of the glossary, marked where a section uses them first."""

from __future__ import annotations

import pytest

from macros.glossary import Marker
from macros.model import Term

GLOSSARY = {
    "gpu": Term(
        term={"fr": "GPU", "en": "GPU"},
        also={"fr": ("processeurs graphiques",), "en": ("GPUs",)},
        gloss={"fr": "processeur", "en": "processor"},
    ),
    "power": Term(
        term={"fr": "puissance", "en": "power"},
        also={"fr": ("puissance d'appel",)},
        gloss={"fr": "débit", "en": "rate"},
    ),
    "xai": Term(term={"*": "xAI"}, gloss={"fr": "entreprise", "en": "company"}),
}


def door(key: str, words: str) -> str:
    """Return a marked term."""
    return f'<a class="term" data-term="{key}" href="../glossary/#{key}">{words}</a>'


GPU = door("gpu", "GPU")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # The first of each section, and only that one.
        ("<p>Un GPU, un GPU.</p>", f"<p>Un {GPU}, un GPU.</p>"),
        (
            '<p>GPU</p><h2 id="a">A</h2><p>GPU</p><h3 id="b">B</h3><p>GPU</p>',
            f'<p>{GPU}</p><h2 id="a">A</h2><p>{GPU}</p><h3 id="b">B</h3><p>GPU</p>',
        ),
        # Other spellings count as the same term, the longest first, over a line break too.
        (
            "<p>des processeurs\ngraphiques, un GPU</p>",
            "<p>des " + door("gpu", "processeurs\ngraphiques") + ", un GPU</p>",
        ),
        ("<p>la puissance d’appel</p>", f"<p>la {door('power', 'puissance d’appel')}</p>"),
        # A word may begin a sentence; an acronym is as it is written.
        ("<p>Puissance</p>", f"<p>{door('power', 'Puissance')}</p>"),
        ("<p>PUISSANCE, gpu, XAI</p>", "<p>PUISSANCE, gpu, XAI</p>"),
        ("<p>xAI</p>", f"<p>{door('xai', 'xAI')}</p>"),
        # Whole words only.
        ("<p>toute-puissance, puissances, GPUX</p>", "<p>toute-puissance, puissances, GPUX</p>"),
        ("<p>l'xAI d’xAI</p>", f"<p>l'{door('xai', 'xAI')} d’xAI</p>"),
        # Where it is a door already, names something, or is no prose.
        ('<h3 id="a">GPU</h3><p>GPU</p>', f'<h3 id="a">GPU</h3><p>{GPU}</p>'),
        ('<p><a href="x">un <b>GPU</b> là</a></p>', '<p><a href="x">un <b>GPU</b> là</a></p>'),
        ("<p><code>GPU</code></p><pre>GPU</pre>", "<p><code>GPU</code></p><pre>GPU</pre>"),
        ("<figure><svg><text>GPU</text></svg></figure>", "<figure><svg><text>GPU</text></svg></figure>"),
        ("<table><tr><th>GPU</th></tr></table>", "<table><tr><th>GPU</th></tr></table>"),
        ('<q lang="en">GPU</q><cite lang="en">GPU</cite>', '<q lang="en">GPU</q><cite lang="en">GPU</cite>'),
        # In another language.
        (
            '<span lang="en">a <span>GPU</span> power</span>',
            '<span lang="en">a <span>GPU</span> power</span>',
        ),
        # Attributes and comments are no text.
        ('<p title="GPU"><img alt="GPU"><!-- GPU --></p>', '<p title="GPU"><img alt="GPU"><!-- GPU --></p>'),
        ('<img lang="en" alt="x"><p>GPU</p>', f'<img lang="en" alt="x"><p>{GPU}</p>'),
    ],
)
def test_mark(html: str, expected: str) -> None:
    """A term is marked once a section, in prose of its own language."""
    assert Marker(GLOSSARY, "fr").mark(html, "../glossary/")[0] == expected


def test_mark_tells_the_terms() -> None:
    """The marked terms are told once each, in order of appearance."""
    html = "<p>GPUs need power.</p><h2>Again</h2><p>Power for a GPU of xAI.</p>"
    assert Marker(GLOSSARY, "en").mark(html, "./")[1] == ("gpu", "power", "xai")


@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_a_term_is_looked_for_in_its_own_language(language: str) -> None:
    """A language marks its own spellings, and those that are the same in every language."""
    terms = Marker(GLOSSARY, language).mark("<p>puissance, power, xAI</p>", "./")[1]
    assert terms == {"fr": ("power", "xai"), "en": ("power", "xai"), "de": ("xai",)}[language]


def test_no_glossary_marks_nothing() -> None:
    """Without terms the page stays as it is."""
    assert Marker({}, "fr").mark("<p>GPU</p>", "./") == ("<p>GPU</p>", ())
