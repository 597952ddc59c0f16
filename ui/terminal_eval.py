"""What `diaspora eval` shows on the terminal."""

from collections.abc import Iterable, Sequence

from rich.markup import escape
from rich.table import Table

from eval.ablate import Row
from eval.compare import Comparison
from eval.parity import Parity
from eval.records import ALL, Results, Score
from eval.retrieval import ranked_by
from ui.terminal import Terminal

KIND_MEASURES = ("right", "evidence_cited", "refusal_recall", "asked_back")


def show_results(terminal: Terminal, results: Results) -> None:
    """Show the scores of a run: all questions with their interval, then languages, then kinds."""
    settings = results.settings
    split = f", split {settings.split}" if settings.split else ""
    head = f"{results.set}{split}: {len(results.questions)} questions, {settings.mode}, "
    terminal.out.print(f"[bold]{escape(head)}queries {settings.queries}[/bold]")
    languages = sorted({o.language for o in results.questions})
    shown = languages if len(languages) > 1 else []
    table = _table("measure", "n", "mean", "95 %", *shown)
    for score in (s for s in results.scores if s.group == ALL):
        own = [_mean(results.score(score.measure, code)) for code in shown]
        bounds = f"{score.low:.3f}–{score.high:.3f}"
        table.add_row(score.measure, str(score.questions), _mean(score), bounds, *own)
    terminal.out.print(table)
    kinds = list(dict.fromkeys(o.question.kind for o in results.questions))
    if len(kinds) > 1:
        terminal.out.print(_kinds(results, kinds))


def _kinds(results: Results, kinds: Iterable[str]) -> Table:
    measures = (*KIND_MEASURES, ranked_by(results.settings.k))
    shown = [m for m in measures if results.score(m)]
    table = _table("kind", "n", *shown)
    for kind in kinds:
        count = sum(o.question.kind == kind for o in results.questions)
        table.add_row(escape(kind), str(count), *(_mean(results.score(m, kind)) for m in shown))
    return table


def show_comparison(terminal: Terminal, comparison: Comparison, flips: int) -> None:
    """Show what changed from one run to another, and the first `flips` flips of each measure."""
    terminal.line(f"before: {comparison.before}\nafter:  {comparison.after}")
    left = f", {comparison.unpaired} in one run only" if comparison.unpaired else ""
    terminal.line(f"{comparison.questions} questions in both{left}")
    table = _table("measure", "n", "changed", "before", "after", "difference", "p", "verdict")
    for d in comparison.differences:
        colour = {"better": "green", "worse": "red"}.get(d.verdict, "dim")
        numbers = f"{d.before:.4f}", f"{d.after:.4f}", f"{d.after - d.before:+.4f}", f"{d.p:.4f}"
        verdict = f"[{colour}]{d.verdict}[/{colour}]"
        table.add_row(d.measure, str(d.questions), str(d.changed), *numbers, verdict)
    terminal.out.print(table)
    for measure in dict.fromkeys(f.measure for f in comparison.flips):
        own = [f for f in comparison.flips if f.measure == measure]
        own.sort(key=lambda f: -abs(f.after - f.before))
        for flip in own[:flips]:
            change = f"{measure} {flip.before:.3g} → {flip.after:.3g}"
            terminal.line(f"  {change}  {flip.id}  {flip.question}")
        if len(own) > flips > 0:
            terminal.line(f"  … {len(own) - flips} more of {measure}")


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for place, head in enumerate(heads):
        words = place == 0 or head == "verdict"
        table.add_column(escape(head), justify="left" if words else "right", no_wrap=place == 0)
    return table


def _mean(score: Score | None) -> str:
    return f"{score.mean:.3f}" if score else "–"


def show_ablation(terminal: Terminal, rows: Sequence[Row]) -> None:
    """Show what each variant scores, for all questions and by language; a table a set."""
    for name in dict.fromkeys(row.set for row in rows):
        own = [row for row in rows if row.set == name]
        columns = [(m, g) for m in own[0].scores for g in own[0].scores[m]]
        columns = [(m, g) for m, g in columns if len(own[0].scores[m]) > 2 or g == ALL]
        heads = [m if g == ALL else g for m, g in columns]
        table = _table(name, *heads, "p")
        for row in own:
            cells = [_mean(row.scores.get(m, {}).get(g)) for m, g in columns]
            table.add_row(row.variant, *cells, "–" if row.p is None else f"{row.p:.4f}")
        terminal.out.print(table)
    terminal.line("p: the paired randomisation test of nDCG@10 against the first line")


def show_parity(terminal: Terminal, parity: Parity) -> None:
    """Show the gaps between two languages, then every question that differs."""
    one, two = parity.languages
    table = _table("measure", "n", one, two, "gap", "p")
    for g in parity.gaps:
        cells = f"{g.first:.3f}", f"{g.second:.3f}", f"{g.gap:+.3f}", f"{g.p:.4f}"
        table.add_row(g.measure, str(g.questions), *cells)
    terminal.out.print(table)
    for u in parity.unequal:
        changes = ", ".join(f"{m} {a:.3g}/{b:.3g}" for m, (a, b) in u.values.items())
        terminal.line(f"  {u.pair}: {changes}\n    {one}: {u.first}\n    {two}: {u.second}")
