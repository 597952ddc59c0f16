import pytest

from assistant.countries import Countries
from assistant.words import tokens


@pytest.fixture(scope="module")
def named():
    countries = Countries(["en", "fr"])
    return lambda text, code: countries.named(tokens(text), code)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("How many live in Canada?", "en", {"CA": "Canada"}),
        ("Combien vivent au Sénégal ?", "fr", {"SN": "Sénégal"}),
        ("From New Zealand to Norway", "en", {"NZ": "New Zealand", "NO": "Norway"}),
        ("la Nouvelle-Zélande", "fr", {"NZ": "Nouvelle-Zélande"}),
        ("senegal", "en", {"SN": "Senegal"}),
        ("Tavoria and Port Lumen", "en", {}),
        ("", "en", {}),
        ("What is that in German?", "en", {}),  # a language
        ("En français, svp", "fr", {}),
        ("German nurses", "en", {"DE": "Germany"}),
        ("les médecins français", "fr", {"FR": "France"}),
    ],
)
def test_countries_are_found_by_name(named, text, code, expected):
    assert named(text, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "country"),
    [
        ("Senegalese", "en", "SN"),
        ("Norwegians", "en", "NO"),
        ("Germans", "en", "DE"),
        ("Turkish", "en", "TR"),
        ("Iraqi", "en", "IQ"),
        ("Cubans", "en", "CU"),
        ("togolaises", "fr", "TG"),
        ("béninois", "fr", "BJ"),
        ("canadienne", "fr", "CA"),
        ("marocains", "fr", "MA"),
    ],
)
def test_nationalities_are_found_by_stem_and_ending(named, text, code, country):
    assert list(named(text, code)) == [country]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("liberty", "en"),  # not Liberia
        ("family reunion", "en"),  # not La Réunion
        ("la réunion de 2019", "fr"),
        ("the liberal professions", "en"),
        ("francs", "en"),  # not France
        ("francophone", "en"),
        ("a romantic choir", "en"),  # not Romania
        ("gambling", "en"),  # not the Gambia
        ("l'indépendance", "fr"),  # not India
        ("des indemnités", "fr"),
        ("la liberté", "fr"),
        ("en italique", "fr"),
    ],
)
def test_a_word_that_begins_like_a_country_is_not_one(named, text, code):
    assert named(text, code) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("South Sudan", ["SS"]),
        ("Papua New Guinea", ["PG"]),
        ("Guinea-Bissau and Guinea", ["GW", "GN"]),
    ],
)
def test_the_longest_name_wins(named, text, expected):
    assert list(named(text, "en")) == expected


@pytest.mark.parametrize(
    "group", ["the European Union", "the United Nations", "the eurozone", "an unknown region"]
)
def test_a_group_of_countries_is_not_a_country(named, group):
    assert named(group, "en") == {}


def test_a_country_named_twice_counts_once(named):
    assert named("Canada and the Canadians", "en") == {"CA": "Canada"}
