"""Fits how the signals of `assistant.signals` are weighed, on questions of dev sets."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.signals import Signals
from corpus.errors import InputError
from corpus.records import Record
from eval.records import EvalQuestion
from eval.run import Examines, prepared
from eval.statistics import auroc
from index.calibration import Calibration

REFUSED = 0.05  # the share of answerable questions that the threshold may refuse
FIRST = 4.0  # the weight of the first set: what the product is for counts more
PENALTY = 1.0  # of the squared weights, in standardised units, as in scikit-learn with C = 1

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Judged(Record):
    """The signals of a question of a set, and whether it is answerable."""

    set: str
    answerable: bool
    signals: Signals


class Fitted(Record):
    """A calibration, and by set the AUROC of the questions that it was fitted on."""

    calibration: Calibration
    auroc: dict[str, float | None]
    questions: dict[str, int]


def judged(name: str, assistant: Examines, questions: Iterable[EvalQuestion]) -> Iterator[Judged]:
    """Ask questions of a set; those that are refused whatever their signals are left out."""
    for question in questions:
        if question.answerable is None:
            continue
        asked, conversation = prepared(assistant, question, "standalone")
        signals = assistant.examine(asked, conversation).signals
        if signals:
            yield Judged(set=name, answerable=question.answerable, signals=signals)


def fitted(found: Sequence[Judged]) -> Fitted:
    """Fit weights (never negative), bias and threshold by penalised maximum likelihood.

    Sets count equally, however large, but the first one `FIRST` times. The threshold refuses 5 %
    of the answerable questions of the first set. Raises `InputError` where a class is missing.
    """
    flags = np.array([j.answerable for j in found], bool)
    if len(set(flags.tolist())) < 2:
        raise InputError("Calibration needs answerable and unanswerable questions. Give such sets.")
    names = [j.set for j in found]
    values = np.array([list(j.signals.model_dump().values()) for j in found])
    weights, bias = _logistic(values, flags, _shares(names))
    named = dict(zip(Signals.model_fields, weights, strict=True))
    calibration = Calibration(weights=named, bias=bias, threshold=0.0)
    chances = np.array([calibration.probability(j.signals.model_dump()) for j in found])
    first = flags & np.array([name == names[0] for name in names])
    threshold = round(float(np.quantile(chances[first], REFUSED)), 4)
    return Fitted(
        calibration=calibration.model_copy(update={"threshold": threshold}),
        auroc=_areas(names, flags, chances),
        questions={name: names.count(name) for name in dict.fromkeys(names)},
    )


def _areas(names: Sequence[str], flags: Flags, chances: Values) -> dict[str, float | None]:
    areas = {}
    for name in dict.fromkeys(names):
        own = np.array([other == name for other in names])
        areas[name] = auroc(flags[own].tolist(), chances[own].tolist())
    return areas


def _shares(names: Sequence[str]) -> Values:
    """Weights of the questions: those of a set sum to 1, of the first one to `FIRST`."""
    own = {name: FIRST if name == names[0] else 1.0 for name in names}
    return np.array([own[name] / names.count(name) for name in names])


def _logistic(values: Values, flags: Flags, shares: Values) -> tuple[tuple[float, ...], float]:
    """Minimise the weighted logistic loss of standardised values; return weights of raw ones."""
    from scipy.optimize import minimize

    mean, deviation = values.mean(axis=0), values.std(axis=0) + 1e-9
    x, sign = (values - mean) / deviation, np.where(flags, 1.0, -1.0)
    counts = shares * len(values) / shares.sum()

    def loss(p: Values) -> float:
        errors = counts * np.logaddexp(0, -sign * (x @ p[:-1] + p[-1]))
        return float(errors.sum() + PENALTY * (p[:-1] ** 2).sum() / 2)

    bounds = [(0.0, None)] * x.shape[1] + [(None, None)]
    best = minimize(loss, np.zeros(x.shape[1] + 1), method="L-BFGS-B", bounds=bounds).x
    weights = best[:-1] / deviation
    bias = best[-1] - float(weights @ mean)
    return tuple(round(float(w), 3) for w in weights), round(float(bias), 3)
