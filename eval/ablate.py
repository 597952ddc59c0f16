"""What each part is worth: the same questions with one part taken out at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.ask import Assistant
from corpus.records import Record
from eval.compare import compare
from eval.measures import AUROC
from eval.records import ALL, EvalSet, Mode, Queries, Results, RunSettings, Score
from eval.results import results
from eval.run import outcomes
from eval.targets import weights_of
from index.encoders import Encoder
from index.search import Index

MEASURES = ("nDCG@10", "right", "R@5", AUROC)


@dataclass(frozen=True)
class Variant:
    """A way to answer: its name, an index, which scores rank, what is asked, whether it reads, and
    whether it refuses what it doubts.
    """

    name: str
    index: Index
    mode: Mode = "hybrid"
    queries: Queries = "standalone"
    reads: bool = True
    doubts: bool = True


class Row(Record):
    """A variant's scores by measure and group; `p` compares its nDCG@10 with the first variant's.

    `p` is None for the first one, and where a set has no judgements.
    """

    set: str
    variant: str
    scores: dict[str, dict[str, Score]]
    p: float | None


def variants(asked: EvalSet, index: Index, without_context: Index | None) -> list[Variant]:
    """Return the variants that make sense for a set, the full system first."""
    found = [
        Variant("hybrid", index),
        Variant("dense alone", index, mode="dense"),
        Variant("lexical alone", index, mode="lexical"),
        Variant("nothing read", index, reads=False),
        Variant("nothing doubted", index, doubts=False),
    ]
    if without_context is not None:
        found.append(Variant("no section context", without_context))
    if any(len(q.turns) > 1 for q in asked.questions):
        found.append(Variant("last turn as typed", index, queries="last"))
        found.append(Variant("all turns as one", index, queries="history"))
    if any(q.rewrite for q in asked.questions):
        found.append(Variant("rewritten by hand", index, queries="rewrite"))
    return found


def ablate(
    asked: EvalSet, ways: Sequence[Variant], encoder: Encoder, told: Callable[[str], None]
) -> Iterator[Row]:
    """Run every variant; `told` hears the name of each before it runs."""
    first: Results | None = None
    for way in ways:
        told(way.name)
        assistant = Assistant(way.index, encoder, weights_of(way.mode))
        if not way.reads:
            assistant.stop_reading()
        if not way.doubts:
            assistant.stop_doubting()
        run = RunSettings(mode=way.mode, queries=way.queries)
        found = results(asked, list(outcomes(assistant, asked.questions, run)), run, assistant)
        p = None
        if first is not None:
            differences = {d.measure: d for d in compare(first, found).differences}
            p = differences["nDCG@10"].p if "nDCG@10" in differences else None
        first = first or found
        yield Row(set=asked.name, variant=way.name, scores=_scores(found), p=p)


def _scores(found: Results) -> dict[str, dict[str, Score]]:
    groups = [ALL, *sorted({o.language for o in found.questions})]
    kept: dict[str, dict[str, Score]] = {}
    for measure in MEASURES:
        asked = [ALL] if measure == AUROC else groups  # of answers, not of languages
        own = {g: s for g in asked if (s := found.score(measure, g))}
        if own:
            kept[measure] = own
    return kept
