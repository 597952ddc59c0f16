"""What a question holds: relevance by passage, aligned or refused; a run finds its scores."""

import pytest
from pydantic import ValidationError

from eval.records import EvalQuestion, Results, RunSettings, Score


def question(**given: object) -> EvalQuestion:
    return EvalQuestion.model_validate({"id": "q", "turns": ["Who?"]} | given)


def score(measure: str, group: str, mean: float) -> Score:
    return Score(measure=measure, group=group, questions=1, mean=mean, low=0, high=1)


RESULTS = Results(
    set="own",
    sha256="0" * 64,
    commit=None,
    created="2025-01-01T00:00:00+00:00",
    encoder="bag-of-concepts",
    generation="g",
    settings=RunSettings(),
    threshold=0.5,
    scores=(score("right", "all", 0.25), score("RR", "all", 0.5), score("right", "fr", 0.75)),
    questions=(),
)


def test_passages_without_grades_are_relevant_by_one():
    asked = question(passages=["a", "b"])
    assert asked.relevance == {"a": 1, "b": 1}
    assert asked.relevant == {"a", "b"}


def test_grades_belong_to_the_passages_in_their_order():
    asked = question(passages=["a", "b", "c", "d"], grades=[2, 0, -1, 1])
    assert asked.relevance == {"a": 2, "b": 0, "c": -1, "d": 1}


def test_a_grade_of_zero_or_below_is_not_relevant():
    asked = question(passages=["a", "b", "c", "d"], grades=[2, 0, -1, 1])
    assert asked.relevant == {"a", "d"}


def test_a_question_without_passages_has_nothing_relevant():
    assert question().relevance == {}
    assert question().relevant == frozenset()


@pytest.mark.parametrize(("passages", "grades"), [(["a", "b"], [1]), (["a"], [1, 2]), ([], [1])])
def test_grades_that_do_not_match_the_passages_are_refused(passages, grades):
    problem = f"{len(grades)} grades for {len(passages)} passages"
    with pytest.raises(ValidationError, match=problem):
        question(passages=passages, grades=grades)


@pytest.mark.parametrize(
    "wrong", [{"turns": []}, {"status": "maybe"}, {"sections": ["s"]}, {"answerable": "perhaps"}]
)
def test_a_question_with_a_wrong_field_is_refused(wrong):
    with pytest.raises(ValidationError):
        question(**wrong)


@pytest.mark.parametrize("wrong", [{"k": 0}, {"limit": 0}, {"mode": "both"}, {"queries": "first"}])
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValidationError):
        RunSettings.model_validate(wrong)


def test_a_score_is_found_by_measure_and_group():
    assert RESULTS.score("right").mean == 0.25
    assert RESULTS.score("right", "fr").mean == 0.75
    assert RESULTS.score("RR").mean == 0.5


def test_a_score_that_there_is_not_is_none():
    assert RESULTS.score("RR", "fr") is None
    assert RESULTS.score("AP") is None
