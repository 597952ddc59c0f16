"""Which questions went wrong, and in one phrase how."""

from collections.abc import Iterable, Mapping

from corpus.records import Record
from eval.records import Outcome, Results
from index.search import Index

SHOWN = 3  # passages that were found, shown of each miss
MOST = 200  # misses on a page


class Shown(Record):
    """A passage of a miss: its text in the question's language, and whether it is relevant."""

    passage_id: str
    text: str
    relevant: bool
    cited: bool


class Miss(Record):
    """A question that went wrong: `expected` passages beside those `found`."""

    reason: str
    outcome: Outcome
    expected: tuple[Shown, ...]
    found: tuple[Shown, ...]


def reason(outcome: Outcome) -> str | None:
    """Say what is wrong with an outcome, the gravest first; None where nothing is.

    Where a set names no facts, only whether the evidence is cited can be judged.
    """
    values = outcome.measures
    if values.get("quotes_valid") == 0:
        return "a quote doesn't hold"
    if values.get("refusal_recall") == 0:
        return "answered, though the text doesn't say"
    if values.get("asked_back") == 0:
        return "didn't ask back"
    if values.get("answerable_refused") == 1:
        return "refused, though the text says it"
    if values.get("evidence_cited") == 0:
        return "cites other passages than the evidence"
    if values.get("right") == 0:
        return "states not everything"
    return None


def misses(results: Results, index: Index) -> list[Miss]:
    """Return all misses with their passages, in the order of the set."""
    texts = {(p.id, p.language): p.text for p in index.passages}
    texts |= {(p.id, ""): p.text for p in reversed(index.passages)}
    found = ((reason(outcome), outcome) for outcome in results.questions)
    return [_miss(why, outcome, texts) for why, outcome in found if why]


def _miss(why: str, outcome: Outcome, texts: Mapping[tuple[str, str], str]) -> Miss:
    retrieved = [hit.passage_id for hit in outcome.retrieved[:SHOWN]]
    first = list(dict.fromkeys([*outcome.cited, *retrieved]))
    return Miss(
        reason=why,
        outcome=outcome,
        expected=tuple(_shown(sorted(outcome.question.relevant), outcome, texts)),
        found=tuple(_shown(first, outcome, texts)),
    )


def _shown(
    ids: Iterable[str], outcome: Outcome, texts: Mapping[tuple[str, str], str]
) -> Iterable[Shown]:
    for name in ids:
        text = texts.get((name, outcome.language)) or texts.get((name, ""), "(not in the corpus)")
        relevant, cited = name in outcome.question.relevant, name in outcome.cited
        yield Shown(passage_id=name, text=text, relevant=relevant, cited=cited)
