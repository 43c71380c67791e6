"""What is broken outside the prose is told as a mistake in it is: file, line, value, mend, and no traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from macros.broken import problems
from macros.project import Project
from tests.test_build import DATA, REMOVED, ROOT, build, edit, small_project

CHANGES = """\
- date: 2026-01-02
  page: machine
  title: {fr: Vieux, en: Old}
  text:
    fr: Vieux.
    en: Old.
"""

# Each row: the file, a text of it, what takes its place, and what is told.
BROKEN = [
    # Templates
    ("overrides/main.html", "{% block site_meta %}", "{% blok site_meta %}", "overrides/main.html:4: not a template: Encountered unknown tag 'blok'."),
    ("overrides/main.html", "{% block site_meta %}", "{% block site_meta %}{{ 1 / nought }}", "overrides/main.html:4: the template fails here: "),
    ("overrides/main.html", "{% block site_meta %}", '{% block site_meta %}{% include "partials/nope.html" %}', 'overrides/main.html:4: there is no template "partials/nope.html"; mend its name'),
    ("docs/fr/machine.md", "title: La machine\n", "title: La machine\ntemplate: nope.html\n", 'docs/fr/machine.md:3: there is no template "nope.html"; take the line out, or write overrides/nope.html'),
    ("overrides/partials/footer.html", "</ul>", "</ul>\n<p>42 zebras</p>", 'overrides/partials/footer.html:17: uncited number "42": "'),
    # Words
    ("docs/fr/words.yml", "  card.as_of: ", "  card.as_off: ", 'docs/fr/words.yml:1: the phrase "card.as_of" is missing; write it under interface: again'),
    ("docs/en/words.yml", "audit: {words: [two, three]}", "audit: {not_numbers: [one]}", "docs/en/words.yml:1: numbers in letters would pass unseen in this language; list its number words here under audit: words:"),
    ("docs/fr/words.yml", "  nav.menu: ", "  nav.meny: ", 'docs/fr/words.yml:1: the phrase "nav.menu" is missing'),
    # Configuration
    ("mkdocs.yml", "locale: en,", "locale: mt,", 'Material has no words for the language "mt"; write overrides/partials/languages/mt.html, as Material\'s own are written'),
    ("mkdocs.yml", "locale: en,", "locale: xx,", 'mkdocs.yml:13: "xx" is no language that Babel knows; write its code, such as "de" or "pt-BR"'),
    ("mkdocs.yml", "site_url: https://essai.example/", "site_url: ''", "mkdocs.yml:1: no address (the variable SITE_URL, where it is set, comes first); write site_url: with the address"),
    # Pages
    ("docs/en/machine.md", "title: The machine\n", "title: The {{ figure('power') }} machine\n", "docs/en/machine.md:2: title: no macro is read here; say it without the number, or in the text of the page"),
    ("docs/fr/machine.md", "title: La machine\n", "title: La machine\nlede: De {{ figure('power') }}.\n", "docs/fr/machine.md:3: lede: no macro is read here"),
    ("docs/fr/machine.md", "title: La machine\n", "title: La machine\npicture: powr\n", 'docs/fr/machine.md:3: picture: unknown figure "powr"; did you mean "power"?'),
    ("docs/changes.yml", "en: Old.", "en: 'Old {{ figure(\"powr\") }}.'", 'docs/changes.yml:6: unknown figure "powr"; did you mean "power"?'),
    ("docs/changes.yml", CHANGES, "hello\n", "docs/changes.yml:1: the file: a list is wanted, each item after a hyphen"),
    ("docs/anchors.yml", "fr: Fausse.", "fr: 'Fausse {{ figure(\"powr\") }}.'", 'docs/anchors.yml:2: unknown figure "powr"; did you mean "power"?'),
    ("docs/figures.yml", DATA, "- a\n", 'docs/figures.yml:1: the file: keys and values are wanted, one "key: value" a line'),
    ("docs/fr/machine.md", "title: La machine\n", "", 'docs/fr/machine.md:1: no title; write "title: …" between two lines --- at the top'),
    ("docs/fr/machine.md", "title: La machine\n", "title: La mach\x07ine\n", "docs/fr/machine.md:2: a control character that no editor shows, U+0007; take it out, or type the text anew"),
    ("docs/figures.yml", "label: {fr: Puissance", "label: {fr: Puis\x08sance", "docs/figures.yml:67: a control character that no editor shows, U+0008"),
]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a small sound project with templates and words of its own."""
    root = small_project(tmp_path)
    shutil.copytree(ROOT / "overrides", root / "overrides")
    edit(root / "mkdocs.yml", f'"{ROOT}/overrides"', f'"{root}/overrides"')
    for language in ("fr", "en"):
        shutil.copy(ROOT / "docs" / language / "words.yml", root / "docs" / language)
    (root / "docs/en/words.yml").write_text("audit: {words: [two, three]}\n", "utf-8")
    (root / "docs/anchors.yml").write_text(REMOVED, "utf-8")
    (root / "docs/changes.yml").write_text(CHANGES, "utf-8")
    return root


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN)
def test_what_is_broken_is_told(project: Path, file: str, old: str, new: str, message: str) -> None:
    """One run tells where it is and how it is mended."""
    edit(project / file, old, new)
    code, printed = build(project)
    assert code != 0
    assert message in printed
    assert "Traceback" not in printed
    assert [path.name for path in (project / "site").iterdir()] == ["last-good.txt"]
    assert not list(project.glob(".site-*"))


