"""Intervals, AUROC and p-values against plain loops, exhaustive enumeration and scikit-learn."""

import itertools
import random

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from eval.statistics import (
    auroc,
    auroc_interval,
    auroc_randomisation_p,
    interval,
    randomisation_p,
)


def pairs_above(flags: list[bool], scores: list[float]) -> float:
    """The share of (answerable, unanswerable) pairs in the right order, ties by half."""
    ours = [s for flag, s in zip(flags, scores, strict=True) if flag]
    others = [s for flag, s in zip(flags, scores, strict=True) if not flag]
    won = sum((a > b) + (a == b) / 2 for a in ours for b in others)
    return won / (len(ours) * len(others))


def all_sign_flips(differences: list[float]) -> float:
    """The share of sign flips whose mean is at least as far from 0."""
    observed = abs(sum(differences))
    signs = list(itertools.product([1, -1], repeat=len(differences)))
    flipped = [abs(sum(s * d for s, d in zip(row, differences, strict=True))) for row in signs]
    return sum(value >= observed - 1e-9 for value in flipped) / len(signs)


def all_swaps(flags: list[bool], one: list[float], two: list[float]) -> float:
    """The share of swaps after which the two areas differ at least as much."""
    observed = abs(pairs_above(flags, one) - pairs_above(flags, two))
    far = 0
    for swap in itertools.product([False, True], repeat=len(flags)):
        a = [y if s else x for s, x, y in zip(swap, one, two, strict=True)]
        b = [x if s else y for s, x, y in zip(swap, one, two, strict=True)]
        far += abs(pairs_above(flags, a) - pairs_above(flags, b)) >= observed - 1e-9
    return far / 2 ** len(flags)


def test_the_interval_is_near_the_normal_approximation():
    low, high = interval([1.0] * 50 + [0.0] * 50)
    assert low == pytest.approx(0.5 - 1.96 * 0.05, abs=0.015)  # 0.5 ± 1.96 · √(0.25 / 100)
    assert high == pytest.approx(0.5 + 1.96 * 0.05, abs=0.015)


def test_the_interval_of_other_values_is_near_the_normal_approximation_too():
    values = np.random.default_rng(5).normal(3.0, 2.0, 400)
    half = 1.96 * values.std() / 20
    assert interval(values) == (
        pytest.approx(values.mean() - half, abs=0.03),
        pytest.approx(values.mean() + half, abs=0.03),
    )


@pytest.mark.parametrize("values", [[0.25], [1.0] * 5, [0.0, 0.0], [0.1] * 1000])
def test_the_interval_of_constants_is_exact(values):
    assert interval(values) == (values[0], values[0])


def test_the_interval_of_a_one_and_a_zero_is_everything():
    assert interval([1.0, 0.0]) == (0.0, 1.0)


def test_the_interval_narrows_with_more_questions():
    few, many = interval([1.0, 0.0] * 10), interval([1.0, 0.0] * 500)
    assert few[0] < many[0] < 0.5 < many[1] < few[1]


def test_the_same_seed_gives_the_same_interval():
    values = np.random.default_rng(1).random(50)
    assert interval(values, 3) == interval(values, 3)
    assert interval(values, 3) != interval(values, 4)


def test_auroc_is_the_share_of_pairs_in_the_right_order():
    dice = random.Random(2)
    for _ in range(50):
        flags = [True, False, *(dice.random() < 0.6 for _ in range(20))]
        scores = [round(dice.random(), 1) for _ in flags]  # so round that many tie
        assert auroc(flags, scores) == pytest.approx(pairs_above(flags, scores))
        assert auroc(flags, scores) == pytest.approx(roc_auc_score(flags, scores))


@pytest.mark.parametrize(
    ("flags", "scores", "area"),
    [
        ([True, True, False], [0.9, 0.8, 0.1], 1.0),
        ([True, False], [0.1, 0.9], 0.0),
        ([True, False, False], [0.5, 0.5, 0.5], 0.5),
        ([True, True, False, False], [0.9, 0.4, 0.5, 0.1], 0.75),
        ([True, True], [0.1, 0.9], None),
        ([False], [0.1], None),
        ([], [], None),
    ],
)
def test_auroc_by_hand(flags, scores, area):
    assert auroc(flags, scores) == area


def test_the_interval_of_the_auroc_is_around_it():
    dice = np.random.default_rng(8)
    flags = [True] * 60 + [False] * 40
    scores = [*dice.normal(1.0, 1.0, 60), *dice.normal(0.0, 1.0, 40)]
    low, high = auroc_interval(flags, scores)
    area = pairs_above(flags, scores)
    assert low < area < high
    ours, others = np.array(scores[:60]), np.array(scores[60:])
    drawn = [
        np.mean(dice.choice(ours, 60)[:, None] > dice.choice(others, 40)[None, :])
        for _ in range(2_000)
    ]  # no score ties with one of the other sort
    assert low == pytest.approx(np.quantile(drawn, 0.025), abs=0.015)
    assert high == pytest.approx(np.quantile(drawn, 0.975), abs=0.015)


