"""A hundred attempts to climb, to fetch and to be fetched for, against the whole server."""

import asyncio
import gc
import socket
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from assistant.ask import Assistant
from ui.protection import Protection
from ui.web import build_app

# Gradio asks pandas for an option that pandas means to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated")
ROUTES = (
    "/",
    "/en/",
    "/fr/static/",
    "/en/assets/",
    "/en/gradio_api/file=",
    "/en/gradio_api/proxy=",
    "/en/gradio_api/",
    "/en/custom_component/a/client/component/",
    "/api/passages/",
    "/api/",
)
CLIMBS = (
    "../../../../../../{file}",
    "..%2f..%2f..%2f..%2f..%2f..%2f{file}",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/{file}",
    "..%252f..%252f..%252f..%252f{file}",
    "....//....//....//{file}",
    "..%5c..%5c..%5c{file}",
    "%2f{file}",
    "file:///{file}",
    "{file}%00.css",
)
FETCHES = ("http://{canary}/", "//{canary}/", "http:%2f%2f{canary}%2f", "http://x@{canary}/")
SECRET = "root of the canary"


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[tuple[str, int]]:
    loading: Future[Any] = Future()
    loading.set_result(assistant)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Gradio leaves event loops unclosed: collected here
        app = build_app(loading, {}, Protection(rate_limit="100000/minute"))
        asyncio.set_event_loop(None)
        gc.collect()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield taken.getsockname()
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    """Listens; whoever connects is in its backlog."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(200)
        listener.setblocking(False)
        yield listener


def raw(address: tuple[str, int], path: str, method: str = "GET") -> tuple[int, bytes]:
    """Send a path as it is: clients would tidy it up before sending."""
    head = f"{method} {path} HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\nConnection: close\r\n"
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(f"{head}\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return int(answer.split()[1]), answer


def test_nothing_is_fetched_and_no_other_file_is_read(
    address: tuple[str, int], canary: socket.socket, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    host = f"127.0.0.1:{canary.getsockname()[1]}"
    tails = [c.format(file=str(secret).lstrip("/")) for c in CLIMBS]
    tails += [f.format(canary=host) for f in FETCHES]
    attempts = [route + tail for route in ROUTES for tail in tails]
    assert len(attempts) >= 100
    for attempt in attempts:
        status, answer = raw(address, attempt)
        assert 400 <= status < 500, (attempt, status)
        assert SECRET.encode() not in answer, attempt
    with pytest.raises(BlockingIOError):
        canary.accept()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["upload", "deep_link", "run/ask", "call/ask", "component_server"])
def test_gradio_takes_nothing_but_what_the_page_sends(
    address: tuple[str, int], method: str, path: str
) -> None:
    assert raw(address, f"/en/gradio_api/{path}", method)[0] == 404
