"""Does a sentence hold what a kind of question asks for? A number, a date, a person, a sum …"""

import re
from functools import cache

from babel.dates import get_day_names, get_month_names

from assistant.understand import Understood
from assistant.words import words_of
from index.lexical import plain

YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
NUMBER = re.compile(r"\d+(?:\.\d+)*")
DEMANDING = ("contact", "money", "share", "duration", "count", "date", "person")


def holds(kind: str, sentence: str, code: str) -> bool:
    """Tell whether a sentence in the language `code` holds what the kind asks for.

    Kinds that ask for nothing in particular hold everywhere. A `moment` is a date, or what may
    answer "when" without one ("after the vote"). `person` is decided by entities, not
    by words: see `Coverage`.

    >>> holds("share", "Remittances are 5.52 % of GDP.", "en"), holds("money", "In 2019.", "en")
    (True, False)
    """
    text = plain(sentence)
    if kind not in words_of(code).evidence:
        return True
    if words_of(code).evidence[kind].search(text):
        return True
    if kind in {"date", "moment"}:
        return bool(YEAR.search(sentence) or _calendar(code).search(sentence))
    if kind == "duration":  # from one year to the other
        return len(set(YEAR.findall(sentence))) == 2
    return kind == "count" and bool(NUMBER.search(_without_dates(sentence, code)))


def _without_dates(sentence: str, code: str) -> str:
    """Leave out years and the days before the name of a month."""
    return _days(code).sub(" ", plain(YEAR.sub(" ", sentence)))


@cache
def _days(code: str) -> re.Pattern[str]:
    months = get_month_names("wide", locale=code).values()
    return re.compile(rf"\b\d{{1,2}}(?:er|st|nd|rd|th)?\s+(?:{'|'.join(map(plain, months))})\b")


@cache
def _calendar(code: str) -> re.Pattern[str]:
    """Match the names of months and days as they are written: "May" is a month, "may" is none."""
    names = [*get_month_names("wide", locale=code).values()]
    names += get_day_names("wide", locale=code).values()
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})s?\b")


def wished(question: Understood) -> str | None:
    """Return what a sentence should hold: what is demanded, or a reason where one is asked for."""
    return "reason" if question.kind == "reason" else demanded(question)


def demanded(question: Understood) -> str | None:
    """Return what a sentence has to hold, a kind of `DEMANDING`, or None where nothing special."""
    return question.kind if question.kind in DEMANDING else question.compares
