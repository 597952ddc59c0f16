"""Rate, line, size and login, as a client meets them."""

import base64
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.conversation import Conversation
from index.filters import Filter
from ui.auth import login_line
from ui.limits import Line

LOGIN = login_line("ada", "pässword: 1")
ADDRESSES = ["/api/ask?q=x", "/api/search?q=x", "/api/profiles", "/openapi.json", "/en/", "/mcp"]


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def test_past_its_rate_a_client_is_told_when_to_come_back(serve: Any) -> None:
    client = serve(rate_limit="2/hour")
    assert [client.get("/api/profiles").status_code for _ in range(3)] == [200, 200, 429]
    got = client.get("/api/profiles", headers={"Accept-Language": "fr-CA"})
    wait = got.headers["retry-after"]
    assert 1 <= int(wait) <= 3600
    told = f"Trop de requêtes en peu de temps. Réessayez dans {wait} s."
    assert got.json() == {"error": told}
    assert got.headers["x-content-type-options"] == "nosniff"


def test_what_costs_nothing_is_not_counted(serve: Any) -> None:
    client = serve(rate_limit="1/hour")
    assert {client.get("/openapi.json").status_code for _ in range(5)} == {200}


def test_when_the_line_is_full(serve: Any) -> None:
    began, go_on = threading.Event(), threading.Event()

    class Slow:
        def ask(self, question: str, conversation: Conversation, wanted: Filter) -> Answer:
            began.set()
            go_on.wait(10)
            return Answer(question=question, standalone_question=question, language="en",
                          status="unclear", text="?", generation="g")  # fmt: skip

    with serve(Slow(), line=Line(workers=1, waiting=0)) as client, ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.get, "/api/ask?q=one")
        assert began.wait(10)
        got = client.get("/api/ask?q=two&lang=fr")
        go_on.set()
        assert first.result().status_code == 200
        assert (got.status_code, got.headers["retry-after"]) == (503, "2")
        assert got.json()["error"].startswith("Beaucoup de personnes posent des questions")
        assert client.get("/api/ask?q=three").status_code == 200


def test_oversized_input_is_refused_before_anything_reads_it(serve: Any) -> None:
    class Nobody:
        """Knows nothing: whatever is asked of it fails."""

    client = serve(Nobody())
    for size in (200_000, 5_000_000):
        got = client.post("/api/ask", content=b"[" * size)
        assert got.status_code == 413
        assert got.json() == {"error": "That is more than can be read at once. Shorten it."}
    assert client.get("/api/ask?q=" + "x" * 20_000).status_code == 413


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_login_covers_every_address(serve: Any, address: str) -> None:
    client = serve(auth=LOGIN)
    got = client.get(address)
    assert got.status_code == 401
    assert got.headers["www-authenticate"].startswith("Basic realm=")
    assert "x-frame-options" in got.headers
    assert client.get(address, headers=basic("ada", "pässword: 1")).status_code != 401


@pytest.mark.parametrize(
    "header",
    [
        basic("ada", "wrong"),
        basic("eve", "pässword: 1"),
        basic("ada", ""),
        basic("", ""),
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic"},
        {"Authorization": "Bearer ada"},
        {"Authorization": "Basic " + "QUFB" * 1000},
        {"Authorization": "Basic " + base64.b64encode(b"\xff\xfe:x").decode()},
    ],
)
def test_whoever_is_not_known_stays_outside(serve: Any, header: dict[str, str]) -> None:
    got = serve(auth=LOGIN).get("/api/profiles", headers=header)
    assert got.status_code == 401
    told = "Log in with the name and password that you were given."
    assert got.json() == {"error": told}


def test_failed_logins_are_throttled_even_when_the_next_is_right(serve: Any) -> None:
    client = serve(auth=LOGIN)
    tried = [client.get("/api/profiles", headers=basic("ada", str(n))) for n in range(12)]
    assert [t.status_code for t in tried] == [401] * 10 + [429] * 2
    assert int(tried[-1].headers["retry-after"]) >= 1
    right = client.get("/api/profiles", headers=basic("ada", "pässword: 1"))
    assert right.status_code == 429


def test_whoever_is_in_stays_in_while_others_fail(serve: Any) -> None:
    client = serve(auth=LOGIN)
    assert client.get("/api/profiles", headers=basic("ada", "pässword: 1")).status_code == 200
    for n in range(12):
        client.get("/api/profiles", headers=basic("ada", str(n)))
    assert client.get("/api/profiles", headers=basic("ada", "pässword: 1")).status_code == 200
