"""What is a number to a reader, and what is not, in each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.locales import Locale
from macros.numbers import NumberFinder
from macros.project import names_pattern

DOCS = Path(__file__).parent.parent / "docs"
FINDERS = {code: NumberFinder(Locale.read(DOCS, code).words["audit"]) for code in ("fr", "en")}

BOTH = [
    # Digits, in any script, width or notation
    ("150 mégawatts", ["150"]), ("1,9 million", ["1,9", "million"]), ("100 000 GPU", ["100 000"]), ("100\u202f000", ["100\u202f000"]),
    ("１５０", ["１５０"]), ("١٥٠", ["١٥٠"]), ("½", ["½"]), ("10²⁵", ["10²⁵"]), ("Ⅻ", ["Ⅻ"]), ("①", ["①"]), ("24/7", ["24/7"]),
    ("3×", ["3"]), ("2024-09-02", ["2024-09-02"]), ("12:30", ["12:30"]), ("30 %", ["30 %"]), ("3e25", ["3e25"]), ("×1.57", ["1.57"]),
    # Letters and digits together, when no name is declared
    ("B300", ["B300"]), ("4K", ["4K"]), ("x86", ["x86"]), ("GPT-5", ["5"]),
    # Chemistry and square metres hold a digit that counts nothing
    ("du CO2 et du CO₂", []), ("NO2", []), ("m² et m³", []),
]  # fmt: skip

FRENCH = [
    ("deux ans", ["deux"]), ("quatre-vingt-dix-sept", ["quatre", "vingt", "dix", "sept"]), ("une douzaine de juges", ["douzaine"]),
    ("la moitié", ["moitié"]), ("un tiers du parc", ["tiers"]), ("un quart d'heure", ["quart"]), ("deux tiers", ["deux", "tiers"]),
    ("la capacité a doublé", ["doublé"]), ("tripler", ["tripler"]), ("le double", ["double"]), ("un doublement", ["doublement"]),
    ("trente pour cent", ["trente", "pour cent"]), ("des milliers", ["milliers"]), ("un milliard", ["milliard"]), ("mille watts", ["mille"]),
    ("une fois et demie", ["demie"]), ("un dixième de la puissance", ["un dixième"]), ("le sixième d'un réacteur", ["le sixième"]),
    ("moins d'un quarantième.", ["d'un quarantième"]), ("trois centièmes", ["trois", "centièmes"]),
    ("un dixième seulement", ["un dixième"]), ("au dixième de sa vitesse", ["au dixième"]), ("un onzième de la flotte", ["un onzième"]),
    ("un millionième de degré", ["un millionième"]), ("elle doubla", ["doubla"]), ("elles triplèrent", ["triplèrent"]), ("zéro panne", ["zéro"]),
    ("neuf turbines", ["neuf"]), ("les neuf", ["les neuf"]), ("Neuf mois", ["Neuf"]),
    ("l'un des plus grands", []), ("une machine", []), ("un bâtiment neuf", []), ("remis à neuf", []), ("un tiers de confiance", []),
    ("cité par des tiers", []), ("le premier, la seconde, la troisième", []), ("nul n'en sait rien", []), ("sixième sens", []),
    ("le centre", []), ("huitres", []), ("un cinquième réacteur", []), ("décennie", []), ("l'unité", []),
]  # fmt: skip

ENGLISH = [
    ("two years", ["two"]), ("ninety-seven", ["ninety", "seven"]), ("a dozen judges", ["dozen"]), ("half of it", ["half"]),
    ("a third of the fleet", ["a third"]), ("two-thirds", ["two-thirds"]), ("a quarter", ["quarter"]), ("doubled", ["doubled"]),
    ("tripling", ["tripling"]), ("twofold", ["twofold"]), ("tenfold", ["tenfold"]), ("twice", ["twice"]), ("thirty per cent", ["thirty", "per cent"]),
    ("tens of thousands", ["tens of", "thousands"]), ("a trillion", ["trillion"]), ("a hundredth", ["a hundredth"]), ("halved", ["halved"]),
    ("a fortieth", ["a fortieth"]), ("an eleventh of it", ["an eleventh"]), ("a fifteenth", ["a fifteenth"]), ("thirtyfold", ["thirtyfold"]),
    ("trebled", ["trebled"]), ("in the twenties", ["twenties"]), ("zero failures, nil", ["zero", "nil"]), ("a fortieth time", []),
    ("no one knows", []), ("on the one hand", []), ("one of the largest", []), ("the first, the second, the third", []),
    ("a third party", []), ("on behalf of", []), ("someone", []), ("often", []), ("weight", []), ("a second time", []), ("attend", []),
]  # fmt: skip


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize(("text", "expected"), BOTH)
def test_signs(code: str, text: str, expected: list[str]) -> None:
    """Digits of every script are numbers in every language."""
    found = [number.text for number in FINDERS[code].find(text)]
    assert [text for text in found if text != "million"] == [text for text in expected if text != "million"]


@pytest.mark.parametrize(("text", "expected"), FRENCH)
def test_french_words(text: str, expected: list[str]) -> None:
    """French number words are numbers; articles, ordinals and « neuf » for new are not."""
    assert [number.text for number in FINDERS["fr"].find(text)] == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_words(text: str, expected: list[str]) -> None:
    """English number words are numbers; pronouns and ordinals are not."""
    assert [number.text for number in FINDERS["en"].find(text)] == expected


@pytest.mark.parametrize("pattern", ["[IVX]+ sous", "neuvaine", "\\S+ sous"])
def test_patterns_of_either_case(pattern: str) -> None:
    """A pattern finds capitals and small letters, however it is written itself."""
    finder = NumberFinder({"patterns": [pattern]})
    text = "neuvaine" if pattern == "neuvaine" else "iv sous"
    for written in (text, text.upper()):
        assert [number.text for number in finder.find(f"des {written}.")] == [written]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("H100 and GPT-4", " and "),
        ("H1000", "H1000"),
        ("GPT\u20114", ""),
        ("Llama\u00a03.1 405B", ""),
        ("the H100s", "the H100s"),
        ("(H100)", "()"),
    ],
)
def test_declared_names(text: str, rest: str) -> None:
    """A declared name is no number, with any kind of space or hyphen, and only when it stands alone."""
    assert names_pattern(("H100", "GPT-4", "Llama 3.1 405B")).sub("", text) == rest
