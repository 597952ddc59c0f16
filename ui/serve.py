"""`diaspora serve`: the page is up at once, the encoder loads meanwhile."""

import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from corpus.errors import InputError
from corpus.profiles import load_profiles
from ui.feedback import FeedbackStore
from ui.logs import log_questions
from ui.protection import Protection
from ui.session import follow_generations, fresh_generation
from ui.settings import Settings
from ui.terminal import Terminal


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
    name, files = fresh_generation(settings)
    stop = Event()
    with ThreadPoolExecutor(1, thread_name_prefix="load") as loader:
        assistant = loader.submit(follow_generations, settings, name, files, stop)
        from ui.web import build_app

        examples: dict[str, tuple[str, ...]] = {}
        for profile in load_profiles(settings.profiles):
            questions = examples.get(profile.language, ())
            examples[profile.language] = (*questions, *profile.questions)
        app = build_app(assistant, examples, protection, feedback)
        shown = f"[{host}]" if ":" in host else host
        terminal.line(f"Serving on http://{shown}:{port} (Ctrl-C stops it)")
        import uvicorn

        try:
            uvicorn.run(app, host=host, port=port, log_level="warning")
        finally:
            stop.set()


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
