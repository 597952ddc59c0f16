"""Vectors of many texts, encoded once and kept; a run that was cut off goes on where it stopped.

    FOLDER/<key>.npy    float32 vectors, as numpy saves them
    FOLDER/<key>.part   their bare bytes, as far as encoding came

`key` is a SHA-256 over the encoder's fingerprint and every text, so that another text or another
encoder never meets old vectors.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from filelock import FileLock

from corpus.errors import StorageError
from index.encoders import Encoder, Vectors
from index.parts import BATCH, Progress

BLOCK = 8 * BATCH  # texts sorted by length together, and written at once


class VectorCache:
    """Encodes texts, or reads what was encoded before."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Take the folder to keep vectors in and the encoder; nothing is created yet."""
        self.folder, self.encoder = folder, encoder

    def vectors(self, texts: Sequence[str], progress: Progress) -> Vectors:
        """Return a vector for each of some texts: float32, shape (n, dimension), unit length.

        The array is a read-only view of the file. `progress` is told texts done and in all. Raises
        `StorageError`. One process encodes a set of texts at a time, others wait for it.
        """
        whole = self.folder / f"{self.key(texts)}.npy"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(whole.with_suffix(".lock")):
                vectors = _read(whole)
                if vectors is None:
                    self._encode(texts, whole, progress)
                    vectors = np.load(whole, mmap_mode="r")
        except OSError as error:
            raise StorageError(self.folder, error.strerror or str(error)) from None
        progress(len(texts), len(texts))
        return vectors

    def key(self, texts: Sequence[str]) -> str:
        """Return the SHA-256 of the encoder and the texts, in hexadecimal."""
        digest = hashlib.sha256(self.encoder.fingerprint.encode())
        for text in texts:
            data = text.encode()
            digest.update(len(data).to_bytes(8, "little") + data)
        return digest.hexdigest()

    def _encode(self, texts: Sequence[str], whole: Path, progress: Progress) -> None:
        part = whole.with_suffix(".part")
        dimension = self.encoder.documents([""]).shape[1]
        row = 4 * dimension
        done = part.stat().st_size // row if part.exists() else 0
        with part.open("ab") as file:
            file.truncate(done * row)  # a row that was cut off
            for start in range(done, len(texts), BLOCK):
                progress(start, len(texts))
                file.write(self._block(texts[start : start + BLOCK]).tobytes())
                file.flush()
        side = whole.with_suffix(".new")
        with side.open("wb") as file:
            np.save(file, np.memmap(part, np.float32, "r", shape=(len(texts), dimension)))
            os.fsync(file.fileno())
        side.replace(whole)
        part.unlink()

    def _block(self, texts: Sequence[str]) -> Vectors:
        """Encode texts of like length together, which spares padding; return them in order."""
        order = np.argsort([len(text) for text in texts], kind="stable")
        vectors = self.encoder.documents([texts[i] for i in order], BATCH)
        return vectors[np.argsort(order)]


def _read(whole: Path) -> Vectors | None:
    """Open a file of vectors; None where there is none, or one that was cut short."""
    if not whole.exists():
        return None
    try:
        vectors: Vectors = np.load(whole, mmap_mode="r")
    except (ValueError, EOFError):
        return None
    return vectors
