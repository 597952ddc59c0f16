"""A user's own set: a table of questions → questions, every line checked against the corpus."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError
from rapidfuzz import process

from assistant.question import checked
from corpus.errors import DiasporaError, InputError
from corpus.records import Profile
from eval.read import repeated
from eval.records import Alternatives, EvalQuestion
from eval.spreadsheet import Row, read_table

COLUMNS = (
    "question",
    "language",
    "answerable",
    "passages",
    "facts",
    "items",
    "earlier",
    "kind",
    "split",
    "id",
    "pair",
    "rewrite",
    "status",
)
REQUIRED = ("question", "language", "answerable")
YES = frozenset({"yes", "y", "true", "1", "oui", "vrai"})
NO = frozenset({"no", "n", "false", "0", "non", "faux"})
SHOWN = 20  # problems listed at once


def new_set(path: Path, profiles: Sequence[Profile]) -> list[EvalQuestion]:
    """Read a table and check every line.

    Raises `InputError` listing what is wrong, each with its line and the mend.
    """
    table = read_table(path)
    _check_columns(path, table)
    ids = sorted({p.id for profile in profiles for p in profile.passages})
    languages = sorted({profile.language for profile in profiles})
    questions, problems = [], []
    for number, row in table:
        try:
            questions.append(_question(row, number, ids, languages))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            problems.append(f"line {number}: {where}: {first['msg']}.")
        except DiasporaError as error:
            problems.append(f"line {number}: {error}")
    twice = repeated(q.id for q in questions)
    if twice:
        problems.append(f'the id "{twice}" stands twice. Give every question its own, or none.')
    if problems:
        more = [f"… and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        raise InputError("\n".join([f"{path} can't be used yet:", *problems[:SHOWN], *more]))
    return questions


def set_lines(questions: Iterable[EvalQuestion]) -> str:
    """Write questions as a set: one JSON object a line, what is empty left out."""
    return "".join(f"{q.model_dump_json(exclude_defaults=True)}\n" for q in questions)


def _check_columns(path: Path, table: Sequence[tuple[int, Row]]) -> None:
    if not table:
        raise InputError(f"{path} has no questions below its first line.")
    names = table[0][1].keys()
    there = f"Columns are: {', '.join(COLUMNS)}."
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise InputError(f"{path}: line 1: the column {missing[0]} is missing. {there}")
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        nearest = process.extractOne(unknown[0], COLUMNS)[0]
        raise InputError(
            f"{path}: line 1: there is no column {unknown[0]}; nearest {nearest}. {there}"
        )


def _question(row: Row, number: int, ids: Sequence[str], languages: Sequence[str]) -> EvalQuestion:
    passages = tuple(_known(p, ids, "passage id") for p in _list(row.get("passages")))
    answerable = _yes_or_no(row.get("answerable", ""))
    if answerable and not passages:
        raise InputError("an answerable question names the passages that hold the answer.")
    if not answerable and passages:
        raise InputError("a question that isn't answerable names no passages.")
    turns = [*_split(row.get("earlier"), "|"), row.get("question", "")]
    return EvalQuestion(
        id=row.get("id") or f"line-{number}",
        split=row.get("split") or None,
        language=_known(row.get("language", "").lower(), languages, "language"),
        kind=row.get("kind") or "question",
        turns=tuple(checked(turn) for turn in turns),
        answerable=answerable,
        status=row.get("status") or None,
        passages=passages,
        facts=_wordings(row.get("facts")),
        items=_wordings(row.get("items")),
        rewrite=row.get("rewrite") or None,
        pair=row.get("pair") or None,
    )


def _known(name: str, names: Sequence[str], what: str) -> str:
    """Return a name that exists. Raises `InputError` with the nearest one that does."""
    if name in names:
        return name
    nearest = process.extractOne(name, names)
    raise InputError(f"{what} {name or '(empty)'} does not exist; nearest {nearest[0]}")


def _yes_or_no(cell: str) -> bool:
    if cell.lower() not in YES | NO:
        raise InputError(f'answerable should be yes or no, not "{cell}".')
    return cell.lower() in YES


def _wordings(cell: str | None) -> tuple[Alternatives, ...]:
    found = (tuple(_split(part, "|")) for part in _list(cell))
    return tuple(wordings for wordings in found if wordings)


def _list(cell: str | None) -> list[str]:
    return _split(cell, ";")


def _split(cell: str | None, mark: str) -> list[str]:
    return [part.strip() for part in (cell or "").split(mark) if part.strip()]
