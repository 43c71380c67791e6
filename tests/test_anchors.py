"""The ledger of permanent ids: what it accepts, what it misses, and how it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros import anchors, headings, ledger
from macros.__main__ import main
from macros.problems import Faults
from macros.project import Project
from macros.scan import Heading, Scan
from macros.site import Site
from tests import samples

ROOT = Path(__file__).parent.parent

BOOK = """\
# What was published.
/machine/: {since: 2026-01-01, gist: "La machine"}
/machine/#days: {since: 2026-01-01, gist: "Durée"}
/machine/#top: {since: 2026-01-01, gist: "La machine"}
"""

DAYS_FR = "## Durée {: #days }"
DAYS_EN = "## Time {: #days }"


def project(root: Path, book: str = BOOK, **files: str) -> Site:
    """Return the sample project with a ledger."""
    return Site(Project.load(samples.write(root, **{ledger.PATH: book}, **files)))


def told(site: Site) -> list[str]:
    """Return what the sources' check says of ids, one text a problem."""
    try:
        site.check_sources()
    except Faults as faults:
        return [str(problem) for problem in faults.problems]
    return []


# --- headings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        # No id: the source's own words make it, a translation takes the source's
        ("docs/fr/machine.md", DAYS_FR, "## Énergie à bord", 'docs/fr/machine.md:8: the heading "Énergie à bord" has no id; write ## Énergie à bord {: #energie-a-bord }'),
        ("docs/en/machine.md", DAYS_EN, "## Time", 'docs/en/machine.md:8: the heading "Time" has no id; write ## Time {: #days }'),
        ("docs/fr/machine.md", DAYS_FR, "# 2024", 'docs/fr/machine.md:8: the heading "2024" has no id; write # 2024 {: #section-2024 }'),
        # Written in another way
        ("docs/fr/machine.md", DAYS_FR, "## Durée {#days}", 'docs/fr/machine.md:8: the id of "Durée" is typed as {#days}; write {: #days }'),
        ("docs/en/machine.md", DAYS_EN, "## Time {: #Les_Jours }", 'docs/en/machine.md:8: "#Les_Jours" is not an id: lower-case letters, digits and single hyphens; write {: #les-jours }'),
        # Twice on one page
        ("docs/fr/machine.md", DAYS_FR, f"{DAYS_FR}\n\n## Encore {{: #days }}", 'docs/fr/machine.md:10: the id "#days" is taken by line 8; give "Encore" another'),
    ],
)  # fmt: skip
def test_a_heading_needs_an_id_of_its_own(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    """A heading without an id, or with one that is not as it must be, is told with the id to write."""
    root = samples.write(tmp_path)
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), "utf-8")
    assert message in told(Site(Project.load(root)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Un *titre* {: #a }", [("a", "Un titre", 1)]),
        ("Texte\n\n### [Lien](x.md) `b` {: .c #b }", [("b", "Lien b", 3)]),
        ('## Bâtie en {{ figure("build-days") }} {: #c }', [("c", "Bâtie en [build-days]", 1)]),
        ("```\n## code {: #no }\n```\n## D {: #d }", [("d", "D", 4)]),
        ("~~~ yaml\n# comment\n~~~", []),
        ("un # au milieu", []),
    ],
)
def test_headings_are_read_outside_code(text: str, found: list[tuple[str, str, int]]) -> None:
    """Each heading is told by its id, its text without Markdown and numbers, and its line."""
    assert [(each.id, each.title, each.line) for each in headings.headings(text)] == found


# --- what is published, against the ledger -----------------------------------------------------------


def test_pages_headings_and_records_are_published(tmp_path: Path) -> None:
    """Pages, headings, figures, claims, sources, statements and terms all have addresses and gists."""
    lists = "{{ figures() }}\n\n{{ claims() }}\n\n{{ sources() }}\n\n{{ statements() }}\n\n{{ glossary() }}\n"
    site = project(tmp_path, **{"docs/fr/figures.md": f"---\ntitle: Chiffres\n---\n\n{lists}"})
    found = {at: anchor.gist for at, anchor in site.places.anchors("fr").items()}
    assert found["/machine/"] == "La machine"
    assert found["/machine/#days"] == "Durée"
    assert found["/figures/#gpus-launch"] == "GPU au lancement"
    assert found["/figures/#doubled"] == "la machine a doublé"
    assert found["/figures/#filing"] == "SEC, Form S-1 of 2026, octobre 2024"
    # The number of a gist may be corrected without another thing being meant.
    assert found["/figures/#said-days"] == "Bâtie en [build-days]"
    assert found["/figures/#gpu"] == "GPU"
    assert {"/figures/#of-machine", "/figures/#top"} <= found.keys()


def test_a_record_leads_to_its_line(tmp_path: Path) -> None:
    """A problem of a figure's id is told at the figure's line of the data file."""
    site = project(tmp_path, **{"docs/fr/figures.md": "---\ntitle: Chiffres\n---\n\n{{ figures() }}\n"})
    anchor = site.places.anchors("fr")["/figures/#power"]
    assert (anchor.path, samples.DATA.split("\n")[anchor.line - 1]) == ("docs/figures.yml", "  power:")


LOST = 'docs/anchors.yml:3: "/machine/#days" ("Durée") is gone from the site; put the id back, or, where it moved, run python -m macros anchors --add and then end its line with'


@pytest.mark.parametrize(
    ("book", "heading", "message"),
    [
        # As it was
        (BOOK, DAYS_FR, ""),
        # Dropped
        (BOOK, "", f'{LOST} "alias: /page/#id", or, where it was removed'),
        # Renamed: the new name is proposed
        (BOOK, "## Durée {: #duration }", f'{LOST} "alias: /machine/#duration", or, where it was removed'),
        # Renamed, and said so
        (BOOK.replace('"Durée"', '"Durée", alias: /machine/#duration') + '/machine/#duration: {since: 2026-02-01, gist: "Durée"}\n', "## Durée {: #duration }", ""),
        # Removed, and said so
        (BOOK.replace('"Durée"', '"Durée", tombstone: 2026-03-01, why: {fr: Fausse., en: Wrong.}, instead: /machine/'), "", ""),
        # Reused: what was removed, or moved, comes back as something else
        (
            BOOK.replace('"Durée"', '"Durée", tombstone: 2026-03-01, why: {fr: Fausse., en: Wrong.}, instead: /machine/'),
            "## Chantier {: #days }",
            'docs/fr/machine.md:8: the id "/machine/#days" is not free: it named "Durée", which was removed; give "Chantier" another',
        ),
        (
            BOOK.replace('"Durée"', '"Durée", alias: /machine/#top'),
            "## Chantier {: #days }",
            'docs/fr/machine.md:8: the id "/machine/#days" is not free: it named "Durée", which moved to /machine/#top; give "Chantier" another',
        ),
    ],
)  # fmt: skip
def test_an_id_never_disappears_without_a_word(tmp_path: Path, book: str, heading: str, message: str) -> None:
    """A lost id needs an alias or a tombstone, and a name that was used is not free again."""
    pages = {
        "docs/fr/machine.md": samples.PAGE_FR.replace(DAYS_FR, heading),
        "docs/en/machine.md": samples.PAGE_EN.replace(DAYS_EN, heading.replace("Durée", "Time")),
    }
    problems = told(project(tmp_path, book, **pages))
    assert [message] == [problem[: len(message)] for problem in problems] if message else problems == []


@pytest.mark.parametrize(
    ("heading", "same"),
    [
        ("## Durée {: #days }", True),
        ("## *durée* {: #days }", True),
        ("## La durée {: #days }", False),
        ("## Chantier {: #days }", False),
    ],
)
def test_an_id_that_names_something_else_says_so(tmp_path: Path, heading: str, same: bool) -> None:
    """Another gist than the ledger's is told, with the command for the same thing in other words."""
    site = project(tmp_path, **{"docs/fr/machine.md": samples.PAGE_FR.replace(DAYS_FR, heading)})
    problems = list(anchors.reworded(site.places.book, site.places.anchors("fr")))
    assert (problems == []) == same
    for problem in problems:
        assert str(problem).startswith('docs/fr/machine.md:8: "/machine/#days" now names "')
        assert "python -m macros anchors --reword /machine/#days" in problem.message


@pytest.mark.parametrize(
    ("gone", "problems"),
    [
        ([], []),
        # In one language only, at the page of that language
        (["en"], ['docs/en/machine.md:5: "/machine/#days" ("Durée") has no id in en/machine/index.html; ']),
        (["fr"], ['docs/fr/machine.md:5: "/machine/#days" ("Durée") has no id in machine/index.html; ']),
    ],
)
def test_an_id_is_in_every_language(tmp_path: Path, gone: list[str], problems: list[str]) -> None:
    """An id of the ledger that the built pages of a language lack is told at that language's page."""
    site = project(tmp_path)
    ids = {code: ("top",) if code in gone else ("top", "days") for code in ("fr", "en")}
    scans = {
        "machine/index.html": Scan("fr", ids["fr"], (), (), ()),
        "en/machine/index.html": Scan("en", ids["en"], (), (), ()),
    }
    found = [str(problem) for problem in anchors.missing(site.project, site.places.book, scans)]
    assert [each[: len(start)] for each, start in zip(found, problems, strict=True)] == problems


def test_a_heading_that_nobody_gave_an_id_is_found(tmp_path: Path) -> None:
    """An id that Markdown made from a title, as under an underlined one, is told with its page."""
    site = project(tmp_path)
    scan = Scan(
        "fr", ("days", "la-suite"), (Heading("days", "Durée"), Heading("la-suite", "La suite")), (), ()
    )
    known = site.places.anchors("fr")
    assert [str(problem) for problem in anchors.made_up(site.project, "fr", "machine", known, scan)] == [
        'docs/fr/machine.md:5: the id "la-suite" of the heading "La suite" was made up; '
        "write one at the end of its line: {: #id }"
    ]


# --- the ledger itself -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("machine#days: {since: 2026-01-01, gist: a}", '"machine#days" is not an address; write /page/#id'),
        ("/a/: {since: 2026-13-01, gist: a}", '/a/: since: "2026-13-01" is not a day of the calendar'),
        ("/a/: {gist: a}", '/a/: since: missing; add "since:"'),
        ("/a/: {since: 2026-01-01, gist: a, allias: /machine/}", '/a/: unknown key "allias"; did you mean "alias"?'),
        ("/a/: {since: 2026-01-01, gist: a, alias: machine}", "/a/: alias: not an address; write /page/#id"),
        ("/a/: {since: 2026-01-01, gist: a, alias: /machin/}", '/a/: leads to "/machin/", which was never published; did you mean "/machine/"?; a new id is entered by python -m macros anchors --add before another leads to it'),
        ("/a/: {since: 2026-01-01, gist: a, alias: /a/}", '/a/: "/a/" leads back here; name a living id'),
        ("/a/: {since: 2026-01-01, gist: a, tombstone: 2026-02-01}", "/a/: a tombstone says why, and where to read instead"),
        ("/a/: {since: 2026-01-01, gist: a, why: b}", '/a/: "why" and "instead" belong to a tombstone'),
        ("/a/: {since: 2026-01-01, gist: a, alias: /machine/, tombstone: 2026-02-01, why: b, instead: /machine/}", "/a/: moved and removed at once"),
        ("/machine/: {since: 2026-01-01, gist: a}", 'duplicate key "/machine/"; keep one of the two'),
    ],
)  # fmt: skip
def test_a_faulty_ledger_is_told_at_its_line(line: str, message: str) -> None:
    """Every fault of the ledger comes with file, line, value and mend."""
    with pytest.raises(Faults) as faults:
        ledger.read(f"{BOOK}{line}\n")
    assert str(faults.value).startswith(f"docs/anchors.yml:5: {message}")


