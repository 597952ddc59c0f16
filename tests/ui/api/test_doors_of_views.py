"""The doors stand before every view of the page, and before what is taken away."""

import base64
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.ask import Assistant
from ui.auth import login_line
from ui.browse.routes import add_views
from ui.feedback import FeedbackStore
from ui.opinions import add_opinions
from ui.protection import Protection, protect
from ui.shelf import Shelf
from ui.takeaway.routes import add_downloads

LOGIN = login_line("ada", "password-1")
RIGHT = {"Authorization": "Basic " + base64.b64encode(b"ada:password-1").decode()}
VIEWS = ["read", "actors", "timeline", "figures", "take/unknown.docx", "take/unknown.bib"]
PATHS = [f"/{language}/{view}" for language in ("en", "fr") for view in VIEWS]


@pytest.fixture
def behind(assistant: Assistant, tmp_path: Path) -> Callable[..., TestClient]:
    """The whole page behind doors of one's choice."""

    def open_with(**doors: Any) -> TestClient:
        loading: Future[Assistant] = Future()
        loading.set_result(assistant)
        store = FeedbackStore(tmp_path / "feedback.sqlite3")
        app, shelf = FastAPI(), Shelf()
        protect(app, Protection(**doors))
        add_views(app, cast("Future[Any]", loading))
        add_downloads(app, shelf)
        add_opinions(app, shelf, store)
        return TestClient(app)

    return open_with


def test_every_view_asks_for_the_login(behind: Callable[..., TestClient]) -> None:
    client = behind(auth=LOGIN)
    assert {client.get(path).status_code for path in PATHS} == {401}
    assert client.post("/api/feedback/unknown", json={"rating": "up"}).status_code == 401
    opened = {path: client.get(path, headers=RIGHT).status_code for path in PATHS}
    assert opened == {path: 404 if "/take/" in path else 200 for path in PATHS}


def test_every_view_has_the_headers(behind: Callable[..., TestClient]) -> None:
    client = behind()
    for path in PATHS:
        assert client.get(path).headers["x-content-type-options"] == "nosniff"


def test_views_have_their_rate(behind: Callable[..., TestClient]) -> None:
    client = behind(rate_limit="2/hour")
    for path in ("/en/read", "/fr/take/unknown.docx"):
        last = [client.get(path).status_code for _ in range(3)]
        assert last[-1] == 429
