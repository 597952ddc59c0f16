"""The command `diaspora`. Nothing heavy is imported until a command needs it.

Exit codes: 0 done, 1 a check fails, 2 wrong usage or bad input, 3 the index is missing, stale or
damaged.
"""

import json
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import DiasporaError
from ui.cli_corpus import corpus_app
from ui.cli_diff import diff
from ui.cli_eval import eval_app
from ui.cli_import import import_files
from ui.cli_index import index_app
from ui.cli_server import feedback, login, mcp
from ui.options import Country, DataDir, Edition, EncoderName, Json, Lang, Profiles, SectionId
from ui.settings import settings_with

app = typer.Typer(
    name="diaspora",
    help="Cited, conversational search over policy documents, offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
)
app.add_typer(index_app, name="index")
app.add_typer(corpus_app, name="corpus")
app.add_typer(eval_app, name="eval")
app.command(epilog="Example: diaspora diff mali-2025.md mali-2026.md --html changes.html")(diff)
app.command("import", epilog="Example: diaspora import mali.pdf --country ML --lang en")(
    import_files
)
app.command(epilog="Example: diaspora feedback --json")(feedback)
app.command(epilog="Example: diaspora mcp --http --port 7861")(mcp)
app.command(epilog="Example: diaspora login ada")(login)


@app.command(epilog='Example: diaspora ask "Who supports TOKTEN?"')
def ask(
    question: Annotated[str, typer.Argument(help="The question, in a language of the profiles.")],
    turn: Annotated[
        list[str] | None, typer.Option(help="An earlier question; may be repeated.")
    ] = None,
    country: Country = "",
    lang: Lang = "",
    section: SectionId = "",
    edition: Edition = "",
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Answer a question, every sentence cited; with options, only from what they name."""
    from assistant.question import checked
    from index.filters import Filter
    from ui.batch import BatchQuestion, answers
    from ui.session import loaded_assistant
    from ui.terminal import Terminal

    terminal = Terminal()
    turns = tuple(checked(t) for t in (*(turn or ()), question))
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    assistant = loaded_assistant(settings, terminal)
    wanted = Filter(country=country, language=lang, section=section, edition=edition)
    answer = next(answers(assistant, [BatchQuestion(id="q1", turns=turns, only=wanted)]))
    if as_json:
        terminal.data(answer.model_dump_json(indent=2))
    else:
        terminal.answer(answer)


@app.command(epilog="Example: diaspora batch questions.jsonl --out answers.jsonl")
def batch(
    questions: Annotated[Path, typer.Argument(help='Lines like {"id": "q1", "turns": ["…"]}.')],
    out: Annotated[Path, typer.Option(help="Where to write one answer record a line.")],
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Answer a file of questions."""
    from ui.batch import answers, read_questions, write_answers
    from ui.session import loaded_assistant
    from ui.terminal import Terminal

    terminal = Terminal()
    asked = read_questions(questions)
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    assistant = loaded_assistant(settings, terminal)
    with terminal.progress("Answering") as bar:
        records = bar.track(answers(assistant, asked), total=len(asked), task_id=bar.task_ids[0])
        count = write_answers(out, records)
    terminal.line(f"{count} answers in {out}")


@app.command(epilog='Example: diaspora search "cost of remittances" -k 3')
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    country: Country = "",
    lang: Lang = "",
    section: SectionId = "",
    edition: Edition = "",
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Rank passages for a query, without an answer."""
    from index.filters import Filter
    from ui.session import loaded_assistant
    from ui.terminal import Terminal

    terminal = Terminal()
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    assistant = loaded_assistant(settings, terminal)
    wanted = Filter(country=country, language=lang, section=section, edition=edition)
    found = assistant.search(query, k, wanted)
    if as_json:
        terminal.data(json.dumps([r.model_dump() for r in found], ensure_ascii=False, indent=2))
    else:
        terminal.passages(found)


@app.command(epilog="Example: diaspora serve --port 8000")
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 7860,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Serve the page."""
    from ui.serve import serve_page
    from ui.terminal import Terminal

    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    serve_page(settings, host, port, Terminal())


def main() -> None:
    """Run the command; errors become one line and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a pipe may be of another, narrower encoding
    try:
        app()
    except DiasporaError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("DIASPORA_DEBUG"):
            raise
        told = " ".join(str(error).split())
        _say(f"Unexpected {type(error).__name__}: {told}. DIASPORA_DEBUG=1 shows where.")
        sys.exit(1)


def _say(message: str) -> None:
    sys.stderr.write(f"Error: {message}\n")
