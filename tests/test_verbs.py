"""The translator's verbs, on a small project: report, scaffold, stamp, note an edit, fix."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from macros.__main__ import main
from macros.project import Project
from macros.translations import problems
from tests import samples
from tests.test_build import edit

FR = (
    samples.PAGE_FR.replace("Elle a pris", "Elle a pris, dans l'ancienne usine au bord du fleuve,")
    + "\n## Fin {: #end }\n\nElle tourne, [dit-on](machine.md#days).\n\n{{ figures() }}\n"
)
EN = samples.PAGE_EN + "\n## End {: #end }\n\nIt runs, [they say](machine.md#days).\n\n{{ figures() }}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project whose translation has just been stamped."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795500000")
    samples.write(tmp_path, **{"docs/fr/machine.md": FR, "docs/en/machine.md": EN})
    assert run(tmp_path, "stamp", "en") == 0
    return tmp_path


def run(root: Path, *words: str) -> int:
    """Run a verb on a project."""
    return main(words, root)


def states(root: Path, language: str = "en") -> dict[str, str]:
    """Return the states of the machine's page by section, those that are current left out."""
    statuses = Project.load(root).survey.by_page[language, "machine"]
    return {status.section.key: status.state for status in statuses if status.state != "current"}


# --- stamp -----------------------------------------------------------------------------------------


def test_stamping_makes_everything_current(root: Path) -> None:
    """Front matter, preamble, sections and records of the data file carry stamps after one command."""
    survey = Project.load(root).survey
    assert {status.state for status in survey.statuses["en"]} == {"current"}
    page = (root / "docs/en/machine.md").read_text("utf-8")
    assert page.count("source=") == 4
    assert page.splitlines()[3].startswith("stamp: source=")
    assert page.splitlines()[6].startswith("{: source=")
    data = (root / "docs/figures.yml").read_text("utf-8")
    assert data.count("stamp: {en: source=") == 17
    assert not list(problems(survey))


def test_stamping_twice_changes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is current is left as it is."""
    before = {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file()}
    assert run(root, "stamp", "en") == 0
    assert {path: path.read_bytes() for path in before} == before
    assert "0 stamped, 0 refused" in capsys.readouterr().err


def test_an_outdated_section_is_stamped_by_name_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody declares a whole page current by accident."""
    edit(root / "docs/fr/machine.md", "ancienne usine", "vieille usine")
    assert states(root) == {"days": "outdated"}
    assert run(root, "stamp", "en/machine") == 1
    assert 'is outdated; bring it up to date, then stamp it by name: make stamp PAGE="en/machine#days"' in (
        capsys.readouterr().err
    )
    assert states(root) == {"days": "outdated"}
    assert run(root, "stamp", "docs/en/machine.md#days") == 0
    assert states(root) == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{: #days }", "{: #dayz }", "docs/en/machine.md:11: #days is"),
        ("## Time", "### Time", "is a heading of level 3, and of level 2 in docs/fr/machine.md:8"),
        ('{{ figure("build-days") }}', "some days", '{{ figure("build-days") }} of docs/fr/machine.md:10 is missing; add it'),
        ("with H100 chips.", "with H100 chips; <b>much</b>.", 'raw HTML "<b>"; write Markdown, or a macro'),
        ("with H100 chips.", "with [chips](x.md).", 'the link "x.md" is not in the section of docs/fr/machine.md:8; remove it'),
        (
            'It took {{ figure("build-days") }} with H100 chips.',
            'Elle a pris, dans l\'ancienne usine au bord du fleuve, {{ figure("build-days") }} avec des H100.',
            'left in the source language: "Elle a pris, dans l\'ancienne usine au bord du fleuve, {{...',
        ),
        ("It took", "[…] took", "days is still to be written; translate it first"),
    ],
)  # fmt: skip
def test_what_is_not_translated_is_not_stamped(
    root: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    """The stamp is refused with the line and the reason, and the file stays as it was."""
    edit(root / "docs/en/machine.md", old, new)
    before = (root / "docs/en/machine.md").read_bytes()
    target = "en/machine#dayz" if "dayz" in new else "en/machine#days"
    assert run(root, "stamp", target) == 1
    assert (
        message.replace("#days is", "#dayz is #days in the source; run make fix") in capsys.readouterr().err
    )
    assert (root / "docs/en/machine.md").read_bytes() == before


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("es", '"es": no language "es" here; write en, then a page: en/impact#water'),
        ("fr", '"fr": no language "fr" here'),
        ("en/machin", 'no page "machin"; did you mean "machine"?'),
        ("en/machine#day", 'no section "day" there; did you mean "days"?'),
    ],
)
def test_a_wrong_target_is_told_in_words(
    root: Path, capsys: pytest.CaptureFixture[str], target: str, message: str
) -> None:
    """A mistyped target ends with the nearest right one, and never with a traceback."""
    assert run(root, "stamp", target) == 2
    assert message in capsys.readouterr().err


