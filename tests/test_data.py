"""The data file: every fault is found, at its line, with the value and the mend."""

from __future__ import annotations

import pytest

from macros.data import check
from macros.figures import evaluate, undefined_conversions
from macros.problems import Faults
from macros.yamlfile import YamlFile
from tests.samples import DATA


def problems(text: str) -> list[str]:
    """Return what loading and evaluating a data file complains about."""
    try:
        data = check(YamlFile(text, "docs/figures.yml"))
        undefined_conversions(data)
        evaluate(data)
    except Faults as faults:
        return [str(problem) for problem in faults.problems]
    return []


def test_sample_is_sound() -> None:
    """The sample file has no fault, so each test below sees only the one it makes."""
    assert problems(DATA) == []


# Each row: the text replaced, its replacement, the text whose line is blamed, the message.
FAULTS = [
    # What would carry a number past the audit
    ("condition: gpus-final >= 3 * gpus-launch", "condition: 2 > 1", "condition: 2 > 1", 'tripled.condition: "2 > 1" reads no figure; compare figures by their ids'),
    ("value: 150\n", "value: " + "[" * 5000 + "]" * 5000 + "\n", "languages:", "not YAML: brackets nested too deeply; take some out"),
    ("names: [H100", "names: [150, H100", "names:", '"150" is a number and no name; write the words that it belongs to, or cite it'),
    ("other: jours", "other: 000 jours", "  day:", 'day.forms.fr: "000 jours" holds the number "000", which would stand beside each value; take it out'),
    ("other: jours", "few: jours", "forms: {fr: {one: jour, few", 'day.forms.fr: no "other"; add the form for all numbers that the rest do not fit'),
    ("pint: day,", "pint: 0 * day,", "pint: 0 * day", 'day.pint: "0 * day" is not a unit: it measures nothing'),
    # Keys
    ("    value: 150\n", "    valeu: 150\n", "valeu: 150", 'unknown key "valeu"; did you mean "value"?'),
    ("  power:\n", "  build-days:\n", "  build-days:\n    label: {fr: Puissance", 'duplicate key "build-days"; keep one of the two'),
    ("    unit: MW\n", "", "  power:\n", 'power.unit: missing; add "unit:"'),
    ("    read: copy\n", "    read: heard\n", "read: heard", "journal.read: \"heard\" is not one of 'direct', 'copy' or 'cited'"),
    ("  power:\n", "  Power!:\n", "  Power!:", '"Power!" is not an id; write lower-case letters, digits and single hyphens'),
    # Texts
    ("label: {fr: Puissance demandée, en: Power requested}", "label: {fr: Puissance demandée}", "label: {fr: Puissance demandée}",
     'power.label: missing in language "en"; add "en: …"'),
    ("why: {fr: compté plus tôt, en: counted earlier}", "why: {en: counted earlier}", "- {figure: gpus-launch, why",
     'gpus-final.rivals.0.why: missing in language "fr"; add "fr: …"'),
    ("label: {fr: Puissance demandée, en", "label: {fr: Puissance, demandée, en", "label: {fr: Puissance, demandée",
     "power.label.demandée: no text stands here; write one, and put quotes around a text with a comma in it"),
    # Values and ranges
    ("value: 150\n", "value: 15O\n", "value: 15O", 'power.value: "15O" is not a number; write it as 1000000, 0.36 or 3.8e25'),
    ("value: 150\n", "value: 1_50\n", "value: 1_50", 'power.value: "1_50" is not a number; write it as 1000000, 0.36 or 3.8e25'),
    ("value: 2024-07-22", "value: 2024-07-00", "value: 2024-07-00", 'start.value: "2024-07-00" is not a day of the calendar'),
    ("value: 2024-07-22", "value: 2024-00", "value: 2024-00", 'start.value: "2024-00" is not a day of the calendar'),
    ("accessed: 2026-11-24", "accessed: 9999-12", "accessed: 9999-12", 'filing.accessed: "9999-12" is not a day of the calendar'),
    ("value: 2024-07-22", "value: 2024-07-32", "value: 2024-07-32", 'start.value: "2024-07-32" is not a day of the calendar'),
    ("low: 1000000", "low: 1950000", "low: 1950000", "water.low: 1950000 is on the wrong side of the value 1900000"),
    ("    value: 150\n", "", "  power:\n", "power: give either a value or a formula"),
    ("    formula: gpus-launch / build-days\n", "    formula: gpus-launch / build-days\n    low: 1\n", "  pace:\n", "pace: a range goes with a value; a formula has none of its own"),
    ("    formula: gpus-launch / build-days\n", "    formula: gpus-launch / build-days\n    sources:\n    - {source: filing, stated: 820}\n", "    sources:\n    - {source: filing, stated: 820}",
     "pace: a formula is sourced through its inputs; remove its sources"),
    ("    value: 150\n", "    value: 150\n    cited_only: true\n", "cited_only: true", 'power: a source was read direct or as a copy; remove "cited_only"'),
    ("    url: https://example.org/journal\n", "", "  journal:\n", "journal: give either an url or a document"),
    ("    url: https://example.org/journal\n", "    url: https://example.org/journal\n    document: A book\n", "  journal:\n", "journal: give either an url or a document"),
    ("condition: gpus-final >= 2 * gpus-launch", "condition: gpus-final != gpus-launch", "condition: gpus-final != gpus-launch", 'doubled.condition: "gpus-final != gpus-launch": compare with > >= < <= or =='),
    ("condition: gpus-final >= 2 * gpus-launch", "condition: gpus-final", "    condition: gpus-final\n", 'doubled.condition: "gpus-final" compares nothing; write it like "figure-a >= 2 * figure-b"'),
    ("condition: gpus-final >= 2 * gpus-launch", "condition: launch > gpus-final", "condition: launch > gpus-final", 'doubled.condition: "launch > gpus-final" compares a date with gpu'),
    ("formula: gpus-launch / build-days", "formula: gpus-launch ** 4", "formula: gpus-launch ** 4", 'pace.formula: "gpus-launch ** 4": the only powers are ** 2 and ** 3'),
    # References
    ("{source: journal, stated: 122 jours}", "{source: jurnal, stated: 122 jours}", "{source: jurnal", 'unknown source "jurnal"; did you mean "journal"?'),
    ("- {figure: gpus-launch, why", "- {figure: gpus-lunch, why", "- {figure: gpus-lunch", 'unknown figure "gpus-lunch"; did you mean "gpus-launch"?'),
    ("figures: [build-days]", "figures: [build-day]", "figures: [build-day]", 'unknown figure "build-day"; did you mean "build-days"?'),
    ("formula: gpus-launch / build-days", "formula: 2 + 2", "formula: 2 + 2", 'pace.formula: "2 + 2" reads no figure; give a value with its source'),
    ("    unit: MW\n", "    unit: mw\n", "unit: mw", 'power.unit: unknown unit "mw"; did you mean "MW"?'),
    ("before: {en: $}", "before: {en: US9}", "before: {en: US9}", 'USD.before.en: "US9" holds the number "US9", which would stand beside each value; take it out'),
    ("shown_as: {fr: L/day}", "shown_as: {fr: MW}", "shown_as: {fr: MW}", 'gal/day.shown_as.fr: "MW" measures power, not volume/time'),
    # Evidence
    ("stated: 100k", "stated: 10k", "stated: 10k", 'gpus-launch: stated "10k" does not hold the value 100000 (in gpu, read as en)'),
    ("    value: 2100000000\n", "    value: 2130000000\n", "value: 2130000000", "price: no source prints 2130000000, which is only rounded to 2100000000 there; give the value as it is printed"),
    ("low: 1000000", "low: 400000", "low: 400000", "water.low: no source prints 400000; cite one that does, or take it out"),
    ("high: 2000000", "high: 3e6", "high: 3e6", "water.high: no source prints 3e6; cite one that does, or take it out"),
    ("high: 2000000", "high: 2000001", "high: 2000001", "water: no source prints 2000001, which is only rounded to 2000000 there; give the value as it is printed"),
    ("    value: 150\n", "    value: 120\n    high: 150\n", "    value: 120", "power.value: no source prints 120; cite one that does, or take it out"),
    ("stated: de 1 à 2 millions", "stated: de 3 à 4 millions", "de 3 à 4", 'water: stated "de 3 à 4 millions" does not hold the value 1900000 (in gal/day, read as fr), nor an end of its range'),
    ("    as_of: 2024-09-02\n    sources:\n    - {source: filing, stated: \"September", "    low: 1\n    as_of: 2024-09-02\n    sources:\n    - {source: filing, stated: \"September", "    low: 1\n", "launch.low: a date has no range; remove it"),
    ("{source: filing, stated: 1.9 million}", '{source: filing, stated: "1.9 million liters"}', "1.9 million liters", 'water: stated "1.9 million liters" is in liters, and the unit is "gal/day"; give the value in the unit that the source prints'),
    ("stated: de 1 à 2 millions", "stated: de 1 à 2 millions de litres", "de 1 à 2", 'water: stated "de 1 à 2 millions de litres" is in litres, and the unit is "gal/day"; give the value in the unit that the source prints'),
    ("{source: filing, stated: 1.9 million}", '{source: filing, stated: "1,900,000 liters"}', "1,900,000 liters", 'water: stated "1,900,000 liters" is in liters, and the unit is "gal/day"; give the value in the unit that the source prints'),
    ("stated: 150 megawatts", "stated: 150 kilowatts", "stated: 150 kilowatts", 'power: stated "150 kilowatts" is in kilowatts, and the unit is "MW"; give the value in the unit that the source prints'),
    ("stated: 150 megawatts", "stated: 150 MWh", "stated: 150 MWh", 'power: stated "150 MWh" is in MWh, and the unit is "MW"; give the value in the unit that the source prints'),
    ("stated: 150 megawatts", "stated: 150 megawatt-hours", "stated: 150 megawatt-hours", 'power: stated "150 megawatt-hours" is in megawatt-hours, and the unit is "MW"; give the value in the unit that the source prints'),
    ("stated: $2.1B", "stated: €2.1B", "stated: €2.1B", 'price: stated "€2.1B" is in €, and the unit is "USD"; give the value in the unit that the source prints'),
    ('stated: "200,000"', "stated: GPT-4", "stated: GPT-4", 'gpus-final: stated "GPT-4" does not hold the value 200000 (in gpu, read as en)'),
    ("    value: 150\n", "    value: 4\n", "stated: 150 megawatts", 'power: stated "150 megawatts" does not hold the value 4 (in MW, read as en)'),
    ('stated: "September 2, 2024"', 'stated: "September 3, 2024"', 'stated: "September 3', 'launch: stated "September 3, 2024" does not hold the date 2024-09-02'),
    ("    sources:\n    - {source: journal, stated: 122 jours}\n", "", "  build-days:\n", "build-days: no source; a figure is printed only with its evidence"),
    ("{source: journal, stated: 122 jours}", "{source: journal, stated: 122 jours, read: cited}", "  build-days:\n",
     'build-days: none of its sources was read direct or as a copy; find one that was, or add "cited_only: true" and the site will say so beside the figure'),
    ("{source: journal, stated: 122 jours}", "{source: journal, stated: 122 jours, read: direct}", "read: direct}",
     'build-days: "read: direct" is more than its source "journal" says, "read: copy"; remove it here, or correct the source'),
    ("    value: 150\n    unit: MW\n    as_of: 2024-07\n    qualifier: about\n    sources:\n    - {source: filing, stated: 150 megawatts}\n",
     "    value: 150\n    high: 200\n    unit: MW\n    as_of: 2024-07\n    sources:\n    - {source: filing, stated: 150 MW, read: cited}\n    - {source: journal, stated: 200 MW}\n",
     "  power:\n", 'power: no source that prints 150 was read direct or as a copy; find one that was, or add "cited_only: true" and the site will say so beside the figure'),
    # Dates
    ("    published: 2024-10\n", "    published: 2027\n", "published: 2027", "filing: published 2027 after it was read, 2026-11-24"),
    ("    as_of: 2024-07\n    qualifier: about", "    qualifier: about", "  power:\n", 'power: missing "as_of", the date of the fact'),
    ("    as_of: 2025-02\n", "    as_of: 2027-02\n", "as_of: 2027-02", "gpus-final: the fact is dated 2027-02, after its source was read, 2026-11-24"),
    ("    as_of: 2025-02\n", "    as_of: 2025-02\n    review_by: 2024\n", "review_by: 2024", "gpus-final: review_by 2024 is before as_of 2025-02"),
    # Formulas
    ("formula: power / gpus-launch", "formula: power / gpu-launch", "formula: power / gpu-launch", 'power-per-gpu.formula: unknown figure "gpu-launch"; did you mean "gpus-launch"?'),
    ("formula: power / gpus-launch", "formula: power / (gpus-launch - gpus-launch)", "formula: power / (", "power-per-gpu.formula: divides by zero"),
    ("formula: power / gpus-launch", "formula: power * gpus-launch", "formula: power * gpus",
     'power-per-gpu.formula: gives power·gpu, but the unit "W/gpu" is power/gpu'),
    ("formula: power / gpus-launch", "formula: power + gpus-launch", "formula: power + gpus", "power-per-gpu.formula: adds or subtracts power and gpu"),
    ("formula: power / gpus-launch", "formula: power / 3", "formula: power / 3", 'power-per-gpu.formula: "power / 3": the number 3 has no source; make it a figure'),
    ("formula: power / gpus-launch", "formula: power-per-gpu * 2", "formula: power-per-gpu * 2", "power-per-gpu: computed from itself: power-per-gpu → power-per-gpu"),
    ("formula: power / gpus-launch", "formula: __import__('os')", "formula: __import__", "power-per-gpu.formula: \"__import__('os')\" holds more than figures, numbers, + - * / ** and parentheses"),
    ("condition: gpus-final >= 2 * gpus-launch", "condition: gpus-final * 2", "condition: gpus-final * 2", 'doubled.condition: "gpus-final * 2" compares nothing; write it like "figure-a >= 2 * figure-b"'),
    ("condition: gpus-final >= 2 * gpus-launch", "condition: gpus-final >= power", "condition: gpus-final >= power", 'doubled.condition: "gpus-final >= power" compares gpu with power'),
    # The file as a whole
    ("names: [H100, GPT-4]", "names: [H100, H100]", "names: [H100, H100]", '"H100" is declared twice; keep one'),
    ("claims:\n  doubled:", "claims:\n  power:", "  power:\n    label: {fr: la machine a doublé", '"power" is the id of a figure already; claims and figures share one page'),
    ("names: [H100, GPT-4]", "names: &all [H100, GPT-4]\nextra: *all", "extra: *all", 'an alias (*) repeats a value; write it out'),
    ("value: 150\n", 'value: {{ figure("water") }}\n', "value: {{", "a key is no text; put quotes around a text that begins with { or ["),
    ("names: [H100, GPT-4]", "names: [H100, GPT-4]\n---\nmore: 1", "---\nmore", "a second document begins here; remove the line ---"),
    ("languages: [fr, en]", "languages: [fr, en", "units:", "not YAML: \"units:\": while parsing a flow sequence did not find expected ',' or ']'; put quotes around a text with a colon, a comma or a quote in it, and indent with spaces, as the lines above do"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "blamed", "message"), FAULTS)
