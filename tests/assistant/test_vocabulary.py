"""Idf by hand, typos by letters."""

import math

import numpy as np
import pytest

from assistant.vocabulary import Vocabulary
from index.lexical import LexicalIndex
from index.search import Lexicon

TEXTS = [
    "harbour remittances census",
    "harbour charter",
    "harbour fellowship 2016",
    "harbour orc",
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    postings = LexicalIndex.of(TEXTS, "en")
    return Vocabulary(Lexicon("en", postings, postings, np.arange(4), np.arange(4)))


@pytest.mark.parametrize(
    ("term", "idf"),
    [
        ("charter", math.log(10 / 3)),  # in one of four: 1 + 3.5 / 1.5
        ("harbour", math.log(10 / 9)),  # in all four: 1 + 0.5 / 4.5
        ("unheard", math.log(10)),  # in none: 1 + 4.5 / 0.5
    ],
)
def test_a_term_tells_the_more_the_rarer_it_is(vocabulary, term, idf):
    assert vocabulary.idf(term) == pytest.approx(idf)


def test_stems_are_known_and_words_are_not(vocabulary):
    assert "remitt" in vocabulary
    assert "remittances" not in vocabulary


def test_a_term_of_more_than_the_share_of_passages_is_common(vocabulary):
    assert vocabulary.common("harbour")
    assert vocabulary.common("charter")
    assert not vocabulary.common("charter", share=0.25)
    assert vocabulary.common("charter", share=0.24)
    assert not vocabulary.common("unheard", share=0.0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("charter", "charter"),
        ("chartre", "charter"),
        ("harbor", "harbour"),
        ("fellowshop", "fellowship"),
    ],
)
def test_a_mistyped_stem_becomes_the_nearest_known_one(vocabulary, typed, meant):
    assert vocabulary.corrected(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "orb",  # three letters: another letter makes another word
        "2017",  # a number is never meant for another one
        "barbour",  # the first letter is seldom wrong
        "lighthouse",
    ],
)
def test_what_is_near_nothing_stays_as_it_was_typed(vocabulary, typed):
    assert vocabulary.corrected(typed) == typed
