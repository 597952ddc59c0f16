"""Measures of answers: per question first, aggregated second. Pure functions.

The definitions, settled here:

- A *fact* is stated where one of its alternatives stands in the answer's text as whole words, after
  lower-casing, dropping accents and joining digit groups.
- An answer to an answerable question is *right* where it states every fact and every item, and some
  citation lies in a section that holds the evidence.
- *First citation* asks whether the first one does.
- *Items found* is the share of a list's items that are stated.
- A question is *refused* where its status is not "answered". Refusing an unanswerable question is
  right; it is never counted as a retrieval miss.
- *Asked back* applies to questions that are too bare to be answered: their status has to be
  "unclear".
"""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from assistant.answer import Answer
from eval.records import Alternatives, EvalQuestion, Judgement
from index.lexical import plain

SEPARATORS = re.compile(r"[-–—'’\s]+")
RESAMPLES = 1_000


def normal(text: str) -> str:
    """Return a text as facts are compared.

    >>> normal("L’UE : 403 646 émigrés, soit 5,52 %")
    'l ue : 403646 emigres, soit 5.52 %'
    """
    decimals = re.sub(r"(?<=\d),(?=\d)", ".", plain(text))
    return SEPARATORS.sub(" ", decimals)


def states(text: str, fact: Alternatives) -> bool:
    """Tell whether a text states a fact in one of its wordings.

    >>> states("Nigeria leads.", ("Niger",)), states("Le PIB.", ("GDP", "PIB"))
    (False, True)
    """
    own = normal(text)
    return any(re.search(rf"(?<!\w){re.escape(normal(a))}(?!\w)", own) for a in fact)


def judge(question: EvalQuestion, answer: Answer) -> Judgement:
    """Judge one answer."""
    cited = tuple(c.passage_id for c in answer.citations)
    sections = [passage.partition("/")[2].partition("#")[0] for passage in cited]
    held = [section in question.sections for section in sections]
    found = [states(answer.text, item) for item in question.items]
    stated = all(states(answer.text, fact) for fact in question.facts)
    answerable = question.answerable
    return Judgement(
        id=question.id,
        language=question.language,
        kind=question.kind,
        right=stated and all(found) and any(held) if answerable else None,
        first_citation=bool(held) and held[0] if answerable else None,
        items_found=fmean(found) if found else None,
        refused=answer.status != "answered",
        asked_back=answer.status == "unclear" if question.status == "unclear" else None,
        answer=answer.text,
        cited=cited,
    )


def mean(values: Iterable[float | bool | None]) -> float | None:
    """Return the mean of the values that apply, or None where none does."""
    known = [float(v) for v in values if v is not None]
    return fmean(known) if known else None


def interval(values: Iterable[float | bool | None], seed: int = 0) -> tuple[float, float] | None:
    """Return the 95 % bootstrap interval of the mean (percentile method, Efron 1979)."""
    known = [float(v) for v in values if v is not None]
    if not known:
        return None
    dice = random.Random(seed)  # noqa: S311 - resampling, not secrecy
    means = sorted(fmean(dice.choices(known, k=len(known))) for _ in range(RESAMPLES))
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]


Measure = Callable[[Judgement], float | bool | None]


def measures(questions: Sequence[EvalQuestion]) -> dict[str, Measure]:
    """Return the measures by name, each a function of one judgement."""
    answerable = {q.id: q.answerable for q in questions}
    return {
        "right": lambda j: j.right,
        "first citation holds the evidence": lambda j: j.first_citation,
        "list items found": lambda j: j.items_found,
        "answerable refused": lambda j: j.refused if answerable[j.id] else None,
        "unanswerable refused": lambda j: None if answerable[j.id] else j.refused,
        "underspecified asked back": lambda j: j.asked_back,
    }
