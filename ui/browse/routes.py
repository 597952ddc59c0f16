"""The routes of the views without a question, and of what all views share: style and picture."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ui.browse import document, entries, statistics
from ui.browse.templating import rendered
from ui.desk import Asks
from ui.library import CurrentLibrary, Library
from ui.logs import log_fault
from ui.page_language import remember
from ui.texts import Words, page_languages, words

VIEWS = ("actors", "timeline", "figures")
SOON = {"Retry-After": "2", "Refresh": "2"}
Show = Callable[[Library], Response]
Opened = Callable[[Words, str, Show], Response]


def add_views(app: FastAPI, assistant: "Future[Asks]") -> None:
    """Add the views of every language. They need no script and run none."""

    @app.get("/page.css", include_in_schema=False)
    def style() -> Response:
        """Send the style that all views share."""
        return Response((files("ui") / "page.css").read_bytes(), media_type="text/css")

    opened = partial(_opened, assistant, CurrentLibrary())
    for language in page_languages():
        _add(app, opened, words(language))


def _add(app: FastAPI, opened: Opened, w: Words) -> None:
    @app.get(f"/{w.language}/read", include_in_schema=False)
    def first() -> Response:
        """Lead to the first profile."""
        return opened(w, "read", lambda library: _first(library, w))

    @app.get(f"/{w.language}/read/{{name}}", include_in_schema=False)
    def read(name: str) -> Response:
        """Show a profile as a document."""
        return opened(w, f"read/{name}", lambda library: _read(library, w, name))

    for view in VIEWS:
        _add_view(app, opened, w, view)


def _add_view(app: FastAPI, opened: Opened, w: Words, view: str) -> None:
    @app.get(f"/{w.language}/{view}", include_in_schema=False)
    def show(request: Request) -> Response:
        """Show the directory, the timeline or the figures, as far as the filters choose."""
        given = {n: request.query_params.get(n, "")[:200] for n in entries.FILTERS}
        return opened(w, view, lambda library: _view(library, w, view, given))


def _opened(
    assistant: "Future[Asks]", current: CurrentLibrary, w: Words, path: str, show: Show
) -> Response:
    """Show a view once the profiles are known; before that, a page that tries again by itself."""
    if not assistant.done():
        return _told(w, path, w.browse.loading, 503, SOON)
    try:
        library = current.of(assistant.result().profiles())
    except Exception as error:
        log_fault(error)
        return _told(w, path, w.browse.unavailable, 503)
    return show(library)


def _told(
    w: Words, path: str, sentence: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    hint = w.browse.missing_hint if status == 404 else ""
    fields = {"profiles": (), "sentence": sentence, "hint": hint, "title": sentence}
    return HTMLResponse(rendered("told.html", w, path, fields), status, headers)


def _first(library: Library, w: Words) -> Response:
    known = library.in_language(w.language)
    if not known:
        return _told(w, "read", w.browse.missing, 404)
    return RedirectResponse(f"/{w.language}/read/{known[0].id}")


def _read(library: Library, w: Words, name: str) -> Response:
    profile = library.profile(name, w.language)
    if profile is None:
        return _told(w, "read", w.browse.missing, 404)
    fields = {
        "title": profile.source.title,
        "profile": profile,
        "profiles": (profile,),
        "chapters": document.chapters(profile, library, w),
        "active": "read",
    }
    return _page("read.html", w, f"read/{name}", fields)


def _view(library: Library, w: Words, view: str, given: Mapping[str, str]) -> Response:
    profiles = library.in_language(w.language)
    fields: dict[str, Any] = {
        "title": getattr(w.menu, view),
        "lead": getattr(w.browse, f"{view}_lead"),
        "profiles": profiles,
        "active": view,
    }
    if view == "figures":
        known = {"rows": statistics.rows(profiles, w), "charts": statistics.charts(profiles, w)}
        return _page("figures.html", w, view, fields | known)
    every = entries.dated(profiles, w)
    if view == "actors":
        every = entries.entries(profiles, w, entries.ACTORS)
    return _page("entries.html", w, view, fields | _chosen(every, given, w))


def _chosen(every: Sequence[entries.Entry], given: Mapping[str, str], w: Words) -> dict[str, Any]:
    return {
        "entries": entries.chosen(every, given),
        "all": len(every),
        "choices": entries.choices(every, given, w),
        "is_chosen": any(given.values()),
    }


def _page(template: str, w: Words, path: str, fields: Mapping[str, Any]) -> Response:
    response = HTMLResponse(rendered(template, w, path, fields))
    remember(response, w.language)
    return response
