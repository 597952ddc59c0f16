"""`diaspora eval new`: a user's own set from a table."""

from pathlib import Path
from typing import Annotated

import typer

from ui.options import DataDir, Profiles
from ui.settings import settings_with


def new(
    table: Annotated[
        Path | None, typer.Argument(help="A CSV file or an Excel workbook of questions.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the set (JSONL).")] = None,
    template: Annotated[
        bool, typer.Option("--template", help="Write an example table to --out instead.")
    ] = False,
    from_feedback: Annotated[
        bool, typer.Option("--from-feedback", help="Make it of what people said of answers.")
    ] = False,
    profiles: Profiles = None,
    data_dir: DataDir = None,
) -> None:
    """Make a set of your own: every line of a table is checked against the profiles."""
    from corpus.errors import InputError

    settings = settings_with(data_dir=data_dir, profiles=profiles)
    if out is None:
        raise InputError("Say where to write it: --out FILE")
    if template:
        _template(out)
    elif from_feedback:
        _from_feedback(out, table, settings.feedback_file)
    else:
        _from_table(out, table, settings.profiles)


def _template(out: Path) -> None:
    """Write the example table."""
    from corpus.errors import InputError
    from eval.read import template_table
    from ui.files import write_text
    from ui.terminal import Terminal

    if out.is_file():
        raise InputError(f"{out} is there already. Name another file for the example.")
    write_text(out, template_table())
    Terminal().line(f"{out}: fill it in, then run: diaspora eval new {out} --out my.jsonl")


def _from_table(out: Path, table: Path | None, profiles: Path) -> None:
    """Write the set of a table, each line checked against the profiles."""
    from corpus.errors import InputError
    from corpus.profiles import load_profiles
    from eval.new import new_set, set_lines
    from ui.files import write_text
    from ui.terminal import Terminal

    if table is None:
        raise InputError("Name the table of questions, or ask for an example with --template.")
    if out.resolve() == table.resolve():
        raise InputError(f"{out} is the table itself. Name another file for the set.")
    questions = new_set(table, load_profiles(profiles))
    write_text(out, set_lines(questions))
    Terminal().line(f"{out}: {len(questions)} questions. Run: diaspora eval run {out}")


def _from_feedback(out: Path, table: Path | None, kept: Path) -> None:
    """Write a set; what people didn't say of an answer is left open in it."""
    from corpus.errors import InputError
    from eval.feedback import eval_questions
    from eval.new import set_lines
    from ui.feedback import FeedbackStore
    from ui.files import write_text
    from ui.terminal import Terminal

    if table is not None:
        raise InputError("Name a table or --from-feedback, not both.")
    if out.exists():
        raise InputError(f"{out} is there already. Name another file for the set.")
    questions = eval_questions(FeedbackStore(kept).all())
    if not questions:
        raise InputError("Nobody has said anything yet, so there is nothing to make a set of.")
    write_text(out, set_lines(questions))
    unsure = sum(q.answerable is None for q in questions)
    Terminal().line(
        f"{out}: {len(questions)} questions, {unsure} of them without what a right answer is: "
        "fill in answerable, passages and facts."
    )
