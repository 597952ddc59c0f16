"""Tables of figures: for the terminal, as Markdown, as JSON. And the quantiles that fill them."""

from collections.abc import Sequence
from statistics import median

from corpus.records import Record

Cell = str | float | int | None


class Table(Record):
    """A named table; every row has the columns of the first. None: doesn't apply."""

    name: str
    note: str
    rows: tuple[dict[str, Cell], ...]

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self.rows[0]) if self.rows else []


def markdown(tables: Sequence[Table]) -> str:
    """Write tables as GitHub's Markdown."""
    return "\n".join(line for table in tables for line in _lines(table))


def _lines(table: Table) -> list[str]:
    head = "| " + " | ".join(table.columns) + " |"
    rule = "|---" + "|---:" * (len(table.columns) - 1) + "|"
    rows = ["| " + " | ".join(map(written, row.values())) + " |" for row in table.rows]
    return [f"## {table.name}", "", table.note, "", head, rule, *rows, ""]


def written(cell: Cell) -> str:
    """Write a cell: four significant digits, a dash for None.

    >>> written(None), written(1234567), written(0.123456), written("ask")
    ('–', '1,234,567', '0.1235', 'ask')
    """
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 1000 else f"{cell:.4g}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of the values don't exceed (nearest rank).

    >>> quantile([4.0, 1.0, 3.0, 2.0], 0.5), quantile([4.0, 1.0, 3.0, 2.0], 0.99)
    (2.0, 4.0)
    """
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * round(share * 1000) // 1000))
    return ordered[rank - 1]


def spread(values: Sequence[float]) -> dict[str, Cell]:
    """Return the quantiles of some times in seconds, as milliseconds."""
    return {f"p{round(s * 100)} ms": quantile(values, s) * 1000 for s in (0.5, 0.95, 0.99)}


def ratio(values: Sequence[float], base: Sequence[float]) -> float:
    """Return the median of the ratios of pairs that were measured one after the other.

    >>> ratio([2.0, 3.0, 8.0], [1.0, 1.0, 2.0])
    3.0
    """
    return median(v / b for v, b in zip(values, base, strict=True))
