"""Means with intervals, and whether two runs differ by more than noise. By scipy.

- Intervals are 95 % percentile bootstrap intervals over questions (Efron 1979).
- Two runs are compared by a paired randomisation test, two-sided (Smucker, Allan and Carterette
  2007, https://doi.org/10.1145/1321440.1321528): how often would swapping the two values of each
  question at random make the means differ at least as much?
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
SWAPS = 10_000
Values = NDArray[np.float64]


def interval(values: Sequence[float], seed: int = 0) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean of at least one value.

    >>> interval([1.0, 1.0, 1.0])
    (1.0, 1.0)
    """
    return _bootstrap((np.asarray(values, np.float64),), _mean, seed)


def auroc(answerable: Sequence[bool], scores: Sequence[float]) -> float | None:
    """Return how likely an answerable question scores above an unanswerable one, ties by half.

    None where all are of one sort. 0.5 is chance, 1 is perfect.

    >>> auroc([True, True, False], [0.9, 0.4, 0.5])
    0.5
    """
    if len(set(answerable)) < 2:
        return None
    flags, values = np.asarray(answerable, bool), np.asarray(scores, np.float64)
    return float(_above(values[flags], values[~flags]))


def auroc_interval(
    answerable: Sequence[bool], scores: Sequence[float], seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the AUROC, each sort of question resampled by itself.

    There must be some of each sort.
    """
    flags, values = np.asarray(answerable, bool), np.asarray(scores, np.float64)
    return _bootstrap((values[flags], values[~flags]), _above, seed)


def randomisation_p(one: Sequence[float], two: Sequence[float], seed: int = 0) -> float:
    """Return the p-value of two runs having the same mean; values are paired by question.

    Exact where there are few questions, else from 10,000 random swaps.

    >>> randomisation_p([1.0, 1.0, 0.0], [1.0, 1.0, 0.0])
    1.0
    """
    from scipy.stats import permutation_test

    differences = np.asarray(one, np.float64) - np.asarray(two, np.float64)
    changed = differences[differences != 0]  # swapping equal values changes nothing
    if len(changed) < 2:  # swapping one difference changes its sign, not its size
        return 1.0
    test = permutation_test(
        (changed,),
        lambda x, axis: np.mean(x, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=SWAPS,
        rng=np.random.default_rng(seed),
    )
    return float(test.pvalue)


def auroc_randomisation_p(
    answerable: Sequence[bool], one: Sequence[float], two: Sequence[float], seed: int = 0
) -> float:
    """Return the p-value of two runs having the same AUROC, their scores paired by question.

    There must be some answerable and some unanswerable questions.
    """
    flags = np.asarray(answerable, bool)
    first, second = np.asarray(one, np.float64), np.asarray(two, np.float64)
    swap = np.random.default_rng(seed).random((RESAMPLES, len(flags))) < 0.5

    def difference(a: Values, b: Values) -> Values:
        return _above(a[..., flags], a[..., ~flags]) - _above(b[..., flags], b[..., ~flags])

    observed = abs(difference(first, second))
    swapped = difference(np.where(swap, second, first), np.where(swap, first, second))
    as_far = int((np.abs(swapped) >= observed - 1e-12).sum())
    return (as_far + 1) / (RESAMPLES + 1)


def _bootstrap(
    samples: tuple[Values, ...], statistic: Callable[..., Values], seed: int
) -> tuple[float, float]:
    """scipy's bootstrap wants two values a sample; fewer have no spread to resample."""
    from scipy.stats import bootstrap

    if len(samples) == 1 and len(np.unique(samples[0])) == 1:
        return float(samples[0][0]), float(samples[0][0])
    if any(len(sample) < 2 for sample in samples):
        return 0.0, 1.0
    found = bootstrap(
        samples,
        statistic,
        n_resamples=RESAMPLES,
        method="percentile",
        vectorized=True,
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)


def _mean(values: Values, axis: int = -1) -> Values:
    return np.asarray(values.mean(axis=axis))


def _above(answerable: Values, other: Values, axis: int = -1) -> Values:
    """The Mann-Whitney statistic over all pairs, as a share: the AUROC, for many resamples."""
    from scipy.stats import mannwhitneyu

    pairs = answerable.shape[axis] * other.shape[axis]
    test = mannwhitneyu(answerable, other, axis=axis, method="asymptotic")
    return np.asarray(test.statistic / pairs)
