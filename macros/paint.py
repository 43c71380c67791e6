"""How the heaviest page opens, with its script and without, as a phone on a slow line sees it.

Needs Playwright and Chromium, which the tests bring; what it measures is printed and never judged, since it
depends on the machine.
"""

from __future__ import annotations

import functools
import mimetypes
import shutil
import statistics
import threading
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
RUNS = 5
PHONE = {"width": 390, "height": 780}
SLOWER = 4
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}

# A task that takes longer, in milliseconds, makes an answer to the reader's touch feel late.
LONG = 50

# Nobody touches the page. A browser takes the size that a phone's window gets for a touch, so what moves
# in the half second after it counts too.
OBSERVE = """
  window.seen = { long: [], moved: 0, first: 0, painted: 0 };
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("longtask", ({ startTime, duration }) => seen.long.push([startTime, duration]));
  observe("layout-shift", ({ value }) => (seen.moved += value));
  observe("paint", ({ startTime, name }) => name === "first-contentful-paint" && (seen.first = startTime));
  observe("largest-contentful-paint", ({ startTime }) => (seen.painted = startTime));
"""


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening of a page.

    When its largest part was painted and for how long the reader was kept waiting, in milliseconds,
    and how much of the window moved, as the sum of the layout shifts.
    """

    painted: float
    waited: float
    moved: float


class Handler(SimpleHTTPRequestHandler):
    """Serves a built site as a good host does: compressed."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send the Brotli form of a text."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        small = file.with_name(f"{file.name}.br")
        if not small.exists():
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "text/plain")
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(small.stat().st_size))
        self.end_headers()
        self.wfile.write(small.read_bytes())


def paint(built: Path, page: str, runs: int = RUNS) -> str:
    """Return a line that says how a page opens, or why that was not measured."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "opened: not measured, Playwright is not installed"
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        return "opened: not measured, Chromium is not installed"
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(built)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/{page.removesuffix('index.html')}"
    seen: dict[bool, list[Opening]] = {True: [], False: []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for _ in range(runs):
            for scripts, openings in seen.items():
                openings.append(opened(browser, address, scripts))
        browser.close()
    server.shutdown()
    server.server_close()
    return f"opened ({page}, {SLOWER} times slower, {LINE['latency']} ms, 1.6 Mbit/s, {runs} times): {told(seen)}"


def told(seen: dict[bool, list[Opening]]) -> str:
    """Return what was seen with scripts and without, side by side.

    Another program of the machine can only make a wait longer: the least is told beside the median.
    """
    with_, without = (
        statistics.median(opening.painted for opening in seen[scripts]) for scripts in (True, False)
    )
    waits = [opening.waited for opening in seen[True]]
    return (
        f"painted after {with_:.0f} ms with scripts and {without:.0f} ms without, ratio {with_ / without:.2f};"
        f" kept waiting {min(waits):.0f} ms at the least and {statistics.median(waits):.0f} ms in the median;"
        f" moved {max(opening.moved for opening in seen[True]):.3f}"
    )


def opened(browser: Any, address: str, scripts: bool = True) -> Opening:
    """Open a page as a phone on a slow line does, in a window of its own."""
    context = browser.new_context(viewport=PHONE, is_mobile=True)
    page = context.new_page()
    if not scripts:
        page.route("**/*.js", lambda route: route.abort())
    page.add_init_script(OBSERVE)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    # What the last frames brought is noted once the next ones are there.
    page.evaluate(
        "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go))))"
    )
    seen = page.evaluate("seen")
    context.close()
    late = (max(0.0, spent - LONG) for begun, spent in seen["long"] if begun + spent > seen["first"])
    return Opening(seen["painted"], sum(late), seen["moved"])
