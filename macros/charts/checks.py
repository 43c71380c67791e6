"""What the data file may have wrong in its charts, found before anything is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from macros import units
from macros.model import Chart, DataFile
from macros.problems import suggestion

Where = tuple[str | int, ...]
Found = Iterator[tuple[Where, str]]


def labels(data: DataFile) -> Iterator[tuple[Where, Mapping[str, str] | None]]:
    """Yield the labels inside charts, which must be in every language."""
    for key, chart in data.charts.items():
        for index, group in enumerate(chart.groups):
            where: Where = ("charts", key, "groups", index)
            yield (*where, "label"), group.label
            for position, row in enumerate(group.rows):
                yield (*where, "rows", position, "label"), row.label


def faults(data: DataFile) -> Found:
    """Find charts with figures that are unknown, shown twice, or cannot stand on one axis."""
    for key, chart in data.charts.items():
        where = ("charts", key)
        if chart.kind == "verdicts":
            if chart.groups or chart.unit or chart.scale == "log":
                yield (
                    where,
                    f"{key}: a chart of verdicts counts the statements; remove its groups, unit and scale",
                )
            continue
        if not chart.groups:
            yield where, f'{key}: nothing to show; add "groups:" with rows of figures'
        if chart.kind == "timeline" and (chart.unit or chart.scale == "log"):
            yield where, f"{key}: a timeline has an axis of dates; remove its unit and scale"
        if chart.kind == "timeline" and any(group.range for group in chart.groups):
            yield where, f'{key}: a timeline shows no range between its rows; remove "range:"'
        yield from _figures(data, key, chart)


def _figures(data: DataFile, key: str, chart: Chart) -> Found:
    twice = {name for name, count in Counter(chart.figures).items() if count > 1}
    unit = chart.unit or next(
        (data.figures[name].unit for name in chart.figures if name in data.figures), "date"
    )
    if chart.unit and chart.unit not in data.units:
        yield (
            ("charts", key, "unit"),
            f'{key}.unit: unknown unit "{unit}"{suggestion(unit, data.units)}',
        )
        return
    for index, group in enumerate(chart.groups):
        for position, row in enumerate(group.rows):
            where = ("charts", key, "groups", index, "rows", position)
            if row.figure not in data.figures:
                yield (
                    where,
                    f'{key}: unknown figure "{row.figure}"{suggestion(row.figure, data.figures)}',
                )
                continue
            if row.figure in twice:
                yield where, f'{key}: figure "{row.figure}" is shown twice; keep one row'
            if fault := _misfit(data, chart, row.figure, unit):
                yield where, f'{key}: "{row.figure}" {fault}'


def _misfit(data: DataFile, chart: Chart, name: str, unit: str) -> str:
    """Return why a figure has no place on the chart's axis, or nothing."""
    own = data.figures[name].unit
    if chart.kind == "timeline":
        return "" if own == "date" else f'is in "{own}", and a timeline shows dates; use kind: bars'
    if own == "date":
        return "is a date; dates go on a chart of kind: timeline"
    try:
        ours, wanted = (units.unit(data.units[key].pint).dimension for key in (own, unit))
    except (KeyError, ValueError):
        # The unit is at fault and reported where it stands.
        return ""
    if ours != wanted:
        return (
            f'is in "{own}" ({units.describe(ours)}), and the axis is in "{unit}" ({units.describe(wanted)}); '
            "show it in another chart"
        )
    return ""
