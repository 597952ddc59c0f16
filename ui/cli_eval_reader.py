"""`diaspora eval train-reader`: weights for the reader, for an encoder that has none."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.options import DataDir, EncoderName
from ui.settings import settings_with

if TYPE_CHECKING:
    from eval.reading.records import Example
    from eval.reading.train import Held, Weights
    from index.encoders import Encoder
    from ui.terminal import Terminal

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
    from index.encoders import find_encoder, open_encoder
    from ui.files import writable_folder
    from ui.terminal import Terminal

    terminal, layers = Terminal(), layer or list(LAYERS)
    settings = settings_with(data_dir=data_dir, encoder=encoder)
    writable_folder(out.parent)
    learned, unseen = examples(path or reading_set())
    with terminal.waiting("Loading the encoder…"):
        found = open_encoder(find_encoder(settings.encoder, settings.encoders))
    weights, held = _trained(terminal, found, learned, unseen, layers, epochs, seed)
    save(weights, layers, found, out)
    terminal.data(held.model_dump_json(indent=1))


def _trained(
    terminal: "Terminal",
    encoder: "Encoder",
    learned: "list[Example]",
    unseen: "list[Example]",
    layers: list[int],
    epochs: int,
    seed: int,
) -> "tuple[Weights, Held]":
    """Encode and train below two bars; return the weights, and what they can on the unseen."""
    from eval.reading.train import encoded, held, trained

    with terminal.counting("Encoding") as told:
        both = encoded([*learned, *unseen], encoder, layers, told)
    with terminal.counting("Training") as told:
        weights = trained(both[: len(learned)], len(layers), epochs, seed, told)
    return weights, held(weights, both[len(learned) :])
