"""Translations told to machines: addresses, sitemap, dates, and pages that stand in for missing ones."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.alternates import Location, locate, sitemap, untranslated
from macros.history import last_changes
from macros.project import Project
from tests import samples

SITE = "https://site.example/sub/"
CONFIG = """\
site_name: Essai
plugins:
- i18n:
    languages:
    - {locale: fr, name: Français, default: true, build: true}
    - {locale: en, name: English, build: true}
    - {locale: de, name: Deutsch, build: true}
"""
EMPTY = "---\ntitle: x\n---\n\nx\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project in three languages: German lacks the page, French alone has `water`."""
    files = {"mkdocs.yml": CONFIG, "docs/fr/index.md": EMPTY, "docs/de/index.md": EMPTY}
    files["docs/de/words.yml"] = "audit: {words: [zwei, drei]}\n"
    files |= {"docs/en/index.md": EMPTY, "docs/fr/impact/water.md": EMPTY, "docs/en/extra.md": EMPTY}
    return Project.load(samples.write(tmp_path, **files))


def links(location: Location) -> dict[str, str]:
    """Return the way to each language."""
    return {alternate.language: alternate.href for alternate in location.alternates}


@pytest.mark.parametrize(
    ("language", "name", "canonical", "alternates", "indexed"),
    [
        ("fr", "index", "", {"fr": "./", "en": "en/", "de": "de/"}, "fr en de"),
        ("de", "index", "de/", {"fr": "../", "en": "../en/", "de": "../de/"}, "fr en de"),
        ("fr", "machine", "machine/", {"fr": "../machine/", "en": "../en/machine/", "de": "../de/machine/"}, "fr en"),
        ("en", "machine", "en/machine/", {"fr": "../../machine/", "en": "../../en/machine/", "de": "../../de/machine/"}, "fr en"),
        # A missing translation shows the source, and points at it
        ("de", "machine", "machine/", {"fr": "../../machine/", "en": "../../en/machine/", "de": "../../de/machine/"}, "fr en"),
        ("en", "impact/water", "impact/water/", {"fr": "../../../impact/water/", "en": "../../../en/impact/water/", "de": "../../../de/impact/water/"}, "fr"),
        # A page that only a translation has: the others' first page stands in
        ("en", "extra", "en/extra/", {"fr": "../../", "en": "../../en/extra/", "de": "../../de/"}, "en"),
    ],
)  # fmt: skip
def test_a_page_knows_its_translations(
    project: Project, language: str, name: str, canonical: str, alternates: dict[str, str], indexed: str
) -> None:
    """Addresses are absolute for machines, relative for the switch, and only real translations are indexed."""
    location = locate(project, SITE, language, name)
    assert location.canonical == SITE + canonical
    assert links(location) == alternates
    assert [alternate.language for alternate in location.indexed_alternates] == indexed.split()
    assert location.indexed == (name in project.pages[language])


def test_only_a_language_with_words_of_its_own_makes_an_offer(project: Project) -> None:
    """German, which has no phrases of its own here, borrows the French words and so does not offer itself in them."""
    offers = {a.language: a.hint and a.hint[0] for a in locate(project, SITE, "fr", "index").alternates}
    assert offers == {"fr": "Lire cette page en français", "en": "Read this page in English", "de": None}


def test_the_sitemap_lists_real_translations_with_their_dates(project: Project) -> None:
    """Each page names all its translations and itself, x-default is the source, and dates are those known."""
    xml = sitemap(project, SITE, {"docs/fr/machine.md": "2026-03-01"})
    assert (
        "<url>\n<loc>https://site.example/sub/machine/</loc>\n<lastmod>2026-03-01</lastmod>\n"
        '<xhtml:link rel="alternate" hreflang="fr" href="https://site.example/sub/machine/"/>\n'
        '<xhtml:link rel="alternate" hreflang="en" href="https://site.example/sub/en/machine/"/>\n'
        '<xhtml:link rel="alternate" hreflang="x-default" href="https://site.example/sub/machine/"/>\n</url>\n'
    ) in xml
    assert "<loc>https://site.example/sub/en/machine/</loc>\n<xhtml" in xml
    assert "sub/de/machine/" not in xml
    assert "sub/de/</loc>" in xml


