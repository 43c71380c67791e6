"""A project of any size with made-up content, for the benchmark, and the same content for stock MkDocs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from macros.problems import Faults
from macros.project import Project
from macros.site import Site
from macros.stamping import stamp
from macros.targets import read_all

FIGURES_A_PAGE = 12
PARAGRAPHS = 6
# Words of a paragraph.
PARAGRAPH = 110
# A navigation in parts is one that both sides prune: on a page they print the pages of its own part.
PAGES_A_PART = 25

# The letters of a number, for names and titles: the audit would ask who vouches for its digits.
LETTERS = str.maketrans("0123456789", "abcdefghij")

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
# Words of which every fifth of the prose is made: a language has thousands, and few of them on each page.
INVENTED = {"fr": "ette", "en": "ness"}
VOCABULARY = 1_000
TITLES = {
    "fr": ("Une page", "Une page du banc d'essai, en français."),
    "en": ("A page", "One page of the benchmark, in English."),
}


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


def prose(language: str, paragraph: int) -> Iterator[str]:
    """Yield the words of one paragraph of the site."""
    known = PROSE[language].split()
    for step in range(PARAGRAPH):
        if step % 5:
            yield known[(paragraph + step) % len(known)]
        else:
            number = (paragraph * PARAGRAPH + step) // 5 % VOCABULARY
            yield str(number).translate(LETTERS) + INVENTED[language]


def page(language: str, index: int, figures: int) -> str:
    """Return one page of prose with its share of the figures."""
    paragraphs = []
    each = FIGURES_A_PAGE // PARAGRAPHS
    for paragraph in range(PARAGRAPHS):
        words = " ".join(prose(language, index * PARAGRAPHS + paragraph))
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
