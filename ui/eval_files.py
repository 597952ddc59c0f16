"""What an eval run reads before anything slow begins, and where it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import InputError
from eval.compare import read_bars
from eval.read import own_set, repeated
from eval.records import EvalSet, Results, RunSettings
from eval.results import read_results
from eval.targets import limited, read_target
from ui.files import writable_folder


@dataclass(frozen=True)
class EvalFiles:
    """The sets of a run, the bars and the earlier results to hold against, the folders to fill."""

    sets: tuple[EvalSet, ...]
    bars: Mapping[str, float]
    earlier: Results | None
    out: Path | None
    baseline: Path | None

    @classmethod
    def read(
        cls,
        sets: Sequence[Path],
        run: RunSettings,
        gates: tuple[Sequence[str], Path | None],
        folders: tuple[Path | None, Path | None],
    ) -> EvalFiles:
        """Read `sets` (the project's own where there is none) and check the rest.

        `gates` are bars ("measure=value") and earlier results, `folders` those for reports and for
        a baseline. Raises `InputError`.
        """
        bars, earlier = read_bars(gates[0]), read_results(gates[1]) if gates[1] else None
        asked = tuple(
            limited(read_target(path, run.split), run.limit) for path in sets or [own_set()]
        )
        _refuse_twice(asked, folders[0])
        return cls(asked, bars, earlier, *(writable_folder(folder) for folder in folders))

    def folder(self, one: EvalSet) -> Path | None:
        """Where a set's files go: into OUT itself, or a folder each where there are more."""
        return self.out / one.name if self.out and len(self.sets) > 1 else self.out


def _refuse_twice(asked: Sequence[EvalSet], out: Path | None) -> None:
    twice = repeated(one.name for one in asked)
    if out and twice:
        raise InputError(f"Two sets are called {twice}: one would overwrite the other in {out}.")
