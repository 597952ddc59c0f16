"""Files that appear when they are whole: an interrupted run leaves the old one as it was."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from corpus.errors import InputError


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a file beside `path` that takes its place in the end; a device or pipe as it is."""
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8") as device:
            yield device
        return
    target = path.resolve()
    side = target.with_name(f".{target.name}.{os.getpid()}")
    with side.open("x", encoding="utf-8") as file:
        try:
            yield file
            file.close()
            side.replace(target)
        except BaseException:
            side.unlink(missing_ok=True)
            raise


def writable_folder(path: Path | None) -> Path | None:
    """Make a folder that is to be written into later; None is none.

    Raises `InputError` before anything slow begins.
    """
    if path is not None:
        try:
            path.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=path):
                pass
        except OSError as error:
            raise InputError(f"{path} can't be written: {error.strerror}.") from None
    return path


def write_text(path: Path, text: str) -> None:
    """Write a text file. Raises `InputError` where it can't be written."""
    try:
        with whole_file(path) as file:
            file.write(text)
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror}.") from None
