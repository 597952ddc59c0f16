"""The same questions in two languages: how far apart are they, and where?"""

from collections.abc import Sequence
from statistics import fmean

from corpus.errors import InputError
from corpus.records import Record
from eval.measures import LOWER_IS_BETTER
from eval.records import Outcome
from eval.scores import paired
from eval.statistics import randomisation_p

MEASURES = (
    "right",
    "evidence_cited",
    "first_citation",
    "answerable_refused",
    "refusal_recall",
    "nDCG@10",
    "R@5",
)


class Gap(Record):
    """A measure in two languages, over the questions that have it in both.

    `gap` is first minus second language, turned so that more than 0 favours the first; `p` is that
    of a paired randomisation test.
    """

    measure: str
    questions: int
    first: float
    second: float
    gap: float
    p: float


class Unequal(Record):
    """A question that one language does better on: what was asked, and each measure's values."""

    pair: str
    first: str
    second: str
    values: dict[str, tuple[float, float]]


class Parity(Record):
    """Two languages, the gaps between them, and every question that differs."""

    languages: tuple[str, str]
    gaps: tuple[Gap, ...]
    unequal: tuple[Unequal, ...]


def parity(found: Sequence[Outcome]) -> Parity:
    """Compare the languages of a set whose questions name their `pair`. Raises `InputError`."""
    pairs: dict[str, dict[str, Outcome]] = {}
    for outcome in found:
        if outcome.question.pair:
            pairs.setdefault(outcome.question.pair, {})[outcome.language] = outcome
    languages = sorted({code for pair in pairs.values() for code in pair})
    if len(languages) != 2:
        told = ", ".join(languages) or "none"
        raise InputError(
            f'Parity needs the same questions in two languages, each naming its "pair". '
            f"Languages of the pairs here: {told}."
        )
    one, two = languages
    both = {name: (p[one], p[two]) for name, p in pairs.items() if len(p) == 2}
    gaps = [gap for measure in MEASURES if (gap := _gap(measure, list(both.values())))]
    unequal = [u for name, pair in both.items() if (u := _unequal(name, *pair))]
    return Parity(languages=(one, two), gaps=tuple(gaps), unequal=tuple(unequal))


def _gap(measure: str, pairs: Sequence[tuple[Outcome, Outcome]]) -> Gap | None:
    one, two = paired(measure, pairs)
    if not one:
        return None
    sign = -1 if measure in LOWER_IS_BETTER else 1
    return Gap(
        measure=measure,
        questions=len(one),
        first=round(fmean(one), 4),
        second=round(fmean(two), 4),
        gap=round(sign * (fmean(one) - fmean(two)), 4) + 0.0,  # never -0
        p=round(randomisation_p(one, two), 4),
    )


def _unequal(name: str, one: Outcome, two: Outcome) -> Unequal | None:
    values = {
        m: (one.measures[m], two.measures[m])
        for m in MEASURES
        if m in one.measures and m in two.measures and one.measures[m] != two.measures[m]
    }
    if not values:
        return None
    asked = [" → ".join(o.question.turns) for o in (one, two)]
    return Unequal(pair=name, first=asked[0], second=asked[1], values=values)
