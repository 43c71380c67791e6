"""When the heaviest page is painted, with its script and without, as a phone on a slow line sees it.

Needs Playwright and Chromium, which the tests bring; what it measures is printed and never judged, since it
depends on the machine.
"""

from __future__ import annotations

import functools
import mimetypes
import shutil
import statistics
import threading
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
OBSERVE = """new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.painted = entry.startTime })
  .observe({ type: "largest-contentful-paint", buffered: true });"""


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


def paint(built: Path, page: str) -> str:
    """Return a line that says when a page is painted, or why that was not measured."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "painted: not measured, Playwright is not installed"
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        return "painted: not measured, Chromium is not installed"
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(built)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/{page.removesuffix('index.html')}"
    times: dict[bool, list[float]] = {True: [], False: []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for _ in range(RUNS):
            for scripts, seen in times.items():
                seen.append(_painted(browser, address, scripts))
        browser.close()
    server.shutdown()
    server.server_close()
    with_, without = (statistics.median(times[scripts]) for scripts in (True, False))
    return (
        f"painted ({page}, {SLOWER} times slower, {LINE['latency']} ms, 1.6 Mbit/s, median of {RUNS}): "
        f"{with_:.0f} ms with scripts, {without:.0f} ms without, ratio {with_ / without:.2f}"
    )


def _painted(browser: Any, address: str, scripts: bool) -> float:
    """Return after how many milliseconds the largest part of a page is painted, in a window of its own."""
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
    painted = float(page.evaluate("window.painted"))
    context.close()
    return painted
