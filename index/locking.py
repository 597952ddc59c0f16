"""One builder at a time. The operating system frees the lock of a process that dies."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import IndexLocked, StorageError

LOCK = "build.lock"
HOLDER = "build.holder"


@contextmanager
def build_lock(data_dir: Path) -> Iterator[None]:
    """Hold the data directory's lock, or raise `IndexLocked` at once, naming who holds it.

    Who holds it is noted beside the lock; the note of a process that died is not believed. Raises
    `StorageError` where the directory can't be written.
    """
    lock = FileLock(data_dir / LOCK, timeout=0)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise IndexLocked(holder(data_dir)) from None
    except OSError as error:
        raise StorageError(data_dir, error.strerror or str(error)) from None
    note = data_dir / HOLDER
    try:
        _sign(note)
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def holder(data_dir: Path) -> str:
    """Say who holds the lock: "PID 12 on pc since …", or "another process" where it isn't known."""
    try:
        note = json.loads((data_dir / HOLDER).read_text(encoding="utf-8"))
        pid, host, since = int(note["pid"]), str(note["host"]), str(note["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"  # it has only just begun
    if host == socket.gethostname() and _is_dead(pid):
        return "another process"  # the note was left by one that was killed
    return f"PID {pid} on {host} since {since}"


def _sign(note: Path) -> None:
    """Note who holds the lock. It is for people: a full disk doesn't end a build here."""
    signed = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    fresh = note.with_suffix(".new")  # one name: what a killed builder left, the next replaces
    try:
        fresh.write_text(json.dumps(signed), encoding="utf-8")
        fresh.replace(note)
    except OSError:
        fresh.unlink(missing_ok=True)


def _is_dead(pid: int) -> bool:
    if os.name != "posix":
        return False  # there, asking by a signal would end the process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
