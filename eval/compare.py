"""Two runs of the same questions, question by question: better, worse, or the same within noise."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from corpus.errors import InputError
from corpus.records import Record
from eval.measures import AUROC, LOWER_IS_BETTER
from eval.records import ALL, Outcome, Results
from eval.scores import answerability, paired
from eval.statistics import auroc, auroc_randomisation_p, randomisation_p

SIGNIFICANT = 0.05
Verdict = Literal["better", "worse", "same within noise"]
Pair = tuple[Outcome, Outcome]


class Difference(Record):
    """A measure in two runs, over the questions to which it applies in both.

    `changed` counts the questions whose value differs; `p` is that of a paired randomisation test;
    the verdict is about the second run, at p < 0.05.
    """

    measure: str
    questions: int
    changed: int
    before: float
    after: float
    p: float
    verdict: Verdict


class Flip(Record):
    """A question whose value of a measure changed."""

    id: str
    question: str
    measure: str
    before: float
    after: float


class Comparison(Record):
    """What changed from one run to another; `unpaired` questions are in one of them only."""

    before: str
    after: str
    questions: int
    unpaired: int
    differences: tuple[Difference, ...]
    flips: tuple[Flip, ...]

    def regressions(self) -> list[Difference]:
        """Return the measures that became worse by more than noise."""
        return [d for d in self.differences if d.verdict == "worse"]


def compare(before: Results, after: Results) -> Comparison:
    """Compare two runs. Raises `InputError` where they share no question."""
    old = {o.question.id: o for o in before.questions}
    new = {o.question.id: o for o in after.questions}
    shared = [i for i in new if i in old and old[i].question.turns == new[i].question.turns]
    if not shared:
        raise InputError("The two runs share no question. Compare runs of the same set.")
    pairs = [(old[i], new[i]) for i in shared]
    names = dict.fromkeys(m for pair in pairs for o in pair for m in o.measures)
    differences = [d for d in (_difference(name, pairs) for name in names) if d]
    return Comparison(
        before=_label(before),
        after=_label(after),
        questions=len(shared),
        unpaired=len(old.keys() | new.keys()) - len(shared),
        differences=(*differences, *_auroc(pairs)),
        flips=tuple(_flips(pairs, names)),
    )


def read_bars(given: Iterable[str]) -> dict[str, float]:
    """Read bars written as `measure=value`. Raises `InputError`.

    >>> read_bars(["right=0.9", "nDCG@10=.8"])
    {'right': 0.9, 'nDCG@10': 0.8}
    """
    bars = {}
    for text in given:
        name, _, value = text.partition("=")
        bars[name] = _number(value)
        if not math.isfinite(bars[name]):
            raise InputError(f"{text!r} is no bar. Write measure=value: right=0.9")
    return bars


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def under(results: Results, bars: Mapping[str, float]) -> list[str]:
    """Say in a sentence each which measures miss their bar.

    A bar is a ceiling where lower is better. Raises `InputError` for a measure that the run
    doesn't have.
    """
    missed = []
    for name, bar in bars.items():
        score = results.score(name)
        if score is None:
            there = ", ".join(s.measure for s in results.scores if s.group == ALL)
            raise InputError(f"This run has no measure {name}. It has: {there}.")
        low = name in LOWER_IS_BETTER
        if (score.mean > bar) if low else (score.mean < bar):
            way = "above" if low else "under"
            missed.append(f"{results.set}: {name} is {score.mean:.4f}, {way} the bar of {bar:g}.")
    return missed


def _difference(name: str, pairs: Sequence[Pair]) -> Difference | None:
    one, two = paired(name, pairs)
    if not one:
        return None
    p = randomisation_p(one, two)
    before, after = sum(one) / len(one), sum(two) / len(two)
    changed = sum(a != b for a, b in zip(one, two, strict=True))
    return Difference(
        measure=name,
        questions=len(one),
        changed=changed,
        before=round(before, 4),
        after=round(after, 4),
        p=round(p, 4),
        verdict=_verdict(name, after - before, p),
    )


def _auroc(pairs: Sequence[Pair]) -> Iterable[Difference]:
    flags, one = answerability([a for a, _ in pairs])
    _, two = answerability([b for _, b in pairs])
    before, after = auroc(flags, one), auroc(flags, two)
    if before is not None and after is not None:
        p = auroc_randomisation_p(flags, one, two)
        yield Difference(
            measure=AUROC,
            questions=len(flags),
            changed=sum(a != b for a, b in zip(one, two, strict=True)),
            before=round(before, 4),
            after=round(after, 4),
            p=round(p, 4),
            verdict=_verdict(AUROC, after - before, p),
        )


def _verdict(name: str, difference: float, p: float) -> Verdict:
    if p >= SIGNIFICANT or difference == 0:
        return "same within noise"
    return "better" if (difference > 0) != (name in LOWER_IS_BETTER) else "worse"


def _flips(pairs: Sequence[Pair], names: Iterable[str]) -> Iterable[Flip]:
    for name in names:
        for a, b in pairs:
            one, two = a.measures.get(name), b.measures.get(name)
            if one is not None and two is not None and one != two:
                question = " → ".join(b.question.turns)
                yield Flip(id=b.question.id, question=question, measure=name, before=one, after=two)


def _label(results: Results) -> str:
    settings = results.settings
    how = f"{settings.mode}, {settings.queries}, {results.encoder}"
    return f"{results.set} at {results.commit or 'an unknown commit'} ({how})"
