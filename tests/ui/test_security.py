"""The headers that every response has, and the doors that are closed."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from ui.security import POLICY, Security


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


APP = Security(Starlette(routes=[Route("/{rest:path}", echo, methods=["GET", "POST"])]), 100)


def send(method: str, path: str, **rest: object) -> httpx.Response:
    async def go() -> httpx.Response:
        transport = httpx.ASGITransport(APP)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, **rest)  # type: ignore[arg-type]

    return asyncio.run(go())


@pytest.mark.parametrize("path", ["/en/", "/en/gradio_api/upload"])
def test_every_response_has_the_headers(path: str) -> None:
    headers = send("GET", path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/en/gradio_api/file=http://127.0.0.1/x",
        "/en/gradio_api/file%3Dhttp://127.0.0.1/x",
        "/en/gradio_api/file/etc/passwd",
        "/en/gradio_api/upload",
        "/en/gradio_api/upload/",
        "/en/gradio_api/deep_link",
        "/en/gradio_api/proxy=http://a",
        "/en/gradio_api/run/ask",
        "/en/gradio_api/vibe-edit/",
        "/en/gradio_api/queue/data/../../upload",
        "/gradio_api/stream/x",
        "/en/monitoring",
        "/en/login",
    ],
)
def test_what_the_page_does_not_need_is_closed(path: str) -> None:
    assert send("POST", path).status_code == 404
    assert send("GET", path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/en/", "/fr/gradio_api/queue/join", "/en/gradio_api/heartbeat/a1b2", "/health"]
)
def test_what_the_page_needs_is_open(path: str) -> None:
    assert send("GET", path).status_code == 200


def test_bodies_are_limited() -> None:
    assert send("POST", "/x", content=b"a" * 100).text == "100"
    assert send("POST", "/x", content=b"a" * 101).status_code == 413
    assert send("POST", "/x", headers={"content-length": "-1"}).status_code == 413


def test_a_body_of_unknown_length_is_refused() -> None:
    assert send("POST", "/x", headers={"transfer-encoding": "chunked"}).status_code == 411
