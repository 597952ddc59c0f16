"""The cells of an HTML table → a grid: merged cells are repeated, a head is found."""

import re

from corpus.importing.marks import plain, squeezed

Grid = tuple[tuple[str, ...], ...]
WIDEST = 200
LONGEST = 20_000


class Table:
    """A table that is being read."""

    def __init__(self) -> None:
        """Begin without rows."""
        self._rows: list[list[str]] = []
        self._kinds: list[set[str]] = []
        self._above: dict[int, tuple[int, str]] = {}
        self._cell: tuple[int, int] | None = None
        self.full = False

    def open(self, tag: str, told: dict[str, str]) -> None:
        """Begin a row or a cell."""
        if tag == "tr":
            self._rows.append([])
            self._kinds.append(set())
            return
        if not self._rows:
            self.open("tr", {})
        self._kinds[-1].add(tag)
        self._cell = _span(told.get("colspan", "")), _span(told.get("rowspan", ""))

    def fill(self, words: list[str]) -> list[str]:
        """Put the words so far into the open cell; return those that belong to none."""
        if self._cell is None or len(self._rows) > LONGEST:
            return words
        (wide, high), self._cell = self._cell, None
        self._fill_from_above()
        for _ in range(wide):
            if high > 1:
                self._above[len(self._rows[-1])] = high - 1, squeezed("".join(words))
            self._rows[-1].append(squeezed("".join(words)))
        return []

    def _fill_from_above(self) -> None:
        row = self._rows[-1]
        while len(row) in self._above and len(row) < WIDEST:
            left, text = self._above.pop(len(row))
            if left > 1:
                self._above[len(row)] = left - 1, text
            row.append(text)

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows, all of one length; the first is a head, empty where there is none."""
        kept = [
            (row, kinds) for row, kinds in zip(self._rows, self._kinds, strict=True) if any(row)
        ]
        if not kept:
            return ()
        width = min(max(len(row) for row, _ in kept), WIDEST)
        grid = [tuple((row + [""] * width)[:width]) for row, _ in kept]
        return with_head(tuple(grid), kept[0][1] == {"th"})


def without_title(grid: Grid) -> tuple[list[str], Grid]:
    """Part the first rows that hold one text only, the title of a table, from the rows below.

    >>> without_title((("Checks", ""), ("State", "Number"), ("Ohio", "5"), ("Utah", "6")))[0]
    ['Checks']
    """
    titles: list[str] = []
    rows = list(grid[1:] if grid and not any(grid[0]) else grid)
    while len(rows) > 2 and len(rows[0]) > 1 and len(told := {c for c in rows[0] if c}) == 1:
        titles += told
        rows.pop(0)
    return titles, with_head(tuple(rows)) if titles else grid


def with_head(
    grid: tuple[tuple[str, ...], ...], marked: bool = False
) -> tuple[tuple[str, ...], ...]:
    """Put an empty head above a grid whose first row is none.

    A first row is a head where it is marked so, or holds no number while the rows below do.

    >>> with_head((("Niger", "140"), ("France", "120")))
    (('', ''), ('Niger', '140'), ('France', '120'))
    """
    first, *below = grid
    numbers = any(re.search(r"\d", cell) for row in below for cell in row)
    headed = numbers and not any(re.search(r"\d", plain(cell)) for cell in first[1:])
    return grid if marked or headed else (tuple("" for _ in first), *grid)


def _span(told: str) -> int:
    return min(max(int(told), 1), WIDEST) if told.isdecimal() and len(told) < 6 else 1
