"""A rebuild for a writer at work: it makes anew what an edit changed, and is what a first build would be."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from macros import completion
from macros.completion import Completion
from macros.glossary import Marker
from macros.memory import Memory
from macros.project import Project
from macros.site import Site
from macros.typography import Typesetter
from tests import samples

ROOT = Path(__file__).parent.parent
PARTS = ("docs", "macros", "overrides", "serving", "mkdocs.yml", "pyproject.toml")

# Builds as `mkdocs serve` does, again and again in one process: with the memory of the build before, then without.
# The search index is left out, which may be as old as the last edit that changed more than prose.
DRIVER = """
import hashlib, json, logging, sys
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

told = []
class Told(logging.Handler):
    def emit(self, record):
        told.append(record.getMessage())
logging.getLogger("mkdocs").addHandler(Told(logging.WARNING))
logging.getLogger("mkdocs").propagate = False

def once(first=False):
    told.clear()
    config = load_config("mkdocs.yml", site_dir="../site", strict=False)
    if first:
        config.plugins.on_startup(command="serve", dirty=False)
    try:
        build(config, serve_url="http://127.0.0.1/")
    except SystemExit:
        # What stopped half way is no site: how far each part of it came is chance.
        return {}, sorted(told)
    built = Path("../site")
    files = {
        file.relative_to(built).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(built.rglob("*")) if file.is_file() and "pagefind" not in file.parts
    }
    return files, sorted(told)

once(first=True)
hooks = next(module for module in list(sys.modules.values()) if hasattr(module, "MEMORY"))
for path, old, new in json.loads(sys.argv[1]):
    text = Path(path).read_text("utf-8")
    assert old in text, (path, old)
    Path(path).write_text(text.replace(old, new, 1), "utf-8")
    files, warnings = once()
    valid = hooks.MEMORY.valid
    searched = Path("../site/pagefind/pagefind.js").exists()
    hooks.MEMORY.outline = ""
    afresh, warned = once()
    differing = [name for name in {*files, *afresh} if files.get(name) != afresh.get(name)]
    print(json.dumps([valid, searched, sorted(differing), warnings, warned]))
"""

PROSE = "Un ingénieur y entre, et ne voit que des allées."
TYPED = "Il y a 4321 allées."
ADDED = "\nAn engineer walks in, and sees only aisles.\n\n## "

# Each row: the file, the text replaced, its replacement, whether the last build still holds, and what is told.
EDITS: list[tuple[str, str, str, bool, str]] = [
    ("docs/fr/machine.md", "\n## ", f"\n{PROSE}\n\n## ", True, ""),
    ("docs/en/access.md", "An API is", "An interface is", True, ""),
    ("docs/fr/machine.md", PROSE, TYPED, True, 'uncited number "4321"'),
    ("docs/en/access.md", "\n## ", ADDED, True, "a sentence came since this was stamped"),
    # What stopped before the end is no base for the next.
    ("docs/en/access.md", ADDED, "\n## ", False, 'uncited number "4321"'),
    ("docs/figures.yml", "label: {fr: Annonce ", "label: {fr: Nouvelle annonce ", False, ""),
    ("docs/fr/reactions.md", "\n## ", "\n[Rien](rien.md)\n\n## ", True, "rien.md"),
    # MkDocs would not warn again of a page that is not made anew.
    ("docs/fr/machine.md", "title: ", "title: Voici ", False, "rien.md"),
]  # fmt: skip


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Make the edits one after the other on a copy of the project, and build it twice after each."""
    root = tmp_path_factory.mktemp("memory") / "project"
    root.mkdir()
    for part in PARTS:
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, root / part)
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DRIVER, json.dumps([edit[:3] for edit in EDITS])],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("[")]


@pytest.mark.parametrize("index", range(len(EDITS)))
def test_a_rebuild_is_what_a_first_build_is(builds: list[Any], index: int) -> None:
    """The site is the same to the byte and the same is told, whatever was remembered, and it can be searched."""
    valid, searched, differing, told, told_afresh = builds[index]
    *_, still_holds, message = EDITS[index]
    assert differing == []
    assert told == told_afresh
    assert searched
    assert valid is still_holds
    assert message in "\n".join(told)


# --- what an edit by itself does not show --------------------------------------------------------------


def begun(root: Path, memory: Memory) -> Site:
    """Begin a build of a project with what the last one left."""
    site = Site(Project.load(root), site_url="https://site.example/")
    site.typesetters = {code: Typesetter(None) for code in site.project.languages}
    site.markers = {code: Marker({}, code) for code in site.project.languages}
    site.remember(memory)
    return site


def test_a_remembered_page_has_the_title_that_it_was_read_with(tmp_path: Path) -> None:
    """MkDocs reads the title off the Markdown, of which it gets none for a page that is not made anew."""
    root, memory = samples.write(tmp_path), Memory()
    file = SimpleNamespace(norm_src_uri="machine.md")
    first = SimpleNamespace(file=file, title="La machine", toc=["days"], present_anchor_ids={"days"})
    site = begun(root, memory)
    html = site.finish("fr", first, '<h2 id="days">Durée</h2>')
    memory.end(sound=True)
    again = SimpleNamespace(file=file, title="Machine", toc=[], present_anchor_ids=set())
    site = begun(root, memory)
    assert memory.valid
    assert site.expand("fr", again, "text") == ""
    assert site.finish("fr", again, "") == html
    assert vars(again) == vars(first)


@pytest.mark.parametrize(("valid", "there", "begins"), [(True, True, 0), (True, False, 1), (False, True, 1)])
def test_an_index_that_failed_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, valid: bool, there: bool, begins: int
) -> None:
    """The index of the last build will do where it is there and still right."""
    seen: list[Path] = []

    def noted(_project: object, _typesetters: object, built: Path) -> SimpleNamespace:
        seen.append(built)
        return SimpleNamespace(end=lambda: None)

    monkeypatch.setattr(completion, "search", noted)
    if there:
        (tmp_path / "pagefind").mkdir()
        (tmp_path / "pagefind/pagefind-entry.json").touch()
    site = Site(Project.load(samples.write(tmp_path / "project")), memory=Memory(valid=valid))
    with ExitStack() as ends:
        assert [*Completion(site, tmp_path, ends).search()] == []
    assert len(seen) == begins


def test_folders_of_a_build_that_failed_do_not_come_back(tmp_path: Path) -> None:
    """What was set aside before a failure is gone in the next build, which makes all anew."""
    project = Project.load(samples.write(tmp_path / "project"))
    built, memory = tmp_path / "site", Memory()
    for _ in range(2):
        memory.begin(project, {})
        memory.end(sound=True)
    (built / "data").mkdir(parents=True)
    memory.begin(project, {})
    memory.set_aside(built)
    assert not (built / "data").exists()
    memory.end(sound=True)
    memory.begin(project, {})
    assert not memory.valid
    memory.put_back(built)
    assert [*built.iterdir()] == []
    assert [file.name for file in tmp_path.iterdir()] == ["project", "site"]
