"""What went wrong, in one phrase; the passages that were expected beside those that were found."""

from collections.abc import Callable
from typing import Any

import pytest

from eval.misses import Miss, Shown, misses, reason
from eval.records import Outcome
from index.search import Index

Make = Callable[..., Any]
BOND, LANTERN, CHARTER = "tavoria/bond#1", "tavoria/lantern#1", "tavoria/charter#1"
RIGHT = {"quotes_valid": 1.0, "evidence_cited": 1.0, "right": 1.0, "answerable_refused": 0.0}


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ({}, None),
        (RIGHT, None),
        ({"refusal_recall": 1.0, "refusal_precision": 1.0}, None),
        ({"nDCG@10": 0.0, "first_citation": 0.0, "items_found": 0.5}, None),
        ({"quotes_valid": 0.0}, "a quote doesn't hold"),
        ({"refusal_recall": 0.0}, "answered, though the text doesn't say"),
        ({"asked_back": 0.0}, "didn't ask back"),
        ({"answerable_refused": 1.0}, "refused, though the text says it"),
        ({"evidence_cited": 0.0}, "cites other passages than the evidence"),
        ({"evidence_cited": 1.0, "right": 0.0}, "states not everything"),
    ],
)
def test_what_is_wrong_in_one_phrase(
    outcome: Make, measures: dict[str, float], expected: str | None
) -> None:
    assert reason(outcome("q", measures)) == expected


@pytest.mark.parametrize(
    ("measures", "gravest"),
    [
        (
            {"right": 0.0, "evidence_cited": 0.0, "answerable_refused": 1.0},
            "refused, though the text says it",
        ),
        ({"right": 0.0, "evidence_cited": 0.0}, "cites other passages than the evidence"),
        (
            {"asked_back": 0.0, "refusal_recall": 0.0},
            "answered, though the text doesn't say",
        ),
        ({"right": 0.0, "quotes_valid": 0.0, "refusal_recall": 0.0}, "a quote doesn't hold"),
    ],
)
def test_the_gravest_is_said(outcome: Make, measures: dict[str, float], gravest: str) -> None:
    assert reason(outcome("q", measures)) == gravest


@pytest.fixture
def missed(run_of: Make, tavoria_index: Index) -> Callable[..., list[Miss]]:
    return lambda *outcomes: misses(run_of(*outcomes), tavoria_index)


def wrong(outcome: Make, name: str = "q", **given: Any) -> Outcome:
    about = {"passages": given.pop("expected", ()), "language": given.pop("language", "en")}
    ranked = [{"passage_id": p, "score": 1.0} for p in given.pop("ranked", ())]
    made: Outcome = outcome(name, {"right": 0.0}, about, retrieved=ranked, **given)
    return made


def test_misses_stand_in_the_order_of_the_set(outcome: Make, missed: Make) -> None:
    found = missed(wrong(outcome, "b"), outcome("right", RIGHT), wrong(outcome, "a"))
    assert [(m.outcome.question.id, m.reason) for m in found] == [
        ("b", "states not everything"),
        ("a", "states not everything"),
    ]


def test_evidence_and_finds_are_shown_with_their_words(outcome: Make, missed: Make) -> None:
    (miss,) = missed(wrong(outcome, expected=(BOND,), cited=(LANTERN,), ranked=(LANTERN, BOND)))
    (expected,) = miss.expected
    assert (expected.passage_id, expected.relevant, expected.cited) == (BOND, True, False)
    assert expected.text.startswith("The Homeward Bond is a savings bond that")
    assert [(s.passage_id, s.relevant, s.cited) for s in miss.found] == [
        (LANTERN, False, True),
        (BOND, True, False),
    ]
    assert miss.found[0].text.startswith("The Lantern Fellowship began in 2011")


def test_passages_are_shown_in_the_language_of_the_question(outcome: Make, missed: Make) -> None:
    (miss,) = missed(wrong(outcome, expected=(BOND,), language="fr"))
    assert miss.expected[0].text.startswith("L'Obligation du retour est une obligation d'épargne")


def test_a_language_that_no_profile_is_in_shows_the_first(outcome: Make, missed: Make) -> None:
    (miss,) = missed(wrong(outcome, expected=(BOND,), language="de"))
    assert miss.expected[0].text.startswith("The Homeward Bond")


def test_what_was_cited_stands_before_the_three_best_and_nothing_twice(
    outcome: Make, missed: Make
) -> None:
    found = missed(
        wrong(
            outcome,
            cited=(CHARTER, BOND, CHARTER),
            ranked=(LANTERN, BOND, "tavoria/facts#1", "tavoria/obstacles#1"),
        )
    )
    assert [s.passage_id for s in found[0].found] == [CHARTER, BOND, LANTERN, "tavoria/facts#1"]


def test_evidence_that_the_corpus_lacks_is_said_so(outcome: Make, missed: Make) -> None:
    (miss,) = missed(wrong(outcome, expected=("mali/tokten#1",)))
    assert miss.expected == (
        Shown(passage_id="mali/tokten#1", text="(not in the corpus)", relevant=True, cited=False),
    )


def test_evidence_is_shown_in_one_order_and_what_is_judged_irrelevant_is_none(
    outcome: Make, missed: Make
) -> None:
    about = {"passages": (LANTERN, CHARTER, BOND), "grades": (1, 0, 2)}
    (miss,) = missed(outcome("q", {"right": 0.0}, about))
    assert [s.passage_id for s in miss.expected] == [BOND, LANTERN]
