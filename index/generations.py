"""Generations on disk: written to the side, published by one atomic rename, verified on loading.

    DATA_DIR/current                      the id of the published generation; behind it, after a
                                          rollback, the word "pinned"
    DATA_DIR/generations/<id>/            one immutable generation; nothing else writes there
    DATA_DIR/generations/<id>/manifest.json

An id ends with the beginning of its manifest's SHA-256, so a manifest that was altered betrays
itself, and the manifest holds the SHA-256 of every other file.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import IndexDamaged, IndexMissing, IndexStale, StorageError
from index.bundled import sha256_of
from index.files import CheckedFolder, sync
from index.manifest import FORMAT, Manifest

MANIFEST = "manifest.json"
PINNED = "pinned"
READERS = 2  # hashing lets go of the interpreter: two files at once
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
        return self.pointed()[0]

    def pointed(self) -> tuple[str, bool]:
        """Return the id of the published generation, and whether a rollback pinned it.

        Raises `IndexMissing`, `IndexDamaged`.
        """
        try:
            name, _, pin = self.pointer.read_text(encoding="ascii").strip().partition(" ")
        except FileNotFoundError:
            raise IndexMissing(
                f"There is no index in {self.data_dir} yet. Run: diaspora index build"
            ) from None
        except (OSError, ValueError) as error:
            raise IndexDamaged(self.pointer, f"can't be read ({error})") from None
        if name in {"", ".."} or Path(name).name != name or not (self.folder / name).is_dir():
            raise IndexDamaged(self.pointer, "names a generation that isn't there")
        if pin not in {"", PINNED}:
            raise IndexDamaged(self.pointer, "holds more than the id of a generation")
        return name, pin == PINNED

    def names(self) -> list[str]:
        """Return the ids of all whole generations, the newest first."""
        if not self.folder.is_dir():
            return []
        folders = (p.name for p in self.folder.iterdir() if p.is_dir())
        return sorted((name for name in folders if not name.startswith(".")), reverse=True)

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
        paths = [self.folder / name / file for file in manifest.files]
        with ThreadPoolExecutor(READERS) as readers:
            for path, found, expected in zip(
                paths, readers.map(_hash, paths), manifest.files.values(), strict=True
            ):
                if found is None:
                    raise IndexDamaged(path, "is missing")
                if found != expected:
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
        CheckedFolder(side).write(MANIFEST, data)
        for path in [*side.rglob("*"), side]:
            sync(path)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{_digest(data)}"
        side.chmod(0o755)
        side.rename(self.folder / name)
        try:
            sync(self.folder)
            self.point_to(name)
        except BaseException:
            shutil.rmtree(self.folder / name, ignore_errors=True)
            raise
        return name

    def point_to(self, name: str, pinned: bool = False) -> None:
        """Make a generation current: the one atomic step. Raises `OSError`."""
        fresh = self.pointer.with_suffix(".new")
        try:
            fresh.write_text(f"{name} {PINNED}" if pinned else name, encoding="ascii")
            sync(fresh)
            fresh.replace(self.pointer)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        sync(self.data_dir)


def _hash(path: Path) -> str | None:
    try:
        return sha256_of(path)
    except OSError:
        return None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:HASH_DIGITS]
