"""What a page says to chats, search engines and feed readers."""

from __future__ import annotations

import json
import os
import struct
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from macros import drawing
from macros.drawing import draw
from macros.feed import CHANGES, ChangeLog, atom, uncited
from macros.markup import Writer
from macros.pictures import HEIGHT, WIDTH, Picture, write
from macros.problems import Faults
from macros.project import Project
from macros.sharing import picture
from macros.site import Site
from macros.typography import Typesetter
from macros.vouchers import Vouchers, text_of
from macros.yamlfile import YamlFile
from tests import samples
from tests.pages import EVERY

ROOT = Path(__file__).parent.parent
ATOM = "{http://www.w3.org/2005/Atom}"


def built(site: Path, path: str) -> LexborHTMLParser:
    """Return a built page."""
    return LexborHTMLParser((site / path.lstrip("/") / "index.html").read_text("utf-8"))


def content(tree: LexborHTMLParser, name: str) -> str:
    """Return the content of a meta tag, empty where there is none."""
    node = tree.css_first(f'meta[property="{name}"]')
    return (node.attributes.get("content") or "") if node else ""


@pytest.mark.parametrize(("language", "path"), EVERY)
def test_every_page_has_title_description_and_picture_in_its_language(
    site: Path, language: str, path: str
) -> None:
    """The tags name the page, its address and a picture that is there."""
    tree = built(site, path)
    heading = tree.css_first("h1")
    assert heading is not None
    assert content(tree, "og:title")
    assert content(tree, "og:description")
    assert content(tree, "og:locale") == language
    canonical = tree.css_first('link[rel="canonical"]')
    assert canonical is not None
    assert content(tree, "og:url") == canonical.attributes["href"]
    picture = site / "assets/pictures" / content(tree, "og:image").rsplit("/", 1)[1]
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == (WIDTH, HEIGHT) == (1200, 630)


@pytest.mark.parametrize(("language", "path"), EVERY)
def test_linked_data_says_what_the_page_says(site: Path, language: str, path: str) -> None:
    """JSON-LD has the page's language, address, licence and translation; the figures page is a data set."""
    tree = built(site, path)
    script = tree.css_first('script[type="application/ld+json"]')
    assert script is not None
    data = json.loads(script.text())
    assert data["@type"] == ("Dataset" if path.endswith("/figures/") else "Article")
    assert data["inLanguage"] == language
    assert data["url"] == content(tree, "og:url")
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "translationOfWork" in data or "workTranslation" in data
    for download in data.get("distribution", ()):
        assert (site / "data" / download["contentUrl"].rsplit("/", 1)[1]).exists()


def test_chapters_cite_their_sources(site: Path) -> None:
    """A chapter's JSON-LD lists the addresses of the sources that its figures rest on."""
    script = built(site, "/impact/").css_first('script[type="application/ld+json"]')
    assert script is not None
    cited = json.loads(script.text())["citation"]
    urls = {source.url for source in Project.load(ROOT).data.records.sources.values()}
    assert cited
    assert set(cited) <= urls


@pytest.mark.parametrize("path", ["feed.xml", "en/feed.xml"])
def test_feed_is_atom_with_every_change(site: Path, path: str) -> None:
    """The feed of each language has each change of the log, newest first, with a link that exists."""
    feed = ElementTree.parse(site / path).getroot()
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(ChangeLog.read(ROOT).changes)
    for part in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{part}")
    for entry in entries:
        assert all(entry.findtext(f"{ATOM}{part}") for part in ("id", "title", "updated", "summary"))


