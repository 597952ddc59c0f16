"""What stands before every server: the page with the API, and MCP over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.records import Record
from ui.auth import Auth, Login
from ui.limits import RateLimit, read_rate
from ui.security import Security

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from ui.settings import Settings


class Protection(Record):
    """The login (`user:hash`, or None), and the rate of one client."""

    auth: str | None = None
    rate_limit: str = "300/minute"

    @classmethod
    def of(cls, settings: Settings) -> Protection:
        """Take it from the settings. Raises `InputError` before anything slow is loaded."""
        read_rate(settings.rate_limit)
        if settings.auth is not None:
            Login(settings.auth)
        return cls(auth=settings.auth, rate_limit=settings.rate_limit)


def protect(app: Starlette, protection: Protection) -> None:
    """Put the doors before an app. The outermost is the last added here."""
    app.add_middleware(RateLimit, rate=protection.rate_limit)
    if protection.auth is not None:
        app.add_middleware(Auth, login=Login(protection.auth))
    app.add_middleware(Security)
