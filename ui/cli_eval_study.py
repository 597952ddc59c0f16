"""`diaspora eval ablate`, `parity` and `calibrate`: studies of a whole set."""

from pathlib import Path
from typing import Annotated

import typer

from ui.options import DataDir, EncoderName, Json, Profiles
from ui.settings import settings_with


def ablate(
    sets: Annotated[
        list[Path] | None,
        typer.Argument(help="JSONL sets, BEIR or TREC folders; the project's own by default."),
    ] = None,
    split: Annotated[str | None, typer.Option(help="Only this split.")] = "dev",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many questions.")] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Take out one part of retrieval at a time; one table."""
    from eval.read import own_set
    from eval.targets import limited, read_target
    from ui.eval_session import Session
    from ui.terminal import Terminal
    from ui.terminal_eval import show_ablation

    terminal = Terminal()
    asked = [
        limited(read_target(path, None if path.is_dir() else split), limit)
        for path in sets or [own_set()]
    ]
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    session = Session(settings, terminal)
    rows = [row for questions in asked for row in session.ablate(questions)]
    if as_json:
        terminal.data(f"[{','.join(row.model_dump_json() for row in rows)}]")
    else:
        show_ablation(terminal, rows)


def parity(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[SET]", help="A set of pairs; the project's own by default."),
    ] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Ask the same questions in two languages; the gap, question by question."""
    from eval.parity import parity as compared
    from eval.read import own_set
    from eval.records import RunSettings
    from eval.targets import read_target
    from ui.eval_session import Session
    from ui.terminal import Terminal
    from ui.terminal_eval import show_parity

    terminal = Terminal()
    asked = read_target(path or own_set("mali-parity"))
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    found = compared(Session(settings, terminal).run(asked, RunSettings()).questions)
    if as_json:
        terminal.data(found.model_dump_json(indent=1))
    else:
        show_parity(terminal, found)


def calibrate(
    sets: Annotated[
        list[Path] | None,
        typer.Argument(help="Sets that say what is answerable; the project's own by default."),
    ] = None,
    split: Annotated[str | None, typer.Option(help="Only this split of JSONL sets.")] = "dev",
    unread: Annotated[
        bool,
        typer.Option("--unread", help="Leave reading out, as for an encoder without a reader."),
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Let the next index build take the calibration over.")
    ] = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Fit how the signals for an answer are weighed; print weights, threshold and AUROC as JSON."""
    from eval.calibrate import fitted
    from eval.read import own_set
    from eval.targets import read_target
    from ui.eval_session import Session
    from ui.terminal import Terminal

    terminal = Terminal()
    asked = [read_target(p, None if p.is_dir() else split) for p in sets or [own_set()]]
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    session = Session(settings, terminal)
    found = [j for questions in asked for j in session.judged(questions, reads=not unread)]
    result = fitted(found)
    terminal.data(result.model_dump_json(indent=1))
    if keep:
        session.keep_calibration(result.calibration)