MOVES = """\
/: {since: 2026-01-01, gist: Accueil}
/new/: {since: 2026-01-01, gist: Nouveau}
/new/#a: {since: 2026-01-01, gist: A}
/new/#b: {since: 2026-01-01, gist: B}
/old/: {since: 2026-01-01, gist: Ancien, alias: /new/}
/old/#a: {since: 2026-01-01, gist: A}
/old/#b: {since: 2026-01-01, gist: B, alias: /#top}
/old/#c: {since: 2026-01-01, gist: C}
/#top: {since: 2026-01-01, gist: Accueil}
/older/: {since: 2026-01-01, gist: Plus ancien, alias: /old/}
/gone/: {since: 2026-01-01, gist: Parti, tombstone: 2026-02-01, why: Faux., instead: /old/#a}
/gone/#x: {since: 2026-01-01, gist: X}
"""


@pytest.mark.parametrize(
    ("address", "final", "removed"),
    [
        ("/new/#a", "/new/#a", False),
        # A page that is renamed takes its ids along, but for those that went elsewhere
        ("/old/", "/new/", False),
        ("/old/#a", "/new/#a", False),
        ("/old/#b", "/#top", False),
        ("/old/#c", "/new/", False),
        # Several moves are one
        ("/older/", "/new/", False),
        # So does a page that is removed
        ("/gone/", "/new/#a", True),
        ("/gone/#x", "/new/#a", True),
    ],
)
def test_an_old_address_leads_to_a_living_one(address: str, final: str, removed: bool) -> None:
    """Moves are followed to the end, and the ids of a page go where it goes."""
    book = ledger.read(MOVES)
    assert book.final(address) == final
    assert (book.removed(address) is not None) == removed


