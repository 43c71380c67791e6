"""The audit of built HTML: what a macro wrote is accepted, and every other number is reported."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from macros.audit import Auditor, Origins, Uncited
from macros.locales import Locale
from macros.numbers import NumberFinder
from macros.project import names_pattern
from macros.vouchers import Vouchers

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture
def auditor() -> Auditor:
    """Return an auditor for which one figure was written as "about 150 MW", and a few other records."""
    vouchers = Vouchers()
    vouchers.add("figure", "power", "about\u00a0150\u00a0MW")
    vouchers.add("claim", "doubled", "doubled")
    vouchers.add("count", "", "two ways")
    vouchers.add("source", "filing", "SEC, <cite>Form S-1 of 2026</cite>")
    vouchers.add("formula", "ratio", '<a data-figure="power">about 150 MW</a> ÷ 2')
    vouchers.add("meta", "", "A machine of 150 MW")
    vouchers.add("chart", "growth", "Growth: 100 to 200")
    return Auditor(NumberFinder(Locale.read(DOCS, "en").words["audit"]), vouchers, names_pattern(("H100",)))


def uncited(auditor: Auditor, body: str, head: str = "") -> list[str]:
    """Return the uncited numbers of a page."""
    html = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
    return [found.number for found in auditor.read(html, Counter())]


def test_an_attribute_is_read_on_every_page(auditor: Auditor) -> None:
    """What an attribute says is judged and counted wherever it stands, however often."""
    met: Counter[str] = Counter()
    for _ in range(3):
        found = [*auditor.read('<img alt="the H100"><img alt="the H100"><img alt="a pair of 3">', met)]
        assert [uncited.number for uncited in found] == ["3"]
    assert met == {"name": 6, "nothing": 3}


ACCEPTED = [
    '<p>It draws <a data-figure="power">about 150 MW</a>.</p>',
    '<p>It draws <a data-figure="power"><span class="quiet">about </span>150\u202fMW</a>.</p>',
    '<p>It draws (<a data-figure="power">about 150 MW</a>)-<a data-figure="power">about 150 MW</a>, l’<a data-figure="power">about 150 MW</a>.</p>',
    '<p>It <a data-claim="doubled">doubled</a> in <span data-count>two ways</span>.</p>',
    '<cite data-source="filing">SEC, <cite>Form S-1 of 2026</cite></cite>',
    '<span data-formula="ratio"><a data-figure="power">about 150 MW</a> ÷ 2</span>',
    "<p>The H100 chip, no one else.</p>",
    '<img alt="a machine" title="Colossus">',
    '<svg data-chart="growth" aria-label="Growth: 100 to 200"></svg>',
    '<p>A word<sup id="fnref:n"><a class="footnote-ref" href="#fn:n">1</a></sup></p><div class="footnote"><a class="footnote-backref" title="Back to 1">↩</a></div>',
    "<script>let x = 150</script><style>p{margin:2px}</style><template>3</template>",
]

REPORTED = [
    # What touches a printed figure makes another number of it
    ('<p>It draws <a data-figure="power">about 150 MW</a>k watts.</p>', ["about 150 MWk"]),
    ('<p>It draws <a data-figure="power">about 150 MW</a>000 watts.</p>', ["000", "about 150 MW000"]),
    ('<p>It draws −<a data-figure="power">about 150 MW</a>.</p>', ["−about 150 MW"]),
    ('<p>It draws 8<a data-figure="power">about 150 MW</a>.</p>', ["8", "8about 150 MW"]),
    (
        '<p>It draws <a data-figure="power">about 150 MW</a><a data-figure="power">about 150 MW</a>.</p>',
        ["about 150 MWabout", "Wabout 150 MW"],
    ),
    # Text of every kind, split by markup or written with entities
    ("<p>It draws 150 megawatts.</p>", ["150"]),
    ("<p>It draws 1<b>5</b>0 megawatts.</p>", ["150"]),
    ("<p>It draws &#49;50 megawatts.</p>", ["150"]),
    ("<h2>The 3 reasons</h2>", ["3"]),
    ("<p>A thou\u00adsand and a mil\u200blion, one-third.</p>", ["thousand", "million", "one-third"]),
    ("<p>A thou\u200esand.</p>", ["thousand"]),
    ('<p><a class="footnote-ref" href="#fn:n">150</a></p>', ["150"]),
    ('<p><a class="footnote-backref" href="#fnref:n">321</a></p>', ["321"]),
    ("<table><tr><th>Year</th><td>2024</td></tr></table>", ["2024"]),
    ('<div class="admonition"><p>Half of it</p></div>', ["Half"]),
    ("<nav><a href=x>Top 10</a></nav>", ["10"]),
    ("<svg><title>7 bars</title><text>12</text></svg>", ["7", "12"]),
    ("<details><summary>Two more</summary></details>", ["Two"]),
    ("<ol><li><code>x = 5</code></li></ol>", ["5"]),
    # Attributes
    ('<img alt="150 megawatts">', ["150"]),
    ('<a title="in 2024">x</a>', ["2024"]),
    ('<button aria-label="3 items">x</button>', ["3"]),
    ('<input placeholder="Search 200 figures">', ["200"]),
    # What claims to be vouched for and is not
    ('<a data-figure="power">about 160 MW</a>', ["160"]),
    ('<a data-figure="water">about 150 MW</a>', ["150"]),
    ('<a data-claim="doubled">tripled</a>', ["tripled"]),
    ("<span data-count>three ways</span>", ["three"]),
    ('<span data-figure="power">about 150 MW, or 200</span>', ["150", "200"]),
    ('<svg data-chart="growth" aria-label="Growth: 100 to 300"></svg>', ["100", "300"]),
    # Names that are not declared
    ("<p>The B300 chip, 24/7.</p>", ["B300", "24/7"]),
]


@pytest.mark.parametrize("body", ACCEPTED)
def test_vouched_numbers_pass(auditor: Auditor, body: str) -> None:
    """What a macro wrote, a declared name, and what no reader meets are not reported."""
    assert uncited(auditor, body) == []


@pytest.mark.parametrize(("body", "numbers"), REPORTED)
def test_other_numbers_are_reported(auditor: Auditor, body: str, numbers: list[str]) -> None:
    """Every other number is reported, wherever a reader meets it."""
    assert sorted(uncited(auditor, body)) == sorted(numbers)


@pytest.mark.parametrize(
    ("head", "numbers"),
    [
        ("<title>Colossus in 2024</title>", ["2024"]),
        ('<meta name="description" content="A machine of 150 MW">', []),
        ('<meta name="description" content="A machine of 160 MW">', ["160"]),
        ('<meta property="og:title" content="Top 10">', ["10"]),
        ('<meta property="og:image" content="https://x/card-12.png">', []),
        ('<meta name="viewport" content="width=device-width,initial-scale=1">', []),
    ],
)
def test_the_head_of_a_page(auditor: Auditor, head: str, numbers: list[str]) -> None:
    """Title and descriptions are read; addresses and the viewport are not."""
    assert uncited(auditor, "", head) == numbers


def test_message_shows_number_and_sentence() -> None:
    """A report quotes the number with the words around it, and says how to mend it."""
    assert Uncited("150", "requires ", " megawatts").message == (
        'uncited number "150": "…requires 150 megawatts…"; '
        'print it with {{ figure("…") }} or {{ claim("…", "…") }}, or declare the name it belongs to'
    )


def test_coverage_counts_what_each_number_is_vouched_for_by(auditor: Auditor) -> None:
    """The report tells figures, claims, names and uncited numbers apart."""
    met: Counter[str] = Counter()
    html = (
        '<body><a data-figure="power">about 150 MW</a> <a data-claim="doubled">doubled</a> H100 H100 7</body>'
    )
    list(auditor.read(html, met))
    assert met == {"figure": 1, "claim": 1, "name": 2, "nothing": 1}


def test_origin_is_the_line_that_shares_most_words(tmp_path: Path) -> None:
    """Of two lines with the same number, the one with the words around it is blamed."""
    (tmp_path / "page.md").write_text("In 150 days.\n\nIt draws **150** megawatts of power.\n", "utf-8")
    (tmp_path / "shared.yml").write_text("label: 99 lives\n", "utf-8")
    origins = Origins(tmp_path, ["shared.yml"])
    assert str(origins.problem(Uncited("150", "It draws ", " megawatts"), ["page.md"])).startswith(
        "page.md:3: "
    )
    assert str(origins.problem(Uncited("99", "", " lives"), ["page.md"])).startswith("shared.yml:1: ")


@pytest.mark.parametrize(
    ("typed", "uncited"),
    [
        ("- two", Uncited("two", "one ", " three four five")),
        ('A word.{: title="171 MW" }', Uncited("171", "", " MW")),
        ("See <https://example.org/report-2025>.", Uncited("2025", "See https://example.org/report-", ".")),
    ],
)
def test_a_number_that_a_page_holds_was_typed_there(tmp_path: Path, typed: str, uncited: Uncited) -> None:
    """A shared file with the same number is blamed only where it holds many more of the words around."""
    (tmp_path / "page.md").write_text(f"A text.\n\n{typed}\n", "utf-8")
    (tmp_path / "words.yml").write_text(
        "words: [one, two, three]\nplace: 171 MW\nyear: report 2025\n", "utf-8"
    )
    problem = Origins(tmp_path, ["words.yml"]).problem(uncited, ["page.md"])
    assert (problem.path, problem.line) == ("page.md", 3)


def test_a_number_of_a_description_is_told_where_it_is_typed(tmp_path: Path) -> None:
    """Neither the page that lists the other one is blamed, nor a record that holds the same number."""
    for name, text in {
        "home.md": "Welcome.\n",
        "impact.md": "---\ndescription: A machine and its 300 neighbours.\n---\n",
        "figures.yml": "value: 300\n",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    uncited = Uncited("300", "A machine and its ", " neighbours.")
    found = Origins(tmp_path, ["figures.yml"]).problems(
        [(uncited, ["home.md"]), (uncited, ["impact.md"])], 50
    )
    assert {(problem.path, problem.line) for problem in found} == {("impact.md", 2)}
