"""`diaspora eval run` and `compare`: how good it is, and whether a change made it better."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import InputError
from eval.records import Mode, Queries
from ui.cli_eval_bench import bench
from ui.cli_eval_new import new
from ui.cli_eval_study import ablate, parity
from ui.files import writable_folder
from ui.options import DataDir, EncoderName, Json, Profiles
from ui.settings import settings_with

if TYPE_CHECKING:
    from eval.records import EvalSet

eval_app = typer.Typer(
    help="Measure retrieval and answers.", no_args_is_help=True, rich_markup_mode="rich"
)
eval_app.command(epilog="Example: diaspora eval ablate --split dev")(ablate)
eval_app.command(epilog="Example: diaspora eval parity")(parity)
eval_app.command(epilog="Example: diaspora eval new my.csv --out my.jsonl")(new)
eval_app.command(epilog="Example: diaspora eval bench --part questions")(bench)

Sets = Annotated[
    list[Path] | None,
    typer.Argument(help="JSONL sets, BEIR or TREC folders; the project's own where none is given."),
]
Split = Annotated[str | None, typer.Option(help="Only this split, such as dev or test.")]
FailUnder = Annotated[
    list[str] | None,
    typer.Option(help="measure=value: exit 1 where the measure misses it; may be repeated."),
]


@eval_app.command(epilog="Example: diaspora eval run --split test --out results")
def run(
    sets: Sets = None,
    split: Split = None,
    mode: Annotated[Mode, typer.Option(help="Which scores rank.")] = "hybrid",
    queries: Annotated[
        Queries, typer.Option(help="What is asked; history: all turns as one query.")
    ] = "standalone",
    k: Annotated[int, typer.Option(min=1, max=1000, help="The cutoff of the measures.")] = 10,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many questions.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="A folder for results.json, run.trec, qrels.trec and report.html."),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(help="A folder for a baseline: what --against compares with."),
    ] = None,
    fail_under: FailUnder = None,
    against: Annotated[
        Path | None,
        typer.Option(help="Earlier results: exit 1 where a measure is worse by more than noise."),
    ] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Ask the questions of some sets; measure retrieval and answers."""
    from eval.compare import read_bars
    from eval.read import own_set, repeated
    from eval.records import RunSettings
    from eval.results import read_results
    from eval.targets import limited, read_target
    from ui.eval_session import Session
    from ui.terminal import Terminal

    wanted = RunSettings(mode=mode, queries=queries, k=k, limit=limit, split=split)
    bars, earlier = read_bars(fail_under or ()), read_results(against) if against else None
    asked = [limited(read_target(path, split), limit) for path in sets or [own_set()]]
    twice = repeated(questions.name for questions in asked)
    if out and twice:
        raise InputError(f"Two sets are called {twice}: one would overwrite the other in {out}.")
    out, baseline = writable_folder(out), writable_folder(baseline)
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    session = Session(settings, Terminal())
    done = [session.run(questions, wanted, _folder(out, asked, questions)) for questions in asked]
    session.show(done, as_json)
    session.keep(done, baseline)
    if session.gate(done, bars, earlier, as_json):
        raise typer.Exit(1)


def _folder(out: Path | None, asked: list["EvalSet"], one: "EvalSet") -> Path | None:
    """Where the files of a set go: into OUT itself, or into a folder each where there are more."""
    return out / one.name if out and len(asked) > 1 else out


@eval_app.command(epilog="Example: diaspora eval compare eval/results/baseline.json results")
def compare(
    before: Annotated[Path, typer.Argument(help="Results of a run: results.json or its folder.")],
    after: Annotated[Path, typer.Argument(help="Results of a later run.")],
    flips: Annotated[int, typer.Option(min=0, help="Changed questions shown a measure.")] = 5,
    as_json: Json = False,
) -> None:
    """Say what changed between two runs: exit 1 where a measure is worse by more than noise."""
    from eval.compare import compare as compared
    from eval.results import read_results
    from ui.terminal import Terminal
    from ui.terminal_eval import show_comparison

    comparison = compared(read_results(before), read_results(after))
    terminal = Terminal()
    if as_json:
        terminal.data(comparison.model_dump_json(indent=1))
    else:
        show_comparison(terminal, comparison, flips)
    if comparison.regressions():
        raise typer.Exit(1)
