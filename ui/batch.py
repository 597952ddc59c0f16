"""Many questions from a file: one answer record a line, in the order of the questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field, ValidationError

from assistant.answer import Answer
from assistant.conversation import Conversation
from corpus.errors import InputError, QuestionError
from corpus.records import Record
from index.filters import EVERYTHING, Filter
from ui.files import whole_file

if TYPE_CHECKING:
    from assistant.ask import Assistant


class BatchQuestion(Record):
    """A line of the input: the turns of a conversation, the last one to be answered.

    `only` is what may be read for the answer, such as `{"country": "ML", "section": "practices"}`.
    """

    id: str
    turns: tuple[str, ...] = Field(min_length=1)
    only: Filter = EVERYTHING


def read_questions(path: Path) -> list[BatchQuestion]:
    """Read a JSONL file. Raises `InputError` with the number of the first line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} can't be read: {error}") from None
    questions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            questions.append(BatchQuestion.model_validate_json(line))
        except ValidationError:
            form = '{"id": "q1", "turns": ["Who funds the programme?"]}'
            raise InputError(f"{path}:{number}: a line like {form} is expected.") from None
    return questions


def answers(assistant: Assistant, questions: Iterable[BatchQuestion]) -> Iterator[Answer]:
    """Answer the last turn of each question; earlier turns are asked first.

    Raises `InputError` for a filter that nothing passes.
    """
    for question in questions:
        conversation = Conversation()
        for turn in question.turns:
            answer = _asked(assistant, turn, conversation, question.only)
            conversation = conversation.after(answer)
        yield answer.model_copy(update={"id": question.id})


def write_answers(path: Path, records: Iterable[Answer]) -> int:
    """Write one record a line and return their number.

    The file appears when it is whole: an interrupted run leaves the old one as it was.
    """
    count = 0
    try:
        with whole_file(path) as file:
            for record in records:
                file.write(record.model_dump_json() + "\n")
                count += 1
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror}.") from None
    return count


def _asked(assistant: Assistant, turn: str, conversation: Conversation, only: Filter) -> Answer:
    """A turn that can't be asked (empty, too long) gets a record too: it is unclear."""
    try:
        return assistant.ask(turn, conversation, only)
    except QuestionError as error:
        return Answer(
            question=turn,
            standalone_question=turn,
            language=assistant.index.languages[0],
            status="unclear",
            text=str(error),
            generation=assistant.index.name,
        )
