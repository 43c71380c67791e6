"""Search: what is indexed of a page, and what a reader finds in each language."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros.locales import Locale
from macros.project import Project
from macros.search import Document, Indexing, Preparer, collect, documents, vocabulary
from macros.typography import Typesetter
from tests import samples
from tests.conftest import ROOT, Visit
from tests.pages import LANGUAGES, SOURCE, path

FRENCH = Locale("fr", {"search": {"elisions": ["d", "l", "qu"]}})


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # An elided word is a word of its own, whatever its apostrophe, and before an element too.
        ("l’eau", "\U000e006c’eau"),
        ("L'énergie qu’on a d’ici", "\U000e004c'énergie \U000e0071\U000e0075’on a \U000e0064’ici"),
        ('l’<a href="x">eau</a>', '\U000e006c’<a href="x">eau</a>'),
        ("aujourd’hui", "aujourd’hui"),
        ("fil’eau", "fil’eau"),
        ("<q>l’</q>", "<q>l’</q>"),
        # Thousands are one word; other numbers side by side are not.
        ("100\u202f000 GPU", "100\u2061000 GPU"),
        ("1\u202f250\u202f000\u00a0litres", "1\u2061250\u2061000\u00a0litres"),
        ("en\u00a02024\u202f35 turbines", "en\u00a02024\u202f35 turbines"),
        # A low digit is found as a plain one.
        ("CO₂", "CO\u20602"),
    ],
)
def test_prepare(html: str, expected: str) -> None:
    """Signs that nobody sees make words findable."""
    assert Preparer(FRENCH).prepare(html) == expected


def test_language_without_elisions_is_left_alone() -> None:
    """A language that lists no elisions keeps its apostrophes."""
    assert Preparer(Locale("en", {})).prepare("xAI's l'eau") == "xAI's l'eau"


BUILT = """<html lang="fr"><body><header>Menu</header><main><nav>Ailleurs</nav><article>
<h1 id="top">Chiffres</h1><p class="apparatus">3 minutes</p><p>Tous.</p>
<h2 id="of-machine">La machine<a class="headerlink" href="#of-machine"></a></h2>
<article class="entry figure-entry" id="gpus"><h3><a class="self" href="#gpus">Nombre &amp; sorte</a></h3><p>100</p></article>
<article class="entry statement wrong" id="said"><h3>Le plus grand <a class="self" href="#said">#</a></h3><p>Faux</p></article>
<aside class="notes">Note</aside><form>Filtre</form></article></main><footer>Pied</footer></body></html>"""


def test_entries_are_found_on_their_own() -> None:
    """Each entry is a document with its own address, kind and title; the page keeps the rest."""
    found = list(documents(BUILT, "fr", "/figures/", Preparer(FRENCH)))
    assert [(document.address, document.kind) for document in found] == [
        ("/figures/#gpus", "figure"),
        ("/figures/#said", "statement"),
        ("/figures/", "page"),
    ]
    assert found[0].html == "<h1>Nombre &amp; sorte</h1><p>100</p>"
    assert found[1].html == "<h1>Le plus grand</h1><p>Faux</p>"
    words = re.sub(r"<[^>]*>|\s+", " ", found[2].html).split()
    assert words == ["Chiffres", "Tous.", "La", "machine"]


def test_page_without_text_is_not_indexed() -> None:
    """A page without a main part, or with nothing in it, is no document."""
    assert not list(documents("<html><body>x</body></html>", "fr", "/", Preparer(FRENCH)))
    assert not list(documents("<main><nav>x</nav></main>", "fr", "/", Preparer(FRENCH)))


def test_untranslated_pages_are_left_out(tmp_path: Path) -> None:
    """A page that stands in for a missing translation is found in its own language only."""
    project = Project.load(samples.write(tmp_path))
    translated = {"fr": project.pages["fr"], "en": {}}
    built = tmp_path / "site"
    for folder in ("machine", "en/machine"):
        (built / folder).mkdir(parents=True)
        (built / folder / "index.html").write_text("<main><p>La machine</p></main>", "utf-8")
    found = [
        [document.address for document in collect(replace(project, pages=pages), built)]
        for pages in (project.pages, translated)
    ]
    assert found == [["/machine/", "/en/machine/"], ["/machine/"]]


def test_index_tells_why_it_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Pagefind cannot run, the problem says what it said."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "absent"))
    problem = next(iter(Indexing([Document("fr", "/", "page", "<p>x</p>")], tmp_path).finish()))
    assert problem.path == "pyproject.toml"
    assert problem.message == (
        'no search index: Pagefind says "FileNotFoundError: [Errno 2] No such file or directory"; install it anew'
    )


def test_same_documents_same_index(tmp_path: Path) -> None:
    """The index of the same documents is the same, byte for byte, and holds no interface of Pagefind's."""
    pages = [Document("fr", f"/{n}/", "page", f"<h1>Page {n}</h1><p>Texte</p>") for n in range(20)]
    for name in ("one", "two"):
        assert not list(Indexing(pages, tmp_path / name).finish())
    files = {
        name: {f.relative_to(tmp_path / name): f.read_bytes() for f in (tmp_path / name).rglob("*.*")}
        for name in ("one", "two")
    }
    assert files["one"] == files["two"]
    assert not any("ui" in file.name or "highlight" in file.name for file in files["one"])


