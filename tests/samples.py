"""A small project with one of everything, for tests that break it on purpose."""

from __future__ import annotations

from pathlib import Path

DATA = """\
languages: [fr, en]

units:
  MW: {pint: megawatt, symbol: MW}
  W/gpu: {pint: watt / gpu, symbol: W, per: {fr: par GPU, en: per GPU}}
  TWh/year: {pint: terawatt_hour / year, symbol: TWh, per: {fr: par an, en: a year}}
  gpu: {pint: gpu, forms: {fr: {one: GPU, other: GPU}, en: {one: GPU, other: GPUs}}}
  gpu/day: {pint: gpu / day, forms: {fr: {one: GPU, other: GPU}, en: {one: GPU, other: GPUs}}, per: {fr: par jour, en: a day}}
  day: {pint: day, forms: {fr: {one: jour, other: jours}, en: {one: day, other: days}}}
  gal/day:
    pint: gallon / day
    forms: {fr: {one: gallon, other: gallons}, en: {one: gallon, other: gallons}}
    per: {fr: par jour, en: a day}
    shown_as: {fr: L/day}
  L/day:
    pint: liter / day
    forms: {fr: {one: litre, other: litres}, en: {one: liter, other: liters}}
    per: {fr: par jour, en: a day}
  USD: {pint: dollar, forms: {fr: {one: dollar, other: dollars}, en: {one: dollar, other: dollars}}, before: {en: $}}
  percent: {pint: percent, symbol: "%"}
  ratio: {pint: ratio, forms: {fr: {one: fois, other: fois}, en: {one: times, other: times}}}

sources:
  filing:
    title: Form S-1 of 2026
    publisher: SEC
    url: https://example.org/s-1
    published: 2024-10
    accessed: 2026-11-24
    language: en
    kind: primary
    read: direct
  journal:
    publisher: Le Journal
    url: https://example.org/journal
    accessed: 2026-11-24
    language: fr
    kind: secondary
    read: copy

figures:
  gpus-launch:
    label: {fr: GPU au lancement, en: GPUs at launch}
    value: 100000
    unit: gpu
    as_of: 2024-09-02
    qualifier: disputed
    sources:
    - {source: filing, stated: 100k, locator: {fr: premier tableau, en: first table}}
  gpus-final:
    label: {fr: GPU un an après, en: GPUs a year later}
    value: 200000
    unit: gpu
    as_of: 2025-02
    sources:
    - {source: filing, stated: "200,000"}
    rivals:
    - {figure: gpus-launch, why: {fr: compté plus tôt, en: counted earlier}}
  build-days:
    label: {fr: Durée des travaux, en: Building time}
    value: 122
    unit: day
    as_of: 2024-09-02
    sources:
    - {source: journal, stated: 122 jours}
  power:
    label: {fr: Puissance demandée, en: Power requested}
    value: 150
    unit: MW
    as_of: 2024-07
    qualifier: about
    sources:
    - {source: filing, stated: 150 megawatts}
  water:
    label: {fr: Eau prévue, en: Water forecast}
    value: 1900000
    unit: gal/day
    compact: true
    as_of: 2024-07
    qualifier: up-to
    low: 1000000
    high: 2000000
    sources:
    - {source: filing, stated: 1.9 million}
    - {source: journal, stated: de 1 à 2 millions}
  price:
    label: {fr: Facture, en: Bill}
    value: 2100000000
    unit: USD
    compact: true
    as_of: 2024
    sources:
    - {source: filing, stated: $2.1B}
  launch:
    label: {fr: Annonce, en: Announcement}
    value: 2024-09-02
    unit: date
    as_of: 2024-09-02
    sources:
    - {source: filing, stated: "September 2, 2024"}
  start:
    label: {fr: Début, en: Start}
    value: 2024-07-22
    unit: date
    as_of: 2024-07-22
    sources:
    - {source: journal, stated: 22 juillet 2024}
  power-per-gpu:
    label: {fr: Puissance par GPU, en: Power per GPU}
    formula: power / gpus-launch
    unit: W/gpu
    note: {fr: 'Pour {{ figure("power") }}.', en: 'For {{ figure("power") }}.'}
  energy:
    label: {fr: Énergie annuelle, en: Energy in a year}
    formula: power
    unit: TWh/year
  pace:
    label: {fr: Cadence, en: Pace}
    formula: gpus-launch / build-days
    unit: gpu/day
    digits: 2
  growth:
    label: {fr: Croissance, en: Growth}
    formula: gpus-final / gpus-launch - 1
    unit: percent
  wait:
    label: {fr: Attente, en: Wait}
    formula: launch - start
    unit: day

claims:
  doubled:
    label: {fr: la machine a doublé, en: the machine doubled}
    condition: gpus-final >= 2 * gpus-launch
  tripled:
    label: {fr: la machine a triplé, en: the machine tripled}
    condition: gpus-final >= 3 * gpus-launch

statements:
  said-days:
    page: machine
    said: {fr: 'Bâtie en {{ figure("build-days") }}', en: 'Built in {{ figure("build-days") }}'}
    found: {fr: Le bâtiment existait., en: The building stood.}
    verdict: imprecise
    why: {fr: La durée a plusieurs sens., en: The time has several meanings.}
    figures: [build-days]

names: [H100, GPT-4]

glossary:
  gpu:
    term: {fr: GPU, en: GPU}
    gloss: {fr: processeur de calcul, en: processor for arithmetic}
"""

PAGE_FR = """\
---
title: La machine
description: Une machine.
---

Elle compte {{ figure("gpus-launch") }}, soit {{ figure("pace") }} ; elle a {{ claim("doubled", "doublé") }}.

## Durée {: #days }

Elle a pris {{ figure("build-days") }} avec des H100.
"""

PAGE_EN = """\
---
title: The machine
description: A machine.
---

It has {{ figure("gpus-launch") }}, that is {{ figure("pace") }}; it {{ claim("doubled", "doubled") }}.

## Time {: #days }

It took {{ figure("build-days") }} with H100 chips.
"""

WORDS = Path(__file__).parent.parent / "docs"

MKDOCS = """\
site_name: Essai
plugins:
- i18n:
    docs_structure: folder
    languages:
    - {locale: fr, name: Français, default: true, build: true}
    - {locale: en, name: English, build: true, site_name: Trial}
"""


def write(root: Path, **files: str) -> Path:
    """Write the sample project at `root`, with some of its files replaced; return `root`."""
    contents = {
        "mkdocs.yml": MKDOCS,
        "docs/figures.yml": DATA,
        "docs/fr/machine.md": PAGE_FR,
        "docs/en/machine.md": PAGE_EN,
        "docs/fr/words.yml": (WORDS / "fr/words.yml").read_text("utf-8"),
        "docs/en/words.yml": (WORDS / "en/words.yml").read_text("utf-8"),
    } | files
    for name, text in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root
