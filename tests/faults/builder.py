"""The command `diaspora` with an encoder of numpy alone, which starts at once.

DIE_AT=n kills the process, as kill -9 does, when it syncs for the n-th time; GATE=path lets
it encode only when that file is there; LARGEST=bytes is what a file may hold; SLOW=seconds is what
a question takes longer. REAL=1 leaves the encoder as it is.
"""

import os
import resource
import signal
import sys
import time
from pathlib import Path

import numpy as np

import index.encoders
from index.encoders import EncoderFiles
from ui.cli import main

DIMENSION = 64


class Hashing:
    """Each word is a direction: the same words give the same vector."""

    name, fingerprint = "hashing", "2" * 64

    def queries(self, texts):
        time.sleep(float(os.environ.get("SLOW", "0")))
        return self.documents(texts)

    def documents(self, texts, batch=32):
        while not Path(os.environ.get("GATE", "/")).exists():
            time.sleep(0.01)
        rows = np.zeros((len(texts), DIMENSION), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.split():
                row[sum(word.encode()) % DIMENSION] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def die_at(number: int) -> None:
    fsync, left = os.fsync, iter(range(number))

    def counted(descriptor: int) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        fsync(descriptor)

    os.fsync = counted


if __name__ == "__main__":
    files = EncoderFiles(Hashing.name, Path(), Hashing.fingerprint)
    if "REAL" not in os.environ:
        index.encoders.find_encoder = lambda _name, _folder: files
        index.encoders.open_encoder = lambda _files: Hashing()
    if "DIE_AT" in os.environ:
        die_at(int(os.environ["DIE_AT"]))
    if "LARGEST" in os.environ:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(os.environ["LARGEST"]),) * 2)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    main()
