"""`diaspora ask`, `search` and what every command has in common."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from corpus.errors import DiasporaError

HEAVY = ("torch", "transformers", "sentence_transformers", "faiss", "gradio", "fastapi", "scipy")
HELP = f"""
import contextlib, io, sys
from ui.cli import main
for words in ([], ["ask"], ["batch"], ["search"], ["serve"], ["index"], ["index", "build"],
              ["index", "status"], ["corpus"], ["corpus", "check"], ["corpus", "show"]):
    sys.argv = ["diaspora", *words, "--help"]
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()) as said:
        main()
    assert "Usage" in said.getvalue()
print([name for name in {HEAVY!r} if name in sys.modules])
"""
BOND = (
    "The Homeward Bond is a savings bond that Tavorians abroad can buy from 100 USD. [1]",
    "The money of the Homeward Bond builds harbours and clinics. [2]",
)


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_an_answer_for_people(diaspora: Callable[..., Any]) -> None:
    ran = diaspora("ask", "What is the Homeward Bond?")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert tuple(lines[:2]) == BOND
    assert lines[3] == "[1] Effective practices › Homeward Bond"
    assert lines[4].startswith("    Diaspora profile: Tavoria (Institute of Imagined States, 2024-")
    assert "note 4: Ministry of Overseas Ties, Far Shore Charter, 2016." in ran.out


def test_an_answer_for_programs_is_the_record(diaspora: Callable[..., Any]) -> None:
    record = diaspora("ask", "What is the Homeward Bond?", "--json").record
    assert list(record) == [
        "id", "question", "standalone_question", "language", "status", "text", "sentences",
        "citations", "retrieved", "suggestions", "generation", "timings_ms",
    ]  # fmt: skip
    answer = Answer.model_validate(record)
    assert (answer.status, answer.text) == ("answered", " ".join(BOND))
    assert answer.citations[0].section == ("Effective practices", "Homeward Bond")
    assert set(answer.timings_ms) == {"understand", "encode", "search", "compose"}


def test_json_is_written_as_it_is_however_narrow_the_terminal(
    diaspora: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    record = diaspora("ask", "Qu'est-ce que l'Obligation du retour [bold] ?", "--json").record
    assert record["question"] == "Qu'est-ce que l'Obligation du retour [bold] ?"
    assert record["language"] == "fr"


def test_earlier_turns_make_a_conversation(diaspora: Callable[..., Any]) -> None:
    earlier = ("--turn", "What is the Lantern Fellowship?", "--turn", "What is the Homeward Bond?")
    record = diaspora("ask", "it?", *earlier, "--json").record
    assert record["question"] == "it?"
    assert "Homeward Bond" in record["standalone_question"]
    assert record["citations"][0]["section"] == ["Effective practices", "Homeward Bond"]


def test_not_covered_is_a_result(diaspora: Callable[..., Any]) -> None:
    ran = diaspora("ask", "What is the recipe of mafé?")
    assert (ran.code, ran.err) == (0, "")
    assert "[1]" not in ran.out


TOO_LONG = "The question has 100,000 characters; at most 2,000 are read."
EMPTY = "The question is empty."


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["ask", ""], EMPTY),
        (["ask", " \n\t "], EMPTY),
        (["ask", "What is it?", "--turn", " "], EMPTY),
        (["ask", "x" * 100_000], TOO_LONG),
        (["ask", "What is it?", "--turn", "x" * 100_000], TOO_LONG),
        (["search", ""], EMPTY),
        (["search", "x" * 100_000], TOO_LONG),
    ],
)
def test_a_question_that_cannot_be_asked(
    diaspora: Callable[..., Any], arguments: list[str], complaint: str
) -> None:
    ran = diaspora(*arguments)
    assert ran.code == 2
    assert ran.complaint.startswith(complaint)


@pytest.mark.parametrize("question", ["", "x" * 100_000])
def test_a_question_that_cannot_be_asked_in_a_process(
    process: Callable[..., Any], question: str
) -> None:
    ran = process("ask", question)
    assert ran.code == 2
    assert ran.complaint.startswith("The question ")


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_question_that_is_not_text(diaspora: Callable[..., Any], form: list[str]) -> None:
    """A byte that is no UTF-8 arrives as a lone surrogate."""
    ran = diaspora("ask", "What is the \udcff Homeward Bond?", *form)
    assert ran.code == 2
    assert ran.complaint.startswith("The question ")


def test_search_ranks_passages(diaspora: Callable[..., Any]) -> None:
    ran = diaspora("search", "cost of a transfer to Tavoria", "-k", 3)
    assert (ran.code, ran.err) == (0, "")
    ranks = [line.split(". ")[0] for line in ran.out.splitlines() if line[:1].isdigit()]
    assert ranks == ["1", "2", "3"]
    assert ran.out.startswith("1. Obstacles tavoria/obstacles#1\n")


def test_search_among_the_passages_that_options_name(diaspora: Callable[..., Any]) -> None:
    narrow = ["--country", "XA", "--lang", "fr", "--section", "bond", "--edition", "2024-05"]
    found = diaspora("search", "remittances", *narrow, "--json").record
    assert {row["passage_id"].split("#")[0] for row in found} == {"tavoria/bond"}
    ran = diaspora("search", "remittances", "--edition", "1999")
    assert (ran.code, ran.out) == (2, "")
    assert ran.complaint.startswith("No passage has edition 1999. There are country XA;")


def test_an_answer_from_what_options_name(diaspora: Callable[..., Any]) -> None:
    narrow = ["--country", "xa", "--lang", "fr", "--section", "practices", "--edition", "2024-05"]
    answer = diaspora("ask", "What is the Homeward Bond?", *narrow, "--json").record
    assert {row["section"][0] for row in answer["retrieved"]} == {"Pratiques efficaces"}
    ran = diaspora("ask", "What is the Homeward Bond?", "--section", "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert ran.complaint.startswith("No passage has section nowhere. There are country XA;")


def test_search_for_programs(diaspora: Callable[..., Any]) -> None:
    found = diaspora("search", "cost of a transfer to Tavoria", "-k", 4, "--json").record
    assert [list(row) for row in found] == [["passage_id", "section", "passage", "score"]] * 4
    assert found[0]["passage_id"] == "tavoria/obstacles#1"
    scores = [row["score"] for row in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["ask"],
        ["ask", "What?", "--loudly"],
        ["search", "bond", "-k", "0"],
        ["search", "bond", "-k", "many"],
        ["batch", "in.jsonl"],
        ["serve", "--port", "70000"],
        ["index", "destroy"],
    ],
)
def test_wrong_usage(diaspora: Callable[..., Any], arguments: list[str]) -> None:
    ran = diaspora(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: ")
    assert "Traceback" not in ran.err


def test_a_bug_is_one_line_too(
    diaspora: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("3 rows\ndon't match 4")

    monkeypatch.setattr("ui.session.open_assistant", broken)
    ran = diaspora("ask", "What is the Homeward Bond?")
    assert ran.code == 1
    assert (
        ran.complaint
        == "Unexpected ValueError: 3 rows don't match 4. DIASPORA_DEBUG=1 shows where."
    )
    monkeypatch.setenv("DIASPORA_DEBUG", "1")
    with pytest.raises(ValueError, match="3 rows"):
        diaspora("ask", "What is the Homeward Bond?")


def test_an_interrupted_run(diaspora: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ui.session.open_assistant", interrupted)
    ran = diaspora("ask", "What is the Homeward Bond?")
    assert (ran.code, ran.out, ran.err) == (130, "", "")


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_reader_that_leaves_gets_no_traceback(surroundings: None, form: list[str]) -> None:
    """As in `diaspora corpus show | head -1`."""
    command = [Path(sys.executable).with_name("diaspora"), "corpus", "show", *form]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, timeout=60)
    os.close(writer)
    assert done.stderr == b""


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_pipe_that_knows_only_ascii(surroundings: None, form: list[str]) -> None:
    """What is written for programs is UTF-8 everywhere."""
    command = [Path(sys.executable).with_name("diaspora"), "corpus", "show", "--lang", "fr", *form]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Érable et Marée" in done.stdout.decode()
    if form:
        assert len(json.loads(done.stdout)) > 10


def test_every_error_has_an_exit_code_of_the_contract() -> None:
    def tree(kind: type[DiasporaError]) -> list[type[DiasporaError]]:
        return [kind, *(deeper for below in kind.__subclasses__() for deeper in tree(below))]

    codes = {kind.__name__: kind.exit_code for kind in tree(DiasporaError)}
    assert set(codes.values()) == {1, 2, 3}
    assert {name for name, code in codes.items() if code == 3} == {
        "IndexProblem", "IndexMissing", "IndexStale", "IndexDamaged", "IndexLocked",
    }  # fmt: skip
