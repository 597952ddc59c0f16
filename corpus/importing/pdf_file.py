"""PDF → parts, by pdfplumber: size and weight tell headings, small print below tells notes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from corpus.errors import ImportRefused
from corpus.importing.html_tables import with_head, without_title
from corpus.importing.marks import CALL, clean, squeezed
from corpus.importing.pdf_words import Line, Word, lines_of, words_of
from corpus.importing.records import Doubt, Extract, Metadata, Part
from corpus.importing.text_file import BULLET

LARGER, SMALLER = 1.12, 0.93  # of the size of most text: a heading, a note
NOTE = re.compile(rf"(?:{CALL.pattern}|\[?(\d{{1,3}})\]?[.)]?\s)\s*(.+)", re.S)
MARGIN = 0.09  # of the height of a page: where its header and footer stand
MOST_WORDS = 16  # of a heading in bold


def read_pdf(path: Path) -> Extract:
    """Take a PDF apart. Raises `ImportRefused` for one that is encrypted, damaged or scanned."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with path.open("rb") as file, pdfplumber.open(file, unicode_norm="NFC") as pdf:
            pages = [_Page(page, number) for number, page in enumerate(pdf.pages, 1)]
            metadata = _metadata(pdf.metadata)
    except (MemoryError, KeyboardInterrupt):
        raise
    except PdfminerException as error:
        if isinstance(error.__context__, PDFPasswordIncorrect):
            problem, mend = "it is encrypted", "Save it without a password"
            raise ImportRefused(path, problem, mend) from None
        raise _damaged(path, error.__context__ or error) from None
    except Exception as error:  # what a damaged file leads pdfminer to is not of one kind
        raise _damaged(path, error) from None
    _refuse_wordless(path, pages)
    return _extract(path, pages, metadata)


def _damaged(path: Path, error: BaseException) -> ImportRefused:
    problem = f"the file is damaged or cut off ({type(error).__name__})"
    return ImportRefused(path, problem, "Save or download it again")


def _refuse_wordless(path: Path, pages: Sequence["_Page"]) -> None:
    if not pages:
        problem = "the file is damaged or cut off: it has no pages"
        raise ImportRefused(path, problem, "Save or download it again")
    if not any(page.words or page.tables for page in pages):
        what = "scanned pages without text" if any(p.pictures for p in pages) else "no text"
        raise ImportRefused(path, f"it holds {what}", "Run text recognition (OCR) on it first")


class _Page:
    """What a page holds: its lines outside tables, and its tables with where they stand."""

    def __init__(self, page: Any, number: int) -> None:
        found = [t for t in page.find_tables() if _is_table(t)]
        boxes = [t.bbox for t in found]
        self.number, self.height = number, float(page.height)
        self.tables = [(t.bbox[1], _grid(t.extract())) for t in found]
        words = words_of(page)
        self.words = " ".join(w.text for w in words)
        self.lines = lines_of([w for w in words if not _in_any(w, boxes)], number)
        self.pictures = len(page.images)
        page.close()


def _is_table(table: Any) -> bool:
    rows = table.extract()
    filled = sum(bool(cell and cell.strip()) for row in rows for cell in row)
    cells = sum(len(row) for row in rows)
    return len(rows) > 1 and max(map(len, rows)) > 1 and filled > 0.4 * cells and filled > 3


def _grid(rows: Sequence[Sequence[str | None]]) -> tuple[tuple[str, ...], ...]:
    width = max(map(len, rows))
    grid = [
        tuple(squeezed(clean(c or "")) for c in (*row, *[""] * (width - len(row)))) for row in rows
    ]
    return with_head(tuple(row for row in grid if any(row)))


def _in_any(word: Word, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)


def _extract(path: Path, pages: Sequence[_Page], metadata: Metadata) -> Extract:
    repeated = _repeated(pages)
    body = _body_size(pages)
    sizes = _heading_sizes(pages, body)
    parts = [part for page in pages for part in _parts(page, repeated, body, sizes)]
    doubts = [
        Doubt(about="scanned page, or a picture of text", where=f"{path.name}, page {p.number}")
        for p in pages
        if not p.words and p.pictures
    ]
    if repeated:
        about = "left out as headers and footers of pages"
        shown = "; ".join(sorted(repeated)[:5])
        doubts.append(Doubt(about=about, where=path.name, text=shown))
    words = "\n".join(page.words for page in pages)
    return Extract(
        file=path.name, parts=tuple(parts), words=words, metadata=metadata, doubts=tuple(doubts)
    )


def _marginal(page: _Page) -> Iterator[Line]:
    for line in page.lines:
        if line.bottom < MARGIN * page.height or line.top > (1 - MARGIN) * page.height:
            yield line


