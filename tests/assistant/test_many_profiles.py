"""Several countries in one index: the question's country is read, several are set side by side."""

import pytest

from assistant.answer import Answer
from assistant.ask import Assistant
from corpus.records import Passage, Profile


def renamed(profile: Profile, name: str, country: str, words: dict[str, str]) -> Profile:
    """A profile of another country: the same shape, other ids, other words."""

    def told(passage: Passage) -> Passage:
        text = passage.text
        for old, new in words.items():
            assert len(old) == len(new)  # sentences keep their places
            text = text.replace(old, new)
        sections = passage.id.partition("/")[2]
        return passage.model_copy(
            update={"id": f"{name}/{sections}", "profile": name, "text": text}
        )

    sections = tuple(
        s.model_copy(update={"passages": tuple(map(told, s.passages))}) for s in profile.sections
    )
    empty = {"entities": (), "figures": (), "footnotes": ()}
    return profile.model_copy(
        update={"id": name, "country": country, "sections": sections, **empty}
    )


@pytest.fixture(scope="module")
def two_countries(index_of, tavoria, encoder) -> Assistant:
    english = tavoria[0]
    ghana = renamed(english, "ghana", "GH", {"Tavoria": "Ghanaia", "6.4 %": "3.1 %"})
    kenya = renamed(english, "kenya", "KE", {"Tavoria": "Kenyaia", "6.4 %": "2.7 %"})
    made = Assistant(index_of((ghana, kenya)), encoder)
    made.coverage.calibration = made.coverage.calibration.model_copy(update={"threshold": 0.0})
    return made


def cited(answer: Answer) -> list[str]:
    return [citation.profile for citation in answer.citations]


def test_a_question_that_names_a_country_goes_to_its_profile(two_countries):
    assert set(cited(two_countries.ask("What share of GDP are remittances in Ghana?"))) == {"ghana"}
    assert set(cited(two_countries.ask("What share of GDP are remittances in Kenya?"))) == {"kenya"}


def test_a_question_that_names_several_sets_them_side_by_side(two_countries):
    answer = two_countries.ask("What share of GDP are remittances in Ghana and in Kenya?")
    assert sorted(cited(answer)) == ["ghana", "kenya"]
    assert "3.1 %" in answer.text
    assert "2.7 %" in answer.text


def test_one_without_a_profile_is_told_so(two_countries):
    answer = two_countries.ask("What share of GDP are remittances in Peru?")
    assert answer.status == "not_covered"
    assert "Peru" in answer.text
