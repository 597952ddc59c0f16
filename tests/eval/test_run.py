"""A set is asked turn by turn, each question in a conversation of its own."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assistant.answer import Answer
from assistant.ask import Assistant, Examined
from assistant.conversation import Conversation
from assistant.retrieve import Evidence
from eval.records import EvalQuestion, Outcome, RunSettings
from eval.run import outcomes, prepared, with_retrieval
from index.search import Index

Heard = tuple[str, str, list[str]]
LANTERN, BOND = "What is the Lantern Fellowship?", "What is the Homeward Bond?"
BOND_FR = "Qu'est-ce que l'Obligation du retour ?"


class Knowing:
    """Wraps an assistant and writes down what it is asked to do, and after which questions."""

    def __init__(self, inner: Assistant) -> None:
        self.inner, self.index = inner, inner.index
        self.heard: list[Heard] = []

    def examine(self, question: str, conversation: Conversation | None = None) -> Examined:
        self._hear("examine", question, conversation)
        return self.inner.examine(question, conversation)

    def find(self, query: str, conversation: Conversation | None = None) -> Any:
        self._hear("find", query, conversation)
        return self.inner.find(query, conversation)

    def _hear(self, what: str, question: str, conversation: Conversation | None) -> None:
        turns = conversation.turns if conversation else ()
        self.heard.append((what, question, [turn.question for turn in turns]))


@pytest.fixture
def knowing(assistant: Assistant) -> Knowing:
    return Knowing(assistant)


def question(*turns: str, **given: Any) -> EvalQuestion:
    return EvalQuestion(id=str(given.pop("id", "q")), turns=turns, **given)


def asked(
    assistant: Any, *questions: EvalQuestion, settings: RunSettings | None = None
) -> list[Outcome]:
    return list(outcomes(assistant, questions, settings or RunSettings()))


def test_turns_are_asked_in_order_in_one_conversation_a_question(knowing: Knowing) -> None:
    follow_up = "And the Lisbon Circle of Tavorians?"
    asked(knowing, question(LANTERN, BOND, follow_up, id=1), question(BOND, id=2))
    assert knowing.heard == [
        ("examine", LANTERN, []),
        ("examine", BOND, [LANTERN]),
        ("examine", follow_up, [LANTERN, BOND]),
        ("examine", BOND, []),
    ]


def test_an_outcome_holds_what_was_found_answered_and_measured(assistant: Assistant) -> None:
    bond = question(
        BOND, answerable=True, passages=("tavoria/bond#1",), facts=(("100 USD", "100 dollars"),)
    )
    (found,) = asked(assistant, bond)
    assert (found.question, found.query, found.language) == (bond, BOND, "en")
    assert (found.status, found.cited) == ("answered", ("tavoria/bond#1", "tavoria/bond#1"))
    assert found.answer.startswith("The Homeward Bond is a savings bond that Tavorians abroad can")
    assert found.measures == {
        "answerable_refused": 0.0, "quotes_valid": 1.0, "evidence_cited": 1.0,
        "first_citation": 1.0, "right": 1.0,
    }  # fmt: skip
    assert found.probability == round(assistant.examine(BOND).probability, 6)
    assert 0.5 <= found.probability <= 1


def test_the_ranking_holds_every_passage_of_the_language_once_best_first(
    assistant: Assistant, tavoria_index: Index
) -> None:
    (found,) = asked(assistant, question(BOND_FR))
    assert found.language == "fr"
    ids = [hit.passage_id for hit in found.retrieved]
    assert ids[0] == "tavoria/bond#1"
    assert sorted(ids) == sorted(p.id for p in tavoria_index.passages if p.language == "fr")
    scores = [hit.score for hit in found.retrieved]
    assert scores == sorted(scores, reverse=True)
    assert ids == [tavoria_index.passages[int(r)].id for r in assistant.find(BOND_FR).passages]


def test_passages_are_ranked_also_where_the_assistant_asks_back(knowing: Knowing) -> None:
    (found,) = asked(knowing, question("And the second?", passages=("tavoria/bond#1",)))
    assert (found.status, found.probability, found.cited) == ("unclear", 0.0, ())
    assert len(found.retrieved) == 23
    assert knowing.heard == [("examine", "And the second?", []), ("find", "And the second?", [])]


def test_a_refused_question_keeps_the_ranking_that_it_was_refused_by(knowing: Knowing) -> None:
    (found,) = asked(knowing, question("What is the recipe of mafé?", answerable=False))
    assert (found.status, found.measures) == (
        "not_covered",
        {"refusal_recall": 1.0, "refusal_precision": 1.0},
    )
    assert len(found.retrieved) == 23
    assert [what for what, _, _ in knowing.heard] == ["examine"]


FOLLOW_UP = question(LANTERN, "And the bond?", rewrite=BOND)


def test_standalone_queries_are_the_turns_as_they_are(knowing: Knowing) -> None:
    last, conversation = prepared(knowing, FOLLOW_UP, "standalone")
    assert last == "And the bond?"
    assert [t.question for t in conversation.turns] == [LANTERN]
    assert knowing.heard == [("examine", LANTERN, [])]


@pytest.mark.parametrize(
    ("queries", "expected"),
    [("last", "And the bond?"), ("rewrite", BOND), ("history", f"{LANTERN} And the bond?")],
)
def test_the_other_queries_have_no_conversation(
    knowing: Knowing, queries: Any, expected: str
) -> None:
    assert prepared(knowing, FOLLOW_UP, queries) == (expected, Conversation())
    assert knowing.heard == []


def test_the_last_turn_is_asked_where_the_set_has_no_rewrite(knowing: Knowing) -> None:
    assert prepared(knowing, question(LANTERN, BOND), "rewrite") == (BOND, Conversation())


def test_history_keeps_the_latest_2000_characters(knowing: Knowing) -> None:
    history, _ = prepared(knowing, question("a" * 1500, "b" * 1500), "history")
    assert history == "a" * 499 + " " + "b" * 1500


@pytest.mark.parametrize("queries", ["standalone", "last", "rewrite"])
def test_of_a_turn_that_is_too_long_the_beginning_is_asked(knowing: Knowing, queries: Any) -> None:
    long = question("a" * 2001, "b" * 2001, rewrite="b" * 2001)
    last, conversation = prepared(knowing, long, queries)
    assert last == "b" * 2000
    earlier = ["a" * 2000] if queries == "standalone" else []
    assert [t.question for t in conversation.turns] == earlier


def test_a_follow_up_searches_with_the_question_as_it_was_completed(assistant: Assistant) -> None:
    earlier_and_last = question(LANTERN, "When did it begin?")
    (standalone,) = asked(assistant, earlier_and_last)
    assert standalone.query != "When did it begin?"
    assert "Lantern Fellowship" in standalone.query
    (last,) = asked(assistant, earlier_and_last, settings=RunSettings(queries="last"))
    assert last.query == "When did it begin?"


class Ranked:
    """An assistant that says nothing and finds passages by these ids, best first."""

    def __init__(self, *ids: str) -> None:
        self.index: Any = SimpleNamespace(passages=[SimpleNamespace(id=name) for name in ids])
        rows, scores = np.arange(len(ids)), np.arange(len(ids), 0, -1, np.float32)
        self.evidence = Evidence(rows, scores, rows, scores, scores)

    def find(self, query: str, conversation: Conversation | None = None) -> Any:
        raise AssertionError("searched in vain")

    def examine(self, question: str, conversation: Conversation | None = None) -> Examined:
        answer = Answer(
            question=question, standalone_question=question, language="en",
            status="not_covered", text="Not said.", generation="g",
        )  # fmt: skip
        return Examined(answer, 0.1234567, self.evidence)


@pytest.mark.parametrize(("k", "kept"), [(10, 100), (120, 120), (1000, 150)])
def test_a_ranking_is_kept_100_deep_or_to_the_cutoff(k: int, kept: int) -> None:
    ranked = Ranked(*(f"p{n}" for n in range(150)))
    (found,) = asked(ranked, question("A?"), settings=RunSettings(k=k))
    assert len(found.retrieved) == kept
    assert found.probability == 0.123457


def test_a_document_ranks_where_its_best_piece_does() -> None:
    (found,) = asked(Ranked("d2 ¶3", "d1", "d2", "d1 ¶2"), question("A?"))
    assert [(hit.passage_id, hit.score) for hit in found.retrieved] == [("d2", 4.0), ("d1", 3.0)]


def test_the_sets_language_is_believed_over_the_guess() -> None:
    assistant = Ranked("p1")
    guessed, said = asked(assistant, question("A?", id=1), question("A?", language="fr", id=2))
    assert (guessed.language, said.language) == ("en", "fr")


def test_retrieval_is_measured_where_there_is_evidence_and_nowhere_else(outcome: Any) -> None:
    found = [
        outcome(
            "second",
            {"right": 1.0},
            {"passages": ("b",)},
            retrieved=[{"passage_id": "a", "score": 2.0}, {"passage_id": "b", "score": 1.0}],
        ),
        outcome("none", {"right": 0.0}, retrieved=[{"passage_id": "a", "score": 2.0}]),
    ]
    second, none = with_retrieval(found, k=2)
    assert none == found[1]
    assert second.measures["right"] == 1.0
    assert second.measures["RR"] == 0.5
    assert second.measures["nDCG@2"] == pytest.approx(0.6309, abs=1e-4)  # 1 / log2(3)
    assert (second.measures["Success@1"], second.measures["R@5"]) == (0.0, 1.0)
    assert second.model_copy(update={"measures": {}}) == found[0].model_copy(
        update={"measures": {}}
    )
