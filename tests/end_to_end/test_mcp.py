"""`diaspora mcp` as a client starts it: over stdio, by the real client, with a real answer."""

import asyncio
import os
from collections.abc import Callable
from typing import Any

from mcp import Client, StdioServerParameters

QUESTION = "Who supports TOKTEN?"
SENTENCE = (
    "TOKTEN is supported by the United Nations Development Programme (UNDP) and the European "
    "Union (EU). [1]"
)


def test_a_client_over_stdio(command: Callable[..., list[str]]) -> None:
    program, *arguments = command("mcp")

    async def go() -> tuple[list[str], Any, Any]:
        server = StdioServerParameters(command=program, args=arguments, env={**os.environ})
        async with Client(server, read_timeout_seconds=120) as client:
            tools = sorted(tool.name for tool in (await client.list_tools()).tools)
            answer = (await client.call_tool("ask", {"question": QUESTION})).structured_content
            narrowed = {"question": QUESTION, "only": {"section": "obstacles"}}
            return tools, answer, (await client.call_tool("ask", narrowed)).structured_content

    tools, answer, elsewhere = asyncio.run(go())
    assert tools == ["ask", "passage", "search"]
    assert answer["text"].startswith(SENTENCE)
    assert answer["citations"][0]["passage_id"] == "mali/tokten#2"
    assert elsewhere["status"] == "not_covered"
    assert {r["section"][0] for r in elsewhere["retrieved"]} == {"Obstacles"}
