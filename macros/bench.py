"""Measure the build against stock MkDocs with Material and static-i18n, on the same content, side by side."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from macros.completion import LEFT_OUT
from macros.data import check
from macros.figures import evaluate
from macros.problems import Faults
from macros.project import Project
from macros.site import Site
from macros.stamping import stamp
from macros.targets import read_all
from macros.timing import ASKED
from macros.yamlfile import LOADER, YamlFile

# Pages in each of two languages, and figures of the data file.
SIZES = ((25, 100), (250, 1_000), (1_000, 10_000))
FIGURES_A_PAGE = 12
PARAGRAPHS = 6
# A navigation in parts is one that both sides prune: on a page they print the pages of its own part.
PAGES_A_PART = 25

# The letters of a number, for names and titles: the audit would ask who vouches for its digits.
LETTERS = str.maketrans("0123456789", "abcdefghij")

# What the comparison leaves out on our side, since the stock build does neither: both are measured apart.
APART = ("search", "await_search", "compress", "weigh")

# A process begins with the peak of the one that starts it, so a small one starts the build and reports on it.
LAUNCHER = """
import os, sys, time
begun = time.perf_counter()
build = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-m", "mkdocs", "build", "-q", "-f", sys.argv[1]])
_, status, usage = os.wait4(build, 0)
print(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, status)
"""

UNITS = """\
languages: [fr, en]
units:
  MW: {pint: megawatt, symbol: MW}
  gpu: {pint: gpu, forms: {fr: {one: GPU, other: GPU}, en: {one: GPU, other: GPUs}}}
  W/gpu: {pint: watt / gpu, symbol: W, per: {fr: par GPU, en: per GPU}}
sources:
  filing: {publisher: Registry, title: A filing, url: "https://registry.example/filing", accessed: 2026-01-01, language: en, kind: primary, read: direct}
figures:
  chips:
    label: {fr: Puces, en: Chips}
    value: 100000
    unit: gpu
    as_of: 2025-01-01
    sources:
    - {source: filing, stated: 100k}
