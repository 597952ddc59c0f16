"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Where index and encoder lie (or DIASPORA_DATA_DIR)."),
]
Profiles = Annotated[
    Path | None,
    typer.Option("--profiles", help="A folder of profiles (or DIASPORA_PROFILES)."),
]
EncoderName = Annotated[
    str | None,
    typer.Option("--encoder", help="A model's name or folder (or DIASPORA_ENCODER)."),
]
Country = Annotated[str, typer.Option(help="Only this country: ML.")]
Lang = Annotated[str, typer.Option(help="Only this language: fr.")]
SectionId = Annotated[str, typer.Option(help="Only the section of this id, and below: practices.")]
Edition = Annotated[str, typer.Option(help="Only this edition: 2025-08.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
