"""MCP over HTTP and in the process, by the real client."""

import asyncio
import base64
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from mcp import Client

from assistant.answer import Answer
from assistant.ask import Assistant
from ui.auth import login_line
from ui.mcp_server import mcp_server
from ui.protection import Protection
from ui.serve_mcp import http_app

QUESTION = "How many people does the diaspora of Tavoria count?"


def ready(assistant: Any) -> "Future[Any]":
    loading: Future[Any] = Future()
    loading.set_result(assistant)
    return loading


@contextmanager
def serving(assistant: Any, **doors: Any) -> Iterator[str]:
    app = http_app(mcp_server(ready(assistant)), Protection(**doors), "127.0.0.1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


async def call(server: Any, tool: str, **given: Any) -> Any:
    async with Client(server) as client:
        return await client.call_tool(tool, given)


def test_three_tools_are_offered(assistant: Assistant) -> None:
    async def go() -> list[str]:
        async with Client(mcp_server(ready(assistant))) as client:
            tools = (await client.list_tools()).tools
            assert all(t.description and t.output_schema for t in tools)
            return sorted(t.name for t in tools)

    assert asyncio.run(go()) == ["ask", "passage", "search"]


def test_over_http_the_answer_is_the_record_of_the_assistant(assistant: Assistant) -> None:
    with serving(assistant) as base:
        got = asyncio.run(call(f"{base}/mcp", "ask", question=QUESTION))
        found = asyncio.run(call(f"{base}/mcp", "search", query="remittances", k=2))
        read = asyncio.run(
            call(f"{base}/mcp", "passage", passage_id=found.structured_content["passages"][0]
                 ["passage_id"], language="fr")
        )  # fmt: skip
    answer = Answer.model_validate_json(httpx.Response(200, json=got.structured_content).content)
    assert answer.text == assistant.ask(QUESTION).text
    assert answer.status == "answered"
    assert len(found.structured_content["passages"]) == 2
    assert read.structured_content["language"] == "fr"
    assert read.structured_content["other_languages"][0]["language"] == "en"


def test_earlier_turns_are_understood(assistant: Assistant) -> None:
    got = asyncio.run(
        call(
            mcp_server(ready(assistant)),
            "ask",
            question="When did it begin?",
            earlier=["What is the Lantern Fellowship?"],
        )
    )
    assert "Lantern" in got.structured_content["standalone_question"]


def test_an_answer_comes_from_what_passes_the_filter(assistant: Assistant) -> None:
    got = asyncio.run(
        call(mcp_server(ready(assistant)), "ask", question=QUESTION, only={"section": "practices"})
    )
    retrieved = got.structured_content["retrieved"]
    assert {r["section"][0] for r in retrieved} == {"Effective practices"}


@pytest.mark.parametrize(
    ("tool", "given", "told"),
    [
        ("ask", {"question": "  "}, "The question is empty. Type one."),
        ("passage", {"passage_id": "x#1"}, "There is no passage 'x#1'."),
    ],
)
def test_an_error_is_a_sentence(assistant: Assistant, tool: str, given: Any, told: str) -> None:
    got = asyncio.run(call(mcp_server(ready(assistant)), tool, **given))
    assert got.is_error
    assert told in got.content[0].text


def test_a_fault_tells_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def ask(self, *_: Any) -> Answer:
            raise RuntimeError(f"of {_}")

    got = asyncio.run(call(mcp_server(ready(Broken())), "ask", question="a secret question"))
    assert got.is_error
    assert "That request failed because of a fault here" in got.content[0].text
    assert "secret" not in got.content[0].text
    assert "secret" not in caplog.text


def test_clients_are_greeted_while_the_encoder_loads(assistant: Assistant) -> None:
    loading: Future[Any] = Future()

    async def go() -> tuple[int, Any]:
        async with Client(mcp_server(loading)) as client:
            tools = len((await client.list_tools()).tools)
            asked = asyncio.create_task(client.call_tool("ask", {"question": QUESTION}))
            await asyncio.sleep(0)
            assert not asked.done()
            loading.set_result(assistant)
            return tools, await asked

    tools, answer = asyncio.run(go())
    assert tools == 3
    assert answer.structured_content["status"] == "answered"


def test_a_login_covers_mcp(assistant: Assistant) -> None:
    given = base64.b64encode(b"ada:a long password").decode()
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Accept": "application/json, text/event-stream"}
    with serving(assistant, auth=login_line("ada", "a long password")) as base:
        outside = httpx.post(f"{base}/mcp", json=body, headers=headers)
        headers["Authorization"] = f"Basic {given}"
        inside = httpx.post(f"{base}/mcp", json=body, headers=headers)
    assert outside.status_code == 401
    assert inside.status_code not in {401, 403, 404, 429}
