"""Generations on disk: written to the side, published by one atomic rename, verified on loading.

    DATA_DIR/current                      the id of the published generation
    DATA_DIR/generations/<id>/            one immutable generation; nothing else writes there
    DATA_DIR/generations/<id>/manifest.json

An id ends with the beginning of its manifest's SHA-256, so a manifest that was altered betrays
itself, and the manifest holds the SHA-256 of every other file.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import IndexDamaged, IndexMissing, IndexStale, StorageError
from index.bundled import sha256_of
from index.manifest import FORMAT, Manifest

MANIFEST = "manifest.json"
HASH_DIGITS = 16


class Generations:
    """The generations of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        """Look at a data directory; nothing is created yet."""
        self.data_dir = data_dir
        self.folder = data_dir / "generations"
        self.pointer = data_dir / "current"

    def current(self) -> str:
        """Return the id of the published generation. Raises `IndexMissing`, `IndexDamaged`."""
        try:
            name = self.pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise IndexMissing(
                f"There is no index in {self.data_dir} yet. Run: diaspora index build"
            ) from None
        except (OSError, ValueError) as error:
            raise IndexDamaged(self.pointer, f"can't be read ({error})") from None
        if name in {"", ".."} or Path(name).name != name or not (self.folder / name).is_dir():
            raise IndexDamaged(self.pointer, "names a generation that isn't there")
        return name

    def manifest(self, name: str) -> Manifest:
        """Read a generation's manifest and check it against the id.

        Raises `IndexDamaged`, or `IndexStale` where it is of another format.
        """
        path = self.folder / name / MANIFEST
        try:
            data = path.read_bytes()
        except OSError as error:
            raise IndexDamaged(path, f"can't be read ({error.strerror})") from None
        if not name.endswith(_digest(data)):
            raise IndexDamaged(path, "has changed since it was written")
        stale = IndexStale([f"it has another format than this program's ({FORMAT})"])
        try:
            manifest = Manifest.model_validate_json(data)
        except ValidationError:
            raise stale from None
        if manifest.format != FORMAT:
            raise stale
        return manifest

    def verify(self, name: str) -> Manifest:
        """Check every byte of a generation. Raises `IndexDamaged` for a file that differs."""
        manifest = self.manifest(name)
        folder = self.folder / name
        for file, expected in manifest.files.items():
            path = folder / file
            if not path.is_file():
                raise IndexDamaged(path, "is missing")
            if sha256_of(path) != expected:
                raise IndexDamaged(path, "has changed since it was written")
        return manifest

    @contextmanager
    def side_folder(self) -> Iterator[Path]:
        """Give a folder to build in; removed if it wasn't published. Raises `StorageError`."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            side = Path(tempfile.mkdtemp(prefix=".building-", dir=self.folder))
        except OSError as error:
            raise StorageError(self.folder, error.strerror or str(error)) from None
        try:
            yield side
        except OSError as error:
            raise StorageError(side, error.strerror or str(error)) from None
        finally:
            shutil.rmtree(side, ignore_errors=True)

    def publish(self, side: Path, manifest: Manifest) -> str:
        """Seal a folder with its manifest and make it current; return its id.

        All bytes are on disk before the pointer is replaced, which is the one atomic step.
        """
        data = manifest.model_dump_json(indent=2).encode()
        (side / MANIFEST).write_bytes(data)
        for path in [*side.rglob("*"), side]:
            _sync(path)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{_digest(data)}"
        side.chmod(0o755)
        side.rename(self.folder / name)
        fresh = self.pointer.with_suffix(".new")
        try:
            _sync(self.folder)
            fresh.write_text(name, encoding="ascii")
            _sync(fresh)
            fresh.replace(self.pointer)
        except BaseException:
            fresh.unlink(missing_ok=True)
            shutil.rmtree(self.folder / name, ignore_errors=True)
            raise
        _sync(self.data_dir)
        return name


def file_hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by its path inside it."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): sha256_of(p) for p in files}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:HASH_DIGITS]


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
