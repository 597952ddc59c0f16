"""`diaspora eval …`: how good the answers are, and what they cost."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ui.options import DataDir, EncoderName, Json, Profiles
from ui.settings import settings_with

eval_app = typer.Typer(help="Measure the answers.", no_args_is_help=True, rich_markup_mode="rich")

SetPath = Annotated[
    Path | None, typer.Argument(help="A JSONL set; the profile's own where none is given.")
]
Split = Annotated[str | None, typer.Option(help="Only the questions of this split: dev or test.")]


@eval_app.command(epilog="Example: diaspora eval run --split test")
def run(
    path: SetPath = None,
    split: Split = None,
    out: Annotated[Path | None, typer.Option(help="A file for the results as JSON.")] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Ask the questions of a set and measure the answers."""
    from eval.read import own_set, read_set
    from eval.run import judged, scores
    from ui.session import loaded_assistant
    from ui.terminal import Terminal

    terminal = Terminal()
    questions = read_set(path or own_set(), split)
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    assistant = loaded_assistant(settings, terminal)
    with terminal.progress("Asking") as bar:
        found = bar.track(
            judged(assistant, questions), total=len(questions), task_id=bar.task_ids[0]
        )
        judgements = list(found)
    totals = scores(questions, judgements)
    record = {
        "set": (path or own_set()).name,
        "split": split,
        "generation": assistant.generation,
        "encoder": assistant.encoder.name,
        "scores": [s.model_dump() for s in totals],
        "questions": [j.model_dump() for j in judgements],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    if out:
        out.write_text(text + "\n", encoding="utf-8")
    terminal.data(text) if as_json else terminal.scores(totals)


@eval_app.command(epilog="Example: diaspora eval bench")
def bench(
    path: SetPath = None,
    limit: Annotated[int, typer.Option(min=1, help="How many questions.")] = 60,
    as_json: Json = False,
    data_dir: DataDir = None,
    profiles: Profiles = None,
    encoder: EncoderName = None,
) -> None:
    """Say what a warm question costs against encoding it alone."""
    from eval.bench import question_cost
    from eval.read import own_set, read_set
    from ui.session import loaded_assistant
    from ui.terminal import Terminal

    terminal = Terminal()
    asked = [q.turns[0] for q in read_set(path or own_set())][:: max(1, 300 // limit)][:limit]
    settings = settings_with(data_dir=data_dir, profiles=profiles, encoder=encoder)
    assistant = loaded_assistant(settings, terminal)
    with terminal.waiting("Asking and encoding in turn…"):
        question_cost(assistant, asked[:5])  # warms up
        cost = question_cost(assistant, asked)
    if as_json:
        terminal.data(cost.model_dump_json(indent=2))
        return
    terminal.line(f"A warm question   {cost.ask_ms} ms (median of {cost.questions})")
    terminal.line(f"Encoding it alone {cost.encode_ms} ms")
    terminal.line(f"Ratio             {cost.ratio} (median of the pairs)")
