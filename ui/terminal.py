"""What the terminal shows: answers and passages with rich, waiting on stderr, data on stdout."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as RichTable

from assistant.answer import Answer, Citation, Retrieved
from corpus.records import Passage
from eval.bench.tables import Table, written

WIDTH = 100

WIDE = 9  # columns that fit a line of 80 characters


class Terminal:
    """Writes for people on `out`, and what concerns the wait on `err`."""

    def __init__(self) -> None:
        """Open both consoles; colours follow the terminal."""
        self.out = Console(highlight=False, soft_wrap=False)
        if not self.out.is_terminal:  # a pipe or a file has no width; tables need some
            self.out.width = max(self.out.width, WIDTH)
        self.err = Console(stderr=True, highlight=False)

    def data(self, text: str) -> None:
        """Write data as it is, for a program to read."""
        self.out.file.write(text + "\n")
        self.out.file.flush()

    def line(self, text: str) -> None:
        """Write a line of plain words; it may hold a path, so it is not broken."""
        self.out.print(escape(text), soft_wrap=True)

    def note(self, text: str) -> None:
        """Say on stderr what was done beside; data on stdout stays clean."""
        self.err.print(escape(text), style="dim", soft_wrap=True)

    def problem(self, text: str) -> None:
        """Say on stderr what is wrong, in one line."""
        self.err.print(escape(text), style="red", soft_wrap=True)

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Show that something is being done."""
        with self.err.status(what):
            yield

    @contextmanager
    def progress(self, what: str) -> Iterator[Progress]:
        """Show a bar; the caller moves task 0."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        watched = self.err.is_terminal  # in a log, a bar would leave an empty line
        with Progress(
            *columns, TimeRemainingColumn(), console=self.err, transient=True, disable=not watched
        ) as bar:
            bar.add_task(what, total=None)
            yield bar

    @contextmanager
    def counting(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """Show a bar that is moved by telling how much of how much is done."""
        with self.progress(what) as bar:
            task = bar.task_ids[0]
            yield lambda done, total: bar.update(task, completed=done, total=total)

    def answer(self, answer: Answer) -> None:
        """Show an answer with its numbered sources."""
        if answer.standalone_question != answer.question:
            self.out.print(f"[dim]Understood as: {escape(answer.standalone_question)}[/dim]\n")
        for sentence in answer.sentences:
            marks = "".join(f"[{n}]" for n in sentence.citations)
            self.out.print(f"{escape(sentence.text)} [green]{escape(marks)}[/green]")
        if not answer.sentences:
            self.out.print(escape(answer.text))
        for citation in answer.citations:
            self._source(citation)
        if answer.status != "answered" and answer.suggestions:
            self.out.print()
            for suggestion in answer.suggestions:
                self.out.print(f"  - {escape(suggestion)}")

    def _source(self, citation: Citation) -> None:
        path = " › ".join(citation.section)
        head = f"\n[green]{escape(f'[{citation.number}]')}[/green] [bold]{escape(path)}[/bold]"
        self.out.print(head)
        source = citation.source
        edition = f"{source.title} ({source.publisher}, {citation.edition}), {citation.passage_id}"
        lines = [escape(edition)]
        for note in citation.references:
            lines.append(
                f"note {escape(note.number)}: {escape(note.text)} {escape(note.url or '')}"
            )
        lines += [f"[yellow]caveat:[/yellow] {escape(caveat)}" for caveat in citation.caveats]
        self.out.print(Padding("\n".join(lines), (0, 0, 0, 4)))

    def table(self, table: Table) -> None:
        """Show a table of figures with its name and note; a wide one with its columns as lines."""
        self.out.print(f"\n[bold]{escape(table.name)}[/bold]\n{escape(table.note)}")
        lines = [[escape(written(cell)) for cell in row.values()] for row in table.rows]
        lines.insert(0, [escape(name) for name in table.columns])
        if len(table.columns) > WIDE:
            lines = [list(line) for line in zip(*lines, strict=True)]
        shown = RichTable(box=None, pad_edge=False)
        for place, name in enumerate(lines[0]):
            shown.add_column(name, justify="right" if place else "left", no_wrap=True)
        for line in lines[1:]:
            shown.add_row(*line)
        self.out.print(shown)

    def passages(self, found: Sequence[Retrieved]) -> None:
        """Show ranked passages."""
        for rank, passage in enumerate(found, 1):
            path = escape(" › ".join(passage.section))
            self.out.print(f"[bold]{rank}. {path}[/bold] [dim]{escape(passage.passage_id)}[/dim]")
            self.out.print(Padding(escape(passage.passage), (0, 0, 1, 3)))

    def passage(self, passage: Passage) -> None:
        """Show a passage with its footnotes and caveats."""
        path = escape(" › ".join(passage.path))
        self.out.print(f"[bold]{path}[/bold] [dim]{escape(passage.id)}[/dim]")
        lines = [escape(passage.text)]
        lines += [
            f"note {escape(n.number)}: {escape(n.text)} {escape(n.url or '')}"
            for n in passage.footnotes
        ]
        lines += [f"[yellow]caveat:[/yellow] {escape(caveat)}" for caveat in passage.caveats]
        self.out.print(Padding("\n".join(lines), (0, 0, 1, 3)))
