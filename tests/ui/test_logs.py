"""Logs hold no question, unless that is switched on."""

import logging

import pytest

from corpus.errors import IndexDamaged
from ui.logs import QUESTIONS, log_fault, log_question, logged_loading


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


def test_loading_that_goes_well_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert logged_loading(lambda: "loaded") == "loaded"
    assert caplog.records == []


def test_a_foreseen_failure_to_load_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    def load() -> None:
        raise IndexDamaged("g/passages.faiss", "has changed")

    with pytest.raises(IndexDamaged):
        logged_loading(load)
    (record,) = caplog.records
    assert (record.levelname, record.exc_info) == ("ERROR", None)
    assert record.getMessage() == (
        "Loading failed: The index is damaged: g/passages.faiss has changed. "
        "Run: diaspora index build --force"
    )


def test_any_other_failure_to_load_has_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="could not read a file"):
        logged_loading(lambda: raised(fail("a file")))
    (record,) = caplog.records
    assert record.getMessage() == "Loading failed: could not read a file"
    assert 'raise ValueError(f"could not read {question}")' in caplog.text


def raised(error: Exception) -> None:
    raise error
