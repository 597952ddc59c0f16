"""Two profiles in one index call different things by the same id, and the same thing too."""

from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.entities import EntityNames
from corpus.profiles import load_profile

VELLAND = Path(__file__).parents[1] / "profiles" / "second" / "velland.en.md"


@pytest.fixture(scope="module")
def both(index_of, tavoria, encoder) -> Assistant:
    return Assistant(index_of((*tavoria, load_profile(VELLAND))), encoder)


@pytest.fixture(scope="module")
def names(both) -> EntityNames:
    return both.names


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("the Lantern Fellowship", "tavoria/lantern-fellowship"),
        ("the Moorland Office", "velland/lantern-fellowship"),
        ("the Ministry of Overseas Ties", "tavoria/overseas-ties"),
        ("the Skylark Grant", "velland/overseas-ties"),
    ],
)
def test_an_id_is_its_profiles_own(names, text, entity):
    assert [m.entity.id for m in names.mentions(text)] == [entity]


def test_a_kind_is_that_of_the_thing_meant(names):
    assert "velland/lantern-fellowship" in names.bodies
    assert "tavoria/lantern-fellowship" not in names.bodies
    programmes = {"tavoria/lantern-fellowship", "tavoria/homeward-bond", "velland/overseas-ties"}
    assert names.ids_of_kind("programme") == programmes


def test_a_thing_of_one_id_and_one_name_is_one_thing(names):
    """The Nordic Fund is spoken of in both countries; the other two of Velland's are its own."""
    assert [e.id for e in names.introduced("velland/institutions#2")] == ["tavoria/nordic-fund"]
    assert [e.id for e in names.introduced("velland/institutions#1")] == [
        "velland/lantern-fellowship"
    ]


@pytest.mark.parametrize(
    ("question", "section", "words"),
    [
        ("What does the Moorland Office register?", "velland/institutions", "births"),
        ("What does the Skylark Grant pay for?", "velland/programmes", "schoolbooks"),
        ("What is the Lantern Fellowship?", "tavoria/lantern", "Lantern Fellowship"),
        ("What is the Ministry of Overseas Ties?", "tavoria/institutions", "Overseas Ties"),
    ],
)
def test_each_is_answered_from_its_own_profile(both, question, section, words):
    answer = both.ask(question)
    assert answer.status == "answered"
    assert {c.passage_id.partition("#")[0] for c in answer.citations} == {section}
    assert words in answer.text
