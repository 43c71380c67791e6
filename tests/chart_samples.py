"""A small project with one chart of each kind, and a language written from right to left."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from macros.configuration import Language
from macros.markup import Writer
from macros.project import Project
from macros.vouchers import Vouchers
from tests import samples

CHARTS = """
charts:
  machine:
    kind: bars
    title: {fr: La machine, en: The machine}
    caption: {fr: 'Annoncée à {{ figure("gpus-launch") }}.', en: 'Announced at {{ figure("gpus-launch") }}.'}
    description: {fr: 'Barres : {{ figure("gpus-launch") }} en H100.', en: 'Bars: {{ figure("gpus-launch") }} of H100.'}
    dated: true
    groups:
    - label: {fr: Les comptes, en: The counts}
      range: true
      rows: [gpus-launch, {figure: gpus-final, label: {fr: Plus tard, en: Later}, second: true}]
  powers:
    kind: bars
    scale: log
    title: {fr: Puissances, en: Powers}
    caption: {fr: Sur un axe., en: On an axis.}
    description: {fr: Des points., en: Dots.}
    groups:
    - rows: [power, half]
  water:
    kind: bars
    title: {fr: Eau, en: Water}
    caption: {fr: Une prévision., en: A forecast.}
    description: {fr: Une barre., en: A bar.}
    groups:
    - rows: [water]
  dates:
    kind: timeline
    title: {fr: Dates, en: Dates}
    caption: {fr: Dans l'ordre., en: In order.}
    description: {fr: Des points., en: Dots.}
    groups:
    - rows: [launch, start]
  checked:
    kind: verdicts
    title: {fr: Verdicts, en: Verdicts}
    caption: {fr: Tous., en: All.}
    description: {fr: Une barre., en: A bar.}
"""
HALF = """
  half:
    label: {fr: Part du réseau, en: The grid's part}
    value: 0.4
    unit: MW
    as_of: 2024
    qualifier: planned
    sources:
    - {source: filing, stated: "0.4"}

claims:
"""
DATA = samples.DATA.replace("\nclaims:\n", HALF) + CHARTS
KINDS = ("machine", "powers", "water", "dates", "checked")
LANGUAGES = {code: Language(code, code, code) for code in ("fr", "en", "ar")}


def writer(project: Project, language: str = "en") -> Writer:
    """Return a writer of a page in a language."""
    return Writer(project, project.locales[language], "./", Vouchers())


def only(tree: LexborHTMLParser, selector: str) -> LexborNode:
    """Return the one element that a selector finds."""
    (found,) = tree.css(selector)
    return found
