"""Measure the build against stock MkDocs with Material and static-i18n, on the same content, side by side."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from macros.completion import LEFT_OUT
from macros.data import check
from macros.figures import evaluate
from macros.specimen import configuration, data_file, expanded, project, stamp_all
from macros.timing import ASKED
from macros.yamlfile import LOADER, YamlFile

# Pages in each of two languages, and figures of the data file.
SIZES = ((25, 100), (250, 1_000), (1_000, 10_000))

# Of so many measurements the least is told: other programs can make one longer, and nothing makes one shorter.
REPEATED = 3

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


@dataclass(frozen=True, slots=True)
class Run:
    """One build: seconds, those of all processors, megabytes of its largest process, seconds of each of our steps."""

    seconds: float
    worked: float
    megabytes: float
    steps: Mapping[str, float]


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


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one size, stock first and ours second; `apart` is what is left out of the comparison."""

    pages: int
    figures: int
    runs: tuple[Run, Run]
    first: tuple[Run, Run]
    apart: float

    def __str__(self) -> str:
        """Return a line of the table."""
        (theirs, ours), (theirs_first, first) = self.runs, self.first
        shares = ", ".join(
            f"{step} {100 * spent / ours.worked:.0f}%"
            for step, spent in sorted(ours.steps.items(), key=lambda item: -item[1])
            if not step.startswith("await")
        )
        return (
            f"{self.pages:7}  {self.figures:7}  {theirs.seconds:8.1f} {ours.seconds:8.1f}  {ours.seconds / theirs.seconds:5.2f}"
            f" {first.seconds:8.1f}  {first.seconds / theirs_first.seconds:5.2f} {self.apart:8.1f}"
            f"   {theirs.megabytes:8.0f} {ours.megabytes:8.0f}  {ours.megabytes / theirs.megabytes:5.2f}   {shares}"
        )

    def growth(self, before: Measured) -> list[float]:
        """Return how much longer the builds take than at a smaller size, in times a straight line, stock first."""
        longer = self.pages / before.pages
        return [now.seconds / then.seconds / longer for now, then in zip(self.runs, before.runs, strict=True)]


def measured(ours: Path, pages: int, figures: int) -> Measured:
    """Build a site of one size in turn with stock MkDocs and with our hooks."""
    with tempfile.TemporaryDirectory() as folder:
        mine, stock = Path(folder) / "ours", Path(folder) / "stock"
        project(mine, ours, pages, figures)
        config = configuration(mine, ours)
        stamp_all(mine)
        expanded(mine, stock)
        theirs = configuration(stock, None)
        # A first build draws the pictures for chats and compiles the templates, which later ones find there,
        # and both find the site that they are to replace.
        first, *later = [(build(theirs), build(config, APART)) for _ in range(1 + REPEATED)]
        runs = tuple(min(builds, key=lambda run: run.seconds) for builds in zip(*later, strict=True))
        whole = build(config)
    return Measured(pages, figures, (runs[0], runs[1]), first, whole.seconds - runs[1].seconds)


def least(action: Callable[[], object]) -> float:
    """Return the least seconds that an action took."""
    times = []
    for _ in range(REPEATED):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return min(times)


def loading(figures: int) -> tuple[float, float]:
    """Return the seconds of a bare YAML parse of a data file, and of loading, checking and evaluating it."""
    text = data_file(figures)
    return (
        least(lambda: yaml.load(text, Loader=LOADER)),
        least(lambda: evaluate(check(YamlFile(text, "figures.yml")))),
    )


def report(ours: Path, sizes: Sequence[tuple[int, int]] = SIZES) -> Iterator[str]:
    """Yield the lines of the benchmark as they are measured."""
    yield (
        "pages×2  figures   stock s   ours s  ratio  first s  ratio  apart s"
        "   stock MB  ours MB  ratio   share of the processors' time"
    )
    found: list[Measured] = []
    for pages, figures in sizes:
        found.append(measured(ours, pages, figures))
        yield str(found[-1])
    if len(found) > 1:
        theirs, own = found[-1].growth(found[-2])
        yield (
            f"from {found[-2].pages} to {found[-1].pages} pages: {own:.2f} times a straight line,"
            f" and stock {theirs:.2f} times"
        )
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
