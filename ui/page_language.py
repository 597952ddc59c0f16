"""Which language a visitor reads."""

from babel.core import negotiate_locale
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from ui.texts import page_languages

COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def language_of(scope: Scope) -> str:
    """Return `?lang=`, else the page's language, the one last read, the browser's, or English."""
    request = Request(scope)
    page = scope["path"].split("/")[1:2]
    for chosen in (request.query_params.get("lang"), *page, request.cookies.get(COOKIE)):
        if chosen in page_languages():
            return str(chosen)
    accepted = request.headers.get("accept-language", "").split(",")
    codes = [part.split(";")[0].strip() for part in accepted]
    return negotiate_locale([c for c in codes if c], page_languages(), sep="-") or "en"


def remember(response: Response, language: str) -> None:
    """Note the language in a cookie that holds nothing else."""
    response.set_cookie(COOKIE, language, max_age=A_YEAR, samesite="lax")
