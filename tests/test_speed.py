"""Pages open at once on a slow phone: nothing moves, and nothing keeps the reader's finger waiting."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.pages import LANGUAGES, SOURCE, path

# How many times slower than this machine the phone is, as Lighthouse takes it.
SLOWER = 4

# A task that takes longer makes an answer to the reader's touch feel late.
LONG = 50

# Another program of this machine can only make a page look slower than it is: one good opening is proof.
TRIES = 12
OBSERVE = """
  window.seen = { long: [], shifts: [], painted: 0 };
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("longtask", ({ startTime, duration }) => seen.long.push([startTime, duration]));
  observe("layout-shift", ({ value, hadRecentInput }) => hadRecentInput || seen.shifts.push(value));
  observe("paint", ({ startTime, name }) => name === "first-contentful-paint" && (seen.painted = startTime));
"""


@dataclass(frozen=True)
class Opening:
    """One opening of a page: the layout shifts, and for how long the reader was kept waiting, in milliseconds."""

    shifts: tuple[float, ...]
    blocked: float


def opening(browser: Browser, address: str) -> Opening:
    """Open a page as a phone does."""
    context = browser.new_context(viewport={"width": 390, "height": 780}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.add_init_script(OBSERVE)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    seen = page.evaluate("seen")
    context.close()
    assert seen["painted"] > 0
    late = (max(0.0, spent - LONG) for begun, spent in seen["long"] if begun + spent > seen["painted"])
    return Opening(tuple(seen["shifts"]), sum(late))


@pytest.mark.parametrize("name", ["impact", "figures", "verification"])
def test_a_heavy_page_opens_without_a_wait_or_a_shift(browser: Browser, address: str, name: str) -> None:
    """On a phone four times slower nothing moves, and no task after the first paint takes 50 ms."""
    waits = []
    for _ in range(TRIES):
        seen = opening(browser, address + path(SOURCE, name))
        assert seen.shifts == ()
        waits.append(seen.blocked)
        if not seen.blocked:
            break
    assert min(waits) == 0, waits


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_moves_on_the_front_page(browser: Browser, address: str, language: str) -> None:
    """The front page stands still while it loads."""
    assert opening(browser, address + path(language, "index")).shifts == ()


def test_a_long_task_and_a_shift_are_seen(browser: Browser, address: str) -> None:
    """A script that takes long and moves the text is noticed: the two tests above could fail."""
    slow = "addEventListener('load', () => setTimeout(() => { const end = Date.now() + 200; while (Date.now() < end); document.body.prepend(Object.assign(document.createElement('p'), { textContent: 'news', style: 'height: 200px' })) }, 100))"
    context = browser.new_context(viewport={"width": 390, "height": 780})
    page = context.new_page()
    page.add_init_script(OBSERVE)
    page.add_init_script(slow)
    page.goto(address + path(SOURCE, "impact"))
    page.wait_for_function("seen.shifts.length && seen.long.some(([, spent]) => spent >= 150)")
    context.close()
