"""`diaspora import`: originals become a draft of a profile."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import InputError
from ui.options import Json

Files = Annotated[
    list[Path], typer.Argument(help="PDF, DOCX, HTML, Markdown or text; several make one profile.")
]


def import_files(
    files: Files,
    country: Annotated[str, typer.Option(help="The country's two letters, for example ML.")],
    lang: Annotated[str, typer.Option(help="The language of the files, for example en.")],
    out: Annotated[Path, typer.Option(help="The folder to write the draft into.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Replace a draft that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Make a draft of a profile from its originals, and say what is doubtful in it."""
    from corpus.importing.head import profile_id
    from corpus.importing.sandbox import import_draft
    from ui.files import writable_folder, write_text
    from ui.terminal import Terminal
    from ui.terminal_import import show_report

    terminal = Terminal()
    target = out / f"{profile_id(country)}.{lang}.md"
    if target.exists() and not force:
        raise InputError(f"{target} is there already. Give --force to replace it.")
    with terminal.waiting("Reading…"):
        draft = import_draft(files, country, lang, f"{date.today():%Y-%m}")
    writable_folder(out)
    write_text(out / draft.name, draft.text)
    if as_json:
        terminal.data(draft.report.model_dump_json(indent=2))
    else:
        show_report(terminal, draft.report, out / draft.name)
