"""Names in part: enough telling words of one name, in a row; never a guess between two."""

import pytest

from assistant.entities import EntityNames
from assistant.partial_names import PartialNames
from assistant.vocabulary import Vocabulary
from assistant.words import tokens


@pytest.fixture(scope="module")
def vocabularies(tavoria_index):
    return {code: Vocabulary(tavoria_index.lexica[code]) for code in ("en", "fr")}


@pytest.fixture(scope="module")
def parts(tavoria, vocabularies):
    names = PartialNames(tavoria[0].entities, vocabularies)

    def found(text, taken=()):
        words = tokens(text)
        return [
            (p.entity.id.rpartition("/")[2], " ".join(words[p.start : p.end]))
            for p in names.find(words, set(taken))
        ]

    return found


@pytest.mark.parametrize(
    ("question", "entity", "words"),
    [
        ("Who joins the nurses network?", "nurses-network", "nurses network"),
        ("Who joins the network of nurses?", "nurses-network", "network of nurses"),
        ("What does the maple association do?", "maple-tide", "maple association"),
        (
            "Where is the office for citizens who return?",
            "returning-office",
            "office for citizens who return",
        ),
        ("Que fait l'association Maple ?", "maple-tide", "association maple"),
    ],
)
def test_two_telling_words_of_a_name_or_one_beside_its_kind(parts, question, entity, words):
    assert (entity, words) in parts(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which programmes exist?",  # a kind alone
        "Is there a union of nurses?",  # words of two names
        "the far side of the ministry",  # one word each, not in a row
        "Who are the students?",
        "",
    ],
)
def test_less_names_nobody(parts, question):
    assert parts(question) == []


def test_words_that_a_whole_name_has_taken_name_nobody_else(parts):
    assert parts("nurses network", taken=[0, 1]) == []


def test_a_question_is_read_so(tavoria, vocabularies):
    names = EntityNames(tavoria, vocabularies)
    found = names.mentions("Is the Lantern Fellowship older than the nurses network?")
    assert [(m.entity.id, m.start, m.end) for m in found] == [
        ("tavoria/lantern-fellowship", 2, 4),
        ("tavoria/nurses-network", 7, 9),
    ]


def test_the_profiles_own_text_is_not_read_so(tavoria, vocabularies):
    assert EntityNames(tavoria, vocabularies).exact_mentions("the network of nurses") == []
