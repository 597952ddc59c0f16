"""Measures of retrieval, by ir-measures (MacAvaney et al. 2022, https://ir-measur.es).

Per query first. A question without a relevant passage is no retrieval miss: it isn't measured
here. Higher is better. `R@5` and the like count relevance from 1 on; `Judged@k` is the share of the
first k passages that the set judged at all, which says how far the others can be trusted.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.records import EvalQuestion

FIRST = 5  # a cutoff that is always reported: what a reader sees
Ranking = Sequence[tuple[str, float]]


def measures_at(k: int) -> list[Any]:
    """Return ir-measures' measures for the cutoffs 1, 5 and k; Judged@k is the last."""
    from ir_measures import AP, RR, Judged, R, Success, nDCG

    cutoffs = sorted({FIRST, k})
    return [
        *(nDCG @ c for c in reversed(cutoffs)),
        *(R @ c for c in cutoffs),
        RR,
        *(Success @ c for c in sorted({1, FIRST})),
        AP,
        Judged @ k,
    ]


def ranked_by(k: int) -> str:
    """Return the name of the measure that rankings of k passages are charted by.

    >>> ranked_by(5)
    'nDCG@5'
    """
    return f"nDCG@{k}"


def retrieval_measures(
    questions: Sequence[EvalQuestion], rankings: Mapping[str, Ranking], k: int
) -> dict[str, dict[str, float]]:
    """Measure rankings (by question id, best first): value by measure by question id."""
    import ir_measures

    judged = {q.id: q.relevance for q in questions if q.relevant}
    # trec_eval sorts by score and breaks ties by id: places instead of scores keep our order
    run = {
        name: {document: -float(place) for place, (document, _) in enumerate(rankings[name])}
        for name in judged
        if rankings.get(name)
    }
    metrics = measures_at(k)
    missed = {str(metric): 0.0 for metric in metrics[:-1]}  # nothing found, so nothing to be judged
    found = {name: dict(missed) for name in judged}
    if run:
        answered = {name: judged[name] for name in run}
        for metric in ir_measures.iter_calc(metrics, answered, run):
            found[metric.query_id][str(metric.measure)] = float(metric.value)
    return found
