"""What readers of each language get, on a small site with a third language and a fourth, built by MkDocs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from macros.__main__ import main
from macros.project import Project
from tests import samples
from tests.test_build import CONFIG, DATA, LISTS, ROOT, build, edit

LANGUAGES = """\
    - {locale: pl, name: Polski, build: true}
    - {locale: ar, name: العربية, build: true}
markdown_extensions"""
REPOSITORY = "repo_url: https://example.org/depot\nedit_uri: edit/main/docs/\nstrict"

# Polish tells apart one, few and many, which neither French nor English does.
UNITS = {
    "  gpu: {pint: gpu, forms: {fr: {one: GPU, other: GPU},": "  gpu: {pint: gpu, forms: {pl: {one: układ, few: układy, many: układów, other: układu}, fr: {one: GPU, other: GPU},",
    "label: {fr: GPU au lancement, en: GPUs at launch}": "label: {fr: GPU au lancement, en: GPUs at launch, pl: Układy na starcie}",
    "    forms: {fr: {one: gallon": "    forms: {pl: {one: galon, few: galony, many: galonów, other: galona}, fr: {one: gallon",
}
FEW = """\
  racks:
    label: {fr: Baies, en: Racks}
    value: 3
    unit: gpu
    as_of: 2024
    sources:
    - {source: filing, stated: "3"}
  many:
    label: {fr: Beaucoup, en: Many}
    value: 25
    unit: gpu
    as_of: 2024
    sources:
    - {source: filing, stated: "25"}
  power:
"""

FR = (
    samples.PAGE_FR
    + """
## Le lieu {: #place }

Elle est au bord du fleuve.

## La fin {: #end }

Elle tourne, [dit-on][on], avec {{ figure("racks") }} et {{ figure("many") }}.

## Naguère {: #once }

On en parlait peu.

## Ailleurs {: #elsewhere }

Cela se passe loin d'ici.

[on]: index.md
"""
)
EN = (
    samples.PAGE_EN
    + """
## The place {: #place }

It stands by the river.

## The end {: #end }

It runs, [they say](index.md), with {{ figure("racks") }} and {{ figure("many") }}.

## Once {: #once }

Little was said of it.

## Elsewhere {: #elsewhere }

That happens far from here.
"""
)
PL = """\
---
title: Maszyna
description: Maszyna.
---

Liczy {{ figure("gpus-launch") }}, czyli {{ figure("pace") }}; {{ claim("doubled", "podwoiła się") }}.

## Czas {: #days }
{: source=00000000 on=2026-01-02 }

To trwało {{ figure("build-days") }} ze sprzętem H100.

## Koniec {: #end }

Działa, [mówią](index.md), {{ figure("racks") }} oraz {{ figure("many") }}.
"""
GUIDE = "---\ntitle: {}\n---\n\n{{{{ translations() }}}}\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site whose English was stamped before the French changed, and return the project."""
    root = tmp_path_factory.mktemp("languages")
    data = DATA.replace("  power:\n", FEW, 1)
    for old, new in UNITS.items():
        assert old in data
        data = data.replace(old, new, 1)
    files = {f"docs/{name}.md": f"---\ntitle: {name}\n---\n\n{text}" for name, text in LISTS.items()}
    config = CONFIG.replace("markdown_extensions", LANGUAGES).replace("strict", REPOSITORY, 1)
    samples.write(
        root,
        **files,
        **{
            "mkdocs.yml": config,
            "docs/figures.yml": data,
            "docs/fr/machine.md": FR,
            "docs/en/machine.md": EN,
            "docs/pl/machine.md": PL,
            "docs/pl/words.yml": "audit: {words: [dwa, trzy]}\n",
            "docs/fr/translation.md": GUIDE.format("Traduire"),
            "docs/en/translation.md": GUIDE.format("Translate"),
        },
    )
    shutil.copytree(ROOT / "docs/assets", root / "docs/assets")
    if (ROOT / "docs/changes.yml").exists():
        (root / "docs/changes.yml").write_text("[]\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795500000")
        assert main(["stamp", "en"], root) == 0
        page = root / "docs/fr/machine.md"
        edit(page, 'Elle a pris {{ figure("build-days") }}', 'Elle a pris {{ figure("wait") }}')
        edit(page, "au bord du fleuve", "au bord du lac")
        assert main(["edited", "fr/machine#place", "--urgent", "un lac et non un fleuve"], root) == 0
        edit(
            page,
            "## Naguère {: #once }\n\nOn en parlait peu.\n\n",
            "## Neuf {: #new }\n\nC'est tout récent.\n\n",
        )
        moved = "## Ailleurs {: #elsewhere }\n\nCela se passe loin d'ici.\n\n"
        edit(page, moved, "")
        with (root / "docs/fr/sources.md").open("a", encoding="utf-8") as file:
            file.write(f"\n{moved}")
        edit(root / "docs/figures.yml", "fr: Puissance demandée", "fr: Puissance sollicitée")
    code, printed = build(root)
    assert code == 0, printed
    assert "; 0 uncited" in printed
    return root


