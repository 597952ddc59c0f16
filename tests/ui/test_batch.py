"""`diaspora batch`: a record a line, in order; the output is whole or untouched."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.conversation import Conversation
from corpus.errors import BrokenInvariant, InputError, QuestionError
from index.filters import Filter
from ui.batch import BatchQuestion, answers, read_questions, write_answers

Run = Callable[..., Any]


class Parrot:
    """Repeats what it is asked, and what it was asked before."""

    index = SimpleNamespace(languages=("en", "fr"), name="g-1")

    def ask(self, question: str, conversation: Conversation, wanted: Filter) -> Answer:
        if not question.strip():
            raise QuestionError("The question is empty.")
        before = [turn.question for turn in conversation.turns]
        return answer(question, " / ".join([*before, question]))


def answer(question: str, text: str = "…") -> Answer:
    return Answer(
        question=question,
        standalone_question=text,
        language="en",
        status="not_covered",
        text=text,
        generation="g-1",
    )


def asked(*conversations: list[str]) -> list[Answer]:
    questions = [BatchQuestion(id=f"q{n}", turns=tuple(t)) for n, t in enumerate(conversations)]
    return list(answers(Parrot(), questions))  # type: ignore[arg-type]


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of questions, given as records or as raw lines."""

    def write(*given: object) -> Path:
        path = tmp_path / "in.jsonl"
        path.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in given))
        return path

    return write


def test_records_keep_id_and_order() -> None:
    assert [(a.id, a.question) for a in asked(["B?"], ["A?"], ["B?"])] == [
        ("q0", "B?"),
        ("q1", "A?"),
        ("q2", "B?"),
    ]


def test_earlier_turns_are_asked_first_and_stay_in_their_conversation() -> None:
    assert [a.text for a in asked(["A?", "B?", "C?"], ["D?"])] == ["A? / B? / C?", "D?"]


def test_an_empty_turn_is_unclear_and_does_not_stop_the_run() -> None:
    first, second, third = asked([" "], ["A?", ""], ["", "B?"])
    assert (first.status, first.text, first.generation) == (
        "unclear",
        "The question is empty.",
        "g-1",
    )
    assert (second.id, second.question, second.status) == ("q1", "", "unclear")
    assert (third.status, third.text) == ("not_covered", " / B?")


def test_questions_are_read_whatever_stands_around_them(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    line = '{"id": "q1", "turns": ["Où\u2028vit-on ?"]}'
    path.write_bytes(b"\xef\xbb\xbf" + f"{line}\r\n\r\n  \n{line}".encode())
    assert read_questions(path) == [BatchQuestion(id="q1", turns=("Où\u2028vit-on ?",))] * 2


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "What is TOKTEN?",
        "[]",
        "null",
        '{"id": "q2"}',
        '{"turns": ["A?"]}',
        '{"id": "q2", "turns": []}',
        '{"id": "q2", "turns": "A?"}',
        '{"id": "q2", "turns": [null]}',
        '{"id": "q2", "turns": ["\\ud800"]}',
    ],
)
def test_a_wrong_line_is_named(lines: Callable[..., Path], line: str) -> None:
    path = lines({"id": "q1", "turns": ["A?"]}, "", line)
    with pytest.raises(InputError, match=r"in\.jsonl:3: a line like .* is expected\.$"):
        read_questions(path)


def test_the_output_appears_when_it_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")

    def records() -> Iterator[Answer]:
        for question in ("A?", "Où ?"):
            assert out.read_text() == "old"
            yield answer(question)

    assert write_answers(out, records()) == 2
    written = out.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["question"] for line in written] == ["A?", "Où ?"]
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("end", [KeyboardInterrupt, BrokenInvariant("a bug"), RuntimeError])
def test_a_run_that_ends_early_leaves_the_old_output(tmp_path: Path, end: Any) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")

    def records() -> Iterator[Answer]:
        yield answer("A?")
        raise end

    with pytest.raises(end if isinstance(end, type) else type(end)):
        write_answers(out, records())
    assert out.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("place", ["nowhere/out.jsonl", "file/out.jsonl", "folder"])
