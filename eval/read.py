"""Eval sets from JSONL files."""

from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import InputError
from eval.records import EvalQuestion


def own_set() -> Path:
    """Return the set that comes with the project."""
    return Path(str(files("eval"))) / "sets" / "mali.jsonl"


def read_set(path: Path, split: str | None = None) -> list[EvalQuestion]:
    """Read a set, or one split of it.

    Raises `InputError` with the number of the first line that is wrong, or where nothing is left.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The set {path} can't be read: {error}") from None
    questions: list[EvalQuestion] = []
    for number, line in enumerate(lines, 1):
        try:
            questions.append(EvalQuestion.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            raise InputError(f"{path}:{number}: {where}: {first['msg']}.") from None
    chosen = [q for q in questions if split in {None, q.split}]
    if not chosen:
        raise InputError(f"The set {path} has no questions in split {split}.")
    return chosen
