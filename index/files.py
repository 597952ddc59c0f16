"""Files that are known to be on disk: hashed while they are written, synced, read back."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.bundled import sha256_of

Append = Callable[[bytes], int]


class CheckedFolder:
    """A folder that new files are written into; `hashes` maps the path of each to its SHA-256."""

    def __init__(self, path: Path) -> None:
        """Take a folder that is there."""
        self.path = path
        self.hashes: dict[str, str] = {}

    @contextmanager
    def file(self, name: str) -> Iterator[Append]:
        """Give a function that appends bytes to a new file; sync it and read it back in the end.

        `name` is the path in the folder. Raises `OSError` where the disk holds other bytes.
        """
        path, digest = self.path / name, hashlib.sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:

            def append(data: bytes) -> int:
                digest.update(data)
                return file.write(data)

            yield append
        sync(path)
        if sha256_of(path) != digest.hexdigest():
            raise OSError(f"{name} was not written as it should be")
        self.hashes[name] = digest.hexdigest()

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file. Raises `OSError` where the disk holds other bytes."""
        with self.file(name) as append:
            append(data)


def sync(path: Path) -> None:
    """Have a file or folder written to the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