def test_records_are_stamped_where_they_stand(root: Path) -> None:
    """A stamp is the last field of its record, and is written anew in its place."""
    data = (root / "docs/figures.yml").read_text("utf-8")
    record = data[data.index("  build-days:") : data.index("  power:")].splitlines()
    assert record[-1].startswith("    stamp: {en: source=")
    edit(root / "docs/figures.yml", "fr: Durée des travaux", "fr: Durée du chantier")
    assert run(root, "stamp", "en/figures.yml#build-days") == 0
    again = (root / "docs/figures.yml").read_text("utf-8")
    assert again.count("stamp:") == data.count("stamp:")
    assert record[-1] not in again


def test_a_flow_record_is_stamped_on_its_line(root: Path) -> None:
    """A record written on one line stays on one line."""
    flow = "  gpu: {term: {fr: puce, en: chip}, gloss: {fr: processeur, en: processor}}\n"
    path = root / "docs/figures.yml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("glossary:\n")] + "glossary:\n" + flow, "utf-8")
    assert run(root, "stamp", "en") == 0
    assert "en: processor}, stamp: {en: source=" in path.read_text("utf-8")
    assert {status.state for status in Project.load(root).survey.statuses["en"]} == {"current"}


def test_two_translations_are_stamped_on_one_line(root: Path) -> None:
    """A record holds the stamps of all its translations, old and new, in one field."""
    german = "\n    - {locale: de, name: Deutsch, build: true}\n"
    edit(root / "mkdocs.yml", "\n    - {locale: en", f"{german}    - {{locale: en")
    path = root / "docs/figures.yml"
    edit(path, "term: {fr: GPU, en: GPU}", "term: {fr: GPU, en: GPU, de: GPU}")
    edit(path, "en: processor for arithmetic}", "en: processor for arithmetic, de: Rechenchip}")
    assert run(root, "stamp", "de/figures.yml#glossary.gpu", "en/figures.yml#glossary.gpu") == 0
    record = path.read_text("utf-8").partition("glossary:\n")[2]
    assert record.count("stamp: {") == 1
    assert "en: source=" in record
    assert "de: source=" in record


@pytest.mark.parametrize(
    "record",
    [
        "  gpu: {term: {fr: puce, en: chip}, gloss: {fr: processeur, en: processor}, }\n",
        "  gpu: {term: {fr: puce, en: chip}, stamp: {en: source=00000000 on=2026-11-24},\n    gloss: {fr: processeur, en: processor}}\n",
    ],
)
def test_a_record_in_braces_is_stamped_whatever_its_form(root: Path, record: str) -> None:
    """A comma before the end, or a second line, is no obstacle."""
    path = root / "docs/figures.yml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("glossary:\n")] + "glossary:\n" + record, "utf-8")
    assert run(root, "stamp", "en", "--reviewed") == 0
    assert {status.state for status in Project.load(root).survey.statuses["en"]} == {"current"}


# --- edited ----------------------------------------------------------------------------------------