@pytest.mark.parametrize(
    ("flags", "scores", "bounds"),
    [
        ([True] * 5 + [False] * 5, [0.9] * 5 + [0.1] * 5, (1.0, 1.0)),
        ([True, True, False, False], [0.9, 0.8, 0.2, 0.1], (1.0, 1.0)),
        ([True, True, False, False], [0.3, 0.3, 0.3, 0.3], (0.5, 0.5)),
        ([True, False, False], [0.9, 0.2, 0.1], (0.0, 1.0)),  # one value has no spread to resample
        ([True, True, False], [0.9, 0.2, 0.1], (0.0, 1.0)),
    ],
)
def test_the_interval_of_the_auroc_where_little_is_known(flags, scores, bounds):
    assert auroc_interval(flags, scores) == bounds


@pytest.mark.parametrize("seed", range(6))
def test_a_p_value_is_the_share_of_all_sign_flips_that_go_as_far(seed):
    dice = random.Random(seed)
    one = [dice.random() + 0.1 * seed for _ in range(8)]
    two = [dice.random() for _ in range(8)]
    expected = all_sign_flips([a - b for a, b in zip(one, two, strict=True)])
    assert randomisation_p(one, two) == pytest.approx(expected)


def test_a_p_value_by_hand():
    # 1 1 1 1 0 0 0 0 against 0: of 16 flips of the four, all plus and all minus go as far
    assert randomisation_p([1.0] * 4 + [0.0] * 4, [0.0] * 8) == 2 / 16
    assert randomisation_p([1.0] * 8, [0.0] * 8) == 2 / 256


def test_a_p_value_is_exact_where_few_of_many_questions_changed():
    assert randomisation_p([1.0] * 43, [0.0] * 3 + [1.0] * 40) == 2 / 8


def test_a_p_value_of_many_questions_is_near_the_share_of_random_flips():
    dice = np.random.default_rng(4)
    one, two = dice.random(60) + 0.08, dice.random(60)
    signs = dice.choice([1, -1], (20_000, 60))
    share = np.mean(np.abs(signs @ (one - two)) >= abs((one - two).sum()))
    assert randomisation_p(one, two) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(
    ("one", "two"),
    [([0.5, 1.0, 0.0], [0.5, 1.0, 0.0]), ([1.0], [0.0]), ([1.0, 0.5], [0.0, 0.5]), ([], [])],
)
def test_equal_runs_and_a_single_changed_question_prove_nothing(one, two):
    assert randomisation_p(one, two) == 1.0


def test_clearly_different_runs_have_a_small_p_value():
    assert randomisation_p([1.0] * 40, [0.0] * 40) < 0.001


def test_questions_that_go_both_ways_cancel_out():
    assert randomisation_p([1.0, 0.0] * 6, [0.0, 1.0] * 6) == 1.0


@pytest.mark.parametrize("count", [8, 50])
def test_it_does_not_matter_which_run_comes_first(count):
    dice = np.random.default_rng(count)
    one, two = dice.random(count) + 0.1, dice.random(count)
    assert randomisation_p(one, two) == pytest.approx(randomisation_p(two, one), abs=0.02)
    assert randomisation_p(one, two) < 1.0


def test_equal_runs_have_the_same_auroc():
    flags, scores = [True] * 10 + [False] * 10, list(np.random.default_rng(0).random(20))
    assert auroc_randomisation_p(flags, scores, scores) == 1.0


def test_an_inverted_run_has_another_auroc():
    dice = np.random.default_rng(0)
    flags = [True] * 20 + [False] * 20
    scores = np.concatenate([dice.uniform(0.5, 1, 20), dice.uniform(0, 0.5, 20)])
    assert auroc_randomisation_p(flags, scores, 1 - scores) < 0.005
    assert auroc_randomisation_p(flags, 1 - scores, scores) < 0.005


@pytest.mark.parametrize("seed", range(4))
def test_the_p_value_of_an_auroc_is_near_that_of_all_swaps(seed):
    dice = random.Random(seed)
    flags = [True] * 4 + [False] * 4
    one = [dice.random() + 0.5 * flag for flag in flags]
    two = [dice.random() for _ in flags]
    expected = all_swaps(flags, one, two)
    assert auroc_randomisation_p(flags, one, two) == pytest.approx(expected, abs=0.04)
