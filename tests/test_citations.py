"""Citations: the files for programs, and the dialog that a reader opens from a heading, a figure or a source."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from playwright.sync_api import Locator, Page, expect

from macros.alternates import last_change
from macros.citations import Citations, Item, bibtex, csl, escaped, files, version
from macros.project import Project
from tests import samples
from tests.conftest import ROOT, Visit
from tests.pages import LANGUAGES, SOURCE, path
from tests.test_browser import axe, violations  # noqa: F401

URL = "https://example.org/"
PROJECT = Project.load(ROOT)
TODAY = datetime(2026, 12, 3, 12)

# --- What the files hold --------------------------------------------------------------------------

DATE = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": "integer", "minimum": 1},
            },
        }
    },
}
TEXTS = ("id", "title", "container-title", "language", "URL", "version", "note")
DATES = ("issued", "accessed", "event-date", "original-date")
# The part of the CSL-JSON schema that the site's citations need, and nothing beside it.
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type", "title", "author", "container-title", "language", "URL", "version", "note"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["webpage", "dataset"]},
            "author": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["literal"],
                    "additionalProperties": False,
                    "properties": {"literal": {"type": "string", "minLength": 1}},
                },
            },
            **{name: {"type": "string", "minLength": 1} for name in TEXTS},
            **dict.fromkeys(DATES, DATE),
        },
    },
}  # fmt: skip


def plainly(language: str, text: str) -> str:
    """Leave a text as it was typed."""
    return text


FILES = dict(files(PROJECT, URL, plainly, {}))


def small(root: Path) -> Project:
    """Load the small project, with a page that lists its figures."""
    pages = {f"docs/{code}/figures.md": "---\ntitle: T\n---\n\n{{ figures() }}\n" for code in ("fr", "en")}
    return Project.load(samples.write(root, **pages))


def sample(tmp_path: Path, language: str, state: str = "1.2.0", changed: str = "") -> dict[str, Item]:
    """Return the citations of the small project by id."""
    project = small(tmp_path)
    paths = ["docs/figures.yml", *(page.path for pages in project.pages.values() for page in pages.values())]
    changes = dict.fromkeys(paths, changed) if changed else {}
    found = Citations(project, language, URL, plainly, state, changes).items()
    return {item["id"]: item for item in found}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_figure_and_source_is_cited_once(code: str) -> None:
    """Each language's file has one record a page, figure and source, at an address of its own."""
    items = json.loads(FILES[f"data/citations.{code}.json"])
    wanted = [f"colossus-{code}-page-{name.replace('/', '-')}" for name in PROJECT.pages[SOURCE]]
    wanted += [f"colossus-{code}-figure-{key}" for key in PROJECT.facts]
    wanted += [f"colossus-{code}-source-{key}" for key in PROJECT.data.records.sources]
    assert [item["id"] for item in items] == wanted
    assert len({item["id"] for item in items}) == len(items)
    assert len({item["URL"] for item in items}) == len(items)


