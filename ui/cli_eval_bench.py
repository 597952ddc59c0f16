"""`diaspora eval bench`: what things cost, in one run and as ratios."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ui.files import writable_folder
from ui.options import DataDir, EncoderName, Json, Profiles
from ui.settings import settings_with


class Part(StrEnum):
    """What can be measured."""

    START = "start"
    QUESTIONS = "questions"
    BUILD = "build"
    VECTORS = "vectors"
    BACKENDS = "backends"


def bench(
    part: Annotated[
        list[Part] | None, typer.Option(help="Measure only this; may be repeated.")
    ] = None,
    questions: Annotated[int, typer.Option(min=5, help="How many questions are asked.")] = 60,
    largest: Annotated[
        int, typer.Option(min=1000, max=1_000_000, help="The most synthetic vectors.")
    ] = 100_000,
    out: Annotated[Path | None, typer.Option(help="A folder for bench.md and bench.json.")] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Measure speed and memory: questions, index, cold starts, search, encoder backends."""
    from ui.bench_session import measured, shown, written

    out = writable_folder(out)
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    tables = measured(settings, part or list(Part), questions, largest)
    if out:
        written(tables, out)
    shown(tables, as_json)
