"""`diaspora diff`: what changed from one edition of a profile to the next."""

from pathlib import Path
from typing import Annotated

import typer

from ui.options import DataDir, EncoderName, Json
from ui.settings import settings_with


def diff(
    old: Annotated[Path, typer.Argument(help="The old edition: a profile, or a folder of some.")],
    new: Annotated[Path, typer.Argument(help="The new edition: a profile, or a folder of some.")],
    answers: Annotated[
        Path | None, typer.Option(help="Saved answers (diaspora batch) to check against NEW.")
    ] = None,
    questions: Annotated[
        Path | None, typer.Option("--set", help="A set of questions to ask of OLD and of NEW.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write a page that shows both texts side by side.")
    ] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
    encoder: EncoderName = None,
) -> None:
    """Compare two editions: sections, figures, footnotes, entities, and answers."""
    from ui.diff_page import page
    from ui.diff_session import compared
    from ui.files import write_text
    from ui.terminal import Terminal
    from ui.terminal_diff import show_diff

    terminal = Terminal()
    settings = settings_with(data_dir=data_dir, encoder=encoder)
    found = compared(old, new, answers, questions, settings, terminal)
    if html:
        write_text(html, page(found))
        terminal.note(f"Page: {html}")
    if as_json:
        terminal.data(found.model_dump_json(indent=2))
    else:
        show_diff(terminal, found)
