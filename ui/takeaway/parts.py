"""Answers as they are taken away: each with its numbered sources, ready for any format."""

from collections.abc import Sequence

from assistant.answer import Answer, Citation
from corpus.records import Footnote, Record
from ui.library import address
from ui.sources import place_line
from ui.texts import Words, typeset


class Source(Record):
    """A numbered source; `link` leads to the passage here, `url` to the document."""

    number: int
    quote: str
    section: str
    place: str
    link: str
    url: str | None
    notes: tuple[Footnote, ...]
    caveats: tuple[str, ...]


class Part(Record):
    """A question with its answer; `understood` is empty where it was taken as typed."""

    question: str
    understood: str
    language: str
    text: str
    sources: tuple[Source, ...]


def parts(answers: Sequence[Answer], w: Words, base: str) -> tuple[Part, ...]:
    """Return the answers in order; `base` is the page's address, without a slash at its end."""
    return tuple(
        Part(
            question=typeset(a.question, a.language),
            understood=_understood(a, w),
            language=a.language,
            text=typeset(a.text, a.language),
            sources=tuple(_source(c, w, base) for c in a.citations),
        )
        for a in answers
    )


def _understood(answer: Answer, w: Words) -> str:
    if answer.standalone_question.strip() == answer.question.strip():
        return ""
    return typeset(w.understood.format(question=answer.standalone_question), w.language)


def _source(c: Citation, w: Words, base: str) -> Source:
    return Source(
        number=c.number,
        quote=typeset(c.quote, c.language),
        section=" › ".join(c.section),
        place=typeset(place_line(c, w), w.language),
        link=base + address(c.passage_id, c.language),
        url=c.source.url,
        notes=c.references,
        caveats=tuple(typeset(caveat, c.language) for caveat in c.caveats),
    )
