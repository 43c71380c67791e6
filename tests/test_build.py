"""A whole build by MkDocs: what stops it, what it says, and that the last good site survives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import samples

ROOT = Path(__file__).parent.parent

CONFIG = f"""\
site_name: Essai
site_url: https://essai.example/
strict: true
theme: {{name: material, font: false, language: fr, custom_dir: "{ROOT}/overrides"}}
hooks: ["{ROOT}/macros/hooks.py"]
exclude_docs: words.yml
validation: {{links: {{anchors: warn}}}}
plugins:
- i18n:
    docs_structure: folder
    languages:
    - {{locale: fr, name: Français, default: true, build: true}}
    - {{locale: en, name: English, build: true, site_name: Trial}}
markdown_extensions: [attr_list, tables]
"""

LISTS = {
    "fr/index": "# Accueil {: #top }\n\nLe {{ figure('launch') }}, après {{ figure('start') }} : {{ figure('wait') }}.\n",
    "en/index": "# Home {: #top }\n\nOn {{ figure('launch') }}, after {{ figure('start') }}: {{ figure('wait') }}.\n",
    "fr/figures": "# Chiffres {: #top }\n\n{{ figure('energy') }} {{ figure('growth') }} {{ figure('water') }} {{ figure('price') }} {{ figure('power-per-gpu') }}\n\n{{ figures() }}\n\n{{ claims() }}\n",
    "en/figures": "# Figures {: #top }\n\n{{ figure('energy') }} {{ figure('growth') }} {{ figure('water') }} {{ figure('price') }} {{ figure('power-per-gpu') }}\n\n{{ figures() }}\n\n{{ claims() }}\n",
    "fr/sources": "# Sources {: #top }\n\n{{ sources() }}\n",
    "en/sources": "# Sources {: #top }\n\n{{ sources() }}\n",
    "fr/verification": "# Vérification {: #top }\n\n{{ statements() }}\n",
    "en/verification": "# Verification {: #top }\n\n{{ statements() }}\n",
    "fr/glossary": "# Glossaire {: #top }\n\n{{ glossary() }}\n",
    "en/glossary": "# Glossary {: #top }\n\n{{ glossary() }}\n",
}
TRIPLED = "  tripled:\n    label: {fr: la machine a triplé, en: the machine tripled}\n    condition: gpus-final >= 3 * gpus-launch\n"
DATA = samples.DATA.replace(TRIPLED, "")
NOTE = """note: {fr: 'Pour {{ figure("power") }}.', en: 'For {{ figure("power") }}.'}"""
PARAGRAPHS = r"""note: {fr: "Un mot.\n\nUn autre.", en: "A word.\n\nAnother."}"""

# A ledger that knows of a page which was removed.
REMOVED = """\
/machine/: {since: 2026-01-01, gist: La machine}
/old/: {since: 2026-01-01, gist: Vieille, tombstone: 2026-02-01, why: {fr: Fausse., en: Wrong.}, instead: /machine/}
"""


def small_project(root: Path) -> Path:
    """Write a small sound project with a site that was built before; return its root."""
    files = {f"docs/{name}.md": f"---\ntitle: {name}\n---\n\n{text}" for name, text in LISTS.items()}
    samples.write(root, **{"mkdocs.yml": CONFIG, "docs/figures.yml": DATA}, **files)
    shutil.copytree(ROOT / "docs/assets", root / "docs/assets")
    (root / "site").mkdir()
    (root / "site/last-good.txt").write_text("kept", "utf-8")
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a small sound project with a site that was built before."""
    return small_project(tmp_path)


