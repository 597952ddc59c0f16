"""Parity: all languages of a profile say the same."""

import pytest

from corpus.parity import differences
from corpus.profiles import load_profile
from corpus.records import Profile


@pytest.fixture
def altered(tavoria_folder, tmp_path):
    """French Tavoria with one thing changed."""

    def altered(old: str, new: str) -> Profile:
        text = (tavoria_folder / "tavoria.fr.md").read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "tavoria.fr.md"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return load_profile(path)

    return altered


def test_tavoria_says_the_same_in_both_languages(tavoria):
    assert differences(tavoria) == []


def test_one_language_has_nothing_to_differ_from(tavoria):
    assert differences(tavoria[:1]) == []


def test_profiles_of_other_ids_are_not_compared(tavoria, load):
    assert differences([tavoria[0], load("Words.")]) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("country: XA", "country: XB", ["tavoria: en and fr differ in country"]),
        (
            "year: 2022\norigin: Recensement tavorien",
            "year: 2021\norigin: Recensement tavorien",
            [
                "tavoria: en and fr: figure diaspora-size differs in year (2022 / 2021)",
            ],
        ),
        (
            "{#bond}",
            "{#bonds}",
            [
                "tavoria: en and fr: section bond is only in en",
                "tavoria: en and fr: section bonds is only in fr",
                "tavoria: en and fr: passage tavoria/bond#1 is only in en",
                "tavoria: en and fr: passage tavoria/bonds#1 is only in fr",
                "tavoria: en and fr: entity tavoria/homeward-bond differs in passage "
                "(tavoria/bond#1 / tavoria/bonds#1)",
            ],
        ),
        (
            "livres scolaires.[^6]",
            "livres scolaires.[^6] Il est grand.[^3]",
            ["tavoria: en and fr: passage tavoria/organisations#5 differs in footnotes (6 / 3, 6)"],
        ),
        (
            "> L'enquête",
            "> Deux fois.\n\n> L'enquête",
            ["tavoria: en and fr: passage tavoria/remittances#2 differs in caveats (1 / 2)"],
        ),
        (
            "https://example.org/charter",
            "https://example.org/charte",
            [
                "tavoria: en and fr: footnote 4 differs in address "
                "(https://example.org/charter / https://example.org/charte)"
            ],
        ),
        (
            "id: sailing-choir",
            "id: sailing-chorus",
            [
                "tavoria: en and fr: entity tavoria/sailing-choir is only in en",
                "tavoria: en and fr: entity tavoria/sailing-chorus is only in fr",
            ],
        ),
    ],
)
def test_each_difference_is_one_sentence(tavoria, altered, old, new, found):
    assert differences([tavoria[0], altered(old, new)]) == found
