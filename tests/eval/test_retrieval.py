"""Measures of rankings: by hand, and by nDCG written out here once more."""

import math
import random

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from eval.records import EvalQuestion
from eval.retrieval import measures_at, retrieval_measures

GRADES = {"d1": 2, "d2": 1, "d3": 0, "d4": 3}
RANKING = [("d3", 9.0), ("x", 8.0), ("d2", 7.5), ("d1", 1.0), ("y", -3.0)]


def question(name: str, grades: dict[str, int], **given: object) -> EvalQuestion:
    fields = {"id": name, "turns": ["?"], "passages": [*grades], "grades": [*grades.values()]}
    return EvalQuestion.model_validate(fields | given)


def dcg(gains: list[int], k: int) -> float:
    return sum(max(g, 0) / math.log2(rank + 1) for rank, g in enumerate(gains[:k], 1))


def plain_ndcg(ranking: list[str], grades: dict[str, int], k: int) -> float:
    best = dcg(sorted(grades.values(), reverse=True), k)
    return dcg([grades.get(d, 0) for d in ranking], k) / best


def test_the_cutoffs_are_one_five_and_k():
    assert [str(m) for m in measures_at(10)] == [
        "nDCG@10", "nDCG@5", "R@5", "R@10", "RR", "Success@1", "Success@5", "AP", "Judged@10",
    ]  # fmt: skip
    assert [str(m) for m in measures_at(5)] == [
        "nDCG@5", "R@5", "RR", "Success@1", "Success@5", "AP", "Judged@5",
    ]  # fmt: skip


def test_every_measure_by_hand():
    found = retrieval_measures([question("q", GRADES)], {"q": RANKING}, 10)
    gained = 1 / math.log2(4) + 2 / math.log2(5)  # d2 at rank 3, d1 at rank 4
    ideal = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)  # d4, d1, d2
    assert found == {
        "q": {
            "nDCG@10": pytest.approx(gained / ideal),
            "nDCG@5": pytest.approx(gained / ideal),
            "R@5": pytest.approx(2 / 3),
            "R@10": pytest.approx(2 / 3),
            "RR": pytest.approx(1 / 3),
            "Success@1": 0.0,
            "Success@5": 1.0,
            "AP": pytest.approx((1 / 3 + 2 / 4) / 3),
            "Judged@10": pytest.approx(3 / 5),
        }
    }
    assert gained / ideal == pytest.approx(0.285887, abs=1e-6)


def test_what_stands_behind_k_does_not_count_for_k():
    (found,) = retrieval_measures([question("q", GRADES)], {"q": RANKING}, 3).values()
    ideal = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)
    assert found["nDCG@3"] == pytest.approx((1 / math.log2(4)) / ideal)
    assert found["R@3"] == pytest.approx(1 / 3)
    assert found["R@5"] == pytest.approx(2 / 3)
    assert found["Judged@3"] == pytest.approx(2 / 3)


def test_recall_at_five_stops_at_five():
    ranking = [(f"d{n}", float(-n)) for n in range(1, 11)]
    grades = {"d5": 1, "d6": 1, "d10": 1, "unfound": 1}
    (found,) = retrieval_measures([question("q", grades)], {"q": ranking}, 10).values()
    assert (found["R@5"], found["R@10"]) == (0.25, 0.75)
    assert found["RR"] == pytest.approx(1 / 5)
    assert found["AP"] == pytest.approx((1 / 5 + 2 / 6 + 3 / 10) / 4)
    assert (found["Success@1"], found["Success@5"]) == (0.0, 1.0)
    assert found["Judged@10"] == pytest.approx(3 / 10)


def test_a_perfect_ranking_has_one_everywhere():
    ranking = [("d4", 3.0), ("d1", 2.0), ("d2", 1.0)]
    (found,) = retrieval_measures([question("q", GRADES)], {"q": ranking}, 10).values()
    assert list(found.values()) == [pytest.approx(1.0)] * 9


def test_a_negative_grade_is_judged_but_neither_gains_nor_loses():
    grades = {"spam": -2, "d": 1}
    ranking = [("spam", 2.0), ("d", 1.0)]
    (found,) = retrieval_measures([question("q", grades)], {"q": ranking}, 5).values()
    assert found["nDCG@5"] == pytest.approx(1 / math.log2(3))
    assert (found["RR"], found["R@5"], found["Judged@5"]) == (0.5, 1.0, 1.0)


def test_a_question_with_nothing_relevant_is_not_measured():
    asked = [
        question("none", {}, answerable=False, status="not_covered"),
        question("zero", {"d1": 0, "d2": -1}),
        question("some", {"d1": 1}),
    ]
    rankings = {q.id: [("d1", 1.0)] for q in asked}
    assert retrieval_measures(asked, rankings, 10).keys() == {"some"}
    assert retrieval_measures(asked[:2], rankings, 10) == {}


@pytest.mark.parametrize("rankings", [{}, {"q": []}])
def test_an_empty_ranking_has_zero_and_nothing_to_be_judged(rankings):
    found = retrieval_measures([question("q", {"d1": 1})], rankings, 10)
    assert found == {
        "q": {
            "nDCG@10": 0.0, "nDCG@5": 0.0, "R@5": 0.0, "R@10": 0.0, "RR": 0.0, "Success@1": 0.0,
            "Success@5": 0.0, "AP": 0.0,
        }
    }  # fmt: skip


def test_questions_are_measured_each_by_itself():
    asked = [question("a", {"d1": 1}), question("b", {"d1": 1}), question("c", {"d1": 1})]
    rankings = {"a": [("d1", 2.0), ("x", 1.0)], "b": [("x", 2.0), ("d1", 1.0)], "c": []}
    found = retrieval_measures(asked, rankings, 10)
    assert {name: values["RR"] for name, values in found.items()} == {"a": 1.0, "b": 0.5, "c": 0.0}


@pytest.mark.parametrize("k", [1, 5, 10, 20])
def test_ndcg_is_that_of_plain_python_and_of_scikit_learn_on_random_rankings(k):
    dice = random.Random(k)
    everything = [f"d{n}" for n in range(40)]
    asked, rankings = [], {}
    for n in range(50):
        grades = {d: dice.choice([0, 0, 1, 2, 3]) for d in dice.sample(everything, 12)}
        grades["d0"] = dice.choice([1, 2])
        asked.append(question(f"q{n}", grades))
        order = dice.sample(everything, 25)
        rankings[f"q{n}"] = [(d, 100.0 - 3 * rank) for rank, d in enumerate(order)]
    found = retrieval_measures(asked, rankings, k)
    for q in asked:
        order = [d for d, _ in rankings[q.id]]
        rest = [d for d in everything if d not in order]
        truth = np.array([[q.relevance.get(d, 0) for d in [*order, *rest]]])
        scores = np.arange(len(everything), 0, -1)[None, :]
        value = found[q.id][f"nDCG@{k}"]
        assert value == pytest.approx(plain_ndcg(order, q.relevance, k), abs=1e-6)
        assert value == pytest.approx(ndcg_score(truth, scores, k=k), abs=1e-6)
    assert len({round(found[q.id][f"nDCG@{k}"], 6) for q in asked}) > 3


def test_equal_scores_keep_the_order_of_the_ranking() -> None:
    question = EvalQuestion(id="q", turns=("Who?",), passages=("d1",))
    found = retrieval_measures([question], {"q": [("d1", 3.0), ("x", 3.0)]}, 10)
    assert found["q"]["RR"] == 1.0