def _without_numbers(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _repeated(pages: Sequence[_Page]) -> frozenset[str]:
    """Return the lines at the edge of pages that recur there, and bare page numbers."""
    seen = Counter(
        text for page in pages for text in {_without_numbers(m) for m in _marginal(page)}
    )
    most = max(3, len(pages) // 3)
    bare = re.compile(r"[-–— ]*(page |p\. ?)?#( ?(/|of|sur|\|) ?#)?[-–— ]*", re.I)
    return frozenset(t for t, count in seen.items() if count >= most or bare.fullmatch(t))


def _body_size(pages: Sequence[_Page]) -> float:
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _heading_sizes(pages: Sequence[_Page], body: float) -> list[float]:
    found = {line.size for page in pages for line in page.lines if line.size >= LARGER * body}
    return sorted(found, reverse=True)


def _parts(
    page: _Page, repeated: frozenset[str], body: float, sizes: Sequence[float]
) -> list[Part]:
    """Return the parts of a page in order, each table before the first line below its top."""
    edge = {m for m in _marginal(page) if _without_numbers(m) in repeated}
    lines = [line for line in page.lines if line not in edge]
    tables = list(page.tables)
    parts: list[Part] = []
    for group in _groups(lines, body, _leading(lines), [top for top, _ in tables]):
        while tables and tables[0][0] < group[0].top:
            parts += _table(tables.pop(0)[1], page.number)
        parts += _part(group, body, sizes, page)
    return parts + [part for _, rows in tables for part in _table(rows, page.number)]


def _table(grid: tuple[tuple[str, ...], ...], page: int) -> list[Part]:
    titles, rows = without_title(grid)
    above = [Part(kind="paragraph", texts=(title,), page=page) for title in titles]
    return [*above, Part(kind="table", rows=rows, page=page)]


def _leading(lines: Sequence[Line]) -> float:
    gaps = [b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < 3 * a.size]
    return median(gaps) if gaps else 12.0


def _groups(
    lines: Sequence[Line], body: float, leading: float, tables: Sequence[float]
) -> Iterator[list[Line]]:
    """Group lines that belong to one block: alike, near each other, none of them a new item."""
    group: list[Line] = []
    for line in lines:
        if group and not _continues(group[-1], line, body, leading, tables):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(
    last: Line, line: Line, body: float, leading: float, tables: Sequence[float]
) -> bool:
    near = 0 < line.top - last.top <= 1.3 * max(leading, last.size * 1.1)
    alike = abs(line.size - last.size) < 0.6 and line.bold == last.bold
    table_between = any(last.top < top < line.top for top in tables)
    begins = BULLET.match(line.text) or (line.size <= SMALLER * body and NOTE.match(line.text))
    return near and alike and not begins and not table_between


def _part(group: Sequence[Line], body: float, sizes: Sequence[float], page: _Page) -> list[Part]:
    first, text = group[0], _text(group)
    if first.size >= LARGER * body and len(text.split()) <= 2 * MOST_WORDS:
        level = 1 + sizes.index(first.size)
        return [Part(kind="heading", texts=(text,), level=level, page=page.number)]
    note = NOTE.fullmatch(text)
    if first.size <= SMALLER * body and note and first.top > 0.3 * page.height:
        label = note[1] or note[2]
        return [Part(kind="note", texts=(note[3],), label=label, page=page.number)]
    if bullet := BULLET.match(text):
        return [Part(kind="list", texts=(text[bullet.end() :],), page=page.number)]
    short = len(text.split()) <= MOST_WORDS and not text.endswith((".", ",", ";"))
    if first.bold and short and re.search(r"[^\W\d_]", text):
        return [Part(kind="heading", texts=(text,), level=1 + len(sizes), page=page.number)]
    return [Part(kind="paragraph", texts=(text,), page=page.number)]


def _text(group: Sequence[Line]) -> str:
    """Join the lines of a block; a word that was cut at the end of a line is made whole."""
    text = group[0].text
    for line in group[1:]:
        cut = re.search(r"[a-zà-ÿ]-$", text) and re.match(r"[a-zà-ÿ]", line.text)
        text = text[:-1] + line.text if cut else f"{text} {line.text}"
    return squeezed(text)


def _metadata(told: dict[str, Any]) -> Metadata:
    def words(name: str) -> str | None:
        value = told.get(name)
        return squeezed(clean(value)) or None if isinstance(value, str) else None

    changed = re.match(r"D:(\d{4})(\d\d)", words("ModDate") or words("CreationDate") or "")
    author = words("Author")
    return Metadata(
        title=words("Title"),
        authors=(author,) if author else (),
        updated=f"{changed[1]}-{changed[2]}" if changed else None,
    )
