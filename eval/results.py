"""The results of a run: put together, written as files, read again.

FOLDER/results.json   settings, scores and every question (`eval.records.Results`)
FOLDER/run.trec       the rankings, 100 passages deep, as trec_eval and ir_measures read them
FOLDER/qrels.trec     the judgements that they were measured by
FOLDER/report.html    the page (`eval.report`)
"""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from assistant.ask import Assistant
from corpus.errors import InputError, StorageError
from eval.records import EvalQuestion, EvalSet, Outcome, Results, RunSettings
from eval.run import with_retrieval
from eval.scores import scores
from eval.trec import qrels_lines, run_lines

RESULTS = "results.json"
RUN = "run.trec"
QRELS = "qrels.trec"


def results(
    asked: EvalSet, found: Sequence[Outcome], settings: RunSettings, assistant: Assistant
) -> Results:
    """Measure retrieval, aggregate, and say what was run."""
    measured = with_retrieval(found, settings.k)
    return Results(
        set=asked.name,
        sha256=fingerprint(asked.questions),
        commit=commit(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        encoder=assistant.encoder.name,
        generation=assistant.generation,
        settings=settings,
        threshold=assistant.coverage.calibration.threshold,
        scores=scores(measured),
        questions=tuple(measured),
    )


def write_results(results: Results, folder: Path) -> None:
    """Write `results.json`, `run.trec` and `qrels.trec`. Raises `StorageError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / RUN).write_text(_lines(_run(results)), encoding="utf-8")
        measured = (o.question for o in results.questions if o.question.relevant)
        qrels = {question.id: question.relevance for question in measured}
        (folder / QRELS).write_text(_lines(qrels_lines(qrels)), encoding="utf-8")
        (folder / RESULTS).write_text(_json(cut(results)), encoding="utf-8")
    except OSError as error:
        raise StorageError(folder, error.strerror or str(error)) from None


def write_baseline(results: Results, folder: Path) -> Path:
    """Write what later runs are compared with: scores and every question's measures.

    The file is named by set and commit; answers and rankings are left out. Raises `StorageError`.
    """
    path = folder / f"{results.set}-{results.commit or 'unknown'}.json"
    left_out = {"answer": "", "retrieved": ()}
    questions = tuple(o.model_copy(update=left_out) for o in results.questions)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(_json(results.model_copy(update={"questions": questions})), "utf-8")
    except OSError as error:
        raise StorageError(path, error.strerror or str(error)) from None
    return path


def read_results(path: Path) -> Results:
    """Read `results.json`, or that of a folder. Raises `InputError`."""
    file = path / RESULTS if path.is_dir() else path
    try:
        return Results.model_validate_json(file.read_bytes())
    except OSError as error:
        raise InputError(f"The results {file} can't be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InputError(
            f"{file} holds no results of `diaspora eval run`: {where}: {first['msg']}."
        ) from None


def cut(results: Results) -> Results:
    """Keep of every ranking the k best; `run.trec` has the rest."""
    k = results.settings.k
    questions = (o.model_copy(update={"retrieved": o.retrieved[:k]}) for o in results.questions)
    return results.model_copy(update={"questions": tuple(questions)})


def fingerprint(questions: Iterable[EvalQuestion]) -> str:
    """Return the SHA-256 of some questions, in hexadecimal."""
    digest = hashlib.sha256()
    for question in questions:
        digest.update(question.model_dump_json().encode())
    return digest.hexdigest()


def commit() -> str | None:
    """Return the program's commit, "-dirty" behind it where files differ; None without git."""
    git = shutil.which("git")
    if git is None:
        return None
    described = subprocess.run(  # noqa: S603 - a fixed command
        [git, "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() or None


def _json(results: Results) -> str:
    """Write JSON with a line for every question, so that two files can be compared by eye."""
    record = results.model_dump(mode="json")
    rows = ",\n".join(json.dumps(q, ensure_ascii=False) for q in record.pop("questions"))
    head = json.dumps(record, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{head},\n "questions": [\n{rows}\n]}}\n'


def _run(results: Results) -> Iterable[str]:
    tag = f"diaspora-{results.settings.mode}"
    for outcome in results.questions:
        ranking = [(hit.passage_id, hit.score) for hit in outcome.retrieved]
        yield from run_lines(outcome.question.id, ranking, tag)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
