"""Vectors of many texts, encoded once and kept; a run that was cut off goes on where it stopped.

    FOLDER/<key>.f32        float32 vectors, row after row; whole
    FOLDER/<key>.f32.part   the same, as far as encoding came

`key` is a SHA-256 over the encoder's fingerprint and every text, so that another text or another
encoder never meets old vectors.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from filelock import FileLock

from corpus.errors import StorageError
from index.build import BATCH, Progress
from index.encoders import Encoder, Vectors

BLOCK = 8 * BATCH  # texts sorted by length together, and written at once


class VectorCache:
    """Encodes texts, or reads what was encoded before."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Take the folder to keep vectors in and the encoder; nothing is created yet."""
        self.folder, self.encoder = folder, encoder

    def vectors(self, texts: Sequence[str], progress: Progress) -> Vectors:
        """Return a vector for each text: float32, shape (n, dimension), unit length.

        The array is a read-only view of the file. `progress` is told texts done and in all. Raises
        `StorageError`. One process encodes a set of texts at a time, others wait for it.
        """
        whole = self.folder / f"{self.key(texts)}.f32"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(whole.with_suffix(".lock")):
                if not whole.exists():
                    self._encode(texts, whole, progress)
            vectors = np.memmap(whole, np.float32, "r")
        except OSError as error:
            raise StorageError(self.folder, error.strerror or str(error)) from None
        progress(len(texts), len(texts))
        return vectors.reshape(len(texts), -1)

    def key(self, texts: Sequence[str]) -> str:
        """Return the SHA-256 of the encoder and the texts, in hexadecimal."""
        digest = hashlib.sha256(self.encoder.fingerprint.encode())
        for text in texts:
            data = text.encode()
            digest.update(len(data).to_bytes(8, "little") + data)
        return digest.hexdigest()

    def _encode(self, texts: Sequence[str], whole: Path, progress: Progress) -> None:
        part = whole.with_suffix(".f32.part")
        row = 4 * self.encoder.documents([""]).shape[1]
        done = part.stat().st_size // row if part.exists() else 0
        with part.open("ab") as file:
            file.truncate(done * row)  # a row that was cut off
            for start in range(done, len(texts), BLOCK):
                progress(start, len(texts))
                file.write(self._block(texts[start : start + BLOCK]).tobytes())
                file.flush()
        part.replace(whole)

    def _block(self, texts: Sequence[str]) -> Vectors:
        """Encode texts of like length together, which spares padding; return them in order."""
        order = np.argsort([len(text) for text in texts], kind="stable")
        vectors = self.encoder.documents([texts[i] for i in order], BATCH)
        return vectors[np.argsort(order)]
