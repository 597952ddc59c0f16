"""Originals → the draft of one profile, and a report that compares the two."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.assembly import Assembly
from corpus.errors import ImportRefused, ProfileError
from corpus.importing.docx_file import read_docx
from corpus.importing.doubts import doubts_of
from corpus.importing.head import head_of
from corpus.importing.html_file import read_html
from corpus.importing.kinds import FileKind, kind_of
from corpus.importing.markdown_file import read_markdown
from corpus.importing.marks import CALL, plain, without_links
from corpus.importing.mending import mended
from corpus.importing.notes import joined_notes
from corpus.importing.outline import Outlined, outlined
from corpus.importing.pdf_file import read_pdf
from corpus.importing.proposals import cards
from corpus.importing.records import Counts, Doubt, Draft, Extract, Part, Report
from corpus.importing.text_file import read_text_file
from corpus.importing.writing import profile_text
from corpus.records import Profile

WORD = re.compile(r"\w+")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
MOST_LOST = 50


def extract(path: Path) -> Extract:
    """Take one original apart. Raises `ImportRefused` for what can't be imported."""
    readers = {
        "pdf": read_pdf,
        "docx": read_docx,
        "html": read_html,
        "markdown": read_markdown,
        "text": read_text_file,
    }
    kind: FileKind = kind_of(path)
    return readers[kind](path)


@dataclass(frozen=True)
class _Prepared:
    extract: Extract
    parts: tuple[Part, ...]
    doubts: tuple[Doubt, ...]


def draft(paths: Sequence[Path], country: str, code: str, today: str) -> Draft:
    """Make one draft of one or more originals, in their order. Raises `ImportRefused`."""
    prepared = [_prepared(path, code) for path in paths]
    document = _together(prepared)
    extracts = [p.extract for p in prepared]
    head = head_of(document.title, extracts, country, code, today)
    proposed = cards(document.parts, code)
    text = profile_text(head.yaml, document.parts, proposed)
    name = f"{head.id}.{code}.md"
    profile, problem = _loaded(name, text)
    report = _report(prepared, document, profile, text)
    missing = (*head.missing, *((problem,) if problem else ()))
    update = {"draft": name, "missing": missing, "loads": profile is not None}
    return Draft(name=name, text=text, report=report.model_copy(update=update))


def _prepared(path: Path, code: str) -> _Prepared:
    found = extract(path)
    notes = joined_notes(mended(found.parts, code), found.file)
    if all(part.kind in {"heading", "note"} for part in notes.parts):
        problem = "it holds no text, or headings only"
        raise ImportRefused(path, problem, "Give a file that holds paragraphs")
    doubts = (*found.doubts, *notes.doubts, *doubts_of(notes.parts, found.file))
    return _Prepared(found, tuple(notes.parts), doubts)


def _together(prepared: Sequence[_Prepared]) -> Outlined:
    """Set the originals one behind the other; the title is the first one's."""
    first, *others = prepared
    stem = Path(first.extract.file).stem.replace("_", " ")
    document = outlined(first.parts, first.extract.metadata.title, stem)
    for number, other in enumerate(others, 2):
        title = other.extract.metadata.title or Path(other.extract.file).stem
        below = outlined([_renamed(p, number) for p in other.parts], title, title)
        chapter, *rest = below.parts
        document.parts.append(chapter.model_copy(update={"level": 2}))
        document.parts += [
            p.model_copy(update={"level": min(p.level + 1, 6)}) if p.kind == "heading" else p
            for p in rest
        ]
    return document


def _renamed(part: Part, number: int) -> Part:
    """Each file counts its notes from 1: those of later files bear the file's number."""

    def renamed(text: str) -> str:
        return CALL.sub(lambda m: m[0].replace(m[1], f"{number}-{m[1]}"), text)

    texts = tuple(renamed(t) for t in part.texts)
    rows = tuple(tuple(renamed(c) for c in row) for row in part.rows)
    label = f"{number}-{part.label}" if part.label else ""
    return part.model_copy(update={"texts": texts, "rows": rows, "label": label})


def _loaded(name: str, text: str) -> tuple[Profile | None, str]:
    try:
        return Assembly(Path(name), text).profile(), ""
    except ProfileError as error:
        return None, str(error)


def _report(
    prepared: Sequence[_Prepared], document: Outlined, profile: Profile | None, text: str
) -> Report:
    words = " ".join(p.extract.words for p in prepared)
    kept = _words_of(profile) if profile else text
    lost = Counter(_words(words)) - Counter(_words(kept))
    figures = Counter(FIGURE.findall(plain(words)))
    return Report(
        files=tuple(p.extract.file for p in prepared),
        draft="",
        loads=False,
        counts={
            **_counts(prepared, document, profile),
            "figures": Counts(
                originals=figures.total(),
                draft=(figures & Counter(FIGURE.findall(kept))).total(),
            ),
            "words": Counts(originals=len(_words(words)), draft=len(_words(words)) - lost.total()),
        },
        proposed={kind: text.count(f"```{kind}\n") for kind in ("entity", "figure")},
        missing=(),
        doubts=tuple(d for p in prepared for d in p.doubts),
        lost=tuple(w for w, _ in lost.most_common(MOST_LOST)),
    )


def _counts(
    prepared: Sequence[_Prepared], document: Outlined, profile: Profile | None
) -> dict[str, Counts]:
    """Count what the readers found against what the draft holds when it is read as a profile."""
    parts = [part for p in prepared for part in p.extract.parts]
    notes = sum(part.kind == "note" for p in prepared for part in p.parts)
    found = {
        "sections": sum(p.kind == "heading" for p in document.parts),
        "list items": sum(len(p.texts) for p in parts if p.kind == "list"),
        "table rows": sum(len(p.rows) - 1 for p in parts if p.kind == "table"),
        "footnotes": notes,
        "pages": len({(p.page) for p in parts if p.page is not None}),
    }
    if profile is None:
        return {name: Counts(originals=count, draft=0) for name, count in found.items()}
    bullets = sum(x.text.count("• ") for x in profile.passages)
    held = {
        "sections": len(profile.sections),
        "list items": min(found["list items"], bullets),
        "table rows": min(found["table rows"], bullets),
        "footnotes": len(profile.footnotes),
        "pages": len({p.page for p in profile.passages if p.page is not None}),
    }
    return {name: Counts(originals=found[name], draft=held[name]) for name in found}


def _words(text: str) -> list[str]:
    return WORD.findall(plain(without_links(text)).lower())


def _words_of(profile: Profile) -> str:
    """Return all words of a profile that come from its originals."""
    passages = [p.text for p in profile.passages]
    notes = [f"{n.number} {n.text} {n.url or ''}" for n in profile.footnotes]
    calls = [label for p in profile.passages for s in p.sentences for label in s.footnotes]
    return "\n".join([*(s.title for s in profile.sections), *passages, *notes, *calls])
