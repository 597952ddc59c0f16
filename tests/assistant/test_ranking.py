"""What a sentence gains, one bonus at a time, on evidence that prefers none."""

from dataclasses import fields

import numpy as np
import pytest

from assistant.conversation import Conversation
from assistant.outline import Outline
from assistant.ranking import CANDIDATES, Bonus, Choice, Ranking
from assistant.retrieve import Evidence

NOTHING = {field.name: 0.0 for field in fields(Bonus)}
FELLOWSHIP = "The Lantern Fellowship began in 2011"
PAYERS = "The Ministry of Overseas Ties and the Nordic Fund pay"
SURVEY = "A survey by the Harbour Bank"
SHARE = "Remittances equal 6.4 %"
CENSUS = "The diaspora of Tavoria counts"


def flat(rows: range, scores: list[float] | None = None) -> Evidence:
    """Sentences that are all as good as each other."""
    nothing = np.zeros(len(rows), np.float32)
    sentences = nothing if scores is None else np.array(scores, np.float32)
    return Evidence(np.arange(1), nothing[:1], np.array(rows), sentences, nothing)


@pytest.fixture(scope="module")
def gains(assistant):
    """The gain of the English sentence that begins with some words."""
    sentences = assistant.selector.sentences
    rows = range(37)

    def gain(question: str, beginning: str, **bonuses: float) -> float:
        understood = assistant.understanding.understand(question, Conversation())
        outline = Outline(assistant.index.profiles)
        ranking = Ranking(sentences, outline, Bonus(**(NOTHING | bonuses)))
        by_row = {c.row: c.score for c in ranking.rank(understood, flat(rows))}
        return next(by_row[r] for r in rows if sentences.words(r).startswith(beginning))

    return gain


def test_a_sentence_that_holds_the_sum_asked_for_gains_once(gains):
    question = "How much money do they send home?"
    assert gains(question, SURVEY, kind=4.0) == 4.0
    assert gains(question, SHARE, kind=4.0) == 0.0


def test_where_nothing_in_particular_is_asked_for_nothing_is_gained(gains):
    assert gains("Why do nurses leave?", SURVEY, kind=4.0) == 0.0


def test_a_sentence_about_the_topic_gains_for_each_topic_that_it_names(gains):
    both = "Compare the Lantern Fellowship and the Homeward Bond."
    assert gains("What is the Lantern Fellowship?", FELLOWSHIP, topic=2.0) == 2.0
    assert gains(both, FELLOWSHIP, topic=2.0) == 1.0
    assert gains(both, SURVEY, topic=2.0) == 0.0


def test_who_is_answered_by_a_body_that_the_question_does_not_name(gains):
    assert gains("Who pays for the Lantern Fellowship?", PAYERS, body=3.0) == 3.0
    assert gains("Who pays for the Lantern Fellowship?", FELLOWSHIP, body=3.0) == 0.0
    assert gains("Why is the Lantern Fellowship paid?", PAYERS, body=3.0) == 0.0


def test_an_overview_gains_where_a_list_is_asked_for_and_loses_elsewhere(gains):
    assert gains("What are the figures?", CENSUS, chapter=1.0) == 1.0
    assert gains("Why do nurses leave?", CENSUS, chapter=1.0) == -1.0
    assert gains("What are the figures?", SURVEY, chapter=1.0) == 0.0


def test_a_sentence_of_several_names_gains_where_a_list_is_asked_for(gains):
    assert gains("What are the programmes?", PAYERS, enumeration=1.0) == 1.0
    assert gains("What are the programmes?", SURVEY, enumeration=1.0) == 0.0
    assert gains("Why do nurses leave?", PAYERS, enumeration=1.0) == 0.0


