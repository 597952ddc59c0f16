"""The cost of a question is the median of pairs; what isn't encoded doesn't count."""

from types import SimpleNamespace
from typing import Any

from eval.bench import question_cost


class Stand:
    """An assistant that encodes only questions with a question mark."""

    def __init__(self) -> None:
        self.encoded: list[str] = []
        self.encoder = SimpleNamespace(queries=lambda texts: self.encoded.extend(texts))

    def ask(self, question: str) -> Any:
        return SimpleNamespace(timings_ms={"encode": 1.0} if "?" in question else {})


def test_questions_that_are_not_encoded_are_left_out() -> None:
    stand: Any = Stand()
    cost = question_cost(stand, ["Who?", "thanks"], rounds=3)
    assert cost.questions == 3
    assert cost.ratio > 0
    assert stand.encoded == ["Who?", "thanks"] * 3