"""
PROSE = {
    "fr": "la machine tire son courant du réseau et des turbines qui se dressent près de la vieille usine",
    "en": "the machine draws its power from the grid and from turbines that stand beside the old plant",
}
TITLES = {
    "fr": ("Une page", "Une page du banc d'essai, en français."),
    "en": ("A page", "One page of the benchmark, in English."),
}


@dataclass(frozen=True, slots=True)
class Run:
    """One build: seconds, those of all processors, megabytes of its largest process, seconds of each of our steps."""

    seconds: float
    worked: float
    megabytes: float
    steps: Mapping[str, float]


def data_file(figures: int) -> str:
    """Return a data file of so many figures, half of them computed."""
    parts = [UNITS]
    for index in range(figures // 2):
        parts.append(
            f"  power-{index}:\n    label: {{fr: Puissance demandée, en: Power requested}}\n    value: {index + 1}\n"
            f"    unit: MW\n    as_of: 2025-01-01\n    sources:\n    - {{source: filing, stated: {index + 1} MW, locator: {{fr: premier tableau, en: first table}}}}\n"
            f"  share-{index}:\n    label: {{fr: Puissance par puce, en: Power per chip}}\n    formula: power-{index} / chips\n    unit: W/gpu\n"
        )
    return "".join(parts)


def figure_id(index: int) -> str:
    """Return the id of a figure of the data file; every second one is computed."""
    return f"{'share' if index % 2 else 'power'}-{index // 2}"


def page(language: str, index: int, figures: int) -> str:
    """Return one page of prose with its share of the figures."""
    paragraphs = []
    each = FIGURES_A_PAGE // PARAGRAPHS
    known = PROSE[language].split()
    for paragraph in range(PARAGRAPHS):
        words = " ".join(known[(index + paragraph + step) % len(known)] for step in range(110))
        first = index * FIGURES_A_PAGE + paragraph * each
        calls = (f'{{{{ figure("{figure_id((first + step) % figures)}") }}}}' for step in range(each))
        paragraphs.append(
            f"## {TITLES[language][0]} {{: #part-{'abcdef'[paragraph]} }}\n\n{words} {' '.join(calls)}.\n"
        )
    title, description = TITLES[language]
    name = str(index).translate(LETTERS)
    return f"---\ntitle: {title} {name}\ndescription: {description}\n---\n\n" + "\n".join(paragraphs)


def project(root: Path, ours: Path, pages: int, figures: int) -> None:
    """Write a project of so many pages in each language; every figure is used."""
    docs = root / "docs"
    shutil.copytree(ours / "docs/assets", docs / "assets")
    for language in ("fr", "en"):
        folder = docs / language
        folder.mkdir(parents=True)
        shutil.copy(ours / "docs" / language / "words.yml", folder)
        for index in range(pages - 2):
            part, name = (str(number).translate(LETTERS) for number in (index // PAGES_A_PART, index))
            path = folder / (f"part-{part}/page-{name}.md" if index else "index.md")
            path.parent.mkdir(exist_ok=True)
            path.write_text(page(language, index, figures), "utf-8")
        (folder / "figures.md").write_text("---\ntitle: F\n---\n\n{{ figures() }}\n", "utf-8")
        (folder / "sources.md").write_text("---\ntitle: S\n---\n\n{{ sources() }}\n", "utf-8")
    (docs / "figures.yml").write_text(data_file(figures), "utf-8")


def configuration(root: Path, ours: Path | None) -> Path:
    """Write the configuration of a build, with our hooks and templates or as it comes; return its path."""
    theme: dict[str, object] = {"name": "material", "font": False, "features": ["navigation.prune"]}
    if ours:
        theme |= {"custom_dir": str(ours / "overrides"), "favicon": "assets/favicon.svg"}
    config: dict[str, object] = {
        "site_name": "Bench",
        "site_url": "https://example.org/",
        "theme": theme,
        "plugins": [
            {
                "i18n": {
                    "docs_structure": "folder",
                    "languages": [
                        {"locale": "fr", "name": "Français", "default": True, "build": True},
                        {"locale": "en", "name": "English", "build": True},
                    ],
                }
            }
        ],
        "markdown_extensions": [
            "attr_list",
            "tables",
            "admonition",
            "def_list",
            {"toc": {"permalink": False}},
        ],
        "exclude_docs": "words.yml",
    }
    if ours:
        config["extra_css"] = ["assets/site.css"]
        config["hooks"] = [str(ours / "macros/hooks.py")]
    path = root / "mkdocs.yml"
    path.write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    return path


def stamp_all(root: Path) -> None:
    """Stamp the translation of a project whole, as one that is kept current is."""
    loaded = Project.load(root)
    _, refused = stamp(loaded, read_all(["en"], loaded))
    if refused:
        raise Faults(refused)


def build(config: Path, left_out: Iterable[str] = ()) -> Run:
    """Build a site in a process of its own, without some of our steps, and measure it."""
    steps = config.with_name("steps.json")
    env = os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        ASKED: str(steps),
        LEFT_OUT: " ".join(left_out),
    }
    process = subprocess.run(
        [sys.executable, "-c", LAUNCHER, str(config)], env=env, stdout=subprocess.PIPE, text=True, check=True
    )
    seconds, worked, megabytes, status = map(float, process.stdout.split("\n")[-2].split())
    if status:
        raise SystemExit(f"the build of {config} failed")
    return Run(seconds, worked, megabytes, json.loads(steps.read_text("utf-8")) if steps.exists() else {})


def expanded(root: Path, stock: Path) -> None:
    """Write the same content for stock MkDocs, with every macro already expanded."""
    site = Site(Project.load(root))
    site.check_sources()
    for language, pages in site.project.pages.items():
        for name, source in pages.items():
            target = stock / "docs" / language / f"{name}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(
                f"---\ntitle: {source.meta['title']}\n---\n\n# {source.meta['title']}\n\n{site.text(language, source).whole}",
                "utf-8",
            )


def loading(figures: int) -> tuple[float, float]:
    """Return the seconds of a bare YAML parse of a data file, and of loading, checking and evaluating it."""
    text = data_file(figures)

    def least(action: object) -> float:
        assert callable(action)
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            action()
            times.append(time.perf_counter() - begun)
        return min(times)

    return least(lambda: yaml.load(text, Loader=LOADER)), least(
        lambda: evaluate(check(YamlFile(text, "figures.yml")))
    )


def report(ours: Path, sizes: Sequence[tuple[int, int]] = SIZES) -> Iterator[str]:
    """Yield the lines of the benchmark as they are measured."""
    yield (
        "pages×2  figures   stock s   ours s  ratio  first s  ratio  apart s"
        "   stock MB  ours MB  ratio   share of the processors' time"
    )
    before: tuple[int, float] | None = None
    for pages, figures in sizes:
        with tempfile.TemporaryDirectory() as folder:
            mine, stock = Path(folder) / "ours", Path(folder) / "stock"
            project(mine, ours, pages, figures)
            config = configuration(mine, ours)
            stamp_all(mine)
            expanded(mine, stock)
            theirs = build(configuration(stock, None))
            # A first build draws the pictures for chats and compiles the templates, which later ones find.
            first = build(config, APART)
            run = build(config, APART)
            whole = build(config)
        shares = ", ".join(
            f"{step} {100 * spent / run.worked:.0f}%"
            for step, spent in sorted(run.steps.items(), key=lambda item: -item[1])
            if not step.startswith("await")
        )
        yield (
            f"{pages:7}  {figures:7}  {theirs.seconds:8.1f} {run.seconds:8.1f}  {run.seconds / theirs.seconds:5.2f}"
            f" {first.seconds:8.1f}  {first.seconds / theirs.seconds:5.2f} {whole.seconds - run.seconds:8.1f}"
            f"   {theirs.megabytes:8.0f} {run.megabytes:8.0f}  {run.megabytes / theirs.megabytes:5.2f}   {shares}"
        )
        if before and pages == sizes[-1][0]:
            growth = run.seconds / before[1] / (pages / before[0])
            yield f"from {before[0]} to {pages} pages: {growth:.2f} times a straight line"
        before = (pages, run.seconds)
    figures = sizes[-1][1]
    bare, checked = loading(figures)
    yield f"{figures} figures: bare YAML parse {bare:.2f} s, loaded, checked and evaluated {checked:.2f} s, ratio {checked / bare:.2f}"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the verb."""
    parser.add_argument("--small", action="store_true", help="the smallest size only, to see whether it runs")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the benchmark; return 0."""
    for line in report(root, SIZES[:1] if options.small else SIZES):
        print(line, flush=True)
    return 0
