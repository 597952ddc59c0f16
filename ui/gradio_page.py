"""The page for questions: a Gradio app a language."""

from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI

from ui.desk import Desk, Reading
from ui.scope import filter_from, query_of
from ui.texts import Words

LONGEST_QUESTION = 1000


def mount(app: FastAPI, desk: Desk) -> None:
    """Mount the page for questions below its language, `/en` or `/fr`."""
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

    async def opened(request: gr.Request) -> tuple[str, str, str, str]:
        given = dict(request.query_params)
        wanted = filter_from(urlencode(given))
        question = str(given.get("q", ""))[:LONGEST_QUESTION]
        return (*await desk.opened(wanted), question, query_of(wanted))

    async def linked(question: str, only: str, reading: Reading) -> AsyncIterator[tuple[Any, Any]]:
        async for text, after, _ in desk.ask(question, only, reading):  # leaves the field as it is
            yield text, after

    # Gradio lets everybody in: how many are answered at a time is the desk's to say.
    quietly: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_limit": None,
    }
    with gr.Blocks(title=desk.words.title, analytics_enabled=False) as page:
        head = gr.Markdown(desk.header(()), elem_id="head", latex_delimiters=[])
        first = gr.Markdown(desk.welcome(()), elem_id="welcome", latex_delimiters=[])
        text = gr.Markdown("", elem_id="reading", latex_delimiters=[])
        field = _field(desk.words)
        only = gr.Textbox(visible="hidden", elem_id="only", max_length=LONGEST_QUESTION)
        state, link = gr.State(Reading()), gr.State("")
        opening = page.load(opened, None, [head, first, link, only], **quietly)
        opening.then(linked, [link, only, state], [text, state], **quietly)
        field.submit(desk.ask, [field, only, state], [text, state, field], **quietly)
    return page


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
