"""What people said of answers → questions of an eval set."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from assistant.answer import Answer
from corpus.records import Record
from eval.records import EvalQuestion

Rating = Literal["up", "down"]
Reason = Literal["wrong", "incomplete", "wrong_source", "should_not_know"]


class Opinion(Record):
    """What somebody says of an answer. `earlier` are the turns before its question, in order.

    `should_not_know`: the assistant should have said that the profile doesn't say.
    """

    rating: Rating
    reason: Reason | None = None
    comment: str = Field(default="", max_length=2000)
    earlier: tuple[str, ...] = Field(default=(), max_length=50)
    answer: Answer

    @model_validator(mode="after")
    def _reasons_are_complaints(self) -> "Opinion":
        if self.rating == "up" and self.reason:
            raise ValueError("a reason goes with the rating down")
        return self


class Feedback(Opinion):
    """An opinion as it was kept: its number, and when (ISO 8601, UTC)."""

    id: int
    time: str


def eval_questions(feedback: Iterable[Feedback]) -> list[EvalQuestion]:
    """Turn feedback into questions. The latest word on the same turns is the one that counts."""
    latest = {(*f.earlier, f.answer.question): f for f in feedback}
    return [_question(turns, f) for turns, f in latest.items()]


def _question(turns: tuple[str, ...], feedback: Feedback) -> EvalQuestion:
    """What the person didn't say stays open (None): whoever reads the set fills it in."""
    answer = feedback.answer
    good = feedback.rating == "up" and answer.status == "answered"
    return EvalQuestion(
        id=f"feedback-{feedback.id}",
        language=answer.language,
        kind=feedback.reason or "liked",
        turns=turns,
        answerable=_answerable(feedback),
        passages=tuple(dict.fromkeys(c.passage_id for c in answer.citations)) if good else (),
    )


def _answerable(feedback: Feedback) -> bool | None:
    if feedback.reason == "should_not_know":
        return False
    if feedback.rating == "up":
        return {"answered": True, "not_covered": False}.get(feedback.answer.status)
    return None