def test_fault_is_reported_at_its_line(old: str, new: str, blamed: str, message: str) -> None:
    """Each fault names the file, the line, the offending value and the mend."""
    assert DATA.count(old) >= 1
    text = DATA.replace(old, new, 1)
    line = text[: text.index(blamed)].count("\n") + 1
    found = problems(text)
    assert any(problem.endswith(message) and f":{line}: " in problem for problem in found), found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stated: 1.9 million", 'stated: "1.9 million gallons (7.2 million liters)"'),
        ("stated: 122 jours", 'stated: "122 jours, quand d’autres prennent 24 mois"'),
        ("stated: 150 megawatts", 'stated: "from 8 MW to 150 MW of the 1.2 GW campus"'),
        ("stated: 150 megawatts", 'stated: "150 megawatts, or 1.3 million megawatt-hours a year"'),
        ("stated: 150 megawatts", 'stated: "one hundred and fifty MW"'),
        ("stated: $2.1B", 'stated: "$2.1B (€1.9B)"'),
        ('stated: "200,000"', 'stated: "GPT-4 on 200,000 H100"'),
    ],
)
def test_only_the_unit_of_the_value_counts(old: str, new: str) -> None:
    """A quotation may print other numbers in other units, and names with digits."""
    assert DATA.count(old) == 1
    assert problems(DATA.replace(old, new)) == []


