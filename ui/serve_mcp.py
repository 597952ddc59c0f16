"""`diaspora mcp`: over stdio or HTTP; clients are greeted while the encoder loads."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from mcp.server import MCPServer
from starlette.applications import Starlette

from ui.logs import log_questions, logged_loading
from ui.mcp_server import mcp_server
from ui.protection import Protection, protect
from ui.serve import refuse_taken, run
from ui.session import fresh_generation, load_assistant, one_thread_a_question
from ui.settings import Settings
from ui.terminal import Terminal


def serve_stdio(settings: Settings) -> None:
    """Serve the client that started this process, until it leaves. Raises `IndexProblem`."""
    import anyio

    with _loading(settings) as server:
        anyio.run(server.run_stdio_async)


def serve_http(settings: Settings, host: str, port: int) -> None:
    """Serve clients on `/mcp` until interrupted. Raises `InputError`, `IndexProblem`."""
    refuse_taken(host, port)
    protection = Protection.of(settings)
    with _loading(settings) as server:
        app = http_app(server, protection, host)
        Terminal().line(f"Serving MCP on http://{host}:{port}/mcp (Ctrl-C stops it)")
        run(app, host, port)


def http_app(server: MCPServer[Any], protection: Protection, host: str) -> Starlette:
    """Return the server as an app behind its doors. It keeps no sessions."""
    app = server.streamable_http_app(stateless_http=True, json_response=True, host=host)
    protect(app, protection)
    return app


@contextmanager
def _loading(settings: Settings) -> Iterator[MCPServer[Any]]:
    one_thread_a_question()
    name, files = fresh_generation(settings)
    if settings.log_questions:
        log_questions()
    with ThreadPoolExecutor(1, thread_name_prefix="load") as loader:
        load = partial(load_assistant, settings, name, files)
        yield mcp_server(loader.submit(logged_loading, load))