@pytest.mark.parametrize(
    "name", ["docs/fr/machine.md", "docs/figures.yml", "docs/anchors.yml", "docs/fr/words.yml"]
)
def test_a_file_in_another_encoding_is_told_at_its_line(project: Path, name: str) -> None:
    """The line is that of the first byte that no UTF-8 has."""
    file = project / name
    text = file.read_text("utf-8") if file.exists() else ""
    file.write_bytes(text.encode("utf-8") + "# é".encode("latin-1"))
    code, printed = build(project)
    assert code != 0
    line = text.count("\n") + 1
    assert f"{name}:{line}: not UTF-8 at byte {len(text.encode()) + 2}; save the file as UTF-8" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("overrides/partials/footer.html", "</ul>", "</ul>\n<p>42 zebras</p>"),
        ("docs/figures.yml", "label: {fr: Puissance demandée, en", "label: {fr: Puissance des 42 zèbres, en"),
        ("docs/fr/words.yml", "  nav.menu: ", "  nav.menu: 42 "),
    ],
)
def test_a_number_on_many_pages_is_told_once(project: Path, file: str, old: str, new: str) -> None:
    """What the navigation, a template, the words or a record prints is no fault of each page."""
    edit(project / file, old, new)
    _, printed = build(project)
    assert printed.count("uncited number") == 1


@pytest.mark.parametrize("name", ["Énergie", "Power Plant", "a_b", "in/Deep"])
def test_a_name_that_is_no_lasting_address_is_told(project: Path, name: str) -> None:
    """The name of a page is its address, which people type and read aloud."""
    file = project / f"docs/fr/{name}.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text("---\ntitle: Une page\n---\n\nUn mot.\n", "utf-8")
    code, printed = build(project)
    assert code != 0
    lasting = {"Énergie": "energie", "Power Plant": "power-plant", "a_b": "a-b", "in/Deep": "in/deep"}[name]
    assert f'docs/fr/{name}.md:1: "{name}.md": its name is its address' in printed
    assert f"rename it to {lasting}.md" in printed


def test_an_error_of_nobodys_template_is_not_explained_away(project: Path) -> None:
    """A fault of the program keeps its traceback."""
    with pytest.raises(ZeroDivisionError) as caught:
        raise ZeroDivisionError("nothing to do with a template")
    assert problems(caught.value, Project.load(project)) == []