def test_new_lines_are_put_in_order_and_old_ones_are_left(tmp_path: Path) -> None:
    """A new id comes after those before it, and no other line changes."""
    book = BOOK.replace("/machine/#days", "# A note of the editors.\n/machine/#days")
    new = [
        '/machine/#chips: {since: 2026-02-01, gist: "Puces"}\n',
        '/: {since: 2026-02-01, gist: "Accueil"}\n',
    ]
    assert ledger.add(book, new) == (
        "# What was published.\n"
        '/: {since: 2026-02-01, gist: "Accueil"}\n'
        '/machine/: {since: 2026-01-01, gist: "La machine"}\n'
        '/machine/#chips: {since: 2026-02-01, gist: "Puces"}\n'
        "# A note of the editors.\n"
        '/machine/#days: {since: 2026-01-01, gist: "Durée"}\n'
        '/machine/#top: {since: 2026-01-01, gist: "La machine"}\n'
    )


def test_one_command_adds_new_ids_and_shows_what_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --add the difference is only shown; with it, it is written, and the ledger is then whole."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    root = samples.write(tmp_path)
    assert main(["anchors"], root) == 1
    shown = capsys.readouterr()
    assert '+/machine/#days: {since: 2026-01-01, gist: "Durée"}\n' in shown.out
    assert shown.err == "3 new; python -m macros anchors --add enters them in docs/anchors.yml\n"
    assert not (root / ledger.PATH).exists()
    assert main(["anchors", "--add"], root) == 0
    assert capsys.readouterr().out == shown.out
    assert [
        line for line in (root / ledger.PATH).read_text("utf-8").split("\n") if line.startswith("/")
    ] == BOOK.split("\n")[1:4]
    assert main(["anchors"], root) == 0
    assert capsys.readouterr().out == ""


def test_new_words_for_the_same_thing_are_accepted_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--reword writes the new gist of one id, and refuses an id that is not there."""
    page = samples.PAGE_FR.replace(DAYS_FR, '## Un chantier "éclair" {: #days }')
    root = samples.write(tmp_path, **{ledger.PATH: BOOK, "docs/fr/machine.md": page})
    assert main(["anchors"], root) == 1
    assert 'now names "Un chantier "éclair""' in capsys.readouterr().err
    assert main(["anchors", "--reword", "/machine/#hours"], root) == 1
    assert "is not an id that both ledger and site have" in capsys.readouterr().err
    assert main(["anchors", "--reword", "/machine/#days"], root) == 0
    assert capsys.readouterr().out.endswith(
        '-/machine/#days: {since: 2026-01-01, gist: "Durée"}\n'
        '+/machine/#days: {since: 2026-01-01, gist: "Un chantier \\"éclair\\""}\n'
    )


def test_the_site_and_its_ledger_agree(capsys: pytest.CaptureFixture[str]) -> None:
    """Every id of the real site is in the real ledger under the same gist, and none of the ledger is lost."""
    assert main(["anchors"], ROOT) == 0, capsys.readouterr().err