def test_an_index_that_nobody_waits_for_is_given_up(tmp_path: Path) -> None:
    """Where the build has failed meanwhile, Pagefind is stopped and its documents are removed."""
    indexing = Indexing([Document("fr", "/", "page", "<p>x</p>")], tmp_path)
    place = Path(indexing.place.name)
    assert [file.name for file in place.iterdir()] == ["000000.html"]
    indexing.end()
    indexing.end()
    assert not place.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_vocabulary_is_whole(language: str) -> None:
    """The dialog has all of its words in each language."""
    fallback = Locale.read(ROOT / "docs", SOURCE)
    locale = Locale.read(ROOT / "docs", language, fallback)
    words = json.loads(vocabulary(locale, Typesetter(locale.words.get("typography"))))
    assert set(words) == {"title", "hint", "count", "none", "more", "close", "kinds", "elisions"}
    assert set(words["kinds"]) == {"claim", "figure", "source", "statement", "term"}


# --- In the browser ------------------------------------------------------------------------------------


def ask(page: Page, question: str) -> list[str]:
    """Open search, ask, and return what is marked in the results as found."""
    page.keyboard.press("Control+k")
    page.locator("dialog.search input").fill(question)
    expect(page.locator(".search-count")).to_have_text(re.compile(r"\S"))
    return [word.lower() for word in page.locator("dialog mark").all_inner_texts()]


# A question, and how something that it marks begins.
QUESTIONS = {
    "fr": [
        # Accents, plurals, elisions: as one types on a phone.
        ("energie", "énergie"),
        ("ENERGIE", "énergie"),
        ("consommations", "consommation"),
        ("l'eau", "eau"),
        ("l’eau", "eau"),
        ("d'électricité", "électricité"),
        ("supercalculateurs", "supercalculateur"),
        ("turbine", "turbines"),
        # Numbers as they are typed and as they are printed, formulas, names.
        ("100000", "100\u202f000"),
        ("100 000", "100\u202f000"),
        ("co2", "co₂"),
        ("h100", "h100"),
        ("memphis", "memphis"),
    ],
    "en": [
        ("energies", "energy"),
        ("turbine", "turbine"),
        ("supercomputers", "supercomputer"),
        ("cooled", "cool"),
        ("100000", "100,000"),
        ("100,000", "100,000"),
        ("co2", "co₂"),
        ("musk", "musk"),
        ("MEMPHIS", "memphis"),
    ],
}


@pytest.mark.parametrize(
    ("language", "question", "found"),
    [(language, *question) for language, table in QUESTIONS.items() for question in table],
)
def test_question(visit: Visit, language: str, question: str, found: str) -> None:
    """A question finds its words in the language of the page, and nothing of another language."""
    page = visit(path(language, "index"))
    marked = ask(page, question)
    assert any(word.startswith(found) for word in marked), marked
    home = path(language, "index")
    others = {path(other, "index") for other in LANGUAGES} - {home, "/"}
    for link in page.locator(".results a").all():
        address = re.sub(r"^https?://[^/]+", "", str(link.evaluate("link => link.href")))
        assert address.startswith(home)
        assert not address.startswith(tuple(others))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_found_for_nonsense(visit: Visit, language: str) -> None:
    """Letters that are no word find nothing, and the dialog says so."""
    page = visit(path(language, "index"))
    assert ask(page, "xyzzyqwrt") == []
    expect(page.locator(".results li")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["figures/machine", "sources/a-e", "glossary", "verification"])
