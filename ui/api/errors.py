"""Every error of the API is `{"error": "one sentence"}`."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from corpus.errors import BrokenInvariant, DiasporaError, InputError, QuestionError, StorageError
from ui.at_hand import LoadingFailed, NotReady
from ui.limits import SOON, TooBusy
from ui.logs import log_fault
from ui.refusals import refusal

Handler = Callable[[Request, Any], Awaitable[Response]]


class Refused(Exception):
    """A request that is answered by a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        """Take the HTTP status and the sentence."""
        self.status, self.sentence = status, sentence
        super().__init__(sentence)


def add_error_handlers(app: FastAPI) -> None:
    """Answer errors of routes by JSON; what isn't meant for users goes to the log."""
    handlers: dict[type[Exception], Handler] = {
        NotReady: _because("loading", SOON),
        TooBusy: _because("busy", SOON),
        LoadingFailed: _because("unavailable"),
        Refused: _refused,
        RequestValidationError: _of_another_form,
        HTTPException: _http_error,
        DiasporaError: _own_error,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def _because(why: str, seconds: int = 0) -> Handler:
    async def handle(request: Request, _: Exception) -> Response:
        return refusal(request.scope, why, seconds)

    return handle


async def _refused(_: Request, error: Refused) -> Response:
    return JSONResponse({"error": error.sentence}, error.status)


async def _of_another_form(_: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]  # its input stays out: it may be long, and it is the caller's
    where = ".".join(map(str, first["loc"]))
    return JSONResponse({"error": f"{where}: {first['msg']}. See /openapi.json."}, 422)


async def _http_error(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        return refusal(request.scope, "not_found")
    return JSONResponse({"error": f"{error.detail}."}, error.status_code, error.headers)


async def _own_error(request: Request, error: DiasporaError) -> Response:
    if isinstance(error, BrokenInvariant | StorageError):
        return await unforeseen(request, error)
    status = 400 if isinstance(error, QuestionError | InputError) else 503
    return JSONResponse({"error": str(error)}, status)


async def unforeseen(request: Request, error: Exception) -> Response:
    """Log a fault without what was asked, and say that there was one."""
    log_fault(error)
    return refusal(request.scope, "failed")