def build(project: Path, processors: int = 0, **environment: str) -> tuple[int, str]:
    """Run `mkdocs build` on a project, on so many processors if told; return its exit code and all that it printed."""
    env = os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": "1700000000",
        "PYTHONWARNINGS": "ignore",
        **environment,
    }
    own = sorted(os.sched_getaffinity(0))[:processors] if processors and sys.platform == "linux" else []
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(project / "mkdocs.yml")],
        preexec_fn=(lambda: os.sched_setaffinity(0, own)) if own else None,
        capture_output=True, text=True, env=env, check=False, cwd=ROOT,
    )  # fmt: skip
    return run.returncode, run.stdout + run.stderr


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that the file holds."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_sound_project_replaces_the_last_site(project: Path) -> None:
    """A good build takes the place of the last one, and prints its coverage."""
    code, printed = build(project)
    assert code == 0, printed
    assert (project / "site/en/figures/index.html").exists()
    assert not (project / "site/last-good.txt").exists()
    assert "; 0 uncited" in printed
    assert "weight: at most " in printed


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        # The data file
        ("docs/figures.yml", "stated: 100k", "stated: 10k", 'docs/figures.yml:49: gpus-launch: stated "10k" does not hold the value 100000'),
        ("docs/figures.yml", "unit: MW\n", "unit: MW\n    colour: red\n", 'docs/figures.yml:70: unknown key "colour"'),
        ("docs/figures.yml", "gpus-final >= 2", "gpus-final >= 3", 'docs/fr/machine.md:6: claim "doubled" is false: gpus-final >= 3 * gpus-launch'),
        # Macros
        ("docs/en/machine.md", 'figure("pace")', 'figure("pice")', 'docs/en/machine.md:6: unknown figure "pice"; did you mean "price"?'),
        ("docs/fr/machine.md", 'figure("pace")', 'figre("pace")', 'docs/fr/machine.md:6: unknown macro "figre"; did you mean "figure"?'),
        # Numbers
        ("docs/en/machine.md", "H100 chips", "150 megawatts", 'docs/en/machine.md:10: uncited number "150": "'),
        ("docs/fr/machine.md", "des H100", "deux gardiens", 'docs/fr/machine.md:10: uncited number "deux": "'),
        ("docs/fr/machine.md", "title: La machine", "title: La machine de 2024", 'docs/fr/machine.md:2: uncited number "2024": "'),
        ("docs/figures.yml", "fr: GPU au lancement", "fr: GPU au lancement de 2024", 'docs/figures.yml:43: uncited number "2024": "'),
        ("docs/figures.yml", "fr: Le bâtiment existait.", "fr: Le bâtiment avait dix ans.", 'uncited number "dix": "'),
        ("docs/en/machine.md", "; it {{ claim", " twice {{ claim", 'docs/en/machine.md:6: uncited number "twice"'),
    ],
)  # fmt: skip
def test_a_fault_stops_the_build_and_the_last_good_site_stays(
    project: Path, file: str, old: str, new: str, message: str
) -> None:
    """The build ends with file, line, value and mend, without a traceback, and site/ is as it was."""
    edit(project / file, old, new)
    code, printed = build(project)
    assert code != 0
    assert message in printed
    assert "Traceback" not in printed
    assert [path.name for path in (project / "site").iterdir()] == ["last-good.txt"]
    assert not list(project.glob(".site-*"))


def test_faults_of_one_kind_come_together(project: Path) -> None:
    """Mistakes in both languages are told in one run."""
    edit(project / "docs/fr/machine.md", "des H100", "trois gardiens")
    edit(project / "docs/en/machine.md", "H100 chips", "three keepers")
    _, printed = build(project)
    assert 'docs/fr/machine.md:10: uncited number "trois"' in printed
    assert 'docs/en/machine.md:10: uncited number "three"' in printed


@pytest.mark.parametrize("processors", [1, 2])
def test_all_pages_with_faults_are_told(project: Path, processors: int) -> None:
    """Where languages are built beside each other, mistakes on several pages of both come in one run all the same."""
    for name in ("fr/machine", "en/machine", "en/index"):
        edit(project / f"docs/{name}.md", "{{ figure(", "{{ figre(")
    _, printed = build(project, processors)
    told = [line for line in printed.splitlines() if 'unknown macro "figre"' in line]
    assert [line.partition(":")[0] for line in told] == [
        "docs/en/index.md",
        "docs/en/machine.md",
        "docs/fr/machine.md",
    ]


@pytest.mark.parametrize("processors", [1, 2])
def test_mistakes_in_translations_alone_are_all_told(project: Path, processors: int) -> None:
    """What only the copy that builds the translations meets is told by the process that everyone reads."""
    edit(project / "docs/en/machine.md", '"gpus-launch")', '"gpus-launch", form="loud")')
    edit(project / "docs/en/index.md", "'launch')", "'launch', form='loud')")
    code, printed = build(project, processors)
    assert code != 0
    assert printed.count('unknown form "loud"') == 2
    assert "Traceback" not in printed
    assert not list(project.glob(".site-*"))