def test_entry_is_found_by_its_title(visit: Visit, language: str, kind: str) -> None:
    """A figure, a source, a term or a statement is found by its title and opens at its entry."""
    page = visit(path(language, kind))
    entry = page.locator("article.entry").nth(1)
    title = entry.locator("h2, h3").first.inner_text().removesuffix("#").strip()
    address = f"{path(language, kind)}#{entry.get_attribute('id')}"
    ask(page, title)
    link = page.locator(".results a.result").filter(has_text=title[:20])
    targets = link.evaluate_all("links => links.map(link => link.pathname + link.hash)")
    assert address in targets
    link.nth(targets.index(address)).click()
    page.wait_for_url(f"**{address}")
    expect(page.locator("dialog.search")).to_be_hidden()
    expect(entry).to_be_in_viewport()


def test_nothing_of_search_is_fetched_before_it_is_opened(visit: Visit) -> None:
    """A page asks for nothing of search until the reader does."""
    page = visit("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert asked
    assert not [url for url in asked if "pagefind" in url or "search" in url]
    page.locator("[data-search]").click()
    expect(page.locator("dialog.search")).to_be_visible()
    assert [url for url in asked if url.endswith("/pagefind/pagefind.js")]


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k"])
def test_search_by_keyboard(visit: Visit, keys: str) -> None:
    """A key opens search; arrows go through the results, Enter opens one, Escape returns to the page."""
    page = visit("/")
    page.locator("main article a:visible").first.focus()
    page.keyboard.press(keys)
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("memphis")
    links = page.locator(".results a")
    expect(links.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.search")).to_be_hidden()
    expect(page.locator("main article a:visible").first).to_be_focused()
    page.keyboard.press(keys)
    target = links.first.evaluate("link => link.href")
    field.press("Enter")
    page.wait_for_url(target)


def test_words_typed_at_once_are_kept(visit: Visit) -> None:
    """What is typed right after the key, while search loads, is the question."""
    page = visit("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("memphis gpu")
    expect(page.get_by_role("searchbox")).to_have_value("memphis gpu")
    expect(page.locator(".results a").first).to_be_visible()


def test_no_lone_key_opens_search(visit: Visit) -> None:
    """Who speaks to the browser types letters without wanting to: search needs a key held down beside its own."""
    page = visit("/")
    page.locator("main article a:visible").first.focus()
    page.keyboard.type("/k")
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.search")).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_more_results(visit: Visit) -> None:
    """The first results are few; the button adds more and moves the focus to the first of them."""
    page = visit("/")
    ask(page, "gpu")
    results = page.locator(".results > li")
    before = results.count()
    assert before == 10
    page.locator(".search .more").click()
    expect(results.nth(before).locator("a").first).to_be_focused()


def test_click_inside_the_dialog_keeps_it(visit: Visit) -> None:
    """A blank part of the dialog is no way out of it."""
    page = visit("/")
    ask(page, "gpu")
    box = page.locator("dialog.search").bounding_box()
    assert box
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    expect(page.locator("dialog.search")).to_be_visible()


def test_a_list_of_ids_is_no_answer(visit: Visit) -> None:
    """The page that lists every id holds every word of them, and is found by its own words alone."""
    page = visit("/")
    ask(page, "optimus")
    for link in page.locator(".results a").all():
        assert "/permalinks/" not in str(link.get_attribute("href"))


def test_click_beside_the_dialog_closes_it(visit: Visit) -> None:
    """A click on the page behind closes search, as does its button."""
    page = visit("/")
    ask(page, "gpu")
    page.mouse.click(3, 450)
    expect(page.locator("dialog.search")).to_be_hidden()
    page.locator("[data-search]").click()
    page.locator(".search .close").click()
    expect(page.locator("dialog.search")).to_be_hidden()
    expect(page.locator("[data-search]")).to_be_focused()


def test_search_works_while_writing(tmp_path: Path) -> None:
    """`mkdocs serve` has an index too."""
    code = (
        "import sys; from mkdocs.commands import serve\n"
        "from mkdocs.livereload import LiveReloadServer\n"
        "from pathlib import Path\n"
        "LiveReloadServer.serve = lambda self, **_: print('INDEX', Path(self.root, 'pagefind/pagefind.js').exists())\n"
        f"serve.serve(config_file={str(ROOT / 'mkdocs.yml')!r}, dev_addr='127.0.0.1:0', strict=False)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "INDEX True" in run.stdout, run.stderr
