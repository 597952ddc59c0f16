"""From settings to the tables of a bench."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.profiles import load_profiles
from eval.bench.backends import backend_costs
from eval.bench.building import building_costs
from eval.bench.questions import question_costs
from eval.bench.starts import start_costs
from eval.bench.tables import Table, markdown
from eval.bench.vectors import search_costs
from eval.read import own_set
from eval.results import commit
from eval.targets import limited, read_target
from index.texts import in_context
from ui.files import write_text
from ui.session import fresh_generation, open_assistant
from ui.settings import Settings
from ui.terminal import Terminal

PASSAGES = 128  # encoded through every backend


def measured(settings: Settings, parts: Sequence[str], questions: int, largest: int) -> list[Table]:
    """Measure the parts asked for, one after the other. Raises `IndexProblem`."""
    from index.encoders import find_encoder, open_encoder

    terminal = Terminal()
    asked = [q.turns[0] for q in limited(read_target(own_set()), questions).questions]
    if {"questions", "start"} & {*parts}:
        fresh_generation(settings)  # says what is missing before anything slow begins

    def backends() -> Table:
        files = find_encoder(settings.encoder, settings.encoders)
        texts = [in_context(p) for f in load_profiles(settings.profiles) for p in f.passages]
        return backend_costs(files, asked, texts[:PASSAGES])

    def building() -> Table:
        encoder = open_encoder(find_encoder(settings.encoder, settings.encoders))
        return building_costs(load_profiles(settings.profiles), encoder)

    ways: dict[str, Callable[[], Table]] = {
        "start": lambda: start_costs(_options(settings)),
        "questions": lambda: question_costs(open_assistant(settings), asked),
        "build": building,
        "vectors": lambda: search_costs(largest),
        "backends": backends,
    }
    tables = []
    for name, measure in ways.items():
        if name in parts:
            with terminal.waiting(f"Measuring: {name}…"):
                tables.append(measure())
    return tables


def written(tables: Sequence[Table], folder: Path) -> None:
    """Write `bench.md` and `bench.json` into a folder."""
    head = f"# Bench at commit {commit() or 'unknown'}\n\n"
    write_text(folder / "bench.md", head + markdown(tables))
    write_text(folder / "bench.json", _json(tables) + "\n")


def shown(tables: Sequence[Table], as_json: bool) -> None:
    """Show the tables."""
    terminal = Terminal()
    if as_json:
        terminal.data(_json(tables))
    else:
        for table in tables:
            terminal.table(table)


def _json(tables: Sequence[Table]) -> str:
    record = {"commit": commit(), "tables": [t.model_dump() for t in tables]}
    return json.dumps(record, ensure_ascii=False, indent=1)


def _options(settings: Settings) -> list[str]:
    given = {
        "--data-dir": settings.data_dir,
        "--profiles": settings.profiles,
        "--encoder": settings.encoder,
    }
    return [part for name, value in given.items() for part in (name, str(value))]
