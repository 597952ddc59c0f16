"""Ask the questions of a set and judge the answers."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.answer import Answer
from assistant.conversation import Conversation
from eval.measures import interval, judge, mean, measures
from eval.records import EvalQuestion, Judgement, Score


class Asks(Protocol):
    """What an eval run needs of the assistant."""

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer a question in its conversation."""


def judged(assistant: Asks, questions: Sequence[EvalQuestion]) -> Iterator[Judgement]:
    """Ask each question in a conversation of its own, and judge the last turn's answer."""
    for question in questions:
        conversation = Conversation()
        for turn in question.turns:
            answer = assistant.ask(turn, conversation)
            conversation = conversation.after(answer)
        yield judge(question, answer)


def scores(questions: Sequence[EvalQuestion], judgements: Sequence[Judgement]) -> tuple[Score, ...]:
    """Aggregate judgements: all of them, by language, and by kind."""
    groups = {"all": list(judgements)}
    for judgement in judgements:
        groups.setdefault(judgement.language, []).append(judgement)
        groups.setdefault(judgement.kind, []).append(judgement)
    found = []
    for group, members in groups.items():
        for name, measure in measures(questions).items():
            values = [v for v in map(measure, members) if v is not None]
            average, bounds = mean(values), interval(values)
            if average is not None and bounds is not None:
                found.append(
                    Score(
                        measure=name,
                        group=group,
                        questions=len(values),
                        mean=round(average, 4),
                        low=round(bounds[0], 4),
                        high=round(bounds[1], 4),
                    )
                )
    return tuple(found)
