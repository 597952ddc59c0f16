"""What can be chosen to be searched, and how it stands in the heading and in links."""

import pytest

from corpus.profiles import bundled_profiles, load_profiles
from corpus.records import Profile
from index.filters import EVERYTHING, Filter
from ui.render import header, welcome
from ui.scope import choices, filter_from, query_of, scope, where
from ui.texts import words


@pytest.fixture(scope="module")
def mali() -> tuple[Profile, ...]:
    return load_profiles(bundled_profiles())


def test_chapters_are_named_in_the_language_of_the_page(mali: tuple[Profile, ...]) -> None:
    found = choices(mali, words("fr"))
    assert found["country"] == {"ML": "Mali"}
    assert found["language"] == {"en": "en anglais", "fr": "en français"}
    assert found["edition"] == {"2025-08": "août 2025"}
    assert list(found["section"].items())[:2] == [
        ("facts", "Faits et chiffres"),
        ("framework", "Aperçu du cadre politique et législatif"),
    ]


def test_two_countries_can_be_told_apart(
    mali: tuple[Profile, ...], tavoria: tuple[Profile, ...]
) -> None:
    both = (*mali, *tavoria)
    shown = scope("two", Filter(country="ML"), both, words("en"))
    assert '<select name="country">' in shown
    assert '<option value="ML" selected>Mali</option>' in shown
    assert where(Filter(country="ML", edition="2024-05"), both, words("en")) == "Mali · May 2024"
    named = header(words("en"), both, {}, EVERYTHING)
    assert "Mali&#44; edition Aug 2025" in named
    assert "edition May 2024" in named


def test_many_profiles_are_counted(mali: tuple[Profile, ...]) -> None:
    many = tuple(
        mali[0].model_copy(update={"id": code, "country": code}) for code in ("ML", "SN", "GH")
    )
    assert "3 profiles" in header(words("en"), many, {})
    first = welcome(words("en"), many, ())
    assert first.count("<p>") == 1
    assert "3 profiles&#58; Ghana&#44; Mali&#44; Senegal&#46;" in first


def test_what_there_is_one_of_is_no_choice(mali: tuple[Profile, ...]) -> None:
    shown = scope("one", EVERYTHING, mali, words("en"))
    assert '<select name="section">' in shown
    assert '<select name="country">' not in shown
    assert scope("none", EVERYTHING, (), words("en")) == '<p class="profile">none</p>'


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", EVERYTHING),
        ("q=Who%3F&lang=fr", EVERYTHING),
        ("country=ML&section=practices&utm=1", Filter(country="ML", section="practices")),
        (f"edition={'9' * 300}", Filter(edition="9" * 100)),
    ],
)
def test_a_link_is_read(query: str, wanted: Filter) -> None:
    assert filter_from(query) == wanted
    assert filter_from(query_of(wanted)) == wanted


def test_a_hostile_link_stays_text(mali: tuple[Profile, ...]) -> None:
    shown = scope("x", Filter(country='"><script>'), mali, words("en"))
    assert "<script" not in shown
