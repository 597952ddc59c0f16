"""A conversation: immutable turns, oldest first."""

from assistant.answer import Answer, Status
from corpus.records import Record


class Turn(Record):
    """A question, how it was understood, and the quotes (passage id, words) that answered it."""

    question: str
    standalone_question: str
    language: str
    status: Status
    quotes: tuple[tuple[str, str], ...] = ()


class Conversation(Record):
    """The turns so far."""

    turns: tuple[Turn, ...] = ()

    def after(self, answer: Answer) -> "Conversation":
        """Return this conversation with one more turn: the question just answered."""
        turn = Turn(
            question=answer.question,
            standalone_question=answer.standalone_question,
            language=answer.language,
            status=answer.status,
            quotes=tuple((c.passage_id, c.quote) for c in answer.citations),
        )
        return Conversation(turns=(*self.turns, turn))

    @property
    def last(self) -> Turn | None:
        """The latest turn, or None at the beginning."""
        return self.turns[-1] if self.turns else None
