"""Why a request is not answered: one sentence, in the language asked for."""

import re

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from ui.page_language import language_of
from ui.texts import words

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
