"""A page that comes piece by piece, as over a poor line: what the reader sees already stays where it is."""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Handler, Visit, served
from tests.pages import EVERY, SOURCE

PIECES = 20
ROWS = 6
ENDS = re.compile(rb"</(?:dd|div|dt|figure|h\d|li|nav|p|section|thead|tr)>")

# What moved without the reader having done anything, as the browser tells it.
MOVED = """new Promise(done => {
  const moved = [];
  new PerformanceObserver(list => moved.push(...list.getEntries().flatMap(entry =>
    entry.sources.map(({node}) => node?.textContent?.trim().slice(0, 60) ?? 'what is gone since')
  ))).observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(moved)));
})"""
PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Line:
    """A poor line: it lets the next piece of a page through when the last one was painted."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.asked = threading.Event()
        self.painted = threading.Semaphore(0)

    def take(self, html: bytes) -> list[bytes]:
        """Cut a page where elements end: at as many places, and in each of a table's first rows."""
        ends = [match.end() for match in ENDS.finditer(html, html.index(b"<main"))]
        rows = [end for end in ends if html[:end].endswith((b"</thead>", b"</tr>"))]
        cuts = sorted({0, len(html), *ends[:: max(1, len(ends) // PIECES)], *rows[:ROWS]})
        self.pieces = [html[begin:end] for begin, end in itertools.pairwise(cuts)]
        self.asked.set()
        return self.pieces

    def bring(self, page: Page) -> None:
        """Let the whole page through, each piece after the browser showed what it had."""
        assert self.asked.wait(10), "the page was not asked for"
        for _ in self.pieces:
            page.evaluate(PAINTED)
            self.painted.release()
        page.wait_for_load_state()


class Slow(Handler):
    """Serves pages through the line, and at once what they load."""

    line = Line()

    def do_GET(self) -> None:
        """Send a page piece by piece."""
        if not self.path.endswith("/"):
            super().do_GET()
            return
        html = Path(str(self.directory), self.path.lstrip("/"), "index.html").read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(html)))
        self.end_headers()
        for piece in Slow.line.take(html):
            self.wfile.write(piece)
            self.wfile.flush()
            Slow.line.painted.acquire()


@pytest.fixture(scope="module")
def slow(site: Path) -> Iterator[str]:
    """Serve the built site over a poor line and return its address."""
    with served(site, Slow) as host:
        yield host


def arrived(browser: Browser, address: str, prepare: str = "") -> list[str]:
    """Return what moved on a page while it came."""
    Slow.line = Line()
    context = browser.new_context(viewport={"width": 1280, "height": 1200})
    page = context.new_page()
    if prepare:
        page.add_init_script(prepare)
    page.goto(address, wait_until="commit")
    Slow.line.bring(page)
    moved: list[str] = page.evaluate(MOVED)
    context.close()
    return moved


@pytest.mark.parametrize("where", [where for language, where in EVERY if language == SOURCE])
def test_nothing_moves_while_a_page_arrives(browser: Browser, slow: str, where: str) -> None:
    """No row, column or picture that comes later pushes away what is read already."""
    assert arrived(browser, slow + where) == []


def test_a_move_is_seen(browser: Browser, slow: str) -> None:
    """A table shown before its rows are there moves, and the browser tells which of its parts."""
    unhidden = """new MutationObserver((_, self) => {
      if (!document.head) return;
      document.head.insertAdjacentHTML('beforeend', '<style>table { visibility: visible !important }</style>');
      self.disconnect();
    }).observe(document, {childList: true, subtree: true})"""
    assert "Litres par jour" in arrived(browser, slow + "/impact/", unhidden)


def test_table_that_ends_its_page_is_shown(visit: Visit) -> None:
    """What hides a table until it is whole lets it go when the page is."""
    page = visit("/impact/")
    table = page.locator(".prose > table").first
    table.evaluate("table => { while (table.nextSibling) table.nextSibling.remove() }")
    expect(table).to_be_visible()
