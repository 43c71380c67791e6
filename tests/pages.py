"""The pages of the real site, for tests that visit each of them in each language."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page

from macros import addresses
from macros.configuration import read_languages

ROOT = Path(__file__).parent.parent
SOURCE, LANGUAGES = read_languages(ROOT / "mkdocs.yml")
NAMES = sorted(
    file.relative_to(ROOT / "docs" / SOURCE).with_suffix("").as_posix()
    for file in (ROOT / "docs" / SOURCE).rglob("*.md")
)

# Numbers of a text that have a note on their page, and so a card.
DOORS = "main a[data-figure][aria-haspopup]:visible, main a[data-claim][aria-haspopup]:visible"


def path(language: str, name: str) -> str:
    """Return the address of a page in a language, from the site's root."""
    return f"/{addresses.folder(language, SOURCE)}{addresses.address(name).lstrip('/')}"


EVERY = [(language, path(language, name)) for language in LANGUAGES for name in NAMES]


def card(page: Page) -> Locator:
    """Return the open card; waiting for it waits for the card to open."""
    return page.locator(".card:popover-open")


def middle(door: Locator) -> tuple[float, float]:
    """Return a point on the first line of a link, which may run over several lines."""
    door.scroll_into_view_if_needed()
    x, y = door.evaluate(
        "door => { const at = door.getClientRects()[0]; return [at.x + at.width / 2, at.y + at.height / 2] }"
    )
    return float(x), float(y)
