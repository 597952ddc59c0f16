"""Ask the questions of a set and measure each answer."""

from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter
from typing import Protocol

from assistant.ask import Examined
from assistant.conversation import Conversation
from assistant.question import LONGEST_QUESTION
from assistant.retrieve import Evidence
from eval.measures import answer_measures
from eval.pieces import document_of
from eval.records import EvalQuestion, Hit, Outcome, Queries, RunSettings
from eval.retrieval import retrieval_measures
from index.search import Index

DEPTH = 100  # passages of a ranking that are kept for the measures


class Examines(Protocol):
    """What an eval run needs of the assistant; `Assistant` has it."""

    index: Index

    def find(self, query: str, conversation: Conversation | None = None) -> Evidence:
        """Rank all passages for a query."""

    def examine(self, question: str, conversation: Conversation | None = None) -> Examined:
        """Answer a question in its conversation, and show what decided it."""


def outcomes(
    assistant: Examines, questions: Iterable[EvalQuestion], settings: RunSettings
) -> Iterator[Outcome]:
    """Ask each question in a conversation of its own, measure the last turn's answer.

    Passages are ranked also where the assistant refuses or asks back without searching: retrieval
    is measured apart from answers. `with_retrieval` adds its measures, for all at once.
    """
    for question in questions:
        asked, conversation = prepared(assistant, question, settings.queries)
        begin = perf_counter()
        examined = assistant.examine(asked, conversation)
        latency = (perf_counter() - begin) * 1000
        answer = examined.answer
        evidence = examined.evidence or assistant.find(asked, conversation)
        yield Outcome(
            question=question,
            query=answer.standalone_question,
            language=question.language or answer.language,
            status=answer.status,
            answer=answer.text,
            cited=tuple(document_of(c.passage_id) for c in answer.citations),
            retrieved=ranking(assistant.index, evidence, max(settings.k, DEPTH)),
            probability=round(examined.probability, 6),
            latency_ms=round(latency, 3),
            measures=answer_measures(question, answer),
        )


def with_retrieval(found: Sequence[Outcome], k: int) -> list[Outcome]:
    """Add the measures of retrieval."""
    rankings = {o.question.id: [(h.passage_id, h.score) for h in o.retrieved] for o in found}
    measured = retrieval_measures([o.question for o in found], rankings, k)
    return [
        o.model_copy(update={"measures": o.measures | measured.get(o.question.id, {})})
        for o in found
    ]


def prepared(
    assistant: Examines, question: EvalQuestion, queries: Queries
) -> tuple[str, Conversation]:
    """Return what is asked last, and the conversation before it; its first 2,000 characters.

    `standalone`: the turns as they are, so that the assistant completes the last one; `last`: the
    last turn alone; `rewrite`: the set's rewrite of it, where there is one; `history`: all turns as
    one query, the latest 2,000 characters of it.
    """
    *earlier, last = (turn[:LONGEST_QUESTION] for turn in question.turns)
    if queries == "rewrite":
        return (question.rewrite or last)[:LONGEST_QUESTION], Conversation()
    if queries == "history":
        return " ".join(question.turns)[-LONGEST_QUESTION:], Conversation()
    conversation = Conversation()
    for turn in earlier if queries == "standalone" else ():
        conversation = conversation.after(assistant.examine(turn, conversation).answer)
    return last, conversation


def ranking(index: Index, evidence: Evidence, depth: int) -> tuple[Hit, ...]:
    """Return the passages that were found, best first; of a document's pieces the best one."""
    scores: dict[str, float] = {}
    for row, score in zip(evidence.passages, evidence.passage_scores, strict=True):
        scores.setdefault(document_of(index.passages[int(row)].id), round(float(score), 6))
        if len(scores) == depth:
            break
    return tuple(Hit(passage_id=name, score=score) for name, score in scores.items())
