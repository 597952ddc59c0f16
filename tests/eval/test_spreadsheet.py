"""Tables as spreadsheet programs save them; every row keeps the number of its line."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import eval.spreadsheet
from corpus.errors import InputError
from eval.spreadsheet import read_table

Write = Callable[..., Path]
ROWS = [
    (2, {"question": "Où ?", "language": "fr"}),
    (3, {"question": "Who, and why?", "language": "en"}),
]


@pytest.fixture
def table(tmp_path: Path) -> Write:
    """Writes a CSV file."""

    def write(data: str | bytes, name: str = "my.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_what_spreadsheets_call_csv(table: Write, mark: str, end: str, encoding: str) -> None:
    lines = [f"question{mark}language", f"Où ?{mark}fr", f'"Who, and why?"{mark}en', ""]
    assert read_table(table(end.join(lines).encode(encoding))) == ROWS


def test_line_breaks_in_quoted_cells_count_as_lines(table: Write) -> None:
    path = table('question,facts\n"Who\r\nand\nwhy?",a\n\nWhen?,"b\n"\nWhere?,c\n')
    assert read_table(path) == [
        (2, {"question": "Who\r\nand\nwhy?", "facts": "a"}),
        (6, {"question": "When?", "facts": "b"}),
        (8, {"question": "Where?", "facts": "c"}),
    ]


def test_doubled_quotation_marks_are_one(table: Write) -> None:
    assert read_table(table('question\n"What is ""home""?"\n')) == [
        (2, {"question": 'What is "home"?'})
    ]


def test_names_of_columns_are_lower_cased_and_space_is_dropped(table: Write) -> None:
    assert read_table(table(" Question ,FACTS\n  Who? , a \n")) == [
        (2, {"question": "Who?", "facts": "a"})
    ]


def test_rows_and_columns_without_a_word_are_left_out(table: Write) -> None:
    path = table("question,,facts,\n,,,\n , , ,\nWho?,note,a,\n;;,,b\n\n")
    assert read_table(path) == [
        (4, {"question": "Who?", "facts": "a"}),
        (5, {"question": ";;", "facts": "b"}),
    ]


def test_a_row_with_more_cells_than_columns_is_refused(table: Write) -> None:
    """A comma in a number that isn't quoted: "646" would be lost."""
    path = table("question,facts\nWho?,a\nHow many?,403,646\n")
    with pytest.raises(InputError, match="line 3"):
        read_table(path)


def test_empty_cells_behind_the_last_column_are_no_fault(table: Write) -> None:
    assert read_table(table("question,facts\nWho?,a,,\n")) == [
        (2, {"question": "Who?", "facts": "a"})
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("question\nA?\n\"Who?\nB?\nC?\n", "line 3: unexpected end of data."),
        ("question\n\"Who\"?\n", "line 2: ',' expected after '\"'."),
        ('"question\n', "line 1: unexpected end of data."),
    ],
)  # fmt: skip
def test_a_missing_quotation_mark(table: Write, text: str, problem: str) -> None:
    path = table(text)
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert str(caught.value) == f"{path}: {problem} Is a quotation mark missing?"


@pytest.mark.parametrize("text", ["", "\ufeff", "\n", " , ,\n", "\n\nquestion\n"])
def test_a_table_without_a_heading(table: Write, text: str) -> None:
    path = table(text)
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert str(caught.value) == f"{path} is empty. Its first line should name the columns."


def test_a_heading_alone_is_a_table_without_rows(table: Write) -> None:
    assert read_table(table("question,language\n")) == []


@pytest.mark.parametrize(
    ("name", "reason"), [("nothing.csv", "No such file or directory"), ("", "Is a directory")]
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read_table(tmp_path / name)
    assert str(caught.value) == f"The file {tmp_path / name} can't be read: {reason}"


def test_a_file_that_is_too_large(table: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table("question\nWho?\n")
    monkeypatch.setattr(eval.spreadsheet, "LARGEST", 13)
    with pytest.raises(InputError, match=r"my\.csv is larger than 0 MB\. Split it\.$"):
        read_table(path)
    monkeypatch.setattr(eval.spreadsheet, "LARGEST", 14)
    assert read_table(path) == [(2, {"question": "Who?"})]


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    """Writes an Excel workbook with a second sheet; members of the file may be replaced."""

    def write(rows: Sequence[Sequence[Any]], **replaced: bytes | None) -> Path:
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.create_sheet("Notes").append(["Not a question"])
        whole = io.BytesIO()
        book.save(whole)
        path = tmp_path / "my.XLSX"
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                data = replaced.get(Path(name).stem, old.read(name))
                if data is not None:
                    new.writestr(name, data)
        return path

    return write


TABLE = [["Question", "Language", "answerable", "facts"], ["Où ?", "fr", True, 1998]]


def test_a_workbook_is_read_from_its_first_sheet(workbook: Write) -> None:
    rows = [*TABLE, [None] * 4, [" Who,\nand why? ", "en", False, 5.52], ["When?", "en", None]]
    names = ("question", "language", "answerable", "facts")
    assert read_table(workbook(rows)) == [
        (2, dict(zip(names, ("Où ?", "fr", "True", "1998"), strict=True))),
        (4, dict(zip(names, ("Who,\nand why?", "en", "False", "5.52"), strict=True))),
        (5, dict(zip(names, ("When?", "en", "", ""), strict=True))),
    ]


def test_a_workbook_that_states_a_wrong_size_is_read_whole(workbook: Write) -> None:
    """Some programs write the same size, one cell, whatever the sheet holds."""
    path = workbook(TABLE)
    with zipfile.ZipFile(path) as file:
        sheet = file.read("xl/worksheets/sheet1.xml")
    assert b'ref="A1:D2"' in sheet
    path = workbook(TABLE, sheet1=sheet.replace(b'ref="A1:D2"', b'ref="A1"'))
    assert [row["question"] for _, row in read_table(path)] == ["Où ?"]


def test_an_empty_workbook(workbook: Write) -> None:
    with pytest.raises(InputError, match=r"is empty\. Its first line should name the columns\."):
        read_table(workbook([]))


@pytest.mark.parametrize("data", [b"", b"question\nWho?\n", b"PK\x03\x04", b"\xd0\xcf" * 99])
def test_a_workbook_that_is_none(table: Write, data: bytes) -> None:
    path = table(data, "my.xlsx")
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert str(caught.value).startswith(f"{path} is no Excel workbook that can be read (")
    assert str(caught.value).endswith("). Save it as CSV.")


@pytest.mark.parametrize("member", ["workbook", "sheet1", "styles", "[Content_Types]"])
def test_a_workbook_whose_inside_is_broken(workbook: Write, member: str) -> None:
    path = workbook(TABLE, **{member: b"<a><b>"})
    with pytest.raises(InputError, match="is no Excel workbook that can be read"):
        read_table(path)


def test_a_workbook_with_a_bit_flipped_anywhere_is_read_or_refused(workbook: Write) -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(workbook(TABLE)) as old, zipfile.ZipFile(book, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    path, data = workbook(TABLE), book.getvalue()
    refused = 0
    for place in range(0, len(data), len(data) // 300):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        try:
            read_table(path)
        except InputError:
            refused += 1
    assert refused > 100


def test_dates_are_written_as_they_are(workbook: Write) -> None:
    path = workbook([["question", "facts"], ["When?", date(2016, 5, 1)]])
    assert read_table(path)[0][1]["facts"].startswith("2016-05-01")
