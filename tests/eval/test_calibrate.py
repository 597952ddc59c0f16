"""Fitting the weights of the signals: on signals made up, against scikit-learn."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from assistant.signals import Signals
from corpus.errors import InputError
from eval.calibrate import Judged, fitted, judged
from eval.records import EvalQuestion

NAMES = tuple(Signals.model_fields)


def of(values: list[float]) -> Signals:
    return Signals(**dict(zip(NAMES, values, strict=True)))


def made(seed: int, count: int = 400, name: str = "own") -> list[Judged]:
    """Questions whose first two signals tell what is answerable, the third tells the opposite."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(count, len(NAMES)))
    chance = 1 / (1 + np.exp(-(2 * values[:, 0] + values[:, 1] - values[:, 2])))
    return [
        Judged(
            set=name, answerable=bool(flag), signals=Signals(**dict(zip(NAMES, row, strict=True)))
        )
        for row, flag in zip(values.tolist(), rng.random(count) < chance, strict=True)
    ]


def test_signals_that_tell_are_weighed_and_none_speaks_against_an_answer():
    weights = list(fitted(made(0)).calibration.weights.values())
    assert weights[0] > weights[1] > 0.5
    assert weights[2] == 0.0
    assert min(weights) >= 0.0


def test_weights_are_those_of_a_penalised_logistic_regression():
    turned = []  # so that every telling signal speaks for an answer
    for found in made(1):
        values = list(found.signals.model_dump().values())
        turned.append(
            found.model_copy(update={"signals": of([*values[:2], -values[2], *values[3:]])})
        )
    own = fitted(turned).calibration
    x = np.array([list(j.signals.model_dump().values()) for j in turned])
    flags = np.array([j.answerable for j in turned])
    weights = list(own.weights.values())
    kept = [i for i, w in enumerate(weights) if w > 0]
    spread = x[:, kept].std(axis=0)
    oracle = LogisticRegression(C=1.0).fit((x[:, kept] - x[:, kept].mean(axis=0)) / spread, flags)
    assert [weights[i] for i in kept] == pytest.approx(
        (oracle.coef_[0] / spread).tolist(), abs=0.01
    )


def test_the_threshold_refuses_five_percent_of_the_first_set():
    found = made(2, 1000)
    calibration = fitted(found).calibration
    answerable = [j for j in found if j.answerable]
    refused = sum(
        calibration.probability(j.signals.model_dump()) < calibration.threshold for j in answerable
    )
    assert 0.048 <= refused / len(answerable) <= 0.052


def test_the_first_set_counts_more_than_a_larger_one():
    own = made(3, 100)
    other = [
        Judged(set="other", answerable=not j.answerable, signals=j.signals) for j in made(4, 2000)
    ]
    assert fitted([*own, *other]).auroc["own"] > 0.8
    assert fitted([*other, *own]).auroc["own"] < 0.6


def test_the_areas_are_told_by_set():
    found = fitted([*made(5, 200), *made(6, 100, "other")])
    assert found.questions == {"own": 200, "other": 100}
    assert all(0.8 < area < 1 for area in found.auroc.values() if area)


def test_a_class_that_is_missing_is_refused():
    with pytest.raises(InputError, match="answerable and unanswerable"):
        fitted([j for j in made(7) if j.answerable])


def test_only_questions_that_say_whether_they_are_answerable_and_reach_the_signals_count(assistant):
    lantern, weather = "Who pays for the Lantern Fellowship?", "What is the weather in Belhaven?"
    said = EvalQuestion(id="1", kind="fact", turns=(lantern,), answerable=True)
    unsaid = EvalQuestion(id="2", kind="fact", turns=(weather,), answerable=False)
    silent = EvalQuestion(id="3", kind="fact", turns=(lantern,))
    thanks = EvalQuestion(id="4", kind="fact", turns=("Thanks!",), answerable=False)
    found = list(judged("tavoria", assistant, [said, unsaid, silent, thanks]))
    assert [(j.set, j.answerable) for j in found] == [("tavoria", True), ("tavoria", False)]
    assert found[0].signals.cover > found[1].signals.cover
