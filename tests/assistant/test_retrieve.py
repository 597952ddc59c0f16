"""Fusion: on numbers made up for it, and on Tavoria against numpy."""

import math

import numpy as np
import pytest

from assistant.conversation import Conversation
from assistant.retrieve import Retriever
from index.lexical import terms
from index.texts import in_context, sentences_in_context

QUESTION = "Who pays for the Lantern Fellowship?"


class Scored:
    """An index of three passages and four sentences; the last of each may not be read."""

    owner = np.array([0, 0, 1, 2])

    def __init__(self, dense_p, dense_s, lexical_p, lexical_s):
        self.dense = np.array(dense_p, np.float32), np.array(dense_s, np.float32)
        self.lexical = np.array(lexical_p, np.float32), np.array(lexical_s, np.float32)

    def rows_of(self, profiles, wanted):
        return np.array([0, 1]), np.array([0, 1, 2])

    def dense_scores(self, query, passages, sentences):
        return self.dense

    def lexical_scores(self, by_language):
        return self.lexical

    def lexical_bounds(self, by_language):
        return np.full(3, 4.0, np.float32)


@pytest.fixture(scope="module")
def question(assistant):
    return assistant.understanding.understand(QUESTION, Conversation())


@pytest.fixture
def found(weights):
    def retrieved(question, dense_p, dense_s, lexical_p, lexical_s):
        retriever = Retriever(Scored(dense_p, dense_s, lexical_p, lexical_s), weights)
        return retriever.retrieve(np.zeros(2, np.float32), question, ())

    return retrieved


def test_the_four_lists_are_standardised_weighted_and_summed(question, found):
    evidence = found(
        question,
        dense_p=[0.6, 0.2, -1.0],  # over the first two: 1, -1
        dense_s=[0.9, 0.3, 0.3, -1.0],  # over the first three: √2, -√½, -√½
        lexical_p=[3.0, 1.0, 9.0],  # 1, -1
        lexical_s=[0.0, 0.0, 0.0, 5.0],  # all alike: nothing
    )
    assert evidence.sentences.tolist() == [0, 1, 2]
    assert evidence.sentence_scores.tolist() == pytest.approx(
        [2**0.5 + 0.9, -(0.5**0.5) + 0.9, -(0.5**0.5) - 0.9], abs=1e-5
    )
    assert evidence.passages.tolist() == [0, 1]
    assert evidence.passage_scores.tolist() == pytest.approx(
        [(0.6 + 0.5 * 3 / 4) / 1.5, (0.2 + 0.5 * 1 / 4) / 1.5], abs=1e-5
    )


def test_words_can_outweigh_the_vectors(question, found):
    evidence = found(
        question,
        dense_p=[0.5, 0.5, -1.0],
        dense_s=[0.5, 0.5, 0.5, -1.0],
        lexical_p=[0.0, 4.0, 0.0],  # -1, 1
        lexical_s=[0.0, 1.0, 2.0, 0.0],  # -√1.5, 0, √1.5
    )
    assert evidence.sentences.tolist() == [2, 1, 0]
    assert evidence.sentence_scores.tolist() == pytest.approx(
        [0.5 * 1.5**0.5 + 0.3, -0.3, -0.5 * 1.5**0.5 - 0.3], abs=1e-5
    )
    assert evidence.passages.tolist() == [1, 0]


def test_where_nothing_differs_the_order_of_the_profile_stays(question, found):
    same = found(question, [0.5] * 3, [0.5] * 4, [0.0] * 3, [0.0] * 4)
    assert same.sentences.tolist() == [0, 1, 2]
    assert same.sentence_scores.tolist() == [0, 0, 0]


def standard(scores: np.ndarray) -> np.ndarray:
    return (scores - scores.mean()) / scores.std()


@pytest.fixture(scope="module")
def idf(tavoria_index):
    """BM25's idf as Lucene has it, from the passages themselves."""

    def of(term, code):
        passages = [p for p in tavoria_index.passages if p.language == code]
        holding = sum(term in terms(in_context(p), code) for p in passages)
        return math.log(1 + (len(passages) - holding + 0.5) / (holding + 0.5))

    return of


def test_on_an_index_it_is_what_numpy_computes(tavoria_index, encoder, question, idf, weights):
    english = tavoria_index.profiles[0]
    query = encoder.queries([question.core])[0]
    evidence = Retriever(tavoria_index, weights).retrieve(query, question, [english])

    texts = [in_context(p) for p in english.passages]
    sentences = [s for p in english.passages for s in sentences_in_context(p)]
    owner = [i for i, p in enumerate(english.passages) for _ in p.sentences]
    words = terms("Who pays for the Lantern Fellowship? Lantern Fellowship LANTERN", "en")
    unique = list(dict.fromkeys(words))
    lexicon = tavoria_index.lexica["en"]
    by_passage = 0.6 * standard(encoder.documents(texts) @ query)
    by_passage += 0.3 * standard(lexicon.passages.scores(unique))
    expected = 1.0 * standard(encoder.documents(sentences) @ query)
    expected += 0.5 * standard(lexicon.sentences.scores(unique))
    expected += by_passage[owner]

    order = np.argsort(-expected, kind="stable")
    np.testing.assert_array_equal(evidence.sentences, order)
    np.testing.assert_allclose(evidence.sentence_scores, expected[order], atol=1e-4)
    bound = sum(idf(term, "en") for term in unique)
    ranks = encoder.documents(texts) @ query + 0.5 * lexicon.passages.scores(unique) / bound
    order = np.argsort(-ranks, kind="stable")
    np.testing.assert_array_equal(evidence.passages, order)
    np.testing.assert_allclose(evidence.passage_scores, ranks[order] / 1.5, atol=1e-5)
    assert sentences[int(evidence.sentences[0])] == (
        "Lantern Fellowship: The Ministry of Overseas Ties and the Nordic Fund pay for the Lantern"
        " Fellowship."
    )


def test_only_the_profiles_asked_for_are_read(tavoria_index, encoder, question):
    query = encoder.queries([question.core])[0]
    french = Retriever(tavoria_index).retrieve(query, question, tavoria_index.profiles[1:])
    assert sorted(french.passages.tolist()) == list(range(23, 46))
    assert sorted(french.sentences.tolist()) == list(range(37, 74))
    top = tavoria_index.passages[int(french.passages[0])]
    assert (top.id, top.language) == ("tavoria/lantern#1", "fr")


def test_scores_fall_from_the_best_on(tavoria_index, encoder, question):
    query = encoder.queries([question.core])[0]
    evidence = Retriever(tavoria_index).retrieve(query, question, tavoria_index.profiles[:1])
    assert np.all(np.diff(evidence.sentence_scores) <= 0)
    assert np.all(np.diff(evidence.passage_scores) <= 0)
    assert evidence.cosines.shape == (74,)
