"""`diaspora eval run` and `compare`: how good it is, and whether a change made it better."""

from pathlib import Path
from typing import Annotated

import typer

from eval.records import Mode, Queries
from ui.cli_eval_bench import bench
from ui.cli_eval_new import new
from ui.cli_eval_reader import train_reader
from ui.cli_eval_study import ablate, calibrate, parity
from ui.options import DataDir, EncoderName, Json, Profiles
from ui.settings import settings_with

eval_app = typer.Typer(
    help="Measure retrieval and answers.", no_args_is_help=True, rich_markup_mode="rich"
)
eval_app.command(epilog="Example: diaspora eval ablate --split dev")(ablate)
eval_app.command(epilog="Example: diaspora eval parity")(parity)
eval_app.command(epilog="Example: diaspora eval calibrate --split dev")(calibrate)
eval_app.command(
    epilog="Example: diaspora eval train-reader --out assistant/readers/mine.safetensors"
)(train_reader)
eval_app.command(epilog="Example: diaspora eval new my.csv --out my.jsonl")(new)
eval_app.command(epilog="Example: diaspora eval bench --part questions")(bench)

Sets = Annotated[
    list[Path] | None,
    typer.Argument(help="JSONL sets, BEIR or TREC folders; the project's own where none is given."),
]
Split = Annotated[str | None, typer.Option(help="Only this split, such as dev or test.")]
WhichScores = Annotated[Mode, typer.Option(help="Which scores rank.")]
WhatIsAsked = Annotated[
    Queries, typer.Option(help="What is asked; history: all turns as one query.")
]
Cutoff = Annotated[int, typer.Option(min=1, max=1000, help="The cutoff of the measures.")]
Limit = Annotated[int | None, typer.Option(min=1, help="At most so many questions.")]
Out = Annotated[
    Path | None,
    typer.Option(help="A folder for results.json, run.trec, qrels.trec and report.html."),
]
Baseline = Annotated[
    Path | None, typer.Option(help="A folder for a baseline: what --against compares with.")
]
FailUnder = Annotated[
    list[str] | None,
    typer.Option(help="measure=value: exit 1 where the measure misses it; may be repeated."),
]
Against = Annotated[
    Path | None,
    typer.Option(help="Earlier results: exit 1 where a measure is worse by more than noise."),
]


@eval_app.command(epilog="Example: diaspora eval run --split test --out results")
def run(
    sets: Sets = None,
    split: Split = None,
    mode: WhichScores = "hybrid",
    queries: WhatIsAsked = "standalone",
    k: Cutoff = 10,
    limit: Limit = None,
    out: Out = None,
    baseline: Baseline = None,
    fail_under: FailUnder = None,
    against: Against = None,
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Ask the questions of some sets; measure retrieval and answers."""
    from eval.records import RunSettings
    from ui.eval_files import EvalFiles
    from ui.eval_session import Session
    from ui.terminal import Terminal

    wanted = RunSettings(mode=mode, queries=queries, k=k, limit=limit, split=split)
    files = EvalFiles.read(sets or (), wanted, (fail_under or (), against), (out, baseline))
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    if not Session(settings, Terminal()).run_all(files, wanted, as_json):
        raise typer.Exit(1)


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
