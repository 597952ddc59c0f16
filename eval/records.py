"""A question of an eval set, what became of it, and what was measured."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from assistant.answer import Status
from corpus.records import Profile, Record

Alternatives = tuple[str, ...]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Mode = Literal["hybrid", "dense", "lexical"]
Queries = Literal["standalone", "last", "rewrite", "history"]
ALL = "all"  # the group of all questions


class EvalQuestion(Record):
    """A question with what a right answer states and cites.

    `turns` are asked in order, the last one is judged. `answerable` is None where the set doesn't
    say. `passages` are the ids of those that hold the evidence, `grades` their relevance (1 each
    where none is given); `facts` what the text must state, each as alternatives; `items` the same
    for the items of a list. `rewrite` is the last turn, made to stand alone by a person; `pair`
    names the same question in several languages.
    """

    id: str
    split: str | None = None
    language: str | None = None
    kind: str = "query"
    turns: tuple[Words, ...] = Field(min_length=1)
    answerable: bool | None = None
    status: Status | None = None
    passages: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    facts: tuple[Alternatives, ...] = ()
    items: tuple[Alternatives, ...] = ()
    rewrite: str | None = None
    pair: str | None = None

    @model_validator(mode="after")
    def _aligned(self) -> "EvalQuestion":
        if self.grades and len(self.grades) != len(self.passages):
            raise ValueError(f"{len(self.grades)} grades for {len(self.passages)} passages")
        return self

    @property
    def relevance(self) -> dict[str, int]:
        """The qrels of this question: relevance by passage id, 0 and below is not relevant."""
        grades = self.grades or (1,) * len(self.passages)
        return dict(zip(self.passages, grades, strict=True))

    @property
    def relevant(self) -> frozenset[str]:
        """The ids of the passages that hold the evidence."""
        return frozenset(p for p, grade in self.relevance.items() if grade > 0)


class EvalSet(Record):
    """Questions and what they are asked of: the profiles, or `documents` of their own."""

    name: str
    questions: tuple[EvalQuestion, ...]
    documents: Profile | None = None


class Hit(Record):
    """A passage at its place in a ranking; the score is fused, higher is better."""

    passage_id: str
    score: float


class Outcome(Record):
    """A question of a set, what was found and answered, and what that measured.

    `query` is the question that was searched with; `probability` how likely the profile says it,
    0 to 1, as `assistant.coverage` judged; `latency_ms` what the last turn took. `measures` holds a
    value for every measure that applies to the question (`eval.measures`, `eval.retrieval`).
    """

    question: EvalQuestion
    query: str
    language: str
    status: Status
    answer: str
    cited: tuple[str, ...]
    retrieved: tuple[Hit, ...]
    probability: float
    latency_ms: float
    measures: dict[str, float]


class Score(Record):
    """A measure over some questions: how many it applies to, its mean and 95 % interval."""

    measure: str
    group: str
    questions: int
    mean: float
    low: float
    high: float


class RunSettings(Record):
    """How a set was run: which scores rank, what is searched with, the cutoff of the measures."""

    mode: Mode = "hybrid"
    queries: Queries = "standalone"
    k: int = Field(default=10, ge=1)
    limit: int | None = Field(default=None, ge=1)
    split: str | None = None


class Results(Record):
    """A run: what was asked of what, and how it went. `sha256` is that of the set's questions.

    `commit` is that of the program, with "-dirty" behind it where files had changed; `threshold`
    is the probability from which on a question is answered.
    """

    set: str
    sha256: str
    commit: str | None
    created: str
    encoder: str
    generation: str
    settings: RunSettings
    threshold: float
    scores: tuple[Score, ...]
    questions: tuple[Outcome, ...]

    def score(self, measure: str, group: str = ALL) -> Score | None:
        """Return a measure's score in a group, None where it applies to no question of it."""
        return next((s for s in self.scores if (s.measure, s.group) == (measure, group)), None)
