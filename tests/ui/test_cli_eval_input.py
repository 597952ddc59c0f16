"""`diaspora eval` and what it is given: what can't be used is one sentence, nothing on stdout."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
QUESTION = {"id": "a", "turns": ["What is the Homeward Bond?"], "passages": ["tavoria/bond#1"]}


@pytest.fixture
def a_set(tmp_path: Path) -> Path:
    path = tmp_path / "my.jsonl"
    path.write_text(json.dumps(QUESTION), "utf-8")
    return path


@pytest.fixture(autouse=True)
def nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever can be known before anything slow begins, is said before."""

    def loaded(*_: object) -> None:
        pytest.fail("loaded in vain")

    monkeypatch.setattr("ui.eval_session.loaded_assistant", loaded)


@pytest.mark.parametrize("command", [["run"], ["ablate"], ["parity"]])
def test_a_set_that_is_not_there(diaspora: Run, tmp_path: Path, command: list[str]) -> None:
    ran = diaspora("eval", *command, tmp_path / "no.jsonl")
    assert ran.code == 2
    assert ran.complaint == (
        f"There is no set {tmp_path}/no.jsonl. Give a JSONL file, or a folder as BEIR or TREC "
        "has it."
    )


def test_one_set_of_several_is_not_there(diaspora: Run, a_set: Path, tmp_path: Path) -> None:
    ran = diaspora("eval", "run", a_set, tmp_path / "no.jsonl", "--out", tmp_path / "out")
    assert (ran.code, "no.jsonl" in ran.complaint) == (2, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", ":1: the line: Invalid JSON"),
        ('{"id": "a", "turns": []}', ":1: turns: "),
        (f"{json.dumps(QUESTION)}\n\n{json.dumps(QUESTION)}", ": the id a stands twice."),
    ],
)
def test_a_set_that_cannot_be_read(diaspora: Run, a_set: Path, text: str, problem: str) -> None:
    a_set.write_text(text, "utf-8")
    ran = diaspora("eval", "run", a_set)
    assert ran.code == 2
    assert ran.complaint.startswith(f"{a_set}{problem}")


def test_a_split_that_is_empty(diaspora: Run, a_set: Path) -> None:
    ran = diaspora("eval", "run", a_set, "--split", "test")
    assert (ran.code, ran.complaint) == (2, f"The set {a_set} has no questions in split test.")


@pytest.mark.parametrize(
    "options",
    [
        ["--mode", "sparse"], ["--queries", "first"], ["--k", "0"], ["--k", "1001"],
        ["--limit", "0"], ["--limit", "x"], ["--nonsense"],
    ],
)  # fmt: skip
def test_wrong_usage(diaspora: Run, a_set: Path, options: list[str]) -> None:
    ran = diaspora("eval", "run", a_set, *options)
    assert (ran.code, ran.out) == (2, "")
    assert options[0] in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("bar", ["right", "right=high"])
def test_a_bar_that_is_none(diaspora: Run, a_set: Path, bar: str) -> None:
    ran = diaspora("eval", "run", a_set, "--fail-under", bar)
    assert ran.code == 2
    assert ran.complaint == f"'{bar}' is no bar. Write measure=value: right=0.9"


@pytest.mark.parametrize("text", [None, "{}", "no JSON"])
def test_earlier_results_that_are_none(
    diaspora: Run, a_set: Path, tmp_path: Path, text: str | None
) -> None:
    earlier = tmp_path / "earlier.json"
    if text:
        earlier.write_text(text)
    for command in (
        ["run", a_set, "--against", earlier], ["compare", earlier, earlier],
    ):  # fmt: skip
        ran = diaspora("eval", *command)
        assert ran.code == 2
        assert str(earlier) in ran.complaint


@pytest.mark.parametrize("option", ["--out", "--baseline"])
@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_folder_that_cannot_be_written(
    diaspora: Run, a_set: Path, tmp_path: Path, option: str, place: str
) -> None:
    """Found before minutes of asking are lost; another data directory would not help."""
    (tmp_path / "file").touch()
    ran = diaspora("eval", "run", a_set, option, tmp_path / place)
    assert ran.code == 2
    assert str(tmp_path / "file") in ran.complaint
    assert "--data-dir" not in ran.complaint


def test_an_empty_folder_is_no_collection(diaspora: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = diaspora("eval", "run", tmp_path / "empty")
    assert ran.code == 2
    assert ran.complaint == (
        f"{tmp_path}/empty should hold queries.jsonl and qrels/, as BEIR has it, or one file "
        "topics* as TREC has it. Found for topics: none."
    )
