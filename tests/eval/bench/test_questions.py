"""What a question costs: every stage in a row, each beside encoding alone."""

from typing import Any

import pytest

from assistant.ask import Assistant
from eval.bench.questions import question_costs

QUESTIONS = ["What is the Homeward Bond?", "What is the Lantern Fellowship?"]


class Listening:
    """Wraps an assistant and writes down what it is asked and what is encoded."""

    def __init__(self, inner: Assistant) -> None:
        self.inner, self.encoder = inner, self
        self.asked: list[str] = []
        self.encoded: list[str] = []

    def ask(self, question: str) -> Any:
        self.asked.append(question)
        return self.inner.ask(question)

    def queries(self, texts: list[str]) -> Any:
        self.encoded += texts
        return self.inner.encoder.queries(texts)


@pytest.fixture
def listening(assistant: Assistant) -> Any:
    return Listening(assistant)


def test_stages_stand_in_order_between_the_whole_and_encoding_alone(assistant: Assistant) -> None:
    table = question_costs(assistant, QUESTIONS, rounds=2)
    assert table.name == "A warm question"
    assert table.note == "4 questions; ratio: median of the pairs, against encoding alone."
    assert [row["stage"] for row in table.rows] == [
        "whole question", "asked for the first time", "understand", "encode", "search", "compose",
        "encoding alone",
    ]  # fmt: skip
    assert table.columns == ["stage", "p50 ms", "p95 ms", "p99 ms", "ratio"]
    assert table.rows[-1]["ratio"] == 1.0


def test_every_figure_is_more_than_nought(assistant: Assistant) -> None:
    for row in question_costs(assistant, QUESTIONS, rounds=1).rows:
        for value in list(row.values())[1:]:
            assert isinstance(value, float)
            assert value > 0


def test_each_question_is_asked_and_encoded_in_turn(listening: Any) -> None:
    question_costs(listening, QUESTIONS, rounds=2)
    assert listening.asked == QUESTIONS + QUESTIONS * 2  # once to warm up
    assert listening.encoded == QUESTIONS * 2


def test_no_more_than_five_questions_warm_up(listening: Any) -> None:
    question_costs(listening, QUESTIONS * 4, rounds=1)
    assert len(listening.asked) == 5 + 8


def test_what_is_answered_without_encoding_is_left_out(assistant: Assistant) -> None:
    table = question_costs(assistant, [*QUESTIONS, "Thanks!", "What?"], rounds=1)
    assert table.note.startswith("2 questions;")
