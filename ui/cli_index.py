"""`diaspora index …`: build the index and look at it."""

import typer

from ui.options import DataDir, EncoderName, Json, Profiles
from ui.settings import settings_with

index_app = typer.Typer(
    help="Build the index and look at it.", no_args_is_help=True, rich_markup_mode="rich"
)


@index_app.command(epilog="Example: diaspora index build")
def build(
    force: bool = typer.Option(False, "--force", help="Build even if nothing has changed."),
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Build the index if it is missing, stale or damaged."""
    from ui.session import build_index
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
    from ui.session import verified
    from ui.terminal import Terminal

    terminal = Terminal()
    name, manifest = verified(settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder))
    if as_json:
        record = {"generation": name, **manifest.model_dump()}
        terminal.data(_pretty(record))
        return
    terminal.line(f"Generation {name}, built {manifest.created}, verified and up to date")
    terminal.line(f"Encoder    {manifest.encoder}, {manifest.dimension} dimensions")
    terminal.line(f"Profiles   {', '.join(sorted(manifest.corpus))}")
    terminal.line(f"Holds      {manifest.passages} passages, {manifest.sentences} sentences")


def _pretty(record: dict[str, object]) -> str:
    import json

    return json.dumps(record, ensure_ascii=False, indent=2)
