"""Weights of a reader as a file that says for which encoder it is, and from what it came."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import save_file

from corpus.errors import StorageError
from index.encoders import Encoder


def save(
    weights: Mapping[str, torch.Tensor], layers: Sequence[int], encoder: Encoder, path: Path
) -> None:
    """Write weights in half precision; `assistant.reading.reader_of` reads them.

    Raises `StorageError`.
    """
    told = {
        "fingerprint": encoder.fingerprint,
        "encoder": encoder.name,
        "layers": ",".join(map(str, layers)),
    }
    half = {name: weight.to(torch.float16).contiguous() for name, weight in weights.items()}
    try:
        save_file(half, path, told)
    except (OSError, SafetensorError) as error:
        raise StorageError(path, str(error)) from None
