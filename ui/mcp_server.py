"""The tools that MCP clients see: ask, search, passage."""

from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from functools import partial
from typing import Annotated, Any, TypeVar

import anyio
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from assistant.answer import Answer
from corpus.errors import BrokenInvariant, DiasporaError
from index.filters import EVERYTHING, Filter
from ui.api.passages import find_passage
from ui.api.records import MOST_TURNS, Found, PassageInLanguages, Turn
from ui.at_hand import Answers, NotReady, at_hand, in_turn
from ui.limits import SOON, Line, TooBusy
from ui.logs import log_fault, log_question
from ui.refusals import sentence_for

Result = TypeVar("Result")
INSTRUCTIONS = (
    "Answers come only from country profiles on diaspora policy, in English and French; every "
    "sentence of an answer is cited. A status of not_covered means that the profiles don't say."
)
POLL = 0.05  # seconds between looks while the encoder loads


def mcp_server(loading: "Future[Any]", line: Line | None = None) -> MCPServer[Any]:
    """Return the server. The assistant may still be `loading`: the first call waits for it."""
    server: MCPServer[Any] = MCPServer(
        "diaspora-assistant", instructions=INSTRUCTIONS, log_level="WARNING"
    )
    waiting_line = line or Line()

    async def asked(call: Callable[[Answers], Result]) -> Result:
        return await _told(partial(_when_ready, loading, waiting_line, call))

    @server.tool()
    async def ask(
        question: Turn,
        earlier: Annotated[tuple[Turn, ...], Field(max_length=MOST_TURNS - 1)] = (),
        only: Filter = EVERYTHING,
    ) -> Answer:
        """Answer a question; `earlier` are the turns before it in the same conversation.

        `only` is what may be read for the answer: a country (ML), a language (fr), a section and
        those below it (practices), an edition (2025-08).
        """
        log_question(question)
        return await asked(lambda assistant: in_turn(assistant, (*earlier, question), only))

    @server.tool()
    async def search(
        query: Turn, k: Annotated[int, Field(ge=1, le=100)] = 10, only: Filter = EVERYTHING
    ) -> Found:
        """Rank passages for a query, best first, without an answer; `only` is as for ask."""
        log_question(query)
        return await asked(
            lambda a: Found(query=query, generation=a.generation, passages=a.search(query, k, only))
        )

    @server.tool()
    async def passage(passage_id: str, language: str | None = None) -> PassageInLanguages:
        """Read a passage by its id (mali/tokten#1), with its text in the other languages."""
        return await asked(lambda a: find_passage(a.profiles(), passage_id, language))

    return server


async def _when_ready(
    loading: "Future[Any]", line: Line, call: Callable[[Answers], Result]
) -> Result:
    while not loading.done():
        await anyio.sleep(POLL)
    assistant = at_hand(loading)()
    return await line.run(lambda: call(assistant))


async def _told(work: Callable[[], Awaitable[Result]]) -> Result:
    """Do the work; an error becomes the sentence that the client shows."""
    try:
        return await work()
    except (TooBusy, NotReady):
        raise ToolError(sentence_for("en", "busy", SOON)) from None
    except Exception as error:
        if isinstance(error, DiasporaError) and not isinstance(error, BrokenInvariant):
            raise ToolError(str(error)) from None
        log_fault(error)
        raise ToolError(sentence_for("en", "failed")) from None