def test_a_source_nobody_cites_is_a_fault() -> None:
    """A source that vouches for nothing is told at its own line."""
    text = DATA
    for printed, in_english in (
        ("122 jours", "122"),
        ("22 juillet 2024", "22 July 2024"),
        ("de 1 à 2 millions", "1 to 2 million"),
    ):
        text = text.replace(
            f"{{source: journal, stated: {printed}}}", f"{{source: filing, stated: {in_english}}}"
        )
    assert problems(text) == [
        'docs/figures.yml:33: source "journal" is cited by no figure; cite it or remove it'
    ]


def test_all_faults_are_reported_together() -> None:
    """Several faults of several kinds come in one report, in the order of the file."""
    text = (
        DATA.replace("stated: 100k", "stated: 10k")
        .replace("unit: MW\n", "unit: MV\n")
        .replace("value: 200000", "value: many")
    )
    assert [problem.split(": ")[1].split(".")[0] for problem in problems(text)] == [
        "gpus-launch",
        "gpus-final",
        "power",
    ]
    assert len(problems(text)) == 3


def test_a_cycle_names_its_whole_chain() -> None:
    """Figures computed from each other are told as a chain."""
    text = DATA.replace("formula: power / gpus-launch", "formula: energy / gpus-launch").replace(
        "    formula: power\n", "    formula: power-per-gpu * gpus-launch\n"
    )
    assert any(
        "computed from itself: power-per-gpu → energy → power-per-gpu" in p
        or "energy → power-per-gpu → energy" in p
        for p in problems(text)
    )
