"""What a chart may have wrong is told at its line, with the value and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.charts.figure import draw
from macros.data import check
from macros.problems import Faults
from macros.project import Project
from macros.yamlfile import YamlFile
from tests import samples
from tests.chart_samples import DATA, KINDS, LANGUAGES, writer


def test_chart_uses_its_figures(tmp_path: Path) -> None:
    """A figure that a page shows in a chart alone is used there, and a chart that no page shows is told."""
    page = samples.PAGE_FR + '\n{{ chart("water") }}\n'
    samples.write(tmp_path, **{"docs/figures.yml": DATA, "docs/fr/machine.md": page})
    project = Project.load(tmp_path, "fr", LANGUAGES)
    assert project.uses["water"] == ("machine",)
    told = [problem.message for problem in project.unused() if "chart" in problem.message]
    assert told == [
        f'chart "{key}" is shown by no page; show it or remove it' for key in KINDS if key != "water"
    ]


# Each row: the text replaced, its replacement, the text whose line is blamed, the message.
FAULTS = [
    ("[power, half]", "[power, halve]", "[power, halve]", 'powers: unknown figure "halve"; did you mean "half"?'),
    ("[power, half]", "[power, power]", "[power, power]", 'powers: figure "power" is shown twice; keep one row'),
    ("[power, half]", "[power, build-days]", "[power, build-days]",
     'powers: "build-days" is in "day" (time), and the axis is in "MW" (power); show it in another chart'),
    ("[power, half]", "[power, launch]", "[power, launch]", 'powers: "launch" is a date; dates go on a chart of kind: timeline'),
    ("[launch, start]", "[launch, power]", "[launch, power]", 'dates: "power" is in "MW", and a timeline shows dates; use kind: bars'),
    ("    scale: log\n", "    scale: log\n    unit: MWh\n", "    unit: MWh", 'powers.unit: unknown unit "MWh"; did you mean "MW"?'),
    ("    - rows: [launch, start]\n", "    - rows: [launch, start]\n      range: true\n", "  dates:", 'dates: a timeline shows no range between its rows; remove "range:"'),
    ("    kind: timeline\n", "    kind: timeline\n    scale: log\n", "  dates:", "dates: a timeline has an axis of dates; remove its unit and scale"),
    ("    kind: verdicts\n", "    kind: verdicts\n    scale: log\n", "  checked:",
     "checked: a chart of verdicts counts the statements; remove its groups, unit and scale"),
    ("    groups:\n    - rows: [water]\n", "", "  water:\n    kind", 'water: nothing to show; add "groups:" with rows of figures'),
    ("{fr: Puissances, en: Powers}", "{fr: Puissances}", "{fr: Puissances}", 'powers.title: missing in language "en"; add "en: …"'),
    ("label: {fr: Plus tard, en: Later}", "label: {fr: Plus tard}", "label: {fr: Plus tard}",
     'machine.groups.0.rows.1.label: missing in language "en"; add "en: …"'),
    ("label: {fr: Les comptes, en: The counts}", "label: {fr: Les comptes}", "label: {fr: Les comptes}",
     'machine.groups.0.label: missing in language "en"; add "en: …"'),
    ("    scale: log\n", "    scal: log\n", "scal: log", 'unknown key "scal"; did you mean "scale"?'),
    ("      range: true\n", "      rang: true\n", "rang: true", 'unknown key "rang"; did you mean "range"?'),
    ("    kind: timeline\n", "    kind: line\n", "kind: line", "dates.kind: \"line\" is not one of 'bars', 'timeline' or 'verdicts'"),
]  # fmt: skip


def test_sample_is_sound() -> None:
    """The sample has no fault, so each test below sees only the one it makes."""
    check(YamlFile(DATA, "docs/figures.yml"))


@pytest.mark.parametrize(("old", "new", "blamed", "message"), FAULTS)
def test_data_faults(old: str, new: str, blamed: str, message: str) -> None:
    """Each fault of a chart is told at its line, with the value and the mend."""
    assert DATA.count(old) == 1
    text = DATA.replace(old, new)
    with pytest.raises(Faults) as told:
        check(YamlFile(text, "docs/figures.yml"))
    line = text[: text.rindex(blamed)].count("\n") + 1
    assert f"docs/figures.yml:{line}: {message}" in map(str, told.value.problems)


ZERO = ('value: 0.4\n    unit: MW\n    as_of: 2024\n    qualifier: planned\n    sources:\n    - {source: filing, stated: "0.4"}',
        'value: 0\n    unit: MW\n    as_of: 2024\n    qualifier: planned\n    sources:\n    - {source: filing, stated: "0"}')  # fmt: skip

# Each row: the replacements, the line blamed, the message.
DRAWN = [
    ([("description: {fr: Des points., en: Dots.}\n    groups:\n    - rows: [power", "description: {fr: Des points., en: Two dots.}\n    groups:\n    - rows: [power")],
     "en: Two dots.", 'powers.description: typed number "Two"; write {{ figure("…") }} in its place'),
    ([("{fr: Puissances, en: Powers}", "{fr: Puissances, en: Powers of 2024}")],
     "Powers of 2024", 'powers.title: typed number "2024"; write {{ figure("…") }} in its place'),
    ([ZERO], "  powers:", "powers: a logarithmic scale has no place for 0; use another scale or figure"),
    ([ZERO, ("    scale: log\n", ""), ("[power, half]", "[half]")],
     "  powers:", "powers: a bar has no length for 0; use another scale or figure"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "blamed", "message"), DRAWN)
def test_drawing_faults(tmp_path: Path, changes: list[tuple[str, str]], blamed: str, message: str) -> None:
    """What only the drawing can know is told at its line in the data file too."""
    text = DATA
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    samples.write(tmp_path, **{"docs/figures.yml": text})
    project = Project.load(tmp_path, "fr", LANGUAGES)
    with pytest.raises(Faults) as told:
        draw(writer(project), "powers")
    line = text[: text.rindex(blamed)].count("\n") + 1
    assert [str(problem) for problem in told.value.problems] == [f"docs/figures.yml:{line}: {message}"]
