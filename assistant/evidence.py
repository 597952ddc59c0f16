"""Does a sentence hold what a kind of question asks for? A number, a date, a person, a sum …"""

import re

from assistant.understand import Understood
from assistant.words import words_of
from index.lexical import plain

YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
NUMBER = re.compile(r"\d+(?:\.\d+)*")
DEMANDING = ("contact", "money", "share", "duration", "count", "date", "person")


def holds(kind: str, sentence: str, code: str) -> bool:
    """Tell whether a sentence in the language `code` holds what the kind asks for.

    Kinds that ask for nothing in particular hold everywhere. `person` is decided by entities, not
    by words: see `Coverage`.

    >>> holds("share", "Remittances are 5.52 % of GDP.", "en"), holds("money", "In 2019.", "en")
    (True, False)
    """
    text = plain(sentence)
    if kind == "date":
        return bool(YEAR.search(sentence))
    if kind in {"contact", "money", "share", "duration", "count"}:
        marks = words_of(code).evidence[kind].search(text)
        if kind == "count":
            return bool(marks or NUMBER.search(YEAR.sub(" ", sentence)))
        return bool(marks)
    return True


def demanded(question: Understood) -> str | None:
    """Return what a sentence has to hold, a kind of `DEMANDING`, or None where nothing special."""
    return question.kind if question.kind in DEMANDING else question.compares
