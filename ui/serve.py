"""`diaspora serve`: the page is up at once, the encoder loads meanwhile."""

import logging
import socket
from asyncio import CancelledError
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from itertools import zip_longest
from threading import Event, Thread
from typing import Any

from corpus.errors import InputError
from corpus.profiles import load_profiles
from ui.feedback import FeedbackStore
from ui.logs import log_questions, logged_loading
from ui.protection import Protection
from ui.session import follow_generations, fresh_generation, one_thread_a_question
from ui.settings import Settings
from ui.terminal import Terminal

EXAMPLES = 4
LEAVING = 3  # seconds that open pages may take to finish; their streams end only when they are cut


def serve_page(settings: Settings, host: str, port: int, terminal: Terminal) -> None:
    """Serve until interrupted.

    Raises `InputError` for an address that can't be taken, `IndexProblem` for an index that can't
    be used, before anything slow is loaded.
    """
    refuse_taken(host, port)
    protection = Protection.of(settings)
    feedback = FeedbackStore(settings.feedback_file) if settings.feedback else None
    if settings.log_questions:
        log_questions()
    one_thread_a_question()
    name, files = fresh_generation(settings)
    stop, loading = Event(), Future[Any]()
    from ui.web import build_app

    app = build_app(loading, _examples(settings), protection, feedback)
    # Not before the app is built: two threads that import take each other's time.
    load = partial(follow_generations, settings, name, files, stop)
    Thread(target=_hand_over, args=(load, loading), name="load", daemon=True).start()
    shown = f"[{host}]" if ":" in host else host
    terminal.line(f"Serving on http://{shown}:{port} (Ctrl-C stops it)")
    try:
        run(app, host, port)
    finally:
        stop.set()


def _examples(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The questions to begin with, by language: the first of each profile, then the second ones."""
    of_profiles: dict[str, list[tuple[str, ...]]] = {}
    for profile in load_profiles(settings.profiles):
        of_profiles.setdefault(profile.language, []).append(profile.questions)
    return {
        language: tuple(q for row in zip_longest(*rows) for q in row if q)[:EXAMPLES]
        for language, rows in of_profiles.items()
    }


def _hand_over(load: Callable[[], Any], loading: "Future[Any]") -> None:
    try:
        loading.set_result(logged_loading(load))
    except Exception as error:  # told by /ready, and to whoever asks
        loading.set_exception(error)


def run(app: Any, host: str, port: int) -> None:
    """Run a server until it is interrupted, or told to end."""
    import uvicorn

    logging.getLogger("uvicorn.error").addFilter(_worth_telling)
    uvicorn.run(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=LEAVING)


def _worth_telling(record: logging.LogRecord) -> bool:
    """Leave out what uvicorn says of streams that it cuts at its end: open pages are no fault."""
    cut = record.exc_info and isinstance(record.exc_info[1], CancelledError)
    return not cut and "graceful shutdown exceeded" not in record.getMessage()


def refuse_taken(host: str, port: int) -> None:
    """Raise `InputError` where an address can't be listened on."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise InputError(
            f"Can't listen on {host}:{port} ({error.strerror}). Choose another port: "
            "make run PORT=7861, or diaspora serve --port 7861"
        ) from None
