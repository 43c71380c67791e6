"""The ready files for servers: what they promise, and what nginx and Caddy do with them on this machine."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import Handler, served
from tests.pages import DOORS, LANGUAGES, NAMES, ROOT, SOURCE, card, middle, path

SERVING = ROOT / "serving"
POLICY = re.compile(r'Content-Security-Policy:? "?([^"\n]*)')
FOR_EVER = "public, max-age=31536000, immutable"
ASKED_AGAIN = "public, max-age=0, must-revalidate"
SECURITY = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
)
WAIT = 10  # Seconds for a server to begin.


def headers_file(text: str) -> dict[str, dict[str, str]]:
    """Return the headers of a `_headers` file by pattern."""
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            rules[line] = {}
        elif line.strip() and not line.startswith("#"):
            name, _, value = line.strip().partition(": ")
            rules[[*rules][-1]][name] = value
    return rules


# --- what the files say ------------------------------------------------------------------------------


def test_headers_are_published(site: Path) -> None:
    """Hosts that read `_headers` find it in the built site."""
    assert (site / "_headers").read_bytes() == (SERVING / "_headers").read_bytes()


def test_policy_is_the_same_in_all_files() -> None:
    """The three files hold one security policy, without any leave for inline code or styles."""
    policies = {POLICY.search(file.read_text("utf-8"))[1] for file in SERVING.iterdir()}  # type: ignore[index]
    assert len(policies) == 1
    assert "unsafe-inline" not in "".join(policies)
    assert "unsafe-eval'" not in "".join(policies).replace("wasm-unsafe-eval'", "")


def test_other_headers_are_the_same_in_all_files() -> None:
    """The three files set the same headers to the same values."""
    values = headers_file((SERVING / "_headers").read_text("utf-8"))["/*"]
    assert sorted(values) == sorted(SECURITY)
    for file in ("nginx.conf", "Caddyfile"):
        text = (SERVING / file).read_text("utf-8")
        for name, value in values.items():
            assert f'{name} "{value}"' in text, f"{file}: {name}"


def test_no_header_is_set_twice() -> None:
    """No two patterns of `_headers` that can match one address set the same header: some hosts join them."""
    rules = headers_file((SERVING / "_headers").read_text("utf-8"))
    everywhere = rules.pop("/*")
    for pattern, headers in rules.items():
        assert not everywhere.keys() & headers.keys(), pattern
        prefix = pattern.removesuffix("*")
        for other, others in rules.items():
            if other != pattern and other.startswith(prefix):
                assert not headers.keys() & others.keys()


def test_policy_allows_every_inline_script(site: Path) -> None:
    """Each inline script that runs is named by its hash in the policy, and nothing else on a page is inline."""
    policy = headers_file((SERVING / "_headers").read_text("utf-8"))["/*"]["Content-Security-Policy"]
    for file in site.rglob("*.html"):
        tree = LexborHTMLParser(file.read_text("utf-8"))
        for script in tree.css("script:not([src])"):
            if script.attributes.get("type") in (None, "module", "text/javascript", "speculationrules"):
                digest = hashlib.sha256((script.text() or "").encode()).digest()
                assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy, f"{file}: {script.text()}"
        assert not tree.css("[style]"), file
        assert not tree.css("style"), file
        inline = {
            name for node in tree.css("body, body *") for name in node.attributes if name.startswith("on")
        }
        assert not inline, file


def test_every_kept_file_is_named_by_its_content(site: Path) -> None:
    """What is kept for ever in `assets` has a name that holds a hash."""
    for file in (site / "assets").rglob("*"):
        if file.is_file():
            name = file.name.removesuffix(".br").removesuffix(".gz")
            assert re.fullmatch(r"(?:.+\.)?[0-9a-f]{8,}\.\w+", name), file


# --- what servers do ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What a server answers: the status, the headers by lower-case name, and the body as sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server on this machine: its name, its port, and the compressions that it knows, the best first."""

    name: str
    port: int
    knows: tuple[str, ...]

    def get(self, address: str, **headers: str) -> Answer:
        """Ask for an address."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        with contextlib.closing(connection):
            connection.request(
                "GET", address, headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())


def free_port() -> int:
    """Return a port of this machine that nothing uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def ready(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server takes connections; fail when it has ended."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            break
    pytest.fail(f"{process.args!r} does not serve; its exit status is {process.poll()}", pytrace=False)


def nginx(site: Path, folder: Path) -> tuple[list[str], int, tuple[str, ...]]:
    """Return the command, the port and the compressions of nginx with the ready file."""
    port = free_port()
    text = (SERVING / "nginx.conf").read_text("utf-8")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/colossus", str(site))
    version = subprocess.run(["nginx", "-V"], capture_output=True, text=True, check=True).stderr
    modules = re.search(r"--modules-path=(\S+)", version)
    module = Path(modules[1] if modules else "/usr/lib/nginx/modules", "ngx_http_brotli_static_module.so")
    if not module.exists():
        text = text.replace("    brotli_static on;\n", "")
    paths = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "site.conf").write_text(text, "utf-8")
    (folder / "nginx.conf").write_text(
        f"""{f"load_module {module};" if module.exists() else ""}
        daemon off; user root; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
        events {{}}
        http {{ include /etc/nginx/mime.types; access_log off; {paths} include {folder}/site.conf; }}""",
        "utf-8",
    )
    knows = ("br", "gzip") if module.exists() else ("gzip",)
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], port, knows


