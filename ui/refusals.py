"""Why a request is not answered: one sentence, in the language asked for."""

import re

from babel.core import negotiate_locale
from starlette.datastructures import Headers, QueryParams
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from ui.texts import page_languages, words

STATUS = {
    "not_found": 404,
    "too_large": 413,
    "no_length": 411,
    "too_many": 429,
    "busy": 503,
    "loading": 503,
    "unavailable": 503,
    "login": 401,
    "attempts": 429,
    "failed": 500,
}
PROGRAMS = re.compile(r"/(api|mcp|health|ready)(/|$)")


def refusal(scope: Scope, why: str, seconds: int = 0) -> Response:
    """Return the response to a request that is refused; `why` is a key of `STATUS`.

    Programs get `{"error": sentence}`, browsers plain text. `seconds` from now it is worth trying
    again (0: never); it becomes Retry-After.
    """
    sentence = sentence_for(language_of(scope), why, seconds)
    headers = {"Retry-After": str(seconds)} if seconds else {}
    if PROGRAMS.match(scope["path"]):
        return JSONResponse({"error": sentence}, STATUS[why], headers)
    return PlainTextResponse(sentence, STATUS[why], headers)


def sentence_for(language: str, why: str, seconds: int = 0) -> str:
    """Return the sentence for a refusal.

    >>> sentence_for("fr", "busy", 2)
    'Beaucoup de personnes posent des questions en ce moment. Réessayez dans 2 s.'
    """
    sentence = str(getattr(words(language).refused, why))
    return sentence.format(seconds=seconds)


def language_of(scope: Scope) -> str:
    """Return the language of a request: of `?lang=`, its page, its browser, else English."""
    query = QueryParams(scope.get("query_string", b""))
    page: list[str] = scope["path"].split("/")[1:2]
    for chosen in (str(query.get("lang", "")), *page):
        if chosen in page_languages():
            return chosen
    accepted = Headers(scope=scope).get("accept-language", "").split(",")
    codes = [part.split(";")[0].strip() for part in accepted]
    found = negotiate_locale([c for c in codes if c], page_languages(), sep="-")
    return str(found or "en")
