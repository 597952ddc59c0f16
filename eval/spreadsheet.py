"""A table of questions, as spreadsheets save it → rows with the number of their line.

Read are Excel workbooks (their first sheet) and CSV: with commas, semicolons or tabs, in UTF-8 or
in Windows' encoding, with line breaks inside quoted cells.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import InputError

DELIMITERS = ",;\t"
LARGEST = 20_000_000  # bytes
Row = dict[str, str]


def read_table(path: Path) -> list[tuple[int, Row]]:
    """Return every row that isn't empty: its line in the file, and its cells by column name.

    Column names are lower-cased. Raises `InputError`.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} is larger than {LARGEST // 1_000_000} MB. Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"The file {path} can't be read: {error.strerror}") from None
    lines = _workbook(path, data) if path.suffix.lower() == ".xlsx" else _csv(path, data)
    _, head = next(lines, (0, []))
    names = [cell.strip().lower() for cell in head]
    if not any(names):
        raise InputError(f"{path} is empty. Its first line should name the columns.")
    rows = [(number, _row(path, number, names, cells)) for number, cells in lines]
    return [(number, row) for number, row in rows if any(row.values())]


def _row(path: Path, number: int, names: Sequence[str], cells: Sequence[str]) -> Row:
    if any(cell.strip() for cell in cells[len(names) :]):
        raise InputError(
            f"{path}: line {number} has more cells than there are columns. Is a text with a comma "
            "not in quotation marks?"
        )
    padded = [*cells, *[""] * (len(names) - len(cells))]
    return {name: cell.strip() for name, cell in zip(names, padded, strict=False) if name}


def _csv(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{path}: line {line}: {error}. Is a quotation mark missing?") from None


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _workbook(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs state a wrong size
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, ["" if cell is None else str(cell) for cell in cells]
    except Exception as error:  # a broken workbook raises whatever its parts' parsers raise
        raise InputError(
            f"{path} is no Excel workbook that can be read ({error}). Save it as CSV."
        ) from None