def caddy(site: Path, folder: Path) -> tuple[list[str], int, tuple[str, ...]]:
    """Return the command, the port and the compressions of Caddy with the ready file."""
    port = free_port()
    text = (SERVING / "Caddyfile").read_text("utf-8")
    text = text.replace("example.org {", f"http://127.0.0.1:{port} {{", 1).replace("/srv/colossus", str(site))
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}", "utf-8")
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    return command, port, ("br", "gzip")


@pytest.fixture(scope="module")
def servers(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """Start the servers that are installed, with the ready files; where there is none, the files have been read."""
    running: list[Server] = []
    with contextlib.ExitStack() as stack:
        for name, make in {"nginx": nginx, "caddy": caddy}.items():
            if not shutil.which(name):
                continue
            folder = tmp_path_factory.mktemp(name)
            command, port, knows = make(site, folder)
            with (folder / "output").open("wb") as output:
                process = subprocess.Popen(command, stdout=output, stderr=output)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            ready(port, process)
            running.append(Server(name, port, knows))
        yield running


OPEN = {"br": brotli.decompress, "gzip": gzip.decompress}


def test_texts_are_sent_compressed(servers: list[Server], site: Path) -> None:
    """A browser gets each text with Brotli or gzip, as it takes them, and the very bytes of the site."""
    (sheet,) = (site / "assets").glob("site.*.css")
    texts = {
        "/": "index.html",
        f"/assets/{sheet.name}": f"assets/{sheet.name}",
        "/data/datapackage.json": "data/datapackage.json",
    }
    for server in servers:
        for address, file in texts.items():
            plain = server.get(address)
            assert plain.status == 200
            assert "content-encoding" not in plain.headers, f"{server.name} {address}"
            assert plain.body == (site / file).read_bytes()
            for method in server.knows:
                answer = server.get(address, Accept_Encoding=method)
                assert answer.headers["content-encoding"] == method, f"{server.name} {address}"
                assert "accept-encoding" in answer.headers["vary"].lower()
                assert OPEN[method](answer.body) == plain.body
                assert len(answer.body) < len(plain.body)
            both = server.get(address, Accept_Encoding="gzip, deflate, br, zstd")
            assert both.headers["content-encoding"] == server.knows[0]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/figures.yml", "text/yaml; charset=utf-8"),
        ("/feed.xml", "application/atom+xml"),
        ("/data/datapackage.json", "application/json"),
        ("/sitemap.xml", "xml"),
    ],
)
def test_kinds_of_content(servers: list[Server], address: str, kind: str) -> None:
    """Each file is sent as what it is."""
    for server in servers:
        assert kind in server.get(address, Accept_Encoding="br").headers["content-type"], server.name


