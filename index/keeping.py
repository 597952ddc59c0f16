"""Which generations are kept: going back to one, and removing those that nobody needs."""

import shutil
from pathlib import Path

from corpus.errors import IndexMissing, IndexProblem, InputError, StorageError
from index.generations import Generations

REMOVING = ".removing-"


def roll_back(generations: Generations, to: str | None = None) -> str:
    """Make an earlier generation current, after checking every byte of it; return its id.

    By default the newest that is older than the current one. It is pinned: it counts as up to date,
    whatever the profiles say, until the next build. Raises `IndexMissing` where there is no earlier
    one, `InputError` for an unknown id, `IndexDamaged` or `IndexStale` for one that can't be used.
    """
    name = to or _before_current(generations)
    if name not in generations.names():
        raise InputError(f"There is no generation {name}. See: diaspora index status")
    generations.verify(name)
    try:
        generations.point_to(name, pinned=True)
    except OSError as error:
        raise StorageError(generations.data_dir, error.strerror or str(error)) from None
    return name


def prune(generations: Generations, keep: int) -> list[str]:
    """Remove all but the current generation and the newest others, `keep` in all; name the removed.

    What killed builds left goes too. Hold the lock: it takes a build at work for a killed one.
    Raises `StorageError`.
    """
    try:
        removed = clear_leftovers(generations)
        current = generations.current()
        others = [name for name in generations.names() if name != current]
        for name in others[max(keep, 1) - 1 :]:
            _remove(generations.folder / name)
            removed.append(name)
    except OSError as error:
        raise StorageError(generations.folder, error.strerror or str(error)) from None
    return removed


def clear_leftovers(generations: Generations) -> list[str]:
    """Remove what killed builds left behind; name it. Hold the lock. Raises `OSError`."""
    folder = generations.folder
    if not folder.is_dir():
        return []
    left = [p for p in sorted(folder.iterdir()) if p.name.startswith((".building-", REMOVING))]
    left += _unpublished(generations)
    for path in left:
        _remove(path)
    fresh = generations.pointer.with_suffix(".new")
    if fresh.exists():
        fresh.unlink()
        left.append(fresh)
    return [path.name for path in left]


def _unpublished(generations: Generations) -> list[Path]:
    """Generations of builds that were killed right before the pointer was replaced.

    After a rollback newer ones than the current are meant to be there.
    """
    try:
        current, pinned = generations.pointed()
    except IndexMissing:
        current, pinned = "", False
    except IndexProblem:
        return []  # a damaged pointer says nothing: keep all that might be wanted
    return [generations.folder / n for n in generations.names() if n > current and not pinned]


def _before_current(generations: Generations) -> str:
    current = generations.current()
    earlier = [name for name in generations.names() if name < current]
    if not earlier:
        raise IndexMissing(f"There is no earlier generation than {current} to go back to.")
    return earlier[0]


def _remove(path: Path) -> None:
    """Rename first: what is half removed must not look like a generation."""
    if not path.name.startswith("."):
        path = path.rename(path.with_name(REMOVING + path.name))
    shutil.rmtree(path, ignore_errors=True)