def test_an_edit_without_change_of_meaning_is_noted(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The translation stays current, and the report gives the reason to a second reader."""
    edit(root / "docs/fr/machine.md", "ancienne usine", "vieille usine")
    assert run(root, "edited", "fr/machine#days", "--same", "le même bâtiment") == 0
    assert states(root) == {}
    capsys.readouterr()
    assert run(root, "translations") == 0
    assert "#days, 2026-11-24: le même bâtiment" in capsys.readouterr().out


def test_a_reason_stays_on_its_line(root: Path) -> None:
    """A line break in a reason would print the rest of it on the page."""
    edit(root / "docs/fr/machine.md", "ancienne usine", "vieille usine")
    assert run(root, "edited", "fr/machine#days", "--same", "le même\nbâtiment") == 0
    assert 'same="le même bâtiment"' in (root / "docs/fr/machine.md").read_text("utf-8")


@pytest.mark.parametrize(
    "target", ["fr/machine#@front", "fr/machine#@top", "fr/machine#days", "fr/figures.yml#power"]
)
def test_notes_are_kept_beside_every_kind_of_text(root: Path, target: str) -> None:
    """Front matter, preamble, sections and records can each be noted, more than once."""
    texts = {
        "@front": ("docs/fr/machine.md", "Une machine.", "La machine."),
        "@top": ("docs/fr/machine.md", "Elle compte", "Elle totalise"),
        "days": ("docs/fr/machine.md", "ancienne usine", "vieille usine"),
        "power": ("docs/figures.yml", "Puissance demandée", "La puissance demandée"),
    }
    path, old, new = texts[target.partition("#")[2]]
    edit(root / path, old, new)
    assert run(root, "edited", target, "--same", "un mot") == 0
    edit(root / path, new, f"{new} ")
    assert {status.state for status in Project.load(root).survey.statuses["en"]} == {"current"}
    edit(root / path, new, f"{new}s")
    assert run(root, "edited", target, "--urgent", "un autre", "--before", "0" * 8) == 0
    found = [s for s in Project.load(root).survey.statuses["en"] if s.state != "current"]
    assert [(status.state, [edit.reason for edit in status.urgent]) for status in found] == [
        ("outdated", ["un autre"])
    ]


def test_the_hash_before_an_edit_comes_from_the_last_commit(root: Path) -> None:
    """With git, even an edit of what was outdated already is told from what it was."""
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    committed = next(s for s in Project.load(root).survey.source["machine"] if s.key == "days")
    edit(root / "docs/fr/machine.md", "ancienne usine", "vieille usine")
    assert run(root, "edited", "fr/machine#days", "--same", "un mot") == 0
    assert f"edit={committed.hash}-" in (root / "docs/fr/machine.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["en/machine#days", "--same", "x"], 'a note is for a section of the source: "fr/<page>#<id>"'),
        (["fr/machine", "--same", "x"], 'a note is for a section of the source: "fr/<page>#<id>"'),
        (["fr/machine#days", "--same", " "], "give one"),
        (["fr/machine#days", "--same", "x"], "#days has not changed: every translation of it is current"),
        (["fr/machine#days", "--same", "x", "--before", "z"], '"z" is not a hash'),
    ],
)
def test_a_note_needs_an_edit_and_a_reason(
    root: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    """What cannot be noted is told in words."""
    before = "--before" in words or message == "give one"
    assert (
        run(root, "edited", *words, *(["--before", "0" * 8] if before and "--before" not in words else []))
        == 2
    )
    assert message in capsys.readouterr().err


# --- translate -------------------------------------------------------------------------------------


def test_a_page_is_scaffolded_whole(root: Path) -> None:
    """Ids, macros, links and structure are in place, and the prose is to be written."""
    (root / "docs/en/machine.md").unlink()
    assert run(root, "translate", "en/machine") == 0
    assert (root / "docs/en/machine.md").read_text("utf-8").splitlines() == [
        "---",
        'title: "[…]"',
        'description: "[…]"',
        "---",
        "",
        '[…] {{ figure("gpus-launch") }}, […] {{ figure("pace") }} ; […] {{ claim("doubled", "[…]") }}.',
        "",
        "## […] {: #days }",
        "",
        '[…], {{ figure("build-days") }} […].',
        "",
        "## […] {: #end }",
        "",
        "[…], [[…]](machine.md#days).",
        "",
        "{{ figures() }}",
    ]
    assert set(states(root).values()) == {"missing"}


def test_a_section_is_scaffolded_where_the_source_has_it(root: Path) -> None:
    """A missing section comes after the one that it follows in the source."""
    text = (root / "docs/en/machine.md").read_text("utf-8")
    start, end = text.index("## Time"), text.index("## End")
    (root / "docs/en/machine.md").write_text(text[:start] + text[end:], "utf-8")
    assert states(root) == {"days": "missing"}
    assert run(root, "translate", "en/machine#days") == 0
    headings = [
        line for line in (root / "docs/en/machine.md").read_text("utf-8").splitlines() if line.startswith("#")
    ]
    assert headings == ["## […] {: #days }", "## End {: #end }"]
    assert states(root) == {"days": "missing"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Un mot.", "[…]."),
        ("- Un mot, `code` et {{ figure('a') }}.", "- […], `code` […] {{ figure('a') }}."),
        ("    1. Un [lien](a.md) ici", "    1. […] [[…]](a.md) […]"),
        ("> Un mot", "> […]"),
        ('!!! note "Titre"', '!!! note "[…]"'),
        ("| Un | {{ figure('a') }} |", "| […] | {{ figure('a') }} |"),
        ("|---|--:|", "|---|--:|"),
        ("![Une image](a.png){: .wide }", "![[…]](a.png){: .wide }"),
        ("<https://example.org>", "<https://example.org>"),
        ("[a]: a.md", "[a]: a.md"),
        ("{{ count('trois mots') }}", '{{ count("[…]") }}'),
        ('{{ figure("a", form="bare", hedge="quelque") }}', '{{ figure("a", form="bare", hedge="[…]") }}'),
        ("{{ claim('a', 'un \"mot\"') }}", '{{ claim("a", "[…]") }}'),
        ("{{ figure('a', form='bare') }}", "{{ figure('a', form='bare') }}"),
        ('**{{ figure("a") }} pour Aurora**', '**{{ figure("a") }} […]**'),
        ('Un **mot {{ figure("a") }} fort** ici.', '[…] **[…] {{ figure("a") }} […]** […].'),
        ('*{{ figure("a") }} mot*, _{{ figure("a") }} mot_', '*{{ figure("a") }} […]*, _{{ figure("a") }} […]_'),
        ("Un **mot** fort, 2 * 3 mots.", "[…]."),
        ("{: .keys }", "{: .keys }"),
        ("", ""),
    ],
)  # fmt: skip
def test_prose_alone_is_taken_out(line: str, expected: str) -> None:
    """Whatever is not prose stays as the source has it."""
    from macros.scaffold import scaffolded_line

    assert scaffolded_line(line) == expected


# --- fix -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("docs/en/machine.md", "{: #days }", "{: #dayz }"),
        ("docs/en/machine.md", "{: #days }", "{#days}"),
        ("docs/en/machine.md", "{: #days }", "{:#dayz}"),
        ("docs/en/machine.md", " {: #days }", ""),
        ("docs/fr/machine.md", "{: #days }", "{#days}"),
        ("docs/en/machine.md", "## Time", "### Time"),
        ("docs/en/machine.md", 'figure("build-days")', 'figure("bild-days")'),
        ("docs/en/machine.md", 'claim("doubled", "doubled")', 'claim("doubeld", "doubled")'),
        ("docs/en/machine.md", "{{ figures() }}\n", ""),
    ],
)
def test_ids_and_macros_are_copied_from_the_source(root: Path, path: str, old: str, new: str) -> None:
    """What came to harm is as it was, and the words of the translation are untouched."""
    before = (root / path).read_text("utf-8")
    edit(root / path, old, new)
    run(root, "check", "--fix")
    after = (root / path).read_text("utf-8")
    assert after.split() == before.split()


def test_what_was_written_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A call is mended by its id alone: the translator's words stay, and are those that are told."""
    edit(root / "docs/en/machine.md", 'claim("doubled", "doubled")', 'claim("dubled", "doubled")')
    assert run(root, "check", "--fix") == 0
    assert capsys.readouterr().out == 'docs/en/machine.md:9: {{ claim("doubled", "doubled") }}\n'


def test_quotes_inside_a_call_are_kept(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words with quotes of their own stand between quotes of the other kind."""
    edit(root / "docs/en/machine.md", 'claim("doubled", "doubled")', """claim("dubled", 'has "doubled"')""")
    assert run(root, "check", "--fix") == 0
    assert """{{ claim("doubled", 'has "doubled"') }}""" in capsys.readouterr().out


def test_what_takes_judgment_is_left_to_a_person(root: Path) -> None:
    """A figure that went from the middle of a sentence is not put just anywhere."""
    edit(root / "docs/en/machine.md", '{{ figure("build-days") }} with', "a time with")
    before = (root / "docs/en/machine.md").read_bytes()
    run(root, "check", "--fix")
    assert (root / "docs/en/machine.md").read_bytes() == before


# --- translations ----------------------------------------------------------------------------------


def test_the_report_shows_the_change_and_what_comes_next(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With history, the source's change stands beside the translation, with the terms and the command."""
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    edit(root / "docs/fr/machine.md", "ancienne usine", "vieille usine sans GPU")
    capsys.readouterr()
    assert run(root, "translations", "en/machine") == 0
    printed = capsys.readouterr().out
    assert "English (en): 3 current, 1 outdated" in printed
    assert "outdated   #days" in printed
    assert "docs/en/machine.md:11: #days is outdated" in printed
    assert "    -Elle a pris, dans l'ancienne usine" in printed
    assert "    +Elle a pris, dans l'vieille usine sans GPU" in printed
    assert '       14  It took {{ figure("build-days") }} with H100 chips.' in printed
    assert "Agreed terms: GPU = GPU" in printed
    assert 'Then: make stamp PAGE="en/machine#days"' in printed


def test_without_history_the_whole_section_is_shown(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plain download is enough to translate from."""
    edit(root / "docs/fr/machine.md", "ancienne usine", "vieille usine")
    capsys.readouterr()
    assert run(root, "translations", "en") == 0
    assert "    Elle a pris, dans l'vieille usine" in capsys.readouterr().out


def test_the_report_for_programs_holds_all_of_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """States, places, stamps and commands are plain data."""
    edit(root / "docs/fr/machine.md", "ancienne usine", "vieille usine")
    capsys.readouterr()
    assert run(root, "translations", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["languages"]["en"]["counts"] == {
        "current": 20,
        "outdated": 1,
        "missing": 0,
        "orphan": 0,
        "untracked": 0,
    }
    section = next(s for s in data["languages"]["en"]["sections"] if s["state"] == "outdated")
    assert (section["page"], section["section"], section["stamped"]) == ("machine", "days", "2026-11-24")
    assert section["translation"]["path"] == "docs/en/machine.md"
    assert section["translation"]["line"] == 11
    assert section["next"] == 'make stamp PAGE="en/machine#days"'


def test_the_summary_is_markdown(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pull request's checks show the same table, and nothing in it breaks out of its cell."""
    edit(root / "docs/fr/machine.md", "ancienne usine", "vieille usine")
    capsys.readouterr()
    assert run(root, "translations", "--summary") == 0
    printed = capsys.readouterr().out
    assert "| machine | #days | outdated |  | `docs/en/machine.md:11` |" in printed
    assert "<details><summary><code>docs/en/machine.md:11</code> #days: outdated</summary>" in printed


def test_outdated_alone_fails_nothing(root: Path) -> None:
    """A source may be edited by who does not speak the other languages."""
    edit(root / "docs/fr/machine.md", "ancienne usine", "vieille usine")
    edit(root / "docs/fr/machine.md", ", [dit-on](machine.md#days)", "")
    assert not list(problems(Project.load(root).survey))
