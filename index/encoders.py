"""Everything that encodes is a `SentenceTransformer`; here it gets a name and a fingerprint.

A fingerprint is a SHA-256 over what the model is loaded from, so that an index knows whether it
was built by the same one. It is computed without importing torch.
"""

import hashlib
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError
from index.bundled import NAME as BUNDLED
from index.bundled import WEIGHTS, bundled_encoder, bundled_fingerprint, hush, sha256_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
MODEL_FILES = {".json", ".txt", ".safetensors", ".bin", ".model"}


@dataclass(frozen=True)
class EncoderFiles:
    """Where an encoder lies and what it is: `fingerprint` is a SHA-256 in hexadecimal."""

    name: str
    folder: Path
    fingerprint: str


@dataclass(frozen=True)
class Encoder:
    """A loaded encoder. Vectors are float32 of shape (n, dimension), unit length."""

    name: str
    fingerprint: str
    model: "SentenceTransformer"

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions, with the model's own prompt for queries."""
        return unit(self.model.encode_query(list(texts), show_progress_bar=False))

    def documents(self, texts: Sequence[str], batch: int = 32) -> Vectors:
        """Encode passages or sentences, with the model's own prompt for documents."""
        encode = self.model.encode_document
        return unit(encode(list(texts), batch_size=batch, show_progress_bar=False))


def unit(vectors: Any) -> Vectors:
    """Scale rows to unit length: float32, the shape of `vectors`; a row of zeros stays one.

    >>> unit([[3.0, 4.0]]).tolist()
    [[0.6000000238418579, 0.800000011920929]]
    """
    array = np.asarray(vectors, dtype=np.float32)
    norms = np.linalg.norm(array, axis=1, keepdims=True)
    return np.asarray(array / np.maximum(norms, 1e-12), dtype=np.float32)


def find_encoder(name: str, encoders: Path) -> EncoderFiles:
    """Find an encoder by name and verify it.

    `name` is the bundled one's (unpacked below `encoders` at need), a folder's path, or a model's
    name on the hub, in which case huggingface_hub looks in its cache, then online.
    Raises `EncoderError`.
    """
    if name == BUNDLED:
        folder = bundled_encoder(encoders)
        return EncoderFiles(name, folder, bundled_fingerprint(folder))
    folder = Path(name).expanduser() if Path(name).expanduser().is_dir() else _from_hub(name)
    return EncoderFiles(name, folder, sha256_of_text(_hashes(folder)))


def open_encoder(files: EncoderFiles) -> Encoder:
    """Load an encoder. It runs on the CPU and calls nobody. Raises `EncoderError`."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    hush()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    try:
        model = SentenceTransformer(str(files.folder), device="cpu")
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise EncoderError(f"The encoder {files.name} can't be loaded: {reason}") from None
    return Encoder(files.name, files.fingerprint, model)


def _hashes(folder: Path) -> str:
    """List the model's files with their SHA-256."""
    names = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in MODEL_FILES)
    if not any(p.name in {WEIGHTS, "modules.json", "config.json"} for p in names):
        raise EncoderError(f"{folder} holds no model. Name a sentence-transformers folder.")
    return "\n".join(f"{sha256_of(p)}  {p.relative_to(folder).as_posix()}" for p in names)


def sha256_of_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError):
        raise EncoderError(
            f"The encoder {name!r} is neither a folder nor a model in the local cache, and can't "
            f"be fetched. Give a folder, or use the bundled one: {BUNDLED}"
        ) from None
