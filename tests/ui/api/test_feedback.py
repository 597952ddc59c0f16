"""What people say of answers, from the API to the file."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ui.feedback import FeedbackStore

QUESTION = "How many people does the diaspora of Tavoria count?"


@pytest.fixture
def answer(client: TestClient) -> Any:
    return client.post("/api/ask", json={"turns": [QUESTION]}).json()


def test_feedback_is_kept_with_its_answer(
    client: TestClient, store: FeedbackStore, answer: Any
) -> None:
    said = {"rating": "down", "reason": "wrong", "comment": "1987?", "answer": answer}
    got = client.post("/api/feedback", json=said)
    assert got.status_code == 201
    (kept,) = store.all()
    assert kept.model_dump(mode="json") == got.json()
    assert (kept.id, kept.rating, kept.reason, kept.comment) == (1, "down", "wrong", "1987?")
    assert kept.answer.model_dump(mode="json") == answer


def test_feedback_that_is_switched_off(serve: Any, store: FeedbackStore, answer: Any) -> None:
    got = serve(feedback=None).post("/api/feedback", json={"rating": "up", "answer": answer})
    assert (got.status_code, got.json()) == (403, {"error": "Feedback is switched off here."})
    assert store.all() == []


@pytest.mark.parametrize(
    "changed",
    [{"rating": "maybe"}, {"reason": "ugly"}, {"rating": "up", "reason": "wrong"}, {"answer": {}}],
)
def test_feedback_of_another_form(
    client: TestClient, store: FeedbackStore, answer: Any, changed: dict[str, Any]
) -> None:
    said = {"rating": "down", "reason": "wrong", "answer": answer, **changed}
    got = client.post("/api/feedback", json=said)
    assert got.status_code == 422
    assert store.all() == []


def test_a_form_of_another_site_can_not_post(client: TestClient, store: FeedbackStore) -> None:
    got = client.post("/api/feedback", content=b"{}", headers={"Content-Type": "text/plain"})
    assert got.status_code == 422
    assert store.all() == []
