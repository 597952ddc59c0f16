"""The page: a Gradio app a language, behind `/health`, `/ready` and a redirect to the language."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import Future
from importlib.resources import files
from typing import Any, Protocol, TypeVar, cast

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from assistant.answer import Answer
from assistant.conversation import Conversation
from corpus.errors import BrokenInvariant, DiasporaError
from corpus.records import Profile, Record
from ui import render
from ui.api.errors import add_error_handlers
from ui.api.routes import api_router
from ui.at_hand import at_hand
from ui.feedback import FeedbackStore
from ui.limits import Line
from ui.logs import log_fault, log_question
from ui.protection import Protection, protect
from ui.refusals import language_of
from ui.texts import Words, page_languages, words

LONGEST_QUESTION = 1000
TURNS_KEPT = 30  # on the page; the conversation itself goes on
WORKERS = 2
WAITING_LINE = 32

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<rect width="16" height="16" rx="2" fill="#1f5c43"/>'
    '<path d="M4 4h8M4 8h8M4 12h5" stroke="#fff" stroke-width="1.6"/></svg>'
)


class Asks(Protocol):
    """What the page needs of the assistant."""

    @property
    def generation(self) -> str:
        """The id of the index that answers."""

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer a question. Raises `DiasporaError`."""

    def profiles(self) -> Sequence[Profile]:
        """Return the profiles that it answers from."""


AnyAssistant = TypeVar("AnyAssistant", bound=Asks)


class Reading(Record):
    """What one visitor's page holds: the conversation, and its turns as they are shown."""

    conversation: Conversation = Conversation()
    turns: tuple[str, ...] = ()
    count: int = 0

    def after(self, shown: str, conversation: Conversation) -> "Reading":
        """Return this reading with one more turn."""
        turns = (*self.turns, shown)[-TURNS_KEPT:]
        return Reading(conversation=conversation, turns=turns, count=self.count + 1)


class Desk:
    """One language's page: waits for the assistant, asks it, and renders what it says."""

    def __init__(self, assistant: "Future[Asks]", w: Words, examples: Sequence[str]) -> None:
        """`examples` are questions to begin with, in the language of the words."""
        self.assistant, self.words, self.examples = assistant, w, examples

    def header(self, profiles: Sequence[Profile]) -> str:
        """Render the page's heading."""
        return render.header(self.words, profiles, {c: words(c).name for c in page_languages()})

    def welcome(self, profiles: Sequence[Profile]) -> str:
        """Render the first visit."""
        return render.welcome(self.words, profiles, self.examples)

    async def ready(self) -> Asks:
        """Wait for the assistant; a visitor who leaves doesn't cancel it for the others."""
        return await asyncio.shield(asyncio.wrap_future(self.assistant))

    async def opened(self) -> tuple[str, str]:
        """Return heading and welcome once it is known what this answers from."""
        try:
            everything = (await self.ready()).profiles()
        except Exception as error:
            return self.header(()), render.notice(self.told(error), self.words)
        own = [p for p in everything if p.language == self.words.language] or everything
        return self.header(own), self.welcome(own)

    async def ask(self, question: str, reading: Reading) -> AsyncIterator[tuple[Any, ...]]:
        """Show the question at once, then its answer, as (page text, reading, field)."""
        import gradio as gr

        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        yield "".join(reading.turns) + render.waiting(question, self.words), gr.skip(), ""
        reading = await self.answered(question, reading)
        yield "".join(reading.turns), reading, gr.skip()

    async def answered(self, question: str, reading: Reading) -> Reading:
        """Return the reading with the answer, or with the sentence that says what went wrong."""
        turn = reading.count + 1
        log_question(question)
        try:
            assistant = await self.ready()
            answer = await asyncio.to_thread(assistant.ask, question, reading.conversation)
            shown = render.answered(answer, self.words, turn)
        except Exception as error:
            failed = render.failure(question, self.told(error), self.words, turn)
            return reading.after(failed, reading.conversation)
        return reading.after(shown, reading.conversation.after(answer))

    def told(self, error: Exception) -> str:
        """Return the sentence for the visitor; what isn't meant for visitors goes to the log."""
        if isinstance(error, DiasporaError) and not isinstance(error, BrokenInvariant):
            return str(error)
        log_fault(error)
        return self.words.failed


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
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    app = FastAPI(title="Diaspora Assistant", docs_url=None, redoc_url=None)
    protect(app, protection or Protection())
    add_error_handlers(app)
    _add_probes(app, assistant)
    app.include_router(api_router(at_hand(assistant), Line(), feedback))
    for language in page_languages():
        _mount(app, Desk(assistant, words(language), examples.get(language, ())))
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
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(
            f"{language_of(request.scope)}/{query}", 307, {"Vary": "Accept-Language"}
        )


def _mount(app: FastAPI, desk: Desk) -> None:
    import gradio as gr

    gr.mount_gradio_app(
        app,
        _page(desk),
        path=f"/{desk.words.language}",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size=1,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        head=_head(desk.words.language),
    )


def _head(language: str) -> str:
    # Style and script stand in the head as they are: Gradio rewrites the selectors of `css=`, and
    # runs `js=` by eval, which the content security policy forbids.
    style = (files("ui") / "page.css").read_text("utf-8")
    script = (files("ui") / "page.js").read_text("utf-8").replace("{language}", language)
    return f"<style>{style}</style><script>{script}</script>"


def _page(desk: Desk) -> Any:
    import gradio as gr

    async def opened(request: gr.Request) -> tuple[str, str, str]:
        question = str(dict(request.query_params).get("q", ""))
        return (*await desk.opened(), question[:LONGEST_QUESTION])

    async def linked(question: str, reading: Reading) -> AsyncIterator[tuple[Any, Any]]:
        async for text, after, _ in desk.ask(question, reading):  # leaves the field as it is
            yield text, after

    quietly: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    limited = {"concurrency_limit": WORKERS, "concurrency_id": "ask", **quietly}
    with gr.Blocks(title=desk.words.title, analytics_enabled=False) as page:
        head = gr.Markdown(desk.header(()), elem_id="head", latex_delimiters=[])
        first = gr.Markdown(desk.welcome(()), elem_id="welcome", latex_delimiters=[])
        text = gr.Markdown("", elem_id="reading", latex_delimiters=[])
        field = _field(desk.words)
        state, link = gr.State(Reading()), gr.State("")
        opening = page.load(opened, None, [head, first, link], concurrency_limit=None, **quietly)
        opening.then(linked, [link, state], [text, state], **limited)
        field.submit(desk.ask, [field, state], [text, state, field], **limited)
    return page.queue(max_size=WAITING_LINE)


def _field(w: Words) -> Any:
    import gradio as gr

    with gr.Column(elem_id="asking"):
        return gr.Textbox(
            label=w.ask_label,
            placeholder=w.ask_hint,
            submit_btn=w.ask,
            elem_id="field",
            show_label=False,
            container=False,
            lines=1,
            max_lines=4,
            max_length=LONGEST_QUESTION,
        )
