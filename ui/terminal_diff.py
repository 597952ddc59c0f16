"""What `diaspora diff` shows on the terminal."""

from rich.markup import escape

from corpus.differences import Differences, FigureChange, NoteChange
from corpus.records import Figure, Footnote
from corpus.rewording import PassageChange
from ui.diff_session import Compared
from ui.terminal import Terminal

COLOURS = {"added": "green", "removed": "red", "gone": "red", "dead": "red"}


def show_diff(terminal: Terminal, found: Compared) -> None:
    """Show what changed, profile by profile, then the answers that no longer stand."""
    for one in found.profiles:
        _profile(terminal, one)
    for name in found.only_old:
        terminal.line(f"{name}: only in OLD")
    for name in found.only_new:
        terminal.line(f"{name}: only in NEW")
    if found.checked is not None:
        _answers(terminal, found)


def _profile(terminal: Terminal, one: Differences) -> None:
    editions = f"edition {one.old_edition} → {one.new_edition}"
    terminal.out.print(f"[bold]{escape(f'{one.profile}.{one.language}: {editions}')}[/bold]")
    if one.empty:
        terminal.line("  nothing changed")
    for section in one.sections:
        paths = [" › ".join(p) for p in (section.old, section.new) if p]
        _row(terminal, section.kind, "section", " → ".join(dict.fromkeys(paths)))
    for passage in one.passages:
        names = " → ".join(dict.fromkeys(i for i in (passage.old_id, passage.new_id) if i))
        _row(terminal, passage.kind, "passage", names)
        if passage.kind != "added":
            terminal.out.print(f"      {_words(passage)}")
    for figure in one.figures:
        _row(terminal, figure.kind, "figure", figure_words(figure))
    for note in one.footnotes:
        _row(terminal, note.kind, "footnote", note_words(note))
    for entity in one.entities:
        present = entity.new or entity.old
        name = present.name(one.language) if present else ""
        _row(terminal, entity.kind, "entity", f"{name} ({entity.id})")


def _row(terminal: Terminal, kind: str, noun: str, words: str) -> None:
    colour = COLOURS.get(kind, "yellow")
    terminal.out.print(f"  [{colour}]{noun} {kind}[/{colour}] {escape(words)}", soft_wrap=True)


def _words(passage: PassageChange) -> str:
    """Show the words that changed, and a few of those around them."""
    styles = {"old": "red strike", "new": "green"}
    shown = []
    for piece in passage.pieces:
        text = piece.text.replace("\n", " ").strip()
        if piece.side == "same":
            words = text.split(" ")
            shown.append(
                escape(
                    text if len(words) < 12 else f"{' '.join(words[:4])} … {' '.join(words[-4:])}"
                )
            )
        else:
            mark = {"old": "-", "new": "+"}[piece.side]
            style = styles[piece.side]
            shown.append(f"[{style}]{escape(f'[{mark}{text}{mark}]')}[/{style}]")
    return " ".join(shown)


def figure_words(change: FigureChange) -> str:
    """Say a figure's old and new value, unit and year.

    >>> old = Figure(id="f", label="Cost", value=5.5, unit="%", year=2023, passage="p")
    >>> figure_words(FigureChange(kind="gone", id="f", old=old))
    'Cost: 5.5 % (2023)'
    """
    present = change.new or change.old
    values = [_value(f) for f in (change.old, change.new) if f]
    return f"{present.label if present else change.id}: {' → '.join(values)}"


def _value(figure: Figure) -> str:
    number = f"{figure.value:,.0f}" if figure.value == int(figure.value) else f"{figure.value:,}"
    year = f" ({figure.year})" if figure.year else ""
    origin = f", {figure.origin}" if figure.origin else ""
    return f"{number} {figure.unit}{year}{origin}"


def note_words(change: NoteChange) -> str:
    """Say a footnote's old and new number and words."""
    both = [n for n in (change.old, change.new) if n]
    if change.kind == "renumbered":
        return f"{both[0].number} → {both[1].number}: {both[1].text}"
    return " → ".join(_note(n) for n in both)


def _note(note: Footnote) -> str:
    url = f" {note.url}" if note.url and note.url not in note.text else ""
    return f"{note.number}: {note.text}{url}"


def _answers(terminal: Terminal, found: Compared) -> None:
    terminal.out.print(f"[bold]{len(found.answers)} of {found.checked} answers change[/bold]")
    for answer in found.answers:
        terminal.line(f"  {answer.id or ''} {answer.question}".rstrip())
        for check in answer.citations:
            if check.verdict != "holds":
                now = f" to {check.now}" if check.verdict == "moved" else ""
                terminal.line(f"      [{check.number}] {check.passage_id} {check.verdict}{now}")
        if answer.after is not None:
            terminal.line(f"      before: {answer.before}\n      after:  {answer.after}")
