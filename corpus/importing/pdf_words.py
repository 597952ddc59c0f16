"""The words of a PDF page → its lines in reading order, with raised numbers as footnote calls."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.importing.marks import call, clean

RAISED = 0.8  # of the size of its line: a footnote call is smaller
NO_LETTER = re.compile(r"\(cid:\d+\)")
BOLD = re.compile(r"bold|black|heavy|semibold|demi|cmbx", re.I)


@dataclass(frozen=True)
class Word:
    """A word with its place (points from the top left), its size in points, its weight."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Line(Word):
    """Words beside each other. `size` is that of most characters, `bold` if all words are."""

    page: int


def words_of(page: object) -> list[Word]:
    """Return the words of a page of pdfplumber, without what is drawn upright or twice."""
    found = page.dedupe_chars().extract_words(  # type: ignore[attr-defined]
        extra_attrs=["size", "fontname"], x_tolerance_ratio=0.2, keep_blank_chars=False
    )
    return [
        Word(
            text,
            w["x0"],
            w["x1"],
            w["top"],
            w["bottom"],
            w["size"],
            bool(BOLD.search(w["fontname"])),
        )
        for w in found
        if w.get("upright", True) and (text := _readable(w["text"]))
    ]


def _readable(text: str) -> str:
    """A glyph without a letter is a bullet where it stands alone, and else a doubtful letter."""
    if NO_LETTER.fullmatch(text):
        return "•"
    return clean(NO_LETTER.sub("\ufffd", text)).strip()


def lines_of(words: Sequence[Word], page: int) -> list[Line]:
    """Set words into lines; two columns are read one after the other."""
    gutter = _gutter(words)
    if gutter is None:
        return [_line(row, page) for row in _rows(words)]
    lines: list[Line] = []
    band: list[Word] = []
    for row in _rows(words):
        if any(w.x0 < gutter < w.x1 for w in row) or _across(row, gutter):
            lines += _columns(band, gutter, page)
            lines.append(_line(row, page))
            band = []
        else:
            band += row
    return lines + _columns(band, gutter, page)


def _columns(band: Sequence[Word], gutter: float, page: int) -> list[Line]:
    left = [w for w in band if w.x1 <= gutter]
    right = [w for w in band if w.x1 > gutter]
    return [_line(row, page) for side in (left, right) for row in _rows(side)]


def _gutter(words: Sequence[Word]) -> float | None:
    """Return where two columns part: few rows cross it, and each side has a good share."""
    if len(words) < 60:
        return None
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    best = None
    rows = _rows(words)
    for step in range(35, 66):
        x = left + (right - left) * step / 100
        crossing = sum(any(w.x0 < x < w.x1 for w in row) or _across(row, x) for row in rows)
        if best is None or crossing < best[0]:
            best = crossing, x
    if best is None or best[0] > 0.2 * len(rows):
        return None
    share = sum(w.x1 <= best[1] for w in words) / len(words)
    both = sum(row[0].x1 <= best[1] < row[-1].x1 for row in rows)
    return best[1] if 0.25 < share < 0.75 and both > 0.3 * len(rows) else None


def _across(row: Sequence[Word], x: float) -> bool:
    """Tell whether words stand on both sides of x without the gap that parts columns."""
    before = max((w.x1 for w in row if w.x1 <= x), default=None)
    after = min((w.x0 for w in row if w.x0 >= x), default=None)
    return before is not None and after is not None and after - before < row[0].size * 0.8


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    """Group words whose middles lie within a line; the largest words found a line first."""
    rows: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda w: -w.size):
        middle = (word.top + word.bottom) / 2
        for top, bottom, row in rows:
            if top <= middle <= bottom:
                row.append(word)
                break
        else:
            rows.append((word.top, word.bottom, [word]))
    rows.sort(key=lambda r: r[0])
    return [sorted(row, key=lambda w: w.x0) for _, _, row in rows]


def _line(row: Sequence[Word], page: int) -> Line:
    sizes = Counter[float]()
    for word in row:
        sizes[round(word.size * 2) / 2] += len(word.text)
    size = sizes.most_common(1)[0][0]
    main = [w for w in row if w.size > RAISED * size] or list(row)
    return Line(
        text=_joined(row, size),
        x0=row[0].x0,
        x1=row[-1].x1,
        top=min(w.top for w in main),
        bottom=max(w.bottom for w in main),
        size=size,
        bold=all(w.bold for w in main),
        page=page,
    )


def _joined(row: Sequence[Word], size: float) -> str:
    """Join words with the spaces that the page shows; smaller raised numbers become calls."""
    text, end = "", row[0].x0
    base = max((w.bottom for w in row if w.size > RAISED * size), default=0.0)
    for word in row:
        raised = word.size <= RAISED * size and word.bottom < base - 0.1 * size
        number = re.fullmatch(r"\[?(\d{1,3})\]?[,.]?", word.text) if raised else None
        gap = word.x0 - end > 0.15 * size
        text += (" " if gap and text and not number else "") + (
            call(number[1]) if number else word.text
        )
        end = word.x1
    return text


def moved(line: Line, text: str) -> Line:
    """Return a line with other words."""
    return replace(line, text=text)
