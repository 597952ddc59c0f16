"""Logs hold no question, unless that is switched on."""

import logging

import pytest

from ui.logs import QUESTIONS, log_fault, log_question


def fail(question: str) -> Exception:
    try:
        raise ValueError(f"could not read {question}")
    except ValueError as error:
        return error


def test_by_default_no_question_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    log_question("my own affair")
    log_fault(fail("my own affair"))
    assert "ValueError" in caplog.text
    assert "affair" not in caplog.text


def test_switched_on_a_question_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, QUESTIONS.name):
        log_question("one\ntwo")
    assert caplog.messages == ['asked: "one\\ntwo"']