@pytest.mark.parametrize("processors", [1, 2])
def test_mistakes_are_told_beside_a_removed_page(project: Path, processors: int) -> None:
    """The page of missing addresses speaks all languages, and a mistake in one of them is told as any other."""
    (project / "docs/anchors.yml").write_text(REMOVED, "utf-8")
    edit(project / "docs/en/machine.md", '"gpus-launch")', '"gpus-launch", form="loud")')
    code, printed = build(project, processors)
    assert code != 0
    assert 'docs/en/machine.md:6: unknown form "loud"' in printed
    assert "Traceback" not in printed


def test_an_id_changed_by_mistake_is_told_as_lost(project: Path) -> None:
    """Beside the translation that kept it stands the ledger, which says to put it back."""
    days = '/machine/#days: {since: 2026-01-01, gist: "Durée"}\n'
    (project / "docs/anchors.yml").write_text(days, "utf-8")
    edit(project / "docs/fr/machine.md", "{: #days }", "{: #day }")
    code, printed = build(project)
    assert code != 0
    assert "docs/en/machine.md:8: the source has no section #days" in printed
    assert 'docs/anchors.yml:1: "/machine/#days" ("Durée") is gone from the site; put the id back' in printed


def test_a_text_of_the_data_file_is_one_paragraph(project: Path) -> None:
    """A blank line in it does not end the entry around it."""
    edit(project / "docs/figures.yml", NOTE, PARAGRAPHS)
    code, printed = build(project)
    assert code == 0, printed
    html = (project / "site/figures/index.html").read_text("utf-8")
    assert "Un mot.\nUn autre.</p>" in html


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("sitte.css", None, "docs/assets/sitte.css:1: no such style sheet; mend its name under extra_css in mkdocs.yml"),
        ("own.css", "é".encode("latin-1"), "docs/assets/own.css:1: not UTF-8 at byte 0; save the file as UTF-8"),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_be_read_stops_the_build(
    project: Path, name: str, content: bytes | None, message: str
) -> None:
    """It is told with what to mend, and nobody waits for it."""
    edit(project / "mkdocs.yml", "plugins:", f"extra_css: [assets/{name}]\nplugins:")
    if content:
        (project / "docs/assets" / name).write_bytes(content)
    code, printed = build(project)
    assert code != 0
    assert message in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("processors", [1, 2])
def test_a_warning_in_a_translation_stops_a_strict_build(project: Path, processors: int) -> None:
    """A link that leads nowhere is told once, whoever builds the page."""
    edit(project / "docs/en/machine.md", "with H100 chips", "with [chips](chips.md)")
    code, printed = build(project, processors)
    assert code != 0
    assert printed.count("chips.md") == 1
    assert [path.name for path in (project / "site").iterdir()] == ["last-good.txt"]


def files_of(site: Path) -> dict[str, bytes]:
    """Return the files of a built site by path."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def test_one_processor_builds_the_same(project: Path) -> None:
    """The site does not depend on how many processors build it."""
    build(project, 2)
    together = files_of(project / "site")
    build(project, 1)
    assert [name for name, data in files_of(project / "site").items() if together.get(name) != data] == []


def test_the_benchmark_leaves_steps_out(project: Path) -> None:
    """A step that is named to be left out is, and the rest of the build is as it was."""
    code, printed = build(project, LEAVE_OUT="search await_search compress")
    assert code == 0, printed
    assert not (project / "site/pagefind/pagefind.js").exists()
    assert not list((project / "site").rglob("*.br"))
    assert "; 0 uncited" in printed


def test_same_input_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    """Two builds are identical, whatever the time zone and the system's language."""
    build(project)
    first = files_of(project / "site")
    shutil.rmtree(project / "site")
    os.environ["TZ"], before = "Pacific/Auckland", os.environ.get("TZ")
    try:
        build(project)
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    second = files_of(project / "site")
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()


def test_code_on_a_page_takes_nothing_from_it(project: Path) -> None:
    """A line of code that looks like a title is none: the page keeps its own, where links to its top lead."""
    for language in ("fr", "en"):
        file = project / f"docs/{language}/machine.md"
        file.write_text(file.read_text("utf-8") + "\n```sh\n# build\nmake\n```\n", "utf-8")
    code, printed = build(project)
    assert code == 0, printed
    assert (project / "site/machine/index.html").read_text("utf-8").count('<h1 id="top"') == 1
