"""Which language a visitor's page is in."""

from babel.core import negotiate_locale
from starlette.requests import Request
from starlette.responses import Response

from ui.texts import page_languages

COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def language_of(request: Request) -> str:
    """Return `?lang=`, else the language last read, else the browser's, else English."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if chosen in page_languages():
            return str(chosen)
    accepted = [
        part.split(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")
    ]
    return negotiate_locale([a for a in accepted if a], page_languages(), sep="-") or "en"


def remember(response: Response, language: str) -> None:
    """Note the language in a cookie that holds nothing else."""
    response.set_cookie(COOKIE, language, max_age=A_YEAR, samesite="lax")
