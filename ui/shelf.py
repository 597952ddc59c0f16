"""Answers to be taken away: kept in memory for a while, under names nobody can guess."""

import secrets
from collections import OrderedDict
from threading import Lock

from assistant.answer import Answer

KEPT = 1000


class Shelf:
    """Holds the last answers given; the oldest make room."""

    def __init__(self, kept: int = KEPT) -> None:
        """Keep at most so many answers and conversations together."""
        self._kept, self._lock = kept, Lock()
        self._talks: OrderedDict[str, tuple[Answer, ...]] = OrderedDict()

    def keep(self, answers: tuple[Answer, ...]) -> str:
        """Keep answers; return the name to fetch them by."""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._talks[name] = answers
            while len(self._talks) > self._kept:
                self._talks.popitem(last=False)
        return name

    def fetch(self, name: str) -> tuple[Answer, ...]:
        """Return what was kept under a name; nothing where it is unknown, or gone."""
        with self._lock:
            return self._talks.get(name, ())