def test_gains_are_added_to_what_retrieval_found(assistant):
    understood = assistant.understanding.understand("Why do nurses leave?", Conversation())
    outline = Outline(assistant.index.profiles)
    ranking = Ranking(assistant.selector.sentences, outline, Bonus(**NOTHING))
    evidence = flat(range(3), [0.5, 2.0, -1.0])
    assert ranking.rank(understood, evidence) == [Choice(1, 2.0), Choice(0, 0.5), Choice(2, -1.0)]


def test_only_the_best_candidates_are_looked_at(assistant):
    understood = assistant.understanding.understand("Why do nurses leave?", Conversation())
    outline = Outline(assistant.index.profiles)
    ranking = Ranking(assistant.selector.sentences, outline, Bonus(**NOTHING))
    assert len(ranking.rank(understood, flat(range(74)))) == CANDIDATES == 60


def test_a_row_holds_what_is_wished_for_in_its_own_language(assistant):
    ranking = assistant.selector.ranking
    words = assistant.selector.words
    french = next(r for r in range(37, 74) if words(r).startswith("La Bourse Lanterne a commencé"))
    assert ranking.holds("duration", french)
    assert not ranking.holds("money", french)
    assert ranking.holds(None, french)


@pytest.mark.parametrize(("ahead", "first"), [(3.9, SURVEY), (4.1, CENSUS)])
def test_the_sum_asked_for_comes_before_what_is_only_a_little_better(assistant, ahead, first):
    sentences = assistant.selector.sentences
    rows = [
        next(r for r in range(37) if sentences.words(r).startswith(beginning))
        for beginning in (CENSUS, SURVEY)
    ]
    understood = assistant.understanding.understand("How much money is sent home?", Conversation())
    outline = Outline(assistant.index.profiles)
    ranking = Ranking(sentences, outline, Bonus(**(NOTHING | {"margin": 4.0})))
    scores = np.array([ahead, 0.0], np.float32)
    found = Evidence(np.arange(1), scores[:1], np.array(rows), scores, scores)
    best = ranking.rank(understood, found)[0]
    assert sentences.words(best.row).startswith(first)


@pytest.fixture(scope="module")
def reread(assistant):
    """Ranks three rows anew by the log-odds read for the first ones."""

    def rows(question: str, scores: list[float], odds: list[float], **bonuses: float):
        understood = assistant.understanding.understand(question, Conversation())
        bonus = Bonus(**(NOTHING | {"reading": 3.0} | bonuses))
        ranking = Ranking(assistant.selector.sentences, Outline(assistant.index.profiles), bonus)
        ranked = [Choice(row, score) for row, score in enumerate(scores)]
        return ranking.reranked(understood, ranked, odds)

    return rows


def test_a_sentence_that_is_sure_to_answer_gains_the_whole_bonus_an_even_one_half(reread):
    found = reread("Who runs the harbour?", [2.0, 1.0, 0.0], [0.0, 40.0, -40.0])
    assert [c.row for c in found] == [1, 0, 2]
    assert [c.score for c in found] == pytest.approx([4.0, 3.5, 0.0], abs=1e-6)


def test_sentences_that_were_not_read_keep_their_scores(reread):
    found = reread("Who runs the harbour?", [2.0, 1.9, 1.8], [-40.0])
    assert [(c.row, c.score) for c in found] == [(0, pytest.approx(2.0)), (1, 1.9), (2, 1.8)]


@pytest.mark.parametrize("question", ["List the harbours.", "Compare the harbours of both towns."])
def test_where_several_sentences_answer_together_reading_moves_none(reread, question):
    assert [c.row for c in reread(question, [2.0, 1.0], [-40.0, 40.0])] == [0, 1]


def test_nothing_read_moves_nothing(reread):
    assert [c.row for c in reread("Who runs the harbour?", [2.0, 1.0], [])] == [0, 1]


def test_where_sides_are_compared_no_sentence_answers_alone(reread):
    found = reread("Do more nurses live in Portugal than before?", [2.0, 1.0], [-40.0, 40.0])
    assert [(c.row, c.score) for c in found] == [(0, 2.0), (1, 1.0)]
