"""A question of an eval set, and what became of it."""

from typing import Literal

from pydantic import Field

from assistant.answer import Status
from corpus.records import Record

Alternatives = tuple[str, ...]


class EvalQuestion(Record):
    """A question with what a right answer states and cites.

    `turns` are asked in order, the last one is judged. `sections` are the ids of the sections that
    hold the evidence, any of which will do; `facts` what the text must state, each as alternatives;
    `items` the same for the items of a list.
    """

    id: str
    split: Literal["dev", "test"]
    language: str
    kind: str
    turns: tuple[str, ...] = Field(min_length=1)
    answerable: bool
    status: Status
    sections: tuple[str, ...] = ()
    facts: tuple[Alternatives, ...] = ()
    items: tuple[Alternatives, ...] = ()


class Judgement(Record):
    """A question judged; see `eval.measures` for what each field means. None: doesn't apply."""

    id: str
    language: str
    kind: str
    right: bool | None
    first_citation: bool | None
    items_found: float | None
    refused: bool
    asked_back: bool | None
    answer: str
    cited: tuple[str, ...]


class Score(Record):
    """A measure over some questions: how many it applies to, its mean and 95 % interval."""

    measure: str
    group: str
    questions: int
    mean: float
    low: float
    high: float
