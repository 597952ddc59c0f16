"""A profile as a document: its sections, passages and notes, ready for the template."""

from corpus.records import Passage, Profile, Record
from ui.library import Library, address, anchor, question_address
from ui.texts import Words


class Sentence(Record):
    """Words as they stand, with the labels of the notes called at their end."""

    text: str
    notes: tuple[str, ...]


class Paragraph(Record):
    """A passage with its permanent link, and those of the same passage in other languages."""

    anchor: str
    sentences: tuple[Sentence, ...]
    caveats: tuple[str, ...]
    page: int | None
    link: str
    elsewhere: tuple[tuple[str, str], ...]


class Chapter(Record):
    """A section: `level` is 1 for a chapter, 2 for a section in it."""

    anchor: str
    title: str
    level: int
    question: str
    paragraphs: tuple[Paragraph, ...]


def chapters(profile: Profile, library: Library, w: Words) -> list[Chapter]:
    """Return the sections in order, without that of the profile's title if it is empty."""
    return [
        Chapter(
            anchor=f"section-{section.id}",
            title=section.title,
            level=len(section.path),
            question=question_address(w.browse.question.format(name=section.title), w.language),
            paragraphs=tuple(_paragraph(p, library) for p in section.passages),
        )
        for section in profile.sections
        if section.passages or section.title != profile.source.title
    ]


def _paragraph(passage: Passage, library: Library) -> Paragraph:
    return Paragraph(
        anchor=anchor(passage.id),
        sentences=_sentences(passage),
        caveats=passage.caveats,
        page=passage.page,
        link=address(passage.id, passage.language),
        elsewhere=tuple(
            (p.language, address(p.id, p.language))
            for p in library.elsewhere(passage.id, passage.language)
        ),
    )


def _sentences(passage: Passage) -> tuple[Sentence, ...]:
    """Cut a passage into its sentences; what stands between two goes with the one before."""
    if not passage.sentences:
        return (Sentence(text=passage.text, notes=()),)
    starts = [0, *(s.start for s in passage.sentences[1:]), len(passage.text)]
    return tuple(
        Sentence(text=passage.text[start:end], notes=sentence.footnotes)
        for sentence, start, end in zip(passage.sentences, starts, starts[1:], strict=False)
    )
