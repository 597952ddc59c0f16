"""Which answers change with a new edition, and which citations no longer hold in it."""

from collections.abc import Iterable, Sequence
from typing import Literal

from assistant.answer import Answer, Citation
from corpus.records import Passage, Profile, Record

Verdict = Literal["holds", "moved", "reworded", "gone"]


class CitationCheck(Record):
    """A citation in the new edition.

    holds: the quote stands in the passage of that id; moved: in another passage, `now`; reworded:
    the passage is there without the quote; gone: so is the passage.
    """

    number: int
    passage_id: str
    quote: str
    verdict: Verdict
    now: str | None = None


class ChangedAnswer(Record):
    """An answer that no longer stands as it is: by its citations, or by a new answer to it."""

    id: str | None
    question: str
    citations: tuple[CitationCheck, ...]
    before: str
    after: str | None = None


def outdated(answers: Iterable[Answer], editions: Sequence[Profile]) -> list[ChangedAnswer]:
    """Return the answers with a citation that doesn't hold in the new editions.

    Citations of profiles and languages that no edition is given of are left out.
    """
    texts = {(p.id, p.language): p.passages for p in editions}
    found = []
    for answer in answers:
        own = [c for c in answer.citations if (c.profile, c.language) in texts]
        checks = tuple(_checked(c, texts[c.profile, c.language]) for c in own)
        if any(c.verdict != "holds" for c in checks):
            found.append(_changed(answer, checks, None))
    return found


def reanswered(
    before: Sequence[Answer], after: Sequence[Answer], editions: Sequence[Profile]
) -> list[ChangedAnswer]:
    """Return the answers that read otherwise in the new editions, each with both texts."""
    broken = {(a.id, a.question): a.citations for a in outdated(before, editions)}
    return [
        _changed(one, broken.get((one.id, one.question), ()), two.text)
        for one, two in zip(before, after, strict=True)
        if (one.status, one.text) != (two.status, two.text)
    ]


def _changed(answer: Answer, checks: tuple[CitationCheck, ...], after: str | None) -> ChangedAnswer:
    return ChangedAnswer(
        id=answer.id, question=answer.question, citations=checks, before=answer.text, after=after
    )


def _checked(citation: Citation, passages: Sequence[Passage]) -> CitationCheck:
    verdict, now = _verdict(citation, passages)
    return CitationCheck(
        number=citation.number,
        passage_id=citation.passage_id,
        quote=citation.quote,
        verdict=verdict,
        now=now,
    )


def _verdict(citation: Citation, passages: Sequence[Passage]) -> tuple[Verdict, str | None]:
    same = next((p for p in passages if p.id == citation.passage_id), None)
    if same and citation.quote in same.text:
        return "holds", same.id
    elsewhere = next((p.id for p in passages if citation.quote in p.text), None)
    if elsewhere:
        return "moved", elsewhere
    return ("reworded" if same else "gone"), None
