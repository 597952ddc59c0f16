"""The reading set: passages, each with questions that it answers and some that it only resembles.

`passages.jsonl` holds 3,600 passages of invented countries and things, half English, half French,
written for this project; four questions of each have their answer in it, four ask as closely for
what it doesn't say. Every eighth passage is held out: the trained weights never saw it.
"""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from corpus.errors import InputError
from corpus.passages import covering, sentence_spans
from corpus.records import Record
from eval.read import read_lines

EVERY = 8  # of so many passages one is held out
LEAST = 16  # examples to train on: one batch


class Answered(Record):
    """A question, and the sentence of the passage that answers it, word by word."""

    question: str
    evidence: str


class ReadingPassage(Record):
    """A passage below its title, with its questions."""

    id: str
    language: str
    title: str
    passage: str
    answerable: tuple[Answered, ...]
    unanswerable: tuple[str, ...]


class Example(Record):
    """A question and the sentences of a passage, as they are encoded; true where one answers."""

    question: str
    sentences: tuple[str, ...]
    answers: tuple[bool, ...]

    @property
    def answerable(self) -> bool:
        """Tell whether some sentence answers."""
        return any(self.answers)


def reading_set() -> Path:
    """Return the file that comes with the project."""
    return Path(str(files("eval"))) / "reading" / "passages.jsonl"


def examples(path: Path) -> tuple[list[Example], list[Example]]:
    """Read a reading set; return the examples to train on, and those held out.

    Raises `InputError` where a line is wrong, where evidence doesn't stand in its passage, and for
    a set of fewer than `LEAST` examples to train on.
    """
    chosen: tuple[list[Example], list[Example]] = ([], [])
    for place, (number, passage) in enumerate(read_lines(path, ReadingPassage)):
        try:
            chosen[place % EVERY == 0].extend(_of(passage))
        except ValueError as error:
            raise InputError(f"{path}:{number}: {error}") from None
    if len(chosen[False]) < LEAST:
        raise InputError(f"{path} has too few questions to train on: {LEAST} are needed.")
    return chosen


def _of(passage: ReadingPassage) -> Iterator[Example]:
    spans = covering(sentence_spans(passage.passage, passage.language), len(passage.passage))
    sentences = tuple(f"{passage.title}: {passage.passage[a:b]}" for a, b in spans)
    for asked in passage.answerable:
        start = passage.passage.find(asked.evidence)
        if start < 0:
            raise ValueError(f"the evidence {asked.evidence!r} doesn't stand in the passage.")
        end = start + len(asked.evidence)
        answers = tuple(a < end and start < b for a, b in spans)
        yield Example(question=asked.question, sentences=sentences, answers=answers)
    for question in passage.unanswerable:
        yield Example(question=question, sentences=sentences, answers=(False,) * len(sentences))