def test_a_page_made_from_the_data_changes_with_it(tmp_path: Path) -> None:
    """The last change of a listing is the later of its text's and the data file's."""
    page = "---\ntitle: Chiffres\n---\n\n{{ figures() }}\n"
    project = Project.load(samples.write(tmp_path, **{"docs/fr/figures.md": page}))
    dates = {
        "docs/fr/figures.md": "2026-01-01",
        "docs/fr/machine.md": "2026-01-01",
        "docs/figures.yml": "2026-02-02",
    }
    xml = sitemap(project, SITE, dates)
    assert f"<loc>{SITE}figures/</loc>\n<lastmod>2026-02-02</lastmod>" in xml
    assert f"<loc>{SITE}machine/</loc>\n<lastmod>2026-01-01</lastmod>" in xml


# --- dates -----------------------------------------------------------------------------------------


def git(folder: Path, *words: str, date: str = "2026-01-01T00:30:00+13:00") -> None:
    """Run git in a folder as somebody on some day."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    environment = {
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": date,
        "PATH": "/usr/bin:/bin:/usr/local/bin",
    }
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository below which the project lies, with two commits."""
    root = tmp_path / "origin/site"
    (root / "docs").mkdir(parents=True)
    (root / "docs/é.md").write_text("a", "utf-8")
    (root / "docs/b.md").write_text("b", "utf-8")
    git(root.parent, "init")
    git(root.parent, "add", ".")
    git(root.parent, "commit", "-m", "one")
    (root / "docs/b.md").write_text("c", "utf-8")
    git(root.parent, "commit", "-am", "two", date="2026-02-03T12:00:00+00:00")
    return root


def test_a_file_changed_on_the_day_of_its_last_commit(repository: Path) -> None:
    """The day is that of the place where the commit was made, on every machine the same."""
    assert last_changes(repository) == {"docs/é.md": "2026-01-01", "docs/b.md": "2026-02-03"}


def test_no_date_is_better_than_a_false_one(repository: Path, tmp_path: Path) -> None:
    """Outside a repository, and before the first commit of a shallow clone, nothing is known."""
    (tmp_path / "plain/docs").mkdir(parents=True)
    assert last_changes(tmp_path / "plain") == {}
    git(tmp_path, "clone", "--depth=1", f"file://{repository.parent}", "shallow")
    assert (tmp_path / "shallow/site/docs/b.md").exists()
    assert last_changes(tmp_path / "shallow/site") == {}


# --- pages that stand in for a missing translation ---------------------------------------------------

PAGE = """<!doctype html>
<html lang="de" class="no-js"><head><title>Eau</title></head><body dir="ltr">
<header class="bar"><a lang="fr" href="/">Français</a></header>
<div><nav class="nav"><ul data-md-component="toc"><li>Eau</li></ul></nav>
<article class="prose"><p class="kicker">Kapitel</p><h1>Eau</h1><q lang="en">water</q></article></div>
<footer class="foot">Über</footer><script>1</script></body></html>"""


def test_a_page_in_another_language_says_so() -> None:
    """The text has its own language, the interface around it the reader's, and search leaves it out."""
    tree = LexborHTMLParser(untranslated(PAGE, "de", "fr"))
    languages = {
        selector: node.attributes.get("lang")
        for selector in ("html", "header", "header a", ".nav ul", "article", "h1", "q", ".kicker", "footer")
        if (node := tree.css_first(selector))
    }
    assert languages == {
        "html": "fr", "header": "de", "header a": "fr", ".nav ul": None, "article": None, "h1": None,
        "q": "en", ".kicker": "de", "footer": "de",
    }  # fmt: skip
    assert tree.body is not None
    assert tree.body.attributes["data-pagefind-ignore"] == "all"
    root = tree.css_first("html")
    assert root is not None
    assert root.attributes["data-interface"] == "de"
