"""`diaspora index …`: plan, build, look at the index, go back, tidy up."""

import json
from typing import Annotated

import typer

from ui.options import DataDir, EncoderName, Json, Profiles
from ui.settings import settings_with

index_app = typer.Typer(
    help="Build the index, look at it, go back.", no_args_is_help=True, rich_markup_mode="rich"
)


@index_app.command(epilog="Example: diaspora index plan --json")
def plan(
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Say what a build would encode, take over and drop; nothing is written."""
    from ui.index_session import plan_index
    from ui.terminal import Terminal
    from ui.terminal_index import show_plan

    found = plan_index(settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder))
    if as_json:
        changed = [key.model_dump() for key in found.changed]
        Terminal().data(_pretty(found.model_dump() | {"changed": changed}))
    else:
        show_plan(Terminal(), found)


@index_app.command(epilog="Example: diaspora index build")
def build(
    force: bool = typer.Option(False, "--force", help="Encode everything anew."),
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Build the index if it is missing, stale or damaged; encode only what is new."""
    from ui.index_session import build_index
    from ui.terminal import Terminal

    terminal = Terminal()
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    with terminal.progress("Preparing the encoder and the index") as bar:
        name, built = build_index(
            settings,
            force,
            lambda done, total: bar.update(
                bar.task_ids[0], completed=done, total=total, description="Encoding"
            ),
        )
    terminal.line(f"Built and published generation {name}" if built else f"Up to date: {name}")


@index_app.command(epilog="Example: diaspora index status --json")
def status(
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Say which generation is published, whether it is whole and up to date."""
    from ui.index_session import index_status
    from ui.terminal import Terminal
    from ui.terminal_index import show_status

    found = index_status(settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder))
    if as_json:
        Terminal().data(_pretty(found.record()))
    else:
        show_status(Terminal(), found)


@index_app.command(epilog="Example: diaspora index verify")
def verify(as_json: Json = False, data_dir: DataDir = None) -> None:
    """Check every byte of every generation kept; exit 3 if the current one is damaged."""
    from ui.index_session import verify_index
    from ui.terminal import Terminal

    terminal = Terminal()
    current, found = verify_index(settings_with(data_dir=data_dir))
    if as_json:
        terminal.data(_pretty({"current": current, "problems": found}))
    else:
        for name, problem in found.items():
            terminal.line(f"{name}{' (current)' if name == current else ''}: {problem or 'whole'}")
    if found[current]:
        raise typer.Exit(3)


@index_app.command(epilog="Example: diaspora index rollback")
def rollback(
    generation: Annotated[
        str | None, typer.Argument(help="Its id; by default the one before the current.")
    ] = None,
    data_dir: DataDir = None,
    encoder: EncoderName = None,
) -> None:
    """Serve an earlier generation again, until the next build."""
    from ui.index_session import roll_back_index
    from ui.terminal import Terminal

    name = roll_back_index(settings_with(data_dir=data_dir, encoder=encoder), generation)
    Terminal().line(f"Back to generation {name}, until the next: diaspora index build")


@index_app.command(epilog="Example: diaspora index prune --keep 2")
def prune(
    keep: Annotated[
        int | None, typer.Option(min=1, help="How many stay (or DIASPORA_KEEP_GENERATIONS).")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Remove old generations and what killed builds left; the current one always stays."""
    from ui.index_session import prune_index
    from ui.terminal import Terminal

    removed = prune_index(settings_with(data_dir=data_dir), keep)
    for name in removed:
        Terminal().line(f"Removed {name}")
    if not removed:
        Terminal().line("Nothing to remove")


def _pretty(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2)
