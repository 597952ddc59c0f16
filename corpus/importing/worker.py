"""The process in which originals are read: `python -m corpus.importing.worker`, see `sandbox`.

It takes its task as JSON on stdin and answers with one JSON object on stdout: a draft, or an error.
"""

import contextlib
import json
import sys
import warnings
from pathlib import Path
from typing import Any

from corpus.errors import DiasporaError


def main() -> None:
    """Limit this process, do the task, answer. Memory that runs out is an answer too."""
    task = json.load(sys.stdin)
    _limit(task["bytes"], task["seconds"])
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):  # libraries must not write into the answer
        answer = _answer(task)
    json.dump(answer, sys.stdout)


def _limit(memory: int, seconds: int) -> None:
    """Set limits that the kernel keeps; a limit that this system doesn't have is left out."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time is kept by `sandbox` there too
        return
    limits = (("RLIMIT_AS", memory), ("RLIMIT_CPU", seconds), ("RLIMIT_CORE", 0))
    for name, value in limits:
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))


def _answer(task: dict[str, Any]) -> dict[str, Any]:
    from corpus.importing.draft import draft

    try:
        paths = [Path(p) for p in task["paths"]]
        made = draft(paths, task["country"], task["language"], task["today"])
        return {"draft": made.model_dump()}
    except DiasporaError as error:
        return {"error": str(error)}
    except (MemoryError, RecursionError) as error:
        return {"limit": type(error).__name__}


if __name__ == "__main__":
    main()