def test_an_output_that_cannot_be_written(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="can't be written"):
        write_answers(tmp_path / place, [answer("A?")])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]


def test_a_folder_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    def records() -> Iterator[Answer]:
        pytest.fail("asked in vain")
        yield

    with pytest.raises(InputError, match="Is a directory"):
        write_answers(tmp_path, records())


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.jsonl").touch()
    link = tmp_path / "out.jsonl"
    link.symlink_to(tmp_path / "real.jsonl")
    write_answers(link, [answer("A?")])
    assert link.is_symlink()
    assert json.loads((tmp_path / "real.jsonl").read_text())["question"] == "A?"


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_answers(pipe, [answer("A?")])
    assert json.loads(os.read(reader, 10_000))["question"] == "A?"
    os.close(reader)
    assert pipe.is_fifo()


def test_the_command(diaspora: Run, lines: Callable[..., Path], tmp_path: Path) -> None:
    questions = lines(
        {
            "id": "a",
            "turns": ["What is the Lantern Fellowship?", "What is the Homeward Bond?", "it?"],
        },
        {"id": "b", "turns": [""]},
        {"id": "c", "turns": ["Qu'est-ce que l'Obligation du retour ?"]},
        {"id": "d", "turns": ["What is the Homeward Bond?"], "only": {"section": "facts"}},
    )
    out = tmp_path / "out.jsonl"
    ran = diaspora("batch", questions, "--out", out)
    assert (ran.code, ran.out, ran.err) == (0, f"4 answers in {out}\n", "")
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert [r["id"] for r in records] == ["a", "b", "c", "d"]
    assert "Homeward Bond" in records[0]["standalone_question"]
    assert records[1]["status"] == "unclear"
    assert records[2]["language"] == "fr"
    assert {r["section"][0] for r in records[3]["retrieved"]} == {"Facts & figures"}


def test_an_empty_file_gives_an_empty_file(
    diaspora: Run, lines: Callable[..., Path], tmp_path: Path
) -> None:
    ran = diaspora("batch", lines(), "--out", tmp_path / "out.jsonl")
    assert (ran.code, (tmp_path / "out.jsonl").read_text()) == (0, "")


def test_the_command_refuses_a_wrong_line_before_it_asks(
    process: Run, lines: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "out.jsonl").write_text("old")
    questions = lines({"id": "a", "turns": ["A?"]}, "{")
    ran = process("batch", questions, "--out", tmp_path / "out.jsonl")
    assert ran.code == 2
    assert ran.complaint.startswith(f"{questions}:2: a line like ")
    assert (tmp_path / "out.jsonl").read_text() == "old"


@pytest.mark.parametrize("name", ["nothing.jsonl", "folder", "picture.png"])
def test_questions_that_cannot_be_read(diaspora: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    ran = diaspora("batch", tmp_path / name, "--out", tmp_path / "out.jsonl")
    assert ran.code == 2
    assert ran.complaint.startswith(f"{tmp_path / name} can't be read: ")


def test_an_output_that_cannot_be_written_is_found_before_anything_is_asked(
    diaspora: Run, lines: Callable[..., Path], tmp_path: Path
) -> None:
    ran = diaspora("batch", lines({"id": "a", "turns": ["A?"]}), "--out", tmp_path / "no/out.jsonl")
    assert ran.code == 2
    assert ran.complaint == f"{tmp_path}/no/out.jsonl can't be written: No such file or directory."


def test_a_damaged_index_leaves_the_old_output(
    diaspora: Run, lines: Callable[..., Path], tmp_path: Path, generation: Path,
    flipped: Callable[[Path], None],
) -> None:  # fmt: skip
    (tmp_path / "out.jsonl").write_text("old")
    flipped(generation / "corpus.json")
    ran = diaspora("batch", lines({"id": "a", "turns": ["A?"]}), "--out", tmp_path / "out.jsonl")
    assert (ran.code, "is damaged" in ran.complaint) == (3, True)
    assert (tmp_path / "out.jsonl").read_text() == "old"
