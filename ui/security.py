"""What stands before the page: headers for the browser, and doors that Gradio leaves open."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.logs import log_fault
from ui.refusals import refusal

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'self'; object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# All that the page itself calls. The rest of Gradio's interface fetches any address it is given
# (`file=http…`), stores what anybody sends (`upload`) or writes to disk (`deep_link`).
NEEDED = re.compile(
    r"/gradio_api/(queue/(join|data)|heartbeat/[\w-]+|startup-events|reset|cancel|info|theme\.css)/?$"
)
UNUSED = re.compile(
    r"/(monitoring|proxy=|file=|login|logout|token|user|app_id|dev|pwa_icon|svelte|custom_component)"
)
# A path that climbs, or hides that it does: no route has any of these.
CLIMBS = re.compile(r"(^|/)\.\.?(/|$)|//|[\\\x00-\x1f\x7f]|%|://", re.ASCII)
LONGEST_PATH, LONGEST_QUERY = 1024, 16 * 1024
BODY_LIMIT = 128 * 1024  # an answer record of the largest kind comes back with feedback


class Security:
    """ASGI middleware: adds the headers, closes what the page doesn't need, limits bodies.

    An error that nobody caught is logged without what was asked, and answered by a sentence.
    """

    def __init__(self, app: ASGIApp, body_limit: int = BODY_LIMIT) -> None:
        """Stand before `app`; a body of more than `body_limit` bytes is refused."""
        self.app, self.body_limit = app, body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # nothing here speaks it
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        why = self._refused(scope, Headers(scope=scope))
        try:
            await (refusal(scope, why) if why else self.app)(scope, receive, send_with_headers)
        except Exception as error:
            log_fault(error)
            if not started:
                await refusal(scope, "failed")(scope, receive, send_with_headers)

    def _refused(self, scope: Scope, headers: Headers) -> str:
        """Return why a request is refused before anything reads it, or an empty string."""
        path: str = scope["path"]
        inside = "gradio_api" in path
        if (inside and not NEEDED.search(path)) or (not inside and UNUSED.search(path)):
            return "not_found"
        if CLIMBS.search(path):
            return "not_found"
        if len(path) > LONGEST_PATH or len(scope.get("query_string", b"")) > LONGEST_QUERY:
            return "too_large"
        if "transfer-encoding" in headers:  # no length to judge by; browsers always send one
            return "no_length"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.body_limit:
            return "too_large"
        return ""