def test_lifetimes(servers: list[Server], site: Path) -> None:
    """What has the hash of its content in its name is kept for ever; a page is asked for again, and costs nothing then."""
    hashed = [
        file
        for pattern in ("assets/*.css", "assets/pictures/*.png", "pagefind/fragment/*")
        for file in site.glob(pattern)
    ]
    for server in servers:
        for file in hashed[:2] + hashed[-1:]:
            address = f"/{file.relative_to(site).as_posix()}"
            assert server.get(address).headers["cache-control"] == FOR_EVER, f"{server.name} {address}"
        for address in ("/", "/pagefind/pagefind.js", "/data/datapackage.json", "/figures.yml"):
            answer = server.get(address)
            assert answer.headers["cache-control"] == ASKED_AGAIN, f"{server.name} {address}"
            again = server.get(address, If_None_Match=answer.headers["etag"])
            assert (again.status, again.body) == (304, b""), f"{server.name} {address}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_addresses(servers: list[Server], site: Path, language: str) -> None:
    """A missing address is answered 404, in the language of its folder, and is not kept."""
    for server in servers:
        for missing in ("no-such-page/", "machine/no-such-page", "assets/site.00000000.css"):
            address = f"{path(language, 'index')}{missing}"
            answer = server.get(address, Accept_Encoding=server.knows[0])
            assert answer.status == 404, f"{server.name} {address}"
            assert answer.headers["cache-control"] == ASKED_AGAIN
            html = OPEN[server.knows[0]](answer.body).decode()
            assert re.search(rf'<html lang="{language}"', html), f"{server.name} {address}"
            assert "default-src" in answer.headers["content-security-policy"]
    for server in servers:
        # A language that the site does not have gets the page that speaks all of them.
        assert server.get("/xx/page/").body == (site / "404.html").read_bytes(), server.name


def test_security_headers(servers: list[Server]) -> None:
    """Every answer carries the security headers, and says nothing of the server's version."""
    values = headers_file((SERVING / "_headers").read_text("utf-8"))["/*"]
    for server in servers:
        for address in ("/", path(SOURCE, "machine"), "/figures.yml", "/no-such-page"):
            answer = server.get(address)
            for name in SECURITY:
                assert answer.headers[name.lower()] == values[name], f"{server.name} {address}"
            assert not re.search(r"\d", answer.headers.get("server", ""))


def test_data_is_open_to_programs(servers: list[Server]) -> None:
    """Programs on other sites can read the data, and nothing else."""
    for server in servers:
        for address in ("/data/datapackage.json", "/figures.yml", "/permalinks.json", "/feed.xml"):
            assert server.get(address).headers["access-control-allow-origin"] == "*", (
                f"{server.name} {address}"
            )
        assert "access-control-allow-origin" not in server.get("/").headers


# --- the policy in a browser ------------------------------------------------------------------------------


class Guarded(Handler):
    """Serves a folder with the headers that `_headers` sets for every page."""

    def end_headers(self) -> None:
        """Add the headers."""
        for name, value in headers_file((SERVING / "_headers").read_text("utf-8"))["/*"].items():
            self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module")
def guarded(site: Path) -> Iterator[str]:
    """Serve the built site with its security headers and return its address."""
    with served(site, Guarded) as address:
        yield address


@pytest.fixture
def blocked(browser: Browser, guarded: str) -> Iterator[tuple[Page, list[str]]]:
    """Open a window in which all that the policy blocks is noted."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.expose_function("noteBlocked", lambda told: found.append(told))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>"
        " noteBlocked(`${violatedDirective} ${blockedURI} ${sourceFile}`))"
    )
    yield page, found
    context.close()


@pytest.mark.parametrize("name", NAMES)
def test_policy_blocks_nothing_of_a_page(blocked: tuple[Page, list[str]], guarded: str, name: str) -> None:
    """Under the policy each page loads whole, with its look and its script."""
    page, found = blocked
    page.goto(guarded + path(SOURCE, name))
    expect(page.locator("button[data-palette]")).to_be_visible()
    assert page.evaluate("document.styleSheets.length") == 1
    assert found == []


def test_policy_blocks_nothing_that_readers_do(blocked: tuple[Page, list[str]], guarded: str) -> None:
    """Under the policy a card opens in its place, search finds, a passage is cited, the filter filters, the look changes."""
    page, found = blocked
    page.goto(guarded + path(SOURCE, "machine"))
    page.mouse.click(*middle(page.locator(DOORS).first))
    expect(card(page)).to_be_visible()
    assert card(page).evaluate("card => card.style.top")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("memphis")
    expect(page.locator(".results a").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".cite-open").first.click()
    expect(page.locator("dialog.cite")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("button[data-palette]").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.palette")
    page.goto(guarded + path(SOURCE, "figures"))
    page.locator("#filter").press_sequentially("gpu")
    expect(page.locator("form.filter output")).not_to_be_empty()
    assert found == []


def test_policy_blocks_what_is_not_ours(blocked: tuple[Page, list[str]], guarded: str) -> None:
    """A script or a style that somebody slips into a page does not run."""
    page, found = blocked
    page.goto(guarded + path(SOURCE, "machine"))
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\" onclick=\"a()\">x</p>')"
    )
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))"
    )
    assert page.evaluate("window.ran") is None
    assert any("script-src" in told for told in found)
    assert any("style-src" in told for told in found)
