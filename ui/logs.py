"""What is logged: never what people ask, unless that is switched on."""

import json
import logging
import traceback

QUESTIONS = logging.getLogger("diaspora.questions")
FAULTS = logging.getLogger("diaspora.faults")


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
