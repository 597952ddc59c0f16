"""What is logged: never what people ask, unless that is switched on."""

import json
import logging
import traceback
from collections.abc import Callable
from typing import TypeVar

from corpus.errors import BrokenInvariant, DiasporaError

Loaded = TypeVar("Loaded")
QUESTIONS = logging.getLogger("diaspora.questions")
FAULTS = logging.getLogger("diaspora.faults")
LOADING = logging.getLogger("diaspora.loading")


def log_questions() -> None:
    """Switch the log of questions on, on stderr."""
    if not QUESTIONS.handlers:
        QUESTIONS.addHandler(logging.StreamHandler())
    QUESTIONS.setLevel(logging.INFO)


def log_question(question: str) -> None:
    """Log a question in one line, where that is switched on."""
    QUESTIONS.info("asked: %s", json.dumps(question, ensure_ascii=False))


def log_fault(error: BaseException) -> None:
    """Log where an error came from. Its message may hold a question: that needs the switch."""
    told = f": {error}" if QUESTIONS.isEnabledFor(logging.INFO) else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    FAULTS.error("A request failed: %s%s\n%s", type(error).__name__, told, frames)


def logged_loading(load: Callable[[], Loaded]) -> Loaded:
    """Load; log once why that fails, and raise the same.

    A sentence fit for users is one line, anything else has its traceback. Nobody has asked anything
    yet, so the message may be told.
    """
    try:
        return load()
    except Exception as error:
        foreseen = isinstance(error, DiasporaError) and not isinstance(error, BrokenInvariant)
        LOADING.error("Loading failed: %s", error, exc_info=None if foreseen else error)
        raise
