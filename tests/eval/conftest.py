"""What the tests of eval share: outcomes and runs made by hand, an assistant for Tavoria."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from assistant.ask import Assistant
from assistant.signals import Signals
from eval.records import EvalQuestion, Outcome, Results, RunSettings
from eval.scores import scores
from index.calibration import Calibration
from index.encoders import Encoder
from index.search import Index

SIGNALS = {"similarity": 3.745, "kind": 2.0}
CALIBRATION = Calibration(
    weights={name: SIGNALS.get(name, 0.0) for name in Signals.model_fields},
    bias=-5.285,
    threshold=0.5,
)


@pytest.fixture(scope="session")
def assistant(tavoria_index: Index, encoder: Encoder) -> Assistant:
    """An assistant for Tavoria, calibrated for the encoder of the tests."""
    made = Assistant(tavoria_index, encoder)
    made.coverage.calibration = CALIBRATION
    return made


@pytest.fixture(scope="session")
def outcome() -> Callable[..., Outcome]:
    """Makes the outcome of a question by its id and measures; `about` is what the question has."""

    def made(
        name: str, measures: Mapping[str, float] | None = None, about: Any = (), **given: Any
    ) -> Outcome:
        question = EvalQuestion.model_validate({"id": name, "turns": (f"{name}?",)} | dict(about))
        fields: dict[str, Any] = {
            "question": question,
            "query": question.turns[-1],
            "language": question.language or "en",
            "status": "answered",
            "answer": "It is so. [1]",
            "cited": (),
            "retrieved": (),
            "probability": 0.75,
            "latency_ms": 12.5,
            "measures": measures or {},
        }
        return Outcome.model_validate(fields | given)

    return made


@pytest.fixture(scope="session")
def run_of() -> Callable[..., Results]:
    """Makes a run of outcomes."""

    def made(*outcomes: Outcome, **given: Any) -> Results:
        fields: dict[str, Any] = {
            "set": "tavoria",
            "sha256": "0" * 64,
            "commit": "0123456789ab",
            "created": "2024-05-01T12:00:00+00:00",
            "encoder": "bag-of-concepts",
            "generation": "g-1",
            "settings": RunSettings(),
            "threshold": 0.5,
            "scores": scores(outcomes),
            "questions": outcomes,
        }
        return Results.model_validate(fields | given)

    return made
