"""The route by which the page keeps what a visitor says of an answer."""

from fastapi import FastAPI

from corpus.records import Record
from eval.feedback import Rating, Reason
from ui.api.errors import Refused
from ui.feedback import FeedbackRequest, FeedbackStore
from ui.shelf import Shelf


class Said(Record):
    """A rating, and why; the answer it is about lies on the shelf."""

    rating: Rating
    reason: Reason | None = None


def add_opinions(app: FastAPI, shelf: Shelf, store: FeedbackStore) -> None:
    """Add `POST /api/feedback/{name}`: an opinion on the last answer of a conversation kept."""

    @app.post("/api/feedback/{name}", status_code=204, include_in_schema=False)
    def say(name: str, said: Said) -> None:
        """Keep it with the turns before. The record is the server's own: nobody can forge it."""
        answers = shelf.fetch(name)
        if not answers:
            raise Refused(404, "This answer is no longer kept here. Ask again, then say it.")
        earlier = tuple(a.question for a in answers[:-1])
        store.add(FeedbackRequest(**said.model_dump(), earlier=earlier, answer=answers[-1]))
