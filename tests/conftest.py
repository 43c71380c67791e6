"""What the tests of the built site share: one build, one server, one browser."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from macros.paint import BROWSERS

ROOT = Path(__file__).parent.parent
NO_BROWSER = (
    "no Chromium: {error}\nThe tests of the built site need it; install it with "
    "`apt-get install chromium` on Debian, or else with `playwright install chromium`."
)

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the project once and return the folder; `BUILT_SITE` names one that is built already."""
    if built := os.environ.get("BUILT_SITE"):
        return Path(built).resolve()
    folder = tmp_path_factory.mktemp("built") / "site"
    environment = os.environ | {"SITE_DIR": str(folder), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-W", "ignore::SyntaxWarning", "-m", "mkdocs", "build", "--strict", "--quiet"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        pytest.fail(f"the site does not build:\n{run.stdout}{run.stderr}", pytrace=False)
    return folder


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder as a host of static sites does: a missing address gets the site's own page."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the browser's own record is what the tests read."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing address with `404.html`."""
        page = Path(str(self.directory), "404.html")
        body = page.read_bytes() if code == 404 and page.exists() else str(code).encode()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def served(folder: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve a folder on this machine and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the built site on this machine and return its address."""
    with served(site) as host:
        yield host


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once; without one the tests fail and say how to get it."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except Exception as error:  # Playwright raises several kinds, all of which mean the same here.
            pytest.fail(NO_BROWSER.format(error=str(error).splitlines()[0]), pytrace=False)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Return what opens a page of the site in a window of its own.

    Afterwards, any error of the console, failed request or request to another host fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        watch(page, address, faults)
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def watch(page: Page, address: str, faults: list[str]) -> None:
    """Note what goes wrong on a page while it is open."""

    def answered(status: int, url: str) -> None:
        if status >= 400:
            faults.append(f"{status} {url} on {page.url}")

    def failed(url: str, why: str) -> None:
        # What a reader leaves behind by going to another page did not fail.
        if "ERR_ABORTED" not in why:
            faults.append(f"failed: {url}: {why}")

    def asked(url: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            faults.append(f"request to another host: {url} on {page.url}")

    page.on("console", lambda m: faults.append(f"{m.text} on {page.url}") if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"{error} on {page.url}"))
    page.on("response", lambda response: answered(response.status, response.url))
    page.on("request", lambda request: asked(request.url))
    page.on("requestfailed", lambda request: failed(request.url, str(request.failure)))
