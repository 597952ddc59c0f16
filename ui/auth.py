"""Optional login by name and password (HTTP Basic): page, API and MCP alike.

Browsers ask for it by themselves and send it with everything the page fetches; programs send it as
`curl -u name:password` does. The password is kept as an Argon2 hash only.
"""

import base64
import binascii
import hashlib
import hmac
import secrets

import anyio
import anyio.to_thread
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import InputError
from ui.limits import Counter, client_of
from ui.refusals import refusal

OPEN = frozenset({"/health", "/ready"})  # probes of machines; they tell nothing of the content
ATTEMPTS = "10/minute"
LONGEST = 1024  # of what stands in the header
CHALLENGE = 'Basic realm="Diaspora Assistant", charset="UTF-8"'


def login_line(user: str, password: str) -> str:
    """Return the value of DIASPORA_AUTH. Raises `InputError` for a name or password unfit."""
    if not user or ":" in user or not user.isprintable():
        raise InputError("A name has at least one character, all printable, and no colon.")
    if len(password) < 8:
        raise InputError("A password has at least 8 characters. Choose a longer one.")
    return f"{user}:{PasswordHasher().hash(password)}"


class Login:
    """A name, and the hash that its password is checked against."""

    def __init__(self, line: str) -> None:
        """Read `user:hash`. Raises `InputError` where the hash isn't one."""
        self.user, _, self._hash = line.partition(":")
        self._key, self._known = secrets.token_bytes(32), b""
        try:
            extract_parameters(self._hash)
        except InvalidHashError:
            raise InputError("DIASPORA_AUTH is not user:hash. Make it by: diaspora login") from None

    def known(self, header: str) -> bool:
        """Tell whether this header was right before; costs nothing."""
        return bool(self._known) and hmac.compare_digest(self._digest(header), self._known)

    def right(self, header: str) -> bool:
        """Check a header; costs some 50 ms and 64 MiB, by design."""
        user, password = _read(header)
        try:
            PasswordHasher().verify(self._hash, password)
        except VerificationError:
            return False
        if not hmac.compare_digest(user.encode(), self.user.encode()):
            return False
        self._known = self._digest(header)
        return True

    def _digest(self, header: str) -> bytes:
        return hmac.digest(self._key, header.encode(), hashlib.sha256)


def _read(header: str) -> tuple[str, str]:
    """Return name and password of a header, empty where there are none."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or len(encoded) > LONGEST:
        return "", ""
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password


class Auth:
    """ASGI middleware: asks for the login; few wrong attempts per client and minute."""

    def __init__(self, app: ASGIApp, login: Login, attempts: str = ATTEMPTS) -> None:
        """Stand before `app`."""
        self.app, self.login, self.counter = app, login, Counter(attempts)
        self._one_by_one = anyio.Lock()  # hashing takes memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 401 or 429."""
        if scope["type"] == "lifespan" or scope["path"] in OPEN:
            await self.app(scope, receive, send)
            return
        why, seconds = await self._refused(Headers(scope=scope), client_of(scope))
        if not why:
            await self.app(scope, receive, send)
            return
        response = refusal(scope, why, seconds)
        if why == "login":
            response.headers["WWW-Authenticate"] = CHALLENGE
        await response(scope, receive, send)

    async def _refused(self, headers: Headers, client: str) -> tuple[str, int]:
        given = headers.get("authorization", "")
        if self.login.known(given):
            return "", 0
        if not given:
            return "login", 0
        async with self._one_by_one:
            if self.login.known(given):
                return "", 0
            if seconds := self.counter.seconds(client):
                return "attempts", seconds
            if not await anyio.to_thread.run_sync(self.login.right, given):
                return "login", 0
        self.counter.forget(client)
        return "", 0
