"""What people say of answers, kept in one SQLite file in the data directory."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ConfigDict

from corpus.errors import StorageError
from eval.feedback import Feedback, Opinion

SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY, time TEXT NOT NULL, rating TEXT NOT NULL, reason TEXT,
    comment TEXT NOT NULL, question TEXT NOT NULL, generation TEXT NOT NULL,
    opinion TEXT NOT NULL)
"""
ADD = """
INSERT INTO feedback (time, rating, reason, comment, question, generation, opinion)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""


class FeedbackRequest(Opinion):
    """An opinion as programs send it: the answer record goes back as it came."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "rating": "down",
                    "reason": "incomplete",
                    "answer": {
                        "question": "Who supports TOKTEN?",
                        "standalone_question": "Who supports TOKTEN?",
                        "language": "en",
                        "status": "not_covered",
                        "text": "The profile doesn't say.",
                        "generation": "…",
                    },
                }
            ]
        }
    )


class FeedbackStore:
    """Adds and lists feedback. Threads and processes may share the file."""

    def __init__(self, path: Path) -> None:
        """Take the file; it is made when something is first added."""
        self.path = path

    def add(self, opinion: Opinion) -> Feedback:
        """Keep an opinion, and return it with its number and time. Raises `StorageError`."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        answer, whole = opinion.answer, opinion.model_dump_json()
        row = (opinion.rating, opinion.reason, opinion.comment, answer.question, answer.generation)
        with self._open() as database:
            database.execute(SCHEMA)
            number = database.execute(ADD, (now, *row, whole)).lastrowid
        return Feedback(**opinion.model_dump(), id=number or 0, time=now)

    def all(self) -> list[Feedback]:
        """Return everything that was said, oldest first. Raises `StorageError`."""
        if not self.path.is_file():
            return []
        with self._open() as database:
            rows = database.execute("SELECT id, time, opinion FROM feedback ORDER BY id").fetchall()
        return [Feedback(**json.loads(said), id=n, time=time) for n, time, said in rows]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=5)) as database, database:
                yield database
        except (OSError, sqlite3.Error) as error:
            raise StorageError(self.path, str(error)) from None
