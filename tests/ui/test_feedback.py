"""What people say: kept, listed, and made into questions."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from corpus.errors import StorageError
from eval.feedback import Opinion
from eval.read import read_set
from ui.feedback import FeedbackStore


def answer(question: str = "Who funds it?", **more: Any) -> Answer:
    given = {"language": "en", "status": "not_covered", "text": "No.", "generation": "g", **more}
    return Answer(question=question, standalone_question=question, **given)


def test_opinions_come_back_in_order(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "feedback.sqlite3")
    assert store.all() == []
    first = store.add(Opinion(rating="up", answer=answer("One?")))
    second = store.add(
        Opinion(rating="down", reason="wrong", earlier=("One?",), answer=answer("Two?"))
    )
    assert FeedbackStore(store.path).all() == [first, second]
    assert (first.id, second.id) == (1, 2)
    row = (
        sqlite3.connect(store.path).execute("SELECT question, generation FROM feedback").fetchone()
    )
    assert row == ("One?", "g")


def test_what_is_said_is_never_run(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "feedback.sqlite3")
    attack = "'); DROP TABLE feedback; --"
    store.add(Opinion(rating="down", comment=attack, answer=answer(attack)))
    assert [f.comment for f in store.all()] == [attack]


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "feedback.sqlite3"
    path.write_text("not a database, but a text of some length" * 50)
    with pytest.raises(StorageError, match="write to"):
        FeedbackStore(path).all()


def test_the_command_lists_it(diaspora: Any, data: Path) -> None:
    assert diaspora("feedback").out == "Nobody has said anything yet.\n"
    FeedbackStore(data / "feedback.sqlite3").add(
        Opinion(rating="down", reason="incomplete", comment="where?", answer=answer("Who?"))
    )
    listed = diaspora("feedback").out
    assert "down incomplete where?" in listed
    assert "Who?" in listed
    (record,) = diaspora("feedback", "--json").record
    assert (record["reason"], record["answer"]["question"]) == ("incomplete", "Who?")


def test_an_eval_set_is_made_of_it(diaspora: Any, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    assert (
        "Nobody has said anything yet"
        in diaspora("eval", "new", "--from-feedback", "--out", out).complaint
    )
    store = FeedbackStore(data / "feedback.sqlite3")
    store.add(Opinion(rating="up", answer=answer("Changed my mind?")))
    store.add(Opinion(rating="down", reason="wrong", answer=answer("Changed my mind?")))
    store.add(Opinion(rating="down", reason="should_not_know", answer=answer("Senegal?")))
    store.add(Opinion(rating="up", earlier=("What is it?",), answer=answer("Who funds it?")))
    done = diaspora("eval", "new", "--from-feedback", "--out", out)
    assert done.code == 0
    made = [(q.id, q.turns, q.kind, q.answerable) for q in read_set(out)]
    assert made == [
        ("feedback-2", ("Changed my mind?",), "wrong", None),
        ("feedback-3", ("Senegal?",), "should_not_know", False),
        ("feedback-4", ("What is it?", "Who funds it?"), "liked", False),
    ]
    assert len([json.loads(line) for line in out.read_text().splitlines()]) == 3
