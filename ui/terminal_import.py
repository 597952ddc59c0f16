"""What `diaspora import` says of a draft."""

from itertools import groupby
from pathlib import Path

from corpus.importing.records import Report
from ui.terminal import Terminal

SHOWN = 8  # places of one kind of doubt


def show_report(terminal: Terminal, report: Report, path: Path) -> None:
    """Say what came through, what a person has to add, and what is doubtful."""
    terminal.line(f"{', '.join(report.files)} → {path}")
    for name, count in report.counts.items():
        if count.originals or count.draft:
            terminal.line(f"  {name}: {count.draft} of {count.originals}")
    for kind, number in report.proposed.items():
        if number:
            terminal.line(f"  proposed, to be checked ({kind}): {number}")
    if report.lost:
        terminal.line(f"Words that are not in the draft: {' '.join(report.lost)}")
    _doubts(terminal, report)
    terminal.line("To add by hand:")
    for sentence in report.missing:
        terminal.line(f"  {sentence}")
    state = "can be read as a profile" if report.loads else "can't be read as a profile yet"
    terminal.line(f"The draft {state}.")


def _doubts(terminal: Terminal, report: Report) -> None:
    by_kind = sorted(report.doubts, key=lambda d: d.about)
    for about, group in groupby(by_kind, key=lambda d: d.about):
        places = list(group)
        terminal.line(f"Doubtful: {about}")
        for doubt in places[:SHOWN]:
            terminal.line(f"  {doubt.where}  {doubt.text}".rstrip())
        if len(places) > SHOWN:
            terminal.line(f"  … and {len(places) - SHOWN} more (--json shows all)")
