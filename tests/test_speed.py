"""Pages open at once: nothing moves, and the script does little before it lets the reader go on.

How long an opening takes depends on the machine, and `make weight` prints it; the tests count what does not.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros.paint import Opening, opened, told
from tests.conftest import ROOT
from tests.pages import LANGUAGES, SOURCE, path

# What the script may do while a page opens: calls of its functions, and layouts of the whole page. Work that
# grew with the square of the doors, or a layout for each of them, would be tens of thousands and hundreds.
CALLS = 2_000
LAYOUTS = 12

SLOW_AND_SHIFTING = """
  new PerformanceObserver(() => setTimeout(() => {
    const end = Date.now() + 300;
    while (Date.now() < end);
    const news = document.createElement("p");
    news.style.height = "200px";
    document.body.prepend(news);
  })).observe({ type: "paint", buffered: true });
"""
MEASURES_EACH_DOOR = """
  addEventListener("load", () => {
    for (const door of document.links) { door.style.padding = "1px"; door.getBoundingClientRect(); }
  });
"""


@dataclass(frozen=True)
class Work:
    """What a browser did until a page stood still: calls of functions, and layouts."""

    calls: int
    layouts: int


def work(browser: Browser, address: str, script: str = "") -> Work:
    """Open a page on a phone, and count."""
    context = browser.new_context(viewport={"width": 390, "height": 780}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.add_init_script(script)
    session = context.new_cdp_session(page)
    for method, options in (
        ("Performance.enable", {}),
        ("Profiler.enable", {}),
        ("Profiler.startPreciseCoverage", {"callCount": True, "detailed": False}),
    ):
        session.send(method, options)
    page.goto(address, wait_until="networkidle")
    scripts = session.send("Profiler.takePreciseCoverage")["result"]
    metrics = {
        metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]
    }
    context.close()
    functions = (
        function for read in scripts if read["url"].startswith(address[:7]) for function in read["functions"]
    )
    return Work(sum(function["ranges"][0]["count"] for function in functions), int(metrics["LayoutCount"]))


@pytest.mark.parametrize("name", ["impact", "figures", "figures/impact", "verification", "index"])
def test_the_script_does_little_while_a_heavy_page_opens(browser: Browser, address: str, name: str) -> None:
    """However many doors a page has, its script calls few functions and has nothing laid out again for each."""
    done = work(browser, address + path(SOURCE, name))
    assert 0 < done.calls <= CALLS
    assert 0 < done.layouts <= LAYOUTS


def test_a_layout_for_each_door_is_seen(browser: Browser, address: str) -> None:
    """A script that measures every door while it changes them is noticed: the test above could fail."""
    assert work(browser, address + path(SOURCE, "impact"), MEASURES_EACH_DOOR).layouts > 10 * LAYOUTS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["index", "impact", "figures", "verification"])
def test_nothing_moves_while_a_page_opens(browser: Browser, address: str, language: str, name: str) -> None:
    """A page stands still while it loads, on a slow phone and a slow line."""
    assert opened(browser, address + path(language, name)).moved == 0


def test_a_wait_and_a_shift_are_told(tmp_path: Path) -> None:
    """A script that takes long and moves the text is measured, and the line of `make weight` tells it."""
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>t</title>'
        f"<p>{'text ' * 200}</p><script>{SLOW_AND_SHIFTING}</script></html>",
        "utf-8",
    )
    # The verb starts a browser of its own, in a process of its own.
    measure = (
        "import sys, pathlib, macros.paint as p; print(p.paint(pathlib.Path(sys.argv[1]), 'index.html', 1))"
    )
    line = subprocess.check_output([sys.executable, "-c", measure, str(tmp_path)], cwd=ROOT, text=True)
    found = re.search(r"kept waiting (\d+) ms at the least and \1 ms in the median; moved (0\.\d+)$", line)
    assert found, line
    assert int(found[1]) >= 200
    assert float(found[2]) > 0.1


def test_openings_are_told_side_by_side() -> None:
    """The medians with and without scripts, their ratio, the least wait and the largest shift."""
    seen = {
        True: [Opening(990, 7, 0), Opening(1010, 0, 0.25), Opening(9000, 3, 0)],
        False: [Opening(1000, 0, 0), Opening(1000, 0, 0), Opening(20, 0, 0)],
    }
    assert told(seen) == (
        "painted after 1010 ms with scripts and 1000 ms without, ratio 1.01;"
        " kept waiting 0 ms at the least and 3 ms in the median; moved 0.250"
    )
