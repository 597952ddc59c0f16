"""Eval sets from JSONL files."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from corpus.errors import InputError
from corpus.records import Record
from eval.records import EvalQuestion

R = TypeVar("R", bound=Record)


def own_set(name: str = "mali") -> Path:
    """Return a set that comes with the project."""
    return Path(str(files("eval"))) / "sets" / f"{name}.jsonl"


def template_table() -> str:
    """Return the example table that `diaspora eval new` starts from, as CSV."""
    return (files("eval") / "sets" / "template.csv").read_text(encoding="utf-8")


def read_set(path: Path, split: str | None = None) -> list[EvalQuestion]:
    """Read a set, or one split of it.

    Raises `InputError` with the number of the first line that is wrong, or where nothing is left.
    """
    questions = [question for _, question in read_lines(path, EvalQuestion)]
    twice = repeated(q.id for q in questions)
    if twice:
        raise InputError(f"{path}: the id {twice} stands twice. Give every question its own.")
    chosen = [q for q in questions if split in {None, q.split}]
    if not chosen:
        where = f" in split {split}" if split else ""
        raise InputError(f"The set {path} has no questions{where}.")
    return chosen


def read_lines(path: Path, record: type[R]) -> Iterator[tuple[int, R]]:
    """Read a JSONL file record by record, each with the number of its line.

    Empty lines are skipped. Raises `InputError` naming the file, the line and what is wrong there.
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, _parsed(path, number, line, record)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The file {path} can't be read: {error}") from None


def _parsed(path: Path, number: int, line: str, record: type[R]) -> R:
    try:
        return record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the line"
        raise InputError(f"{path}:{number}: {where}: {first['msg']}.") from None


def repeated(ids: Iterable[str]) -> str | None:
    """Return the first id that occurs a second time.

    >>> repeated(["a", "b", "a"])
    'a'
    """
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            return name
        seen.add(name)
    return None
