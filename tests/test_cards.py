"""Cards of figures, claims and terms: by mouse, by keyboard, by touch, without script and on paper."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from macros.project import Project
from macros.vouchers import text_of
from tests.conftest import Visit
from tests.pages import DOORS, LANGUAGES, ROOT, SOURCE, card, middle, path

# Longer than the script waits before it opens or closes a card for a pointer that came or went.
PAUSE = 1000


@pytest.fixture(scope="module")
def project() -> Project:
    """Load the real project."""
    return Project.load(ROOT)


@pytest.fixture(scope="module")
def chapter(project: Project) -> str:
    """Return the name of the page with the most figures."""
    pages = project.pages[SOURCE]
    return max(pages, key=lambda name: sum(call.name == "figure" for call in pages[name].calls))


@pytest.fixture
def page(visit: Visit, chapter: str) -> Page:
    """Open that page at a desk."""
    return visit(path(SOURCE, chapter))


def title(project: Project, door: Locator, language: str = SOURCE) -> str:
    """Return the label that the data file gives to the record behind a number."""
    key = str(door.get_attribute("data-figure") or door.get_attribute("data-claim"))
    records = project.data.records
    record = records.figures.get(key) or records.claims[key]
    return text_of(record.label.get(language) or record.label["*"]).replace("'", "’")


def test_no_card_is_cut_in_a_low_window(visit: Visit, chapter: str) -> None:
    """Where a card fits on neither side of its number it stands on the roomier one, and scrolls."""
    page = visit(path(SOURCE, chapter), viewport={"width": 1280, "height": 560})
    for door in page.locator("main p a[data-figure][aria-haspopup]").all()[:8]:
        door.evaluate("door => scrollBy(0, door.getBoundingClientRect().top - 300)")
        point(page, door)
        box = card(page).bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 560
        page.keyboard.press("Escape")
        page.mouse.move(2, 2)
        expect(card(page)).to_be_hidden()


def point(page: Page, door: Locator) -> None:
    """Move the mouse onto a number and wait until its card is open."""
    page.mouse.move(*middle(door))
    expect(card(page)).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_card_says_what_the_number_is(visit: Visit, project: Project, chapter: str, language: str) -> None:
    """A card is a dialog named by the figure's label in the page's language, and shows its sources."""
    page = visit(path(language, chapter))
    door = page.locator("main a[data-figure][aria-haspopup]").first
    point(page, door)
    name = re.compile(re.escape(title(project, door, language)[:20]))
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    expect(door).to_have_attribute("aria-expanded", "true")
    key = str(door.get_attribute("data-figure"))
    expect(card(page).locator(".card-all")).to_have_attribute("href", re.compile(rf"figures/[a-z]+/#{key}$"))


def test_card_opens_beside_the_number_and_inside_the_window(page: Page) -> None:
    """The card covers no part of its number and stays inside the window."""
    for door in page.locator(DOORS).all()[::7]:
        point(page, door)
        boxes = page.evaluate(
            """() => { const open = document.querySelector('.card:popover-open');
            const door = document.querySelector('[aria-expanded=true]');
            return [open, door].map(e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] }) }"""
        )
        (left, top, right, bottom), (_, door_top, _, door_bottom) = boxes
        assert left >= 0
        assert right <= 1280
        assert bottom <= door_top or top >= door_bottom
        page.keyboard.press("Escape")


def test_card_stays_while_the_pointer_is_on_it(visit: Visit, chapter: str) -> None:
    """A card opened by the pointer stays while the pointer is on it, and goes when the pointer has left."""
    page = visit(path(SOURCE, chapter))
    page.clock.install()
    door = page.locator(DOORS).first
    page.mouse.move(*middle(door))
    page.clock.run_for(PAUSE)
    expect(card(page)).to_be_visible()
    box = card(page).bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.clock.run_for(PAUSE)
    expect(card(page)).to_be_visible()
    page.mouse.move(2, 2)
    page.clock.run_for(PAUSE)
    expect(card(page)).to_have_count(0)


def test_passing_over_a_number_opens_nothing(visit: Visit, chapter: str) -> None:
    """A pointer that only crosses a number opens no card."""
    page = visit(path(SOURCE, chapter))
    page.clock.install()
    page.mouse.move(*middle(page.locator(DOORS).first))
    page.clock.run_for(50)
    page.mouse.move(2, 2)
    page.clock.run_for(PAUSE)
    expect(card(page)).to_have_count(0)


def test_click_keeps_the_card_open(visit: Visit, chapter: str) -> None:
    """A click pins the card: it stays when the pointer leaves, and a click elsewhere closes it."""
    page = visit(path(SOURCE, chapter))
    page.clock.install()
    at = page.url
    page.mouse.click(*middle(page.locator(DOORS).first))
    page.mouse.move(2, 2)
    page.clock.run_for(PAUSE)
    expect(card(page)).to_be_visible()
    assert page.url == at
    page.mouse.click(2, 2)
    expect(card(page)).to_have_count(0)


def test_two_cards_are_never_open(page: Page) -> None:
    """Opening a second card closes the first."""
    first, second = page.locator(DOORS).all()[:2]
    page.mouse.click(*middle(first))
    second.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_have_count(1)
    expect(first).to_have_attribute("aria-expanded", "false")
    expect(second).to_have_attribute("aria-expanded", "true")


def test_enter_goes_into_the_card_and_escape_comes_back(page: Page) -> None:
    """Enter opens the card and moves the focus into it; Escape closes it and returns the focus."""
    door = page.locator(DOORS).first
    door.focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(card(page).locator(".close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(door).to_be_focused()


# Whether the focus is on something of the text behind a number, and not in a card.
BEHIND = """door => {
  const here = document.activeElement;
  return !here.closest(".card") && !!(door.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""


def test_focus_shows_the_card_and_leaves_the_tab_key_alone(page: Page) -> None:
    """The focus shows the card of the number it comes to, and the tab key goes on in the text."""
    door = page.locator(DOORS).first
    door.focus()
    expect(card(page)).to_be_visible()
    expect(door).to_be_focused()
    page.keyboard.press("Tab")
    assert door.evaluate(BEHIND)
    expect(door).to_have_attribute("aria-expanded", "false")


def test_tab_leaves_the_card_for_the_text_behind_it(page: Page) -> None:
    """Tab from the last link of a card goes on in the text and closes the card; back from the first returns."""
    door = page.locator(DOORS).first
    door.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(door).to_be_focused()
    page.keyboard.press("Enter")
    card(page).locator(".card-actions > :last-child").focus()
    page.keyboard.press("Tab")
    assert door.evaluate(BEHIND)
    expect(door).to_have_attribute("aria-expanded", "false")


def test_control_click_follows_the_link(page: Page) -> None:
    """A click with Control opens the figure's entry in another tab, and no card."""
    door = page.locator("main a[data-figure][aria-haspopup]").first
    with page.context.expect_page() as opened:
        page.keyboard.down("Control")
        page.mouse.click(*middle(door))
        page.keyboard.up("Control")
    assert opened.value.url == door.evaluate("door => door.href")


def test_copy_link(page: Page, address: str, project: Project) -> None:
    """Copy link puts the address of the figure's entry on the clipboard and says so."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    door = page.locator("main a[data-figure][aria-haspopup]").first
    door.focus()
    page.keyboard.press("Enter")
    copier = card(page).locator(".card-copy")
    copier.click()
    said = page.locator("[role=status].voice")
    expect(said).not_to_be_empty()
    assert said.inner_text() == copier.inner_text()
    key = str(door.get_attribute("data-figure"))
    entry = f"{address}/{project.homes['figures', key]}/#{key}"
    assert page.evaluate("navigator.clipboard.readText()") == entry


def test_figure_inside_a_card_opens_in_it(visit: Visit, project: Project) -> None:
    """An input of a formula that has a note on the page is shown in the card, with a way back."""
    name, key, inner = next(
        (name, call.key, input_)
        for name, content in project.pages[SOURCE].items()
        for call in content.calls
        if call.name == "figure" and call.key in project.facts
        for input_ in project.facts[call.key].inputs
        if any(other.key == input_ and other.name == "figure" for other in content.calls)
    )
    page = visit(path(SOURCE, name))
    door = page.locator(f'main a[data-figure="{key}"][aria-haspopup]').first
    door.focus()
    page.keyboard.press("Enter")
    at = page.url
    back = card(page).locator(".back")
    expect(back).to_be_hidden()
    card(page).locator(f'.computed a[data-figure="{inner}"]').first.press("Enter")
    expect(card(page).locator(".card-all")).to_have_attribute("href", re.compile(f"#{inner}$"))
    expect(card(page)).to_be_focused()
    assert page.url == at
    back.click()
    expect(card(page).locator(".card-all")).to_have_attribute("href", re.compile(f"#{key}$"))
    expect(back).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_term_shows_its_gloss(visit: Visit, chapter: str, project: Project, language: str) -> None:
    """A term of the glossary opens a card with its explanation, which leads to the glossary."""
    page = visit(path(language, chapter))
    term = page.locator("main a.term").first
    page.mouse.click(*middle(term))
    key = str(term.get_attribute("data-term"))
    gloss = text_of(project.data.records.glossary[key].gloss[language])
    plain = card(page).inner_text().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    assert gloss[:30] in plain
    expect(card(page).locator(".card-all")).to_have_attribute("href", re.compile(f"glossary/#{key}$"))


@pytest.fixture
def phone(visit: Visit, chapter: str) -> Page:
    """Open the page on a phone."""
    size = {"width": 390, "height": 780}
    return visit(path(SOURCE, chapter), viewport=size, has_touch=True, is_mobile=True)


def test_tap_opens_the_card_instead_of_the_link(phone: Page) -> None:
    """The first tap opens the card at the foot of the screen; the entry is one link further."""
    at = phone.url
    door = phone.locator("main a[data-figure][aria-haspopup]").nth(3)
    key = door.get_attribute("data-figure")
    phone.touchscreen.tap(*middle(door))
    expect(card(phone)).to_be_visible()
    assert phone.url == at
    box = card(phone).bounding_box()
    assert box
    assert round(box["y"] + box["height"]) == 780
    assert round(box["width"]) == 390
    expect(door).to_be_in_viewport()
    card(phone).locator(".card-all").tap()
    phone.wait_for_url(f"**/figures/*/#{key}")


def test_tap_elsewhere_closes_the_card(phone: Page) -> None:
    """A tap on the text closes the card, and so does its own button."""
    door = phone.locator(DOORS).first
    phone.touchscreen.tap(*middle(door))
    expect(card(phone)).to_be_visible()
    phone.touchscreen.tap(3, 200)
    expect(card(phone)).to_have_count(0)
    phone.touchscreen.tap(*middle(door))
    card(phone).locator(".close").tap()
    expect(card(phone)).to_have_count(0)


def test_targets_of_a_card_are_large_enough(phone: Page) -> None:
    """What can be pressed in a card's own frame is 24 pixels wide and high at least."""
    phone.touchscreen.tap(*middle(phone.locator(DOORS).first))
    for target in card(phone).locator(".close, .card-actions > *").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24


def test_without_script_a_number_is_a_link_to_its_entry(visit: Visit, chapter: str) -> None:
    """Without script the number leads to its entry among the figures, and no dead button shows."""
    page = visit(path(SOURCE, chapter), java_script_enabled=False)
    expect(page.locator("button:visible")).to_have_count(0)
    expect(page.locator(".notes:visible")).to_have_count(0)
    door = page.locator("main a[data-figure]").first
    key = door.get_attribute("data-figure")
    page.mouse.click(*middle(door))
    page.wait_for_url(f"**/figures/*/#{key}")
    expect(page.locator(f"article.entry#{key}")).to_be_in_viewport()


def on_paper(page: Page) -> str:
    """Return the text of a page printed to PDF, without white space and without page numbers."""
    sheets = PdfReader(io.BytesIO(page.pdf())).pages
    texts = (sheet.extract_text().strip() for sheet in sheets)
    texts = (text.removeprefix(str(number)).removesuffix(str(number)) for number, text in enumerate(texts, 1))
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", "".join(texts)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_holds_the_notes(visit: Visit, chapter: str, project: Project, language: str) -> None:
    """On paper the notes stand at the end of the page, with the addresses of their sources, and the glosses."""
    page = visit(path(language, chapter))
    text = on_paper(page)
    records = project.data.records
    calls = [call for call in project.pages[language][chapter].calls if call.name in ("figure", "as_of")]
    for key in {call.key for call in calls}:
        for citation in records.figures[key].sources:
            url = records.sources[citation.source].url
            assert url is None or url in text, f"{key}: {url} is not on paper"
    for term in page.locator("main a.term").all():
        gloss = text_of(records.glossary[str(term.get_attribute("data-term"))].gloss[language])
        assert re.sub(r"\s+", "", gloss)[:20] in text.replace("’", "'")


def test_open_card_is_not_on_paper(page: Page) -> None:
    """A card that is open while the page is printed is left out."""
    page.mouse.click(*middle(page.locator(DOORS).first))
    expect(card(page)).to_be_visible()
    page.emulate_media(media="print")
    expect(card(page)).to_be_hidden()
    expect(page.locator(".notes").first).to_be_visible()
