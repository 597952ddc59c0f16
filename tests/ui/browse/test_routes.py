"""The views over HTTP, without a browser."""

from concurrent.futures import Future
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import ui.library
from corpus.records import Profile
from ui.browse.routes import add_views
from ui.library import Library


class Shows:
    """An assistant that is only looked into."""

    def __init__(self, profiles: tuple[Profile, ...]) -> None:
        self.known = profiles

    def profiles(self) -> tuple[Profile, ...]:
        return self.known


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many profiles each library that was made holds."""
    seen: list[int] = []

    class Counted(Library):
        def __init__(self, profiles: Any) -> None:
            seen.append(len(profiles))
            super().__init__(profiles)

    monkeypatch.setattr(ui.library, "Library", Counted)
    return seen


def test_all_views_share_a_library_until_other_profiles_are_published(
    tavoria: tuple[Profile, ...], made: list[int]
) -> None:
    shows, loading, app = Shows(tavoria), Future[Any](), FastAPI()
    loading.set_result(shows)
    add_views(app, loading)
    client = TestClient(app)
    for path in ("/en/read/tavoria", "/fr/actors", "/en/figures"):
        assert client.get(path).status_code == 200
    shows.known = tavoria[:1]
    assert client.get("/fr/timeline").status_code == 200
    assert made == [0, 2, 1]  # it begins with none
