"""Files that are known to be on disk: written, synced, read back."""

import hashlib
import os
from pathlib import Path

from index.bundled import sha256_of


def write_checked(path: Path, data: bytes | memoryview) -> None:
    """Write a file, sync it and read it back. Raises `OSError` where the disk holds other bytes."""
    path.write_bytes(data)
    sync(path)
    if sha256_of(path) != hashlib.sha256(data).hexdigest():
        raise OSError(f"{path.name} was not written as it should be")


def sync(path: Path) -> None:
    """Have a file or folder written to the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
