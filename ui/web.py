"""The server of the page: views, probes, and a redirect to the visitor's language."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import TypeVar, cast

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ui.api.errors import add_error_handlers
from ui.api.routes import api_router
from ui.at_hand import at_hand
from ui.browse.routes import add_views
from ui.desk import Asks, Desk
from ui.feedback import FeedbackStore
from ui.gradio_page import mount
from ui.limits import Line
from ui.opinions import add_opinions
from ui.page_language import language_of
from ui.protection import Protection, protect
from ui.shelf import Shelf
from ui.takeaway.routes import add_downloads
from ui.texts import page_languages, words

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<rect width="16" height="16" rx="2" fill="#1f5c43"/>'
    '<path d="M4 4h8M4 8h8M4 12h5" stroke="#fff" stroke-width="1.6"/></svg>'
)
# Gradio calls nobody, and doesn't sum up its last 10,000 events by pandas after each of them.
GRADIO = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
}
AnyAssistant = TypeVar("AnyAssistant", bound=Asks)


def build_app(
    loading: "Future[AnyAssistant]",
    examples: Mapping[str, Sequence[str]],
    protection: Protection | None = None,
    feedback: FeedbackStore | None = None,
) -> FastAPI:
    """Build the server. The assistant may still be `loading`; the first question waits for it.

    `examples` are the questions to begin with, by language; without a `feedback` store none is
    taken.
    """
    assistant = cast("Future[Asks]", loading)  # it is only read here, never set
    os.environ |= GRADIO
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    app = FastAPI(title="Diaspora Assistant", docs_url=None, redoc_url=None)
    protect(app, protection or Protection())
    add_error_handlers(app)
    _add_probes(app, assistant)
    line, shelf = Line(), Shelf()
    app.include_router(api_router(at_hand(assistant), line, feedback))
    add_views(app, assistant)
    add_downloads(app, shelf)
    if feedback is not None:
        add_opinions(app, shelf, feedback)
    for language in page_languages():
        asked = examples.get(language, ())
        mount(app, Desk(assistant, words(language), asked, shelf, line, feedback is not None))
    return app


def _add_probes(app: FastAPI, assistant: "Future[Asks]") -> None:
    @app.get("/health")
    def health() -> dict[str, str]:
        """Tell that the server is up."""
        return {"status": "up"}

    @app.get("/ready")
    def ready() -> JSONResponse:
        """Tell whether questions can be answered, and from which index."""
        if not assistant.done():
            return JSONResponse({"status": "loading"}, 503)
        if assistant.exception():
            return JSONResponse({"status": "failed"}, 503)
        return JSONResponse({"status": "ready", "generation": assistant.result().generation})

    @app.get("/favicon.ico", include_in_schema=False)
    def icon() -> Response:
        """Send the icon that browsers ask for."""
        return Response(ICON, media_type="image/svg+xml")

    @app.get("/", include_in_schema=False)
    def home(request: Request) -> RedirectResponse:
        """Lead to the page in the language asked for, or the browser's."""
        vary = {"Vary": "Accept-Language, Cookie"}
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{language_of(request.scope)}/{query}", 307, vary)
