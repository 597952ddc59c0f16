"""The answer record: a contract of the terminal, the page and the API.

`check` holds its invariants: every sentence has a citation, every marker resolves, every quote is
`passage[start:end]`, the passage's hash is the index's.
"""

from typing import Literal

from pydantic import Field

from corpus.errors import BrokenInvariant
from corpus.records import Footnote, Passage, Record, Source

Status = Literal["answered", "not_covered", "unclear"]


class AnswerSource(Record):
    """The document that a citation comes from. `page` is None where the profile has no pages."""

    title: str
    publisher: str
    url: str | None = None
    page: int | None = None


class Citation(Record):
    """One cited quote: `quote == passage[start:end]`; `score` is the sentence's, 0 to 1."""

    number: int
    passage_id: str
    profile: str
    language: str
    section: tuple[str, ...]
    passage: str
    quote: str
    start: int
    end: int
    sha256: str
    edition: str
    source: AnswerSource
    references: tuple[Footnote, ...] = ()
    caveats: tuple[str, ...] = ()
    score: float


class AnswerSentence(Record):
    """A sentence of the answer and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


class Retrieved(Record):
    """A passage that was found, cited or not; `score` from 0 to 1, higher is better."""

    passage_id: str
    section: tuple[str, ...]
    passage: str
    score: float


class Answer(Record):
    """What `Assistant.ask` returns, whatever the status. Times are milliseconds."""

    id: str | None = None
    question: str
    standalone_question: str
    language: str
    status: Status
    text: str
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    suggestions: tuple[str, ...] = ()
    generation: str
    timings_ms: dict[str, float] = Field(default_factory=dict)


def marked(sentences: tuple[AnswerSentence, ...]) -> str:
    """Join sentences into the answer's text, each with its markers.

    >>> marked((AnswerSentence(text="It grew.", citations=(1, 2)),))
    'It grew. [1][2]'
    """
    return " ".join(s.text + " " + "".join(f"[{n}]" for n in s.citations) for s in sentences)


def cite(
    number: int, passage: Passage, span: tuple[int, int], source: Source, score: float
) -> Citation:
    """Cite a span of a passage; the footnotes are those of the sentences that it covers."""
    start, end = span
    called = {
        label for s in passage.sentences if s.start < end and s.end > start for label in s.footnotes
    }
    return Citation(
        number=number,
        passage_id=passage.id,
        profile=passage.profile,
        language=passage.language,
        section=passage.path,
        passage=passage.text,
        quote=passage.text[start:end],
        start=start,
        end=end,
        sha256=passage.sha256,
        edition=passage.edition,
        source=AnswerSource(
            title=source.title, publisher=source.publisher, url=source.url, page=passage.page
        ),
        references=tuple(n for n in passage.footnotes if n.number in called),
        caveats=passage.caveats,
        score=round(score, 4),
    )


def check(answer: Answer, hashes: dict[tuple[str, str], str]) -> Answer:
    """Return the answer if it is what it claims to be.

    `hashes` maps (passage id, language) to the index's SHA-256. Raises `BrokenInvariant`.
    """
    numbers = [c.number for c in answer.citations]
    if numbers != list(range(1, len(numbers) + 1)):
        raise BrokenInvariant(f"citations are numbered {numbers}")
    if bool(answer.sentences) != (answer.status == "answered"):
        raise BrokenInvariant(f"an answer {answer.status!r} has {len(answer.sentences)} sentences")
    for sentence in answer.sentences:
        if not sentence.citations or not set(sentence.citations) <= set(numbers):
            raise BrokenInvariant(f"no citation carries {sentence.text!r}")
    for c in answer.citations:
        if not c.quote or c.quote != c.passage[c.start : c.end]:
            raise BrokenInvariant(f"citation {c.number} doesn't quote {c.passage_id}")
        if hashes.get((c.passage_id, c.language)) != c.sha256:
            raise BrokenInvariant(f"citation {c.number} isn't of this index: {c.passage_id}")
    if answer.sentences and answer.text != marked(answer.sentences):
        raise BrokenInvariant("the text isn't its sentences with their markers")
    return answer
