"""`diaspora eval bench`: the parts asked for, as tables for people and programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
VECTORS = ["--part", "vectors", "--largest", 1000]


def test_a_table_for_people(diaspora: Run) -> None:
    ran = diaspora("eval", "bench", *VECTORS)
    assert (ran.code, ran.err) == (0, "")
    lines = [line for line in ran.out.splitlines() if line]
    assert lines[0] == "Search over synthetic vectors"
    shown = {line.rsplit(maxsplit=1)[0].strip(): line.split()[-1] for line in lines[-16:]}
    assert (shown["vectors"], shown["kind"], shown["recall@10"]) == ("1,000", "flat", "1")
    assert {"built in s", "p50 ms", "numpy p50 ms", "10 % recall@10", "peak MB"} <= shown.keys()
    assert "…" not in "".join(lines[-16:])  # nothing is cut off at 80 characters


def test_tables_for_programs(diaspora: Run) -> None:
    record = diaspora("eval", "bench", *VECTORS, "--json").record
    assert list(record) == ["commit", "tables"]
    (table,) = record["tables"]
    assert (table["rows"][0]["vectors"], table["rows"][0]["recall@10"]) == (1000, 1.0)


def test_files_are_written(diaspora: Run, tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    ran = diaspora("eval", "bench", *VECTORS, "--out", out, "--json")
    assert json.loads((out / "bench.json").read_text("utf-8")) == ran.record
    lines = (out / "bench.md").read_text("utf-8").splitlines()
    assert lines[0].startswith("# Bench at commit ")
    assert lines[2] == "## Search over synthetic vectors"


def test_a_folder_that_cannot_be_written(diaspora: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = diaspora("eval", "bench", *VECTORS, "--out", tmp_path / "file" / "below")
    assert ran.code == 2
    assert ran.complaint.startswith(f"{tmp_path}/file/below")


def test_questions_and_building_are_measured_on_the_profiles(diaspora: Run) -> None:
    parts = ["--part", "build", "--part", "questions"]
    record = diaspora("eval", "bench", *parts, "--questions", 5, "--json").record
    assert [table["name"] for table in record["tables"]] == [
        "A warm question",
        "Building the index",
    ]


@pytest.mark.parametrize("part", ["questions", "start"])
def test_a_missing_index_is_said_first(diaspora: Run, tmp_path: Path, part: str) -> None:
    ran = diaspora("eval", "bench", "--part", part, "--data-dir", tmp_path / "nothing")
    assert (ran.code, "There is no index in " in ran.complaint) == (3, True)


@pytest.mark.parametrize(
    "options", [["--part", "speed"], ["--questions", "4"], ["--largest", "999"]]
)
def test_wrong_usage(diaspora: Run, options: list[str]) -> None:
    ran = diaspora("eval", "bench", *options)
    assert (ran.code, ran.out) == (2, "")
    assert options[0] in ran.err