def page(project: Path, path: str) -> LexborHTMLParser:
    """Return a page of the built site."""
    return LexborHTMLParser((project / "site" / path / "index.html").read_text("utf-8"))


def one(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """Return the first element that a selector finds."""
    found = tree.css_first(selector)
    assert found is not None, selector
    return found


def notice(tree: LexborHTMLParser, key: str) -> LexborNode:
    """Return the notice of the section with this id: after its heading, or before a borrowed section."""
    heading = one(tree, f"#{key}")
    box = heading.parent
    borrowed = box is not None and box.tag == "div" and "lang" in box.attributes
    found = box.prev if box and borrowed else heading.next
    while found is not None and found.tag == "-text":
        found = found.prev if borrowed else found.next
    assert found is not None
    assert "translation" in (found.attributes.get("class") or "").split()
    return found


def text(node: LexborNode) -> str:
    """Return a node's text with single plain spaces."""
    return " ".join(node.text().split())


# --- sections --------------------------------------------------------------------------------------


def test_an_outdated_section_says_what_changed_and_when(project: Path) -> None:
    """One line in the page's language, with a link to the same section of the original and one to mend it."""
    found = notice(page(project, "en/machine"), "days")
    assert text(found) == (
        "The original, in French, has changed since November 24, 2026: it now gives Wait and it no longer gives"
        " Building time. Read the original Update the translation"
    )
    assert found.attributes["lang"] == "en"
    links = [link.attributes["href"] for link in found.css("a")][-2:]
    assert links == ["../../machine/#days", "https://example.org/depot/edit/main/docs/en/machine.md"]


def test_a_current_section_says_nothing(project: Path) -> None:
    """A reader is told of what matters alone."""
    tree = page(project, "en/machine")
    assert len(tree.css(".translation")) == 5
    html = one(tree, "article").html or ""
    assert "translation" not in html[html.index('id="end"') : html.index("they say")]


def test_a_missing_section_is_the_original_in_its_own_language(project: Path) -> None:
    """Its words, numbers and quotes are French, in a page whose other sections are English."""
    tree = page(project, "en/machine")
    heading = one(tree, "#new")
    assert heading.parent
    assert (heading.parent.attributes["lang"], heading.parent.attributes["dir"]) == ("fr", "ltr")
    assert "C’est tout récent." in heading.parent.text()
    assert text(notice(tree, "new")).startswith(
        "This section has not been translated yet; here it is in French."
    )
    entry = next(link for link in tree.css(".toc a") if link.attributes["href"] == "#new")
    assert [span.attributes["lang"] for span in entry.css("span")] == ["fr"]


def test_a_passage_that_the_original_dropped_says_so(project: Path) -> None:
    """An orphan stays where it was, with a warning."""
    tree = page(project, "en/machine")
    assert text(notice(tree, "once")).startswith("The original, in French, no longer has this passage.")
    assert "Little was said of it." in one(tree, "article").text()


def test_a_section_moved_to_another_page_is_printed_there(project: Path) -> None:
    """The translation follows the original, and is gone from where it was."""
    assert "That happens far from here." in one(page(project, "en/sources"), "article").text()
    assert one(page(project, "en/sources"), "#elsewhere").text().startswith("Elsewhere")
    assert "That happens far from here." not in one(page(project, "en/machine"), "article").text()


def test_a_correction_of_fact_is_at_the_top_of_the_page(project: Path) -> None:
    """It names the section, the day and the reason, which is in the language of its author."""
    tree = page(project, "en/machine")
    urgent = one(tree, ".translation.urgent")
    assert text(urgent) == (
        "Correction of November 24, 2026, which this translation does not have yet (The place): "
        "un lac et non un fleuve. Read the original"
    )
    assert one(urgent, "q").attributes["lang"] == "fr"
    assert one(urgent, "a").attributes["href"] == "#place"
    html = (project / "site/en/machine/index.html").read_text("utf-8")
    assert html.index("urgent") < html.index('id="days"')


def test_an_outdated_label_says_so_in_its_entry(project: Path) -> None:
    """The words of the data file are told of like those of the pages."""
    entry = one(page(project, "en/figures"), "#power")
    assert text(one(entry, ".translation")) == (
        "The original of this text, in French, has changed since it was translated."
    )
    assert not one(page(project, "en/figures"), "#pace").css(".translation")
    assert not page(project, "figures").css(".translation")


def test_the_original_has_no_notices(project: Path) -> None:
    """Readers of the source language are not concerned."""
    assert not page(project, "machine").css(".translation")
    assert "edit=" not in (project / "site/machine/index.html").read_text("utf-8")


def test_no_stamp_is_ever_printed(project: Path) -> None:
    """Stamps and notes are for contributors."""
    for file in (project / "site").rglob("*.html"):
        assert not re.search(r"source=[0-9a-f]{8}|edit=[0-9a-f]{8}|blocks=", file.read_text("utf-8")), file


# --- further languages -----------------------------------------------------------------------------


def test_plurals_are_those_of_the_language(project: Path) -> None:
    """Polish writes few and many things differently, from the unit's own forms."""
    words = one(page(project, "pl/machine"), "article").text()
    assert "3\u00a0układy" in words
    assert "25\u00a0układów" in words
    assert "100\u00a0000\u00a0układów" in words


def test_borrowed_words_keep_their_language(project: Path) -> None:
    """A unit, a label and a notice without Polish words are French, and say so."""
    tree = page(project, "pl/machine")
    days = one(tree, 'a[data-figure="build-days"]')
    assert (one(days, "span").attributes["lang"], one(days, "span").text()) == ("fr", "\u00a0jours")
    assert notice(tree, "days").attributes["lang"] == "fr"
    assert text(notice(tree, "days")).startswith("L’original, en français, a changé depuis le 2 janvier 2026")
    labels = {text(link) for link in page(project, "pl/figures").css("article.entry h3 a")}
    assert "GPU au lancement" in labels


def test_a_page_with_some_sections_shows_the_others_in_the_original(project: Path) -> None:
    """What Polish lacks is French, where the original has it."""
    tree = page(project, "pl/machine")
    headings = [
        (h.attributes["id"], (h.parent.attributes.get("lang") if h.parent else None))
        for h in tree.css("article h2")
    ]
    assert headings == [("days", None), ("place", "fr"), ("end", None), ("new", "fr")]


@pytest.mark.parametrize("language", ["pl", "ar"])
def test_a_missing_page_is_the_original_with_its_notice(project: Path, language: str) -> None:
    """The address answers in every language, with the source's text under the source's language."""
    tree = page(project, f"{language}/glossary")
    assert one(tree, "html").attributes["lang"] == "fr"
    told = one(tree, "article .translation")
    assert text(told).startswith(
        "Cette page n’est pas encore traduite ; la voici en français.".replace(" ;", "\u202f;")
    ) or ("pas encore traduite" in text(told))
    assert one(told, "a").attributes["href"] == "../../glossary/"
    assert "processeur de calcul" in one(tree, "article").text()


def test_right_to_left_is_not_broken(project: Path) -> None:
    """The page runs from right to left, and the borrowed French in it from left to right."""
    tree = page(project, "ar/machine")
    assert tree.body
    assert tree.body.attributes["dir"] == "rtl"
    assert one(tree, "article").attributes["dir"] == "ltr"


def test_no_style_is_bound_to_a_side() -> None:
    """The style sheet says start and end, so that it serves both directions."""
    css = (ROOT / "docs/assets/site.css").read_text("utf-8")
    physical = r"(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|float: (?:left|right)|[^-]\b(?:left|right):"
    assert re.findall(physical, css) == []


def test_the_state_of_each_language_is_on_the_site(project: Path) -> None:
    """A table a language, a row a page, a column a state."""
    tables = page(project, "translation").css("table.translations")
    assert [text(one(table, "caption")) for table in tables] == ["English", "Polski", "العربية"]
    rows = {text(one(row, "th")): [text(cell) for cell in row.css("td")] for row in tables[0].css("tbody tr")}
    assert [text(head) for head in tables[0].css("thead th")] == [
        "Page",
        "À jour",
        "À revoir",
        "À traduire",
        "Sans original",
    ]
    assert rows["La machine"] == ["3", "2", "1", "1"]
    links = [link.attributes["href"] for link in tables[1].css("a")]
    assert "../pl/machine/" in links


def test_what_a_language_lacks_is_listed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Missing pages, labels and words of the interface are in the report."""
    assert main(["translations", "pl"], project) == 0
    printed = capsys.readouterr().out
    assert "missing    glossary.gpu" in printed
    assert "docs/pl/words.yml lacks, and borrows from the source:" in printed
    assert "outdated   #days" in printed


# What a source prints is read by the customs of its own language, whatever the site's are; and the
# benchmark writes a stock site of its own.
OF_OTHERS = frozenset({"stated.py", "specimen.py"})


def test_no_language_is_known_to_the_code() -> None:
    """Neither Python, nor templates, nor scripts name a language: a folder and a line are enough."""
    named = re.compile(r"""["'](?:fr|en)["']|\[lang=["']?(?:fr|en)\b""")
    for folder, pattern in (
        ("macros", "*.py"),
        ("overrides", "*.html"),
        ("docs/assets", "*.js"),
        ("docs/assets", "*.css"),
    ):
        for file in (ROOT / folder).rglob(pattern):
            assert file.name in OF_OTHERS or not named.search(file.read_text("utf-8")), file


def test_the_project_reads_as_many_languages_as_it_lists(project: Path) -> None:
    """Each is surveyed against the source."""
    assert Project.load(project).survey.targets == ("en", "pl", "ar")
