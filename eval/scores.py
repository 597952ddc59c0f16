"""Outcomes → scores: all questions, by language, by kind; each with its 95 % interval."""

from collections.abc import Sequence

from eval.measures import AUROC, ORDER
from eval.records import ALL, Outcome, Score
from eval.statistics import auroc, auroc_interval, interval


def scores(found: Sequence[Outcome]) -> tuple[Score, ...]:
    """Aggregate outcomes. A group of which a measure applies to no question has no score of it."""
    groups: dict[str, list[Outcome]] = {ALL: list(found)}
    for outcome in found:
        groups.setdefault(outcome.language, []).append(outcome)
    taken = set(groups)  # a kind that is called like a language has no group of its own
    for outcome in found:
        if outcome.question.kind not in taken:
            groups.setdefault(outcome.question.kind, []).append(outcome)
    return tuple(s for group, members in groups.items() for s in _of_group(group, members))


def _of_group(group: str, members: Sequence[Outcome]) -> list[Score]:
    values: dict[str, list[float]] = {}
    for outcome in members:
        for name, value in outcome.measures.items():
            values.setdefault(name, []).append(value)
    found = [
        _score(name, group, len(own), sum(own) / len(own), interval(own))
        for name, own in values.items()
    ]
    flags, chances = answerability(members)
    area = auroc(flags, chances)
    if area is not None:
        found.append(_score(AUROC, group, len(flags), area, auroc_interval(flags, chances)))
    return sorted(found, key=lambda s: ORDER.index(s.measure) if s.measure in ORDER else len(ORDER))


def paired(
    measure: str, pairs: Sequence[tuple[Outcome, Outcome]]
) -> tuple[list[float], list[float]]:
    """Return a measure's values on both sides of some pairs, where both sides have it."""
    both = [
        (one.measures[measure], two.measures[measure])
        for one, two in pairs
        if measure in one.measures and measure in two.measures
    ]
    return [a for a, _ in both], [b for _, b in both]


def answerability(found: Sequence[Outcome]) -> tuple[list[bool], list[float]]:
    """Return, of the questions that are known to be answerable or not, which, and the scores."""
    known = [(o.question.answerable, o.probability) for o in found]
    kept = [(flag, p) for flag, p in known if flag is not None]
    return [flag for flag, _ in kept], [p for _, p in kept]


def _score(
    measure: str, group: str, count: int, average: float, bounds: tuple[float, float]
) -> Score:
    return Score(
        measure=measure,
        group=group,
        questions=count,
        mean=round(average, 4),
        low=round(bounds[0], 4),
        high=round(bounds[1], 4),
    )
