"""A table's rows → texts that stand on their own, because an answer quotes them one by one."""

from collections.abc import Sequence

from corpus.blocks import Text, joined


def row_text(head: Sequence[Text], row: Sequence[Text]) -> Text:
    """Return a row as one text: each cell behind the words of its header cell.

    A first cell without a header names the row. Empty cells are left out.

    >>> year, count, blank = Text("Year"), Text("Count"), Text("")
    >>> row_text([year, count], [Text("2024"), Text("403,646")]).words
    'Year: 2024; Count: 403,646'
    >>> row_text([blank, year], [Text("Nigeria"), Text("2024")]).words
    'Nigeria – Year: 2024'
    >>> row_text([blank, blank], [Text("Nigeria"), Text("184,965")]).words
    'Nigeria: 184,965'
    """
    cells = [(_headed(h, cell), bool(h.words)) for h, cell in zip(head, row, strict=True)]
    filled = [(cell, headed) for cell, headed in cells if cell.words]
    if len(filled) > 1 and row[0].words and not head[0].words:
        (name, _), (_, headed) = filled[:2]
        rest = joined([cell for cell, _ in filled[1:]], "; ")
        return joined([name, rest], " – " if headed else ": ")
    return joined([cell for cell, _ in filled], "; ")


def _headed(head: Text, cell: Text) -> Text:
    return joined([head, cell], ": ") if head.words and cell.words else cell
