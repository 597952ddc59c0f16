"""The page for questions: a Gradio app a language."""

from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

from ui.desk import Desk, Reading
from ui.texts import Words

LONGEST_QUESTION = 1000
WORKERS = 2
WAITING_LINE = 32


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
