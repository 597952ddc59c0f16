"""What stands before the page: headers for the browser, and doors that Gradio leaves open."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
UNUSED = re.compile(r"/(monitoring|proxy=|file=|login|pwa_icon|svelte)")


class Security:
    """ASGI middleware: adds the headers, closes what the page doesn't need, limits bodies."""

    def __init__(self, app: ASGIApp, body_limit: int = 64 * 1024) -> None:
        """Stand before `app`; a body of more than `body_limit` bytes is refused."""
        self.app, self.body_limit = app, body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope["path"], Headers(scope=scope))
        await (refusal or self.app)(scope, receive, send_with_headers)

    def _refusal(self, path: str, headers: Headers) -> PlainTextResponse | None:
        inside = "gradio_api" in path
        if (inside and not NEEDED.search(path)) or (not inside and UNUSED.search(path)):
            return PlainTextResponse("Not found", 404)
        if "transfer-encoding" in headers:  # no length to judge by; browsers always send one
            return PlainTextResponse("Length required", 411)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.body_limit:
            return PlainTextResponse("Too large", 413)
        return None
