"""The page of a run: one HTML file with its charts inside. It works offline and runs no script."""

from importlib.resources import files
from pathlib import Path

from corpus.errors import StorageError
from eval.charts import by_group, latencies, probabilities
from eval.misses import MOST, misses
from eval.records import ALL, Results
from eval.retrieval import ranked_by
from index.search import Index

REPORT = "report.html"
QUALITY = ("right", "refusal_recall")


def write_report(results: Results, index: Index, folder: Path) -> Path:
    """Write the page into a folder and return its path. Raises `StorageError`."""
    path = folder / REPORT
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(page(results, index), encoding="utf-8")
    except OSError as error:
        raise StorageError(path, error.strerror or str(error)) from None
    return path


def page(results: Results, index: Index) -> str:
    """Return the page of a run. Whatever questions and passages hold is shown, never obeyed."""
    from jinja2 import Environment, StrictUndefined

    folder = files("eval") / "page"
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string((folder / "report.html.jinja").read_text(encoding="utf-8"))
    languages = list(dict.fromkeys(o.language for o in results.questions))
    kinds = list(dict.fromkeys(o.question.kind for o in results.questions))
    missed = misses(results, index)
    return template.render(
        results=results,
        style=(folder / "report.css").read_text(encoding="utf-8"),
        overall=[s for s in results.scores if s.group == ALL],
        languages=languages if len(languages) > 1 else [],
        charts=_charts(results, languages, kinds),
        misses=missed[:MOST],
        missed=len(missed),
    )


def _charts(
    results: Results, languages: list[str], kinds: list[str]
) -> dict[str, tuple[str | None, str]]:
    """Return each chart's SVG and what it shows, by heading."""
    measures = (*QUALITY, ranked_by(results.settings.k))
    whiskers = "Dots are means, lines their 95 % bootstrap intervals."
    return {
        "By language": (by_group(results, measures, [ALL, *languages]), whiskers),
        "By kind of question": (
            by_group(results, measures, kinds) if len(kinds) > 1 else None,
            whiskers,
        ),
        "Does the text say it?": (
            probabilities(results),
            f"Questions right of the dashed line ({results.threshold:g}) are answered.",
        ),
        "Latency": (latencies(results), "The share of questions whose last turn took so long."),
    }
