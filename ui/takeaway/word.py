"""Answers as a Word document (DOCX), by python-docx."""

import re
from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType

from ui.takeaway.parts import Part, Source
from ui.texts import Words

NO_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def docx(parts: Sequence[Part], w: Words, made: str) -> bytes:
    """Write answers as a document with headings, quotations and numbered sources."""
    document = Document()
    document.core_properties.title = _clean(parts[0].question)[:255]
    document.core_properties.language = w.language
    for part in parts:
        _add(document, part, w)
    document.add_paragraph(_clean(made), style="Caption")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: DocumentType, part: Part, w: Words) -> None:
    document.add_heading(_clean(part.question), 1)
    if part.understood:
        document.add_paragraph(_clean(part.understood), style="Caption")
    document.add_paragraph(_clean(part.text))
    if part.sources:
        document.add_heading(w.take.sources, 2)
    for source in part.sources:
        _add_source(document, source, w)


def _add_source(document: DocumentType, source: Source, w: Words) -> None:
    quote = f"[{source.number}] “{source.quote}”"
    document.add_paragraph(_clean(quote), style="Intense Quote")
    document.add_paragraph(_clean(f"{source.section}. {source.place}"))
    document.add_paragraph(_clean(" · ".join(a for a in (source.link, source.url) if a)))
    for note in source.notes:
        said = w.take.footnote.format(number=note.number, text=note.text)
        document.add_paragraph(_clean(f"{said} {note.url or ''}".strip()), style="List Bullet")
    for caveat in source.caveats:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{w.caveat} ").bold = True
        paragraph.add_run(_clean(caveat))


def _clean(text: str) -> str:
    """Drop what XML can't hold."""
    return NO_CONTROL.sub("", text)
