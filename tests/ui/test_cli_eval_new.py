"""`diaspora eval new`: from the example table to a set that can be run."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.read import template_table

Run = Callable[..., Any]
HEAD = "question,language,answerable,passages,facts"
BOND = "What is the Homeward Bond?,en,yes,tavoria/bond#1,100 USD"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "my.csv"
    path.write_text(f"{HEAD}\n{BOND}\n", "utf-8")
    return path


def test_an_example_is_written(diaspora: Run, tmp_path: Path) -> None:
    out = tmp_path / "example.csv"
    ran = diaspora("eval", "new", "--template", "--out", out)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"{out}: fill it in, then run: diaspora eval new {out} --out my.jsonl\n"
    assert out.read_text("utf-8") == template_table()


def test_the_example_is_about_the_profiles_of_the_project(
    diaspora: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, out = tmp_path / "example.csv", tmp_path / "example.jsonl"
    diaspora("eval", "new", "--template", "--out", table)
    monkeypatch.delenv("DIASPORA_PROFILES")
    ran = diaspora("eval", "new", table, "--out", out)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"{out}: 4 questions. Run: diaspora eval run {out}\n"
    questions = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [q["id"] for q in questions] == ["line-2", "line-3", "line-4", "line-5"]


def test_what_is_made_can_be_run(diaspora: Run, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "my.jsonl"
    assert diaspora("eval", "new", table, "--out", out).code == 0
    record = diaspora("eval", "run", out, "--json").record
    assert [row["measures"]["right"] for row in record["questions"]] == [1.0]


def test_what_is_wrong_is_listed_and_nothing_is_written(
    diaspora: Run, table: Path, tmp_path: Path
) -> None:
    table.write_text(f"{HEAD}\n{BOND}\nWho?,en,yes,tavoria/bond#7,\nWhy?,en,perhaps,,\n", "utf-8")
    out = tmp_path / "my.jsonl"
    out.write_text("old")
    ran = diaspora("eval", "new", table, "--out", out)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"Error: {table} can't be used yet:\n"
        "line 3: passage id tavoria/bond#7 does not exist; nearest tavoria/bond#1\n"
        'line 4: answerable should be yes or no, not "perhaps".\n'
    )
    assert out.read_text() == "old"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "Say where to write it: --out FILE"),
        (["--template"], "Say where to write it: --out FILE"),
        (["{table}"], "Say where to write it: --out FILE"),
        (
            ["--out", "{folder}/my.jsonl"],
            "Name the table of questions, or ask for an example with --template.",
        ),
        (
            ["{folder}/no.csv", "--out", "{folder}/my.jsonl"],
            "The file {folder}/no.csv can't be read: No such file or directory",
        ),
        (
            ["{table}", "--out", "{folder}/no/my.jsonl"],
            "{folder}/no/my.jsonl can't be written: No such file or directory.",
        ),
        (
            ["--template", "--out", "{folder}"],
            "{folder} can't be written: Is a directory.",
        ),
    ],
)
def test_what_is_missing_is_said(
    diaspora: Run, table: Path, tmp_path: Path, arguments: list[str], complaint: str
) -> None:
    places = {"table": table, "folder": tmp_path}
    ran = diaspora("eval", "new", *(a.format(**places) for a in arguments))
    assert (ran.code, ran.complaint) == (2, complaint.format(**places))
    assert [p.name for p in tmp_path.glob("my*")] == ["my.csv"]


def test_a_table_is_not_overwritten_by_its_set(diaspora: Run, table: Path) -> None:
    before = table.read_text("utf-8")
    ran = diaspora("eval", "new", table, "--out", table)
    assert (ran.code, str(table) in ran.complaint) == (2, True)
    assert table.read_text("utf-8") == before


def test_a_table_that_was_filled_in_is_not_overwritten_by_the_example(
    diaspora: Run, table: Path
) -> None:
    before = table.read_text("utf-8")
    ran = diaspora("eval", "new", "--template", "--out", table)
    assert (ran.code, str(table) in ran.complaint) == (2, True)
    assert table.read_text("utf-8") == before
