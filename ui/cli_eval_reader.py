"""`diaspora eval train-reader`: weights for the reader, for an encoder that has none."""

from pathlib import Path
from typing import Annotated

import typer

from ui.options import DataDir, EncoderName
from ui.settings import settings_with

LAYERS = (8, 12)


def train_reader(
    out: Annotated[Path, typer.Option(help="The file to write, as safetensors.")],
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[SET]", help="A reading set; the project's own by default."),
    ] = None,
    layer: Annotated[
        list[int] | None,
        typer.Option(min=1, help="A layer of the encoder that is read; may be given repeatedly."),
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, help="How often each example is seen.")] = 6,
    seed: Annotated[int, typer.Option(help="Of the first weights and of the order.")] = 0,
    data_dir: DataDir = None,
    encoder: EncoderName = None,
) -> None:
    """Train the reader for an encoder; print what it can on passages held out, as JSON."""
    from eval.reading.records import examples, reading_set
    from eval.reading.save import save
    from eval.reading.train import encoded, held, trained
    from index.encoders import find_encoder, open_encoder
    from ui.files import writable_folder
    from ui.terminal import Terminal

    terminal = Terminal()
    layers = layer or list(LAYERS)
    settings = settings_with(data_dir=data_dir, encoder=encoder)
    writable_folder(out.parent)
    learned, unseen = examples(path or reading_set())
    with terminal.waiting("Loading the encoder…"):
        found = open_encoder(find_encoder(settings.encoder, settings.encoders))
    with terminal.progress("Encoding") as bar:
        task = bar.task_ids[0]
        both = encoded(
            [*learned, *unseen],
            found,
            layers,
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    with terminal.progress("Training") as bar:
        task = bar.task_ids[0]
        weights = trained(
            both[: len(learned)],
            len(layers),
            epochs,
            seed,
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    save(weights, layers, found, out)
    terminal.data(held(weights, both[len(learned) :]).model_dump_json(indent=1))
