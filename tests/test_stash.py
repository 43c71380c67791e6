"""The HTML of macros: Markdown reads marks in its place, and it comes back as if Markdown had left it alone."""

from __future__ import annotations

import markdown
import pytest

from macros.stash import Expanded, Stash

INLINE = '<a class="figure" href="#x">1*2_3*</a>'
BLOCK = '<ul id="list"><li>**not bold**</li></ul>'
EXTENSIONS = ["attr_list", "tables", "def_list", "admonition"]

# Each row: Markdown with {i} where an inline macro stands and {b} where a list does, and the HTML that comes of it.
PLACES = [
    ("Takes {i}, then {i}.", f"<p>Takes {INLINE}, then {INLINE}.</p>"),
    ("{i}", f"<p>{INLINE}</p>"),
    ("**{i}** and *{i}*", f"<p><strong>{INLINE}</strong> and <em>{INLINE}</em></p>"),
    ("- {i}\n- more", f"<ul>\n<li>{INLINE}</li>\n<li>more</li>\n</ul>"),
    ("{b}", BLOCK),
    ("Before\n{b}\nafter", f"<p>Before</p>\n{BLOCK}\n<p>after</p>"),
    ("| a | b |\n|---|---|\n| {i} | c |", f"<td>{INLINE}</td>"),
    ("[{i}](#y)", f'<p><a href="#y">{INLINE}</a></p>'),
    ("## Of {i} {: #of }", f'<h2 id="of">Of {INLINE.replace("*2_3*", "<em>2_3</em>")}</h2>'),
]


def expanded(text: str) -> Expanded:
    """Return a text in which the parts in braces are what macros made."""
    stash = Stash()
    out = ""
    for piece in text.replace("{i}", "\0i\0").replace("{b}", "\0b\0").split("\0"):
        line = out.rpartition("\n")[2]
        out += stash.keep({"i": INLINE, "b": BLOCK}[piece], line) if piece in ("i", "b") else piece
    return Expanded(out, stash.html)


@pytest.mark.parametrize(("text", "html"), PLACES)
def test_html_comes_back_untouched(text: str, html: str) -> None:
    """What a macro made is on the page as it was made; beside paragraphs if it is none, and in headings as typed."""
    page = expanded(text)
    assert html in page.finish(markdown.markdown(page.markdown, extensions=EXTENSIONS))


def test_markdown_sees_no_html() -> None:
    """Lists are marks to Markdown; their headings are Markdown's, and the whole text can be had again."""
    made = f"## Part {{: #part }}\n\n{BLOCK}\n\n{BLOCK}"
    stash = Stash()
    page = Expanded(f"Before\n\n{stash.keep(made, '')}\n\nafter", stash.html)
    assert "<" not in page.markdown
    assert "## Part {: #part }" in page.markdown
    assert page.whole == f"Before\n\n{made}\n\nafter"
    assert page.ids == {"list"}


def test_a_mark_that_nobody_made_is_nothing() -> None:
    """Characters that no text may hold lead to nothing, wherever they were typed."""
    assert Expanded("", ()).finish("<p>a\ufdd07\ufdd1b</p>") == "<p>ab</p>"
