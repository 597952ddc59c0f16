"""The API over an index of Tavoria, without a page before it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.ask import Assistant
from ui.api.errors import add_error_handlers
from ui.api.routes import api_router
from ui.at_hand import at_hand
from ui.feedback import FeedbackStore
from ui.limits import Line
from ui.protection import Protection, protect

Serve = Callable[..., TestClient]


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "below" / "feedback.sqlite3")


@pytest.fixture
def serve(assistant: Assistant, store: FeedbackStore) -> Serve:
    """Serves the API behind its doors; the assistant, the line and the doors may be others."""

    def start(
        answers: Any = assistant,
        line: Line | None = None,
        feedback: FeedbackStore | None = store,
        **doors: Any,
    ) -> TestClient:
        loading = answers
        if not isinstance(answers, Future):
            loading = Future()
            loading.set_result(answers)
        app = FastAPI(title="Tavoria")
        protect(app, Protection(**doors))
        add_error_handlers(app)
        app.include_router(api_router(at_hand(loading), line or Line(), feedback))
        return TestClient(app)

    return start


@pytest.fixture
def client(serve: Serve) -> Iterator[TestClient]:
    with serve() as started:
        yield started
