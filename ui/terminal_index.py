"""What the terminal shows of plans and generations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.terminal import Terminal

if TYPE_CHECKING:
    from index.plan import PassageKey, Plan
    from ui.index_session import Status

SHOWN = 20  # passages named of a plan


def show_plan(terminal: Terminal, plan: Plan) -> None:
    """Show why everything is encoded anew, or which passages are; and how many of each kind."""
    for reason in plan.rebuild:
        terminal.line(f"Everything is encoded anew: {reason}")
    if not plan.rebuild:
        changed = {key.place for key in plan.changed}
        lines = [f"{'~' if key.place in changed else '+'} {_named(key)}" for key in plan.added]
        lines += [f"- {_named(key)}" for key in plan.removed if key.place not in changed]
        for line in lines[:SHOWN]:
            terminal.line(line)
        if len(lines) > SHOWN:
            terminal.line(f"… and {len(lines) - SHOWN} more")
    terminal.line(
        f"{len(plan.added)} passages to encode ({len(plan.changed)} of them reworded), "
        f"{len(plan.kept)} kept, {len(plan.removed)} removed"
    )


def show_status(terminal: Terminal, status: Status) -> None:
    """Show the published generation, and the others that are kept."""
    manifest = status.manifest
    fit = "pinned by a rollback" if status.pinned else "up to date"
    terminal.line(f"Generation {status.name}, built {manifest.created}, verified and {fit}")
    terminal.line(f"Encoder    {manifest.encoder}, {manifest.dimension} dimensions")
    terminal.line(f"Profiles   {', '.join(sorted(manifest.corpus))}")
    terminal.line(
        f"Holds      {manifest.passages} passages, {manifest.sentences} sentences; "
        f"{manifest.encoded} passages were encoded for it"
    )
    for name, dense in manifest.dense.items():
        terminal.line(f"Search     {name}: {dense.kind}, recall@10 {dense.recall_at_10:.3f}")
    for name in status.others:
        terminal.line(f"Kept       {name}")
    for reason in status.changed:
        terminal.line(f"Since then {reason}; the next diaspora index build takes it in")


def _named(key: PassageKey) -> str:
    return f"{key.id} ({key.language})"
