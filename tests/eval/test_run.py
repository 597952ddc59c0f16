"""A set is asked turn by turn, and scored for all, by language and by kind."""

from assistant.answer import Answer
from assistant.conversation import Conversation
from eval.records import EvalQuestion
from eval.run import judged, scores


class Refuses:
    """An assistant that knows nothing, and writes down what it was asked."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []

    def ask(self, question: str, conversation: Conversation) -> Answer:
        self.heard.append((question, len(conversation.turns)))
        return Answer(
            question=question, standalone_question=question, language="en",
            status="not_covered", text="Not said.", generation="g",
        )  # fmt: skip


QUESTIONS = [
    EvalQuestion.model_validate(
        {"id": str(n), "split": "dev", "language": language, "kind": kind, "turns": turns,
         "answerable": known, "status": "answered" if known else "not_covered",
         "sections": ["s"] if known else [], "facts": [["x"]] if known else []}
    )
    for n, (language, kind, turns, known) in enumerate(
        [("en", "fact", ["A?", "B?"], True), ("fr", "fact", ["C ?"], True),
         ("fr", "nonsense", ["zzz"], False)]
    )
]  # fmt: skip


def test_earlier_turns_are_asked_in_the_same_conversation() -> None:
    assistant = Refuses()
    list(judged(assistant, QUESTIONS))
    assert assistant.heard == [("A?", 0), ("B?", 1), ("C ?", 0), ("zzz", 0)]


def test_scores_are_grouped_and_leave_out_what_does_not_apply() -> None:
    totals = scores(QUESTIONS, list(judged(Refuses(), QUESTIONS)))
    found = {(s.measure, s.group): (s.questions, s.mean) for s in totals}
    assert found["right", "all"] == (2, 0.0)
    assert found["right", "fr"] == (1, 0.0)
    assert found["answerable refused", "fact"] == (2, 1.0)
    assert found["unanswerable refused", "all"] == (1, 1.0)
    assert ("right", "nonsense") not in found
    assert ("list items found", "all") not in found