@pytest.mark.parametrize("code", LANGUAGES)
def test_csl_is_valid(code: str) -> None:
    """Each record has what CSL-JSON and a reader need, and a fault of ours would be seen."""
    items = json.loads(FILES[f"data/citations.{code}.json"])
    jsonschema.validate(items, CSL)
    for fault in ({"type": "figure"}, {"issued": {"date-parts": ["2026"]}}, {"urldate": "2026"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([items[0] | fault], CSL)


def test_figure_says_its_value_and_the_date_of_the_fact(tmp_path: Path) -> None:
    """A figure's record has its label, its value as written, the date of the fact and the state of the site."""
    assert sample(tmp_path, "en", changed="2026-11-20")["colossus-en-figure-gpus-launch"] == {
        "id": "colossus-en-figure-gpus-launch",
        "type": "dataset",
        "title": "GPUs at launch: 100,000\u00a0GPUs (disputed)",
        "author": [{"literal": 'The contributors to "Trial"'}],
        "container-title": "Trial",
        "language": "en",
        "URL": "https://example.org/en/figures/#gpus-launch",
        "version": "1.2.0",
        "issued": {"date-parts": [[2026, 11, 20]]},
        "note": "Date of the fact: September\u00a02, 2024. Version 1.2.0 of the site, last changed November\u00a020, 2026.",
        "event-date": {"date-parts": [[2024, 9, 2]]},
    }


def test_date_of_a_fact_is_as_precise_as_it_is_known(tmp_path: Path) -> None:
    """A fact of a month has a year and a month, and a source the date of its publication."""
    items = sample(tmp_path, "fr")
    assert items["colossus-fr-figure-gpus-final"]["event-date"] == {"date-parts": [[2025, 2]]}
    assert items["colossus-fr-source-filing"]["original-date"] == {"date-parts": [[2024, 10]]}
    assert "original-date" not in items["colossus-fr-source-journal"]


def test_nothing_is_said_of_a_state_that_is_not_known(tmp_path: Path) -> None:
    """Without a version, and without the day of a change, a record does without."""
    item = sample(tmp_path, "en", state="")["colossus-en-page-machine"]
    assert not {"version", "issued", "note"} & set(item)
    assert version(tmp_path) == ""


def test_version_is_that_of_the_project() -> None:
    """The version that is cited is the one that the project file gives."""
    assert f'version = "{version(ROOT)}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert re.fullmatch(r"\d+\.\d+\.\d+", version(ROOT))


# --- BibTeX -----------------------------------------------------------------------------------------

ENTRY = re.compile(r"@misc\{(?P<key>[a-z0-9-]+),\n(?P<fields>(?:  [a-z]+ = .+,\n)+)\}")
FIELD = re.compile(r"  (?P<name>[a-z]+) = (?:\{(?P<text>.*)\}|(?P<month>[a-z]{3})),")
UNESCAPED = re.compile(r"(?<!\\)[%&#$_^]")


def parse(text: str) -> dict[str, dict[str, str]]:
    """Read BibTeX as strictly as its oldest program does; fail on what that would not read."""
    found: dict[str, dict[str, str]] = {}
    for block in text.strip().split("\n\n"):
        entry = ENTRY.fullmatch(block)
        assert entry, block
        assert entry["key"] not in found
        fields: dict[str, str] = {}
        for line in entry["fields"].splitlines():
            field = FIELD.fullmatch(line)
            assert field, line
            assert field["name"] not in fields
            value = field["month"] or field["text"]
            depth = 0
            for sign in re.sub(r"\\[{}]", "", value):
                depth += {"{": 1, "}": -1}.get(sign, 0)
                assert depth >= 0, line
            assert depth == 0, line
            assert field["name"] == "url" or not UNESCAPED.search(value), line
            fields[field["name"]] = value
        found[entry["key"]] = fields
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_bibtex_has_the_records_of_the_other_file(code: str) -> None:
    """The file is read without a fault, and has each record of the CSL file under the same id."""
    entries = parse(FILES[f"data/citations.{code}.bib"])
    items = json.loads(FILES[f"data/citations.{code}.json"])
    assert [*entries] == [item["id"] for item in items]
    for item in items:
        assert entries[item["id"]]["url"] == item["URL"]
        assert {"author", "title", "howpublished", "version", "note", "language"} <= set(entries[item["id"]])


@pytest.mark.parametrize(
    "fault",
    [
        "@misc{a,\n  title = {50 % of it},\n}",
        "@misc{a,\n  title = {one } too many},\n}",
        "@misc{a,\n  title = {one { too many},\n}",
        "@misc{a,\n  title = {no comma}\n}",
        "@misc{A key,\n  title = {x},\n}",
    ],
)
def test_the_check_sees_what_bibtex_would_not_read(fault: str) -> None:
    """The check of BibTeX refuses signs that are not escaped, braces without a mate, and wrong keys."""
    with pytest.raises(AssertionError):
        parse(fault)


def test_bibtex_in_full(tmp_path: Path) -> None:
    """An entry is what a bibliography's author would have typed."""
    item = sample(tmp_path, "en", changed="2026-11-20")["colossus-en-figure-gpus-launch"]
    assert bibtex(item) == (
        "@misc{colossus-en-figure-gpus-launch,\n"
        '  author = {{The contributors to "Trial"}},\n'
        "  title = {{GPUs at launch: 100,000~GPUs (disputed)}},\n"
        "  howpublished = {Trial},\n"
        "  year = {2026},\n"
        "  month = nov,\n"
        "  version = {1.2.0},\n"
        "  note = {Date of the fact: September~2, 2024. Version 1.2.0 of the site, last changed November~20, 2026.},\n"
        "  language = {en},\n"
        "  url = {https://example.org/en/figures/#gpus-launch},\n"
        "}"
    )


# Each sign that BibTeX or TeX takes for its own.
AWKWARD = "100\u202f% {of} R&D_1 #2 $3 ~4 ^5 \\6 é"
AWKWARD_IN_BIBTEX = (
    r"100~\% \{of\} R\&D\_1 \#2 \$3 \textasciitilde{}4 \textasciicircum{}5 \textbackslash{}6 é"
)


def test_signs_of_bibtex_are_escaped() -> None:
    """Braces, percent signs and their like are escaped, and letters with accents stay as they are."""
    assert escaped(AWKWARD) == AWKWARD_IN_BIBTEX


# --- The dialog ---------------------------------------------------------------------------------------

DIALOG = "dialog.cite[open]"


def text(page: Page) -> str:
    """Return the citation that the dialog shows."""
    expect(page.locator(DIALOG)).to_be_visible()
    return page.locator(f"{DIALOG} textarea").input_value()


def show(page: Page, name: str) -> str:
    """Choose a format and return the citation in it."""
    page.locator(DIALOG).get_by_role("radio", name=name).check()
    return text(page)


def cited(page: Page) -> Item:
    """Return the one record that the dialog shows as CSL-JSON."""
    items: list[Item] = json.loads(show(page, "CSL-JSON"))
    jsonschema.validate(items, CSL)
    (item,) = items
    return item


def from_heading(page: Page) -> tuple[Locator, Locator]:
    """Return the control of the second heading that has one, and what it stands in."""
    place = page.locator("main h2:has(.cite-open)").first
    return place.locator(".cite-open"), place


def from_entry(page: Page) -> tuple[Locator, Locator]:
    """Return the control of an entry, and the entry."""
    place = page.locator("article.entry").nth(1)
    return place.locator(":scope > .cite-open"), place


def from_card(page: Page) -> tuple[Locator, Locator]:
    """Open the card of a number; return its control and the number."""
    door = page.locator("main a[data-figure][aria-haspopup]").first
    door.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card:popover-open")).to_be_visible()
    return page.locator(".card .cite-open"), door


PLACES = {
    "heading": ("machine", from_heading),
    "card": ("machine", from_card),
    "figure": (PROJECT.homes["figures", "gpus-launch"], from_entry),
    "source": (PROJECT.homes["sources", next(iter(PROJECT.data.records.sources))], from_entry),
}


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_cite(visit: Visit, site: Path, address: str, language: str, place: str, by: str) -> None:
    """The dialog opens where it is asked for, cites what stands there, copies it, says so, and goes back."""
    name, find = PLACES[place]
    page = visit(path(language, name))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    control, where = find(page)
    if by == "mouse":
        where.hover() if place == "heading" else control.hover()
        control.click()
    else:
        control.focus()
        page.keyboard.press("Enter")
    plain = text(page)
    item = cited(page)
    key = where.get_attribute("data-figure") or where.get_attribute("id")
    assert item["URL"].endswith(f"#{key}")
    assert item["type"] == ("dataset" if place in ("figure", "card") else "webpage")
    assert item["language"] == language
    for said in (item["title"], item["URL"], item["author"][0]["literal"], item["note"]):
        assert said in plain
    published = (site / f"data/citations.{language}.bib").read_text("utf-8")
    shown = show(page, "BibTeX")
    entries = parse(shown)
    assert entries[item["id"]].pop("urldate") == "-".join(
        f"{n:02}" for n in item["accessed"]["date-parts"][0]
    )
    if place != "heading":
        # What stands in the published file is what the dialog shows, but for the day of the reading.
        assert entries[item["id"]] == parse(published)[item["id"]]
    copier = page.locator(f"{DIALOG} button.more")
    copier.focus()
    page.keyboard.press("Enter") if by == "keyboard" else copier.click()
    expect(page.locator(f"{DIALOG} [role=status]")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == shown
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).to_have_count(0)
    expect(control).to_be_focused()
    if place == "card":
        expect(page.locator(".card:popover-open")).to_be_visible()


def test_first_heading_cites_the_page(visit: Visit) -> None:
    """The title of a page cites the page as a whole, whatever else its address holds."""
    page = visit(path(SOURCE, "machine") + "?from=chat#top")
    page.locator("main h1").hover()
    page.locator("main h1 .cite-open").click()
    assert text(page)
    assert cited(page)["URL"].endswith("/machine/")


RECORD: dict[str, Any] = {
    "id": "colossus-fr-figure-gpus-launch",
    "type": "dataset",
    "title": "GPU\u00a0: 100\u202f000\u00a0GPU, 5\u202f% de R&D",
    "author": [{"literal": "Les contributeurs de «\u00a0Colossus\u00a0»"}],
    "container-title": "Colossus",
    "language": "fr",
    "URL": f"https://colossus.example{path(SOURCE, PROJECT.homes['figures', 'gpus-launch'])}#gpus-launch",
    "version": "1.2.0",
    "issued": {"date-parts": [[2026, 11, 20]]},
    "note": "Date du fait\u00a0: 2\u00a0septembre 2024. Version 1.2.0 du site.",
    "event-date": {"date-parts": [[2024, 9, 2]]},
}


def test_formats_in_full(visit: Visit) -> None:
    """Each of the formats, to the letter, for a figure on a day."""
    page = visit(path("fr", PROJECT.homes["figures", "gpus-launch"]))
    page.route("**/data/citations.fr.json", lambda route: route.fulfill(body=csl([RECORD])))
    page.clock.set_fixed_time(TODAY)
    page.locator("article.entry#gpus-launch > .cite-open").click()
    assert text(page) == (
        "Les contributeurs de «\u00a0Colossus\u00a0», «\u00a0GPU\u00a0: 100\u202f000\u00a0GPU, 5\u202f% de R&D\u00a0». "
        "Date du fait\u00a0: 2\u00a0septembre 2024. Version 1.2.0 du site. "
        "https://colossus.example/figures/machine/#gpus-launch (consulté le 3 décembre 2026)"
    )
    assert show(page, "BibTeX") == bibtex(RECORD).removesuffix("}") + "  urldate = {2026-12-03},\n}"
    assert "GPU~: 100~000~GPU, 5~\\% de R\\&D" in text(page)
    assert cited(page) == RECORD | {"accessed": {"date-parts": [[2026, 12, 3]]}}


def test_both_writers_of_bibtex_escape_alike(visit: Visit) -> None:
    """The dialog escapes what the published file escapes."""
    page = visit(path("fr", PROJECT.homes["figures", "gpus-launch"]))
    record = RECORD | {"title": AWKWARD}
    page.route("**/data/citations.fr.json", lambda route: route.fulfill(body=csl([record])))
    page.locator("article.entry#gpus-launch > .cite-open").click()
    assert AWKWARD_IN_BIBTEX in show(page, "BibTeX")


def test_nothing_is_loaded_before_it_is_asked_for(visit: Visit) -> None:
    """A page that nobody cites fetches neither the dialog nor the citations."""
    page = visit("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url + path(SOURCE, "machine").lstrip("/"))
    expect(page.locator("main h2 .cite-open").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "cit" in url.rsplit("/", 1)[1]]
    page.locator("main h2").first.hover()
    page.locator("main h2 .cite-open").first.click()
    assert text(page)
    assert len([url for url in asked if "cit" in url.rsplit("/", 1)[1]]) == 2


def test_formats_are_chosen_by_arrow_keys(visit: Visit) -> None:
    """The focus begins on the first format; the arrow keys go from one to the next."""
    page = visit(path(SOURCE, "machine"))
    control, _ = from_heading(page)
    control.focus()
    page.keyboard.press("Enter")
    assert not text(page).startswith(("@", "["))
    page.keyboard.press("ArrowRight")
    assert text(page).startswith("@misc{")
    page.keyboard.press("ArrowRight")
    assert text(page).startswith("[{")


def test_a_refused_clipboard_leaves_the_text_selected(visit: Visit) -> None:
    """Where the browser does not let the page copy, the citation is selected for the reader to copy."""
    page = visit(path(SOURCE, "machine"))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')) }")
    control, _ = from_heading(page)
    control.focus()
    page.keyboard.press("Enter")
    shown = text(page)
    page.locator(f"{DIALOG} button.more").click()
    expect(page.locator(f"{DIALOG} textarea")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == shown
    expect(page.locator(f"{DIALOG} [role=status]")).to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_dialog_is_accessible(visit: Visit, axe: str, language: str, scheme: str) -> None:  # noqa: F811
    """axe-core finds nothing wrong with the dialog, nor with the controls that open it."""
    page = visit(path(language, PROJECT.homes["figures", "gpus-launch"]), color_scheme=scheme)
    control, _ = from_entry(page)
    control.click()
    assert text(page)
    assert violations(page, axe) == []


@pytest.mark.parametrize("name", ["machine", PROJECT.homes["figures", "gpus-launch"]])
def test_controls_are_large_enough_and_seen_when_focused(visit: Visit, name: str) -> None:
    """Each control is 24 pixels wide and high at least, inside the window, and shows when it has the focus."""
    page = visit(path(SOURCE, name), viewport={"width": 360, "height": 780})
    for control in page.locator("main .cite-open").all()[:12]:
        control.focus()
        expect(control).to_have_css("opacity", "1")
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


@pytest.mark.parametrize("heading", ["h1", "h2"])
def test_the_control_of_a_heading_shows_under_the_pointer(visit: Visit, heading: str) -> None:
    """A pointer on a heading shows its link and its citation, which are out of sight elsewhere."""
    page = visit(path(SOURCE, "impact"))
    place = page.locator(f"main {heading}").first
    controls = place.locator(".headerlink, .cite-open")
    expect(controls).to_have_count(2)
    for control in controls.all():
        expect(control).to_have_css("opacity", "0")
    place.hover()
    for control in controls.all():
        expect(control).to_have_css("opacity", "1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_are_linked_from_the_list_of_figures(visit: Visit, site: Path, language: str) -> None:
    """Without script the list of figures leads to both files of its language."""
    page = visit(path(language, "figures"), java_script_enabled=False)
    for kind in ("bib", "json"):
        link = page.locator(f'main a[download][href$="data/citations.{language}.{kind}"]')
        expect(link).to_be_visible()
        assert (site / f"data/citations.{language}.{kind}").exists()


def test_day_of_a_change_counts_the_data_file(tmp_path: Path) -> None:
    """An entry is as new as the newer of its page and the data file that it is made from."""
    page = small(tmp_path).pages["fr"]["figures"]
    changes = {page.path: "2026-01-01", "docs/figures.yml": "2026-02-01"}
    assert last_change(page, changes) == "2026-02-01"
