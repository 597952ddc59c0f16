"""Outcomes are aggregated for all, by language and by kind; what doesn't apply is left out."""

import pytest

from eval.records import EvalQuestion, Outcome, Score
from eval.scores import answerability, scores


def outcome(
    measures: dict[str, float],
    kind: str = "fact",
    language: str = "en",
    answerable: bool | None = None,
    probability: float = 0.5,
) -> Outcome:
    return Outcome(
        question=EvalQuestion(id="q", kind=kind, turns=("?",), answerable=answerable),
        query="?",
        language=language,
        status="answered",
        answer="",
        cited=(),
        retrieved=(),
        probability=probability,
        latency_ms=1.0,
        measures=measures,
    )


FOUND = [
    outcome({"right": 1.0, "RR": 1.0}, "fact", "en", True, 0.9),
    outcome({"right": 0.0, "RR": 0.5, "items_found": 0.5}, "list", "fr", True, 0.4),
    outcome({"refusal_recall": 1.0, "RR": 0.0}, "nonsense", "fr", False, 0.5),
    outcome({"refusal_recall": 0.0}, "nonsense", "en", False, 0.1),
    outcome({"right": 1.0}, "fact", "en", None, 0.0),
]


def by_name(found: list[Outcome]) -> dict[tuple[str, str], Score]:
    return {(s.group, s.measure): s for s in scores(found)}


def test_groups_are_all_then_languages_then_kinds():
    groups = list(dict.fromkeys(s.group for s in scores(FOUND)))
    assert groups == ["all", "en", "fr", "fact", "list", "nonsense"]


def test_a_mean_is_over_the_questions_that_the_measure_applies_to():
    found = by_name(FOUND)
    assert (found["all", "right"].questions, found["all", "right"].mean) == (3, 0.6667)
    assert (found["en", "right"].questions, found["en", "right"].mean) == (2, 1.0)
    assert (found["fr", "right"].questions, found["fr", "right"].mean) == (1, 0.0)
    assert (found["all", "RR"].questions, found["all", "RR"].mean) == (3, 0.5)
    assert (found["nonsense", "refusal_recall"].mean, found["list", "items_found"].mean) == (
        0.5,
    ) * 2


def test_a_measure_that_applies_to_no_question_of_a_group_is_left_out():
    found = by_name(FOUND)
    assert ("nonsense", "right") not in found
    assert ("en", "items_found") not in found
    assert ("fact", "refusal_recall") not in found
    assert ("all", "asked_back") not in found


def test_measures_of_answers_come_first_in_their_order_then_the_others_as_they_came():
    shuffled = {"RR": 1.0, "quotes_valid": 1.0, "AP": 1.0, "evidence_cited": 1.0, "right": 1.0}
    found = scores([outcome(shuffled, answerable=True), outcome({}, answerable=False)])
    assert [s.measure for s in found if s.group == "all"] == [
        "right",
        "evidence_cited",
        "answerability_auroc",
        "quotes_valid",
        "RR",
        "AP",
    ]


def test_an_interval_is_around_its_mean():
    found = by_name([outcome({"right": float(n % 4 > 0)}) for n in range(100)])["all", "right"]
    assert (found.questions, found.mean) == (100, 0.75)
    assert found.low == pytest.approx(0.75 - 1.96 * 0.0433, abs=0.02)  # √(0.75 · 0.25 / 100)
    assert found.high == pytest.approx(0.75 + 1.96 * 0.0433, abs=0.02)


def test_constants_have_no_width():
    found = by_name([outcome({"right": 1.0})] * 3)["all", "right"]
    assert (found.mean, found.low, found.high) == (1.0, 1.0, 1.0)


def test_the_auroc_is_of_the_questions_known_to_be_answerable_or_not():
    # 0.9 and 0.4 are answerable, 0.5 and 0.1 are not: three of four pairs are in order
    area = by_name(FOUND)["all", "answerability_auroc"]
    assert (area.questions, area.mean) == (4, 0.75)
    assert (by_name(FOUND)["en", "answerability_auroc"].mean) == 1.0
    assert (by_name(FOUND)["fr", "answerability_auroc"].mean) == 0.0
    assert area.low <= 0.75 <= area.high


def test_a_group_of_one_sort_has_no_auroc():
    found = by_name(FOUND)
    assert ("nonsense", "answerability_auroc") not in found
    assert ("fact", "answerability_auroc") not in found


def test_answerability_leaves_out_what_the_set_does_not_say():
    assert answerability(FOUND) == ([True, True, False, False], [0.9, 0.4, 0.5, 0.1])
    assert answerability([]) == ([], [])


def test_no_outcomes_have_no_scores():
    assert scores([]) == ()


@pytest.mark.parametrize(("kind", "group"), [("all", "all"), ("en", "en")])
def test_a_kind_named_like_another_group_counts_no_question_twice(kind, group):
    found = by_name([outcome({"right": 1.0}, kind), outcome({"right": 0.0})])
    assert (found[group, "right"].questions, found[group, "right"].mean) == (2, 0.5)
