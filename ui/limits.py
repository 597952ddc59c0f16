"""How much one client, and all together, may ask."""

import math
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import anyio
import anyio.to_thread
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import InputError
from ui.refusals import refusal

Result = TypeVar("Result")
# What costs the server work. Style, script and probes don't count.
COUNTED = re.compile(
    r"/(api|mcp)(/|$)|/\w+/(read|actors|timeline|figures|take)(/|$)|.*/gradio_api/queue/join/?$"
)
SOON = 2  # seconds until it is worth trying again when the line is full


class TooBusy(Exception):
    """The waiting line is full."""


class Line:
    """At most `workers` calls at work and `waiting` in line; whoever comes then is sent away."""

    def __init__(self, workers: int = 2, waiting: int = 64) -> None:
        """Take the number of calls at work and of those in line."""
        self.places, self.inside = workers + waiting, 0
        self._workers = workers
        self._slots: anyio.Semaphore | None = None

    async def run(self, call: Callable[[], Result]) -> Result:
        """Run a call in a thread when its turn comes. Raises `TooBusy`, and what it raises."""
        async with self._place():
            return await anyio.to_thread.run_sync(call)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self.inside >= self.places:
            raise TooBusy
        self.inside += 1
        try:
            self._slots = self._slots or anyio.Semaphore(self._workers)  # needs a running loop
            async with self._slots:
                yield
        finally:
            self.inside -= 1


class Counter:
    """Counts what each client does in a sliding window. Nothing is kept beyond the window."""

    def __init__(self, rate: str) -> None:
        """Take a rate such as "300/minute". Raises `InputError`."""
        self.rate = read_rate(rate)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def seconds(self, client: str) -> int:
        """Count one more, and return 0; or don't, and return the seconds until there is room."""
        if self._limiter.hit(self.rate, client):
            return 0
        reset = self._limiter.get_window_stats(self.rate, client).reset_time
        return max(1, math.ceil(reset - time.time()))

    def forget(self, client: str) -> None:
        """Begin again for a client."""
        self._limiter.clear(self.rate, client)


def read_rate(rate: str) -> RateLimitItem:
    """Read a rate.

    >>> read_rate("300/minute").amount
    300
    """
    try:
        return parse(rate)
    except ValueError:
        raise InputError(
            f"{rate!r} is no rate. Write DIASPORA_RATE_LIMIT like 300/minute."
        ) from None


class RateLimit:
    """ASGI middleware: so many requests that cost work, per client address."""

    def __init__(self, app: ASGIApp, rate: str = "300/minute") -> None:
        """Stand before `app`. Raises `InputError` for a rate that can't be read."""
        self.app, self.counter = app, Counter(rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 429."""
        answer = self.app
        if scope["type"] == "http" and COUNTED.match(scope["path"]):
            seconds = self.counter.seconds(client_of(scope))
            if seconds:
                answer = refusal(scope, "too_many", seconds)
        await answer(scope, receive, send)


def client_of(scope: Scope) -> str:
    """Return the client's address; a server between client and us must be known to uvicorn."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"