CHANGE = "- {date: 2026-01-02, page: index, title: {fr: a, en: b}, text: {fr: a, en: b}}\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (CHANGE + CHANGE.replace("01-02", "01-03"), "docs/changes.yml:2: 2026-01-03 is newer than the entry above it; put the newest first"),
        (CHANGE + CHANGE, 'docs/changes.yml:2: "index" has another entry of 2026-01-02; join the two'),
        (CHANGE.replace("page: index", "page: indx"), 'docs/changes.yml:1: no page "indx"; write its file name without .md'),
        (CHANGE.replace("title: {fr: a, en: b}", "title: {fr: a}"), 'docs/changes.yml:1: title: missing in language "en"; add "en: …"'),
    ],
)  # fmt: skip
def test_faults_of_the_change_log(text: str, problem: str) -> None:
    """Each fault of the change log is told at its line."""
    file = YamlFile(text, "docs/changes.yml")
    log = ChangeLog(file, CHANGES.validate_python(file.value))
    assert [str(found) for found in log.problems(Project.load(ROOT))] == [problem]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("page: index", "pge: index", 'docs/changes.yml:1: page: missing; add "page:"\ndocs/changes.yml:1: unknown key "pge"; did you mean "page"?'),
        ("2026-01-02", "2026-13-02", 'docs/changes.yml:1: date: "2026-13-02" is not a day of the calendar'),
        ("text: {fr: a, en: b}", "text: {fr: a, en: ''}", "docs/changes.yml:1: text.en: no text stands here; write one, and put quotes around a text with a comma in it"),
    ],
)  # fmt: skip
def test_a_change_log_that_cannot_be_read(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """A key misspelt, a day of no calendar and a missing text are told as those of the data file are."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/changes.yml").write_text(CHANGE.replace(old, new), "utf-8")
    with pytest.raises(Faults) as told:
        ChangeLog.read(tmp_path)
    assert str(told.value) == problem


PICTURE = Picture("Colossus by the numbers", "What the machine takes", "1,500 W per GPU", "Power per GPU")


@pytest.mark.parametrize(
    ("key", "number"),
    [("water", "up to 1.9 million gallons a day"), ("power", "about 150 MW"), ("gpus-launch", "100,000 GPUs (disputed)"), ("build-days", "122 days")],
)  # fmt: skip
def test_a_picture_says_how_sure_its_figure_is(tmp_path: Path, key: str, number: str) -> None:
    """It is seen in a chat without the sentence that would say it."""
    project = Project.load(samples.write(tmp_path))
    writer = Writer(project, project.locales["en"], "", Vouchers())
    page = replace(project.pages["en"]["machine"], meta={"title": "The machine", "picture": key})
    assert picture(writer, page, "Trial", "The machine").number.replace("\u00a0", " ") == number


def test_an_entry_of_a_section_leads_to_it(tmp_path: Path) -> None:
    """Its link ends in the section's id, and its own name says the day as well."""
    project = Project.load(samples.write(tmp_path))
    text = CHANGE.replace("page: index", "page: machine#days")
    log = ChangeLog(YamlFile(text, "docs/changes.yml"), CHANGES.validate_python(YamlFile(text, "x").value))
    feed = atom(log, project, project.locales["en"], lambda language, page: f"https://example.org/{page}/")
    assert '<link href="https://example.org/machine/#days"/>' in feed
    assert "<id>https://example.org/machine/?2026-01-02#days</id>" in feed


def test_picture_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    """Two drawings are identical, and so is one from the cache; another text gives another name."""
    assert draw(PICTURE) == draw(PICTURE)
    cache = tmp_path / "cache"
    names = {write(PICTURE, tmp_path / folder, cache) for folder in ("a", "b")}
    assert names == {PICTURE.name}
    assert (
        (tmp_path / "a" / PICTURE.name).read_bytes()
        == (tmp_path / "b" / PICTURE.name).read_bytes()
        == draw(PICTURE)
    )
    assert Picture("Colossus by the numbers", "Another").name != PICTURE.name


def test_pictures_are_copied_where_they_cannot_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache on another disk, or a disk without links, is copied from."""

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write(PICTURE, tmp_path / "site", tmp_path / "cache")
    assert (tmp_path / "site" / PICTURE.name).read_bytes() == draw(PICTURE)


def test_a_number_in_the_feed_has_its_evidence(tmp_path: Path) -> None:
    """What a change says is held to what pages are held to, at its line in the language that says it."""
    project = Project.load(samples.write(tmp_path))
    text = (
        "- date: 2026-11-24\n  page: machine\n"
        "  title: {fr: '{{ figure(\"power\") }}', en: Power}\n"
        "  text:\n    fr: Les douze pages\n    en: The pages\n"
    )
    file = YamlFile(text, "docs/changes.yml")
    log = ChangeLog(file, CHANGES.validate_python(file.value))
    told = [str(problem) for code in project.locales.values() for problem in uncited(log, project, code)]
    assert len(told) == 1
    assert told[0].startswith('docs/changes.yml:5: uncited number "douze": "…Les douze pages…"')


def test_pictures_are_drawn_ahead(tmp_path: Path) -> None:
    """Before the pages are there, the cache has the pictures that they will name, in every language, and no others."""
    root = samples.write(tmp_path)
    site = Site(Project.load(root), site_url="https://site.example/")
    site.typesetters = {code: Typesetter(None) for code in site.project.languages}
    unused = site.sharing.cache / "unused.png"
    unused.parent.mkdir(parents=True)
    unused.touch()
    os.utime(unused, (0, 0))
    site.sharing.draw_ahead()
    ahead = {file.name for file in site.sharing.cache.iterdir()}
    for language, pages in site.project.pages.items():
        for page in pages.values():
            site.sharing.head(language, page, site.places.locate(language, page.name))
    assert ahead == {*site.sharing.pictures}
    site.sharing.draw(tmp_path / "site")
    assert {file.name for file in (tmp_path / "site/assets/pictures").iterdir()} == ahead


def test_pictures_are_drawn_from_both_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for the pictures draws the last ones first, and stops where the other process has come to."""
    site = Site(Project.load(samples.write(tmp_path)), site_url="https://site.example/")
    site.typesetters = {code: Typesetter(None) for code in site.project.languages}
    drawn: list[str] = []

    def noted(picture: Picture) -> bytes:
        drawn.append(picture.title)
        return b""

    monkeypatch.setattr(drawing, "draw", noted)
    site.sharing.draw_behind()
    backwards = drawn[::-1]
    for file in [*site.sharing.cache.iterdir()]:
        file.unlink()
    drawn.clear()
    site.sharing.draw_ahead()
    assert drawn == backwards
    site.sharing.draw_behind()
    assert drawn == backwards


@pytest.mark.parametrize(
    "title", ["Court", "Un titre de longueur moyenne pour un chapitre", "mot " * 80, "x" * 400]
)
def test_picture_of_any_title_is_drawn(title: str) -> None:
    """A title that does not fit is made smaller, and cut when nothing else helps."""
    assert draw(Picture("Site", title, "1 000 milliards de dollars par an", "étiquette " * 20)).startswith(
        b"\x89PNG"
    )


def test_text_of_markup() -> None:
    """Markup and entities become the text that a reader meets."""
    assert text_of("<a>1&nbsp;&lt; 2</a>  <b>x</b>") == "1 < 2 x"
