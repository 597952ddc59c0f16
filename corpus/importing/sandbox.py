"""Originals come from anywhere: they are read in a process of its own, with limits.

A file that crashes a library, fills the memory or never ends costs that process, and one sentence.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import ImportRefused, InputError
from corpus.importing.records import Draft
from corpus.languages import language

SECONDS = 26  # with the start of both processes, less than half a minute
BYTES = 1_000_000_000  # of address space
OUT_OF_MEMORY = ("MemoryError", "bad_alloc", "Cannot allocate", "SystemError: error return without")


def import_draft(
    paths: Sequence[Path],
    country: str,
    code: str,
    today: str,
    *,
    seconds: int = SECONDS,
    memory: int = BYTES,
) -> Draft:
    """Read originals into one draft, within some seconds and some bytes of memory for all of them.

    `today` is a month like "2026-11". Raises `ImportRefused` for a file that can't be imported,
    `InputError` for a country or language that is not known.
    """
    language(code)
    _check_country(country)
    task = {
        "paths": [str(path.absolute()) for path in paths],
        "country": country,
        "language": code,
        "today": today,
        "bytes": memory,
        "seconds": seconds,
    }
    answer = _answer(task, paths[0], seconds)
    if "draft" in answer:
        return Draft.model_validate(answer["draft"])
    if "error" in answer:
        raise _Told(str(answer["error"]))
    raise _too_much(paths[0], memory)


class _Told(ImportRefused):
    """An error of the other process, in its words."""

    def __init__(self, sentence: str) -> None:
        path, _, rest = sentence.partition(": ")
        problem, _, mend = rest.rpartition(". ")
        super().__init__(path, problem or rest, mend.rstrip("."))
        self.args = (sentence,)


def _check_country(country: str) -> None:
    from babel import Locale

    if country not in Locale("en").territories or len(country) != 2:
        problem = f"The country {country!r} is not known."
        raise InputError(f"{problem} Give its two letters (ISO 3166-1), for example ML.")


def _answer(task: dict[str, Any], path: Path, seconds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "corpus.importing.worker"]
    try:
        done = subprocess.run(  # noqa: S603 - this very interpreter, and paths on stdin
            command,
            input=json.dumps(task),
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(path, seconds) from None
    if done.returncode == -24:  # SIGXCPU
        raise _too_slow(path, seconds)
    try:
        return dict(json.loads(done.stdout))
    except ValueError:
        raise _crashed(path, done) from None


def _too_slow(path: Path, seconds: int) -> ImportRefused:
    problem = f"reading it takes longer than {seconds} seconds"
    return ImportRefused(path, problem, "Import its chapters one by one")


def _too_much(path: Path, memory: int) -> ImportRefused:
    problem = f"reading it needs more than {memory / 1e9:g} GB of memory"
    return ImportRefused(path, problem, "Import its chapters one by one, or save it anew")


def _crashed(path: Path, done: subprocess.CompletedProcess[str]) -> ImportRefused:
    told = done.stderr.strip().splitlines()
    if done.returncode < 0 or any(sign in line for sign in OUT_OF_MEMORY for line in told):
        return _too_much(path, BYTES)
    why = told[-1][:120] if told else f"exit code {done.returncode}"
    return ImportRefused(path, f"it can't be read ({why})", "Save it anew in another program")
