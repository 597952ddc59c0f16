"""What a run leaves: files that other programs measure alike, and that are read again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ir_measures
import pytest

from assistant.ask import Assistant
from corpus.errors import InputError, StorageError
from eval.records import EvalQuestion, EvalSet, Results, RunSettings
from eval.results import (
    cut,
    fingerprint,
    read_results,
    results,
    write_baseline,
    write_results,
)
from eval.run import outcomes, with_retrieval

Make = Callable[..., Any]
QUESTIONS = tuple(
    EvalQuestion(id=name, turns=(text,), **given)
    for name, text, given in [
        ("bond", "What is the Homeward Bond?", {"passages": ("tavoria/bond#1",)}),
        (
            "money",
            "How do people send money home?",
            {
                "passages": ("tavoria/remittances#1", "tavoria/obstacles#1", "tavoria/bond#1"),
                "grades": (3, 2, 0),
            },
        ),
        ("nurses", "Where do nurses work?", {"passages": ("tavoria/organisations#3",)}),
        ("odd id", "Qui sont les boursiers ?", {"passages": ("tavoria/lantern#2",)}),
        ("mafé", "What is the recipe of mafé?", {"answerable": False}),
    ]
)
TAVORIA = EvalSet(name="tavoria", questions=QUESTIONS)


@pytest.fixture(scope="module")
def run(assistant: Assistant) -> Results:
    settings = RunSettings(k=10)
    return results(TAVORIA, list(outcomes(assistant, QUESTIONS, settings)), settings, assistant)


def test_a_run_says_what_was_asked_of_what(run: Results, assistant: Assistant) -> None:
    assert (run.set, run.encoder, run.generation) == (
        "tavoria",
        "bag-of-concepts",
        assistant.generation,
    )
    assert run.sha256 == fingerprint(QUESTIONS)
    assert run.settings == RunSettings(mode="hybrid", queries="standalone", k=10)
    assert run.threshold == 0.5
    assert [o.question.id for o in run.questions] == ["bond", "money", "nurses", "odd id", "mafé"]
    ndcg, refused = run.score("nDCG@10"), run.score("refusal_recall")
    assert ndcg is not None
    assert refused is not None
    assert (ndcg.questions, refused.questions, refused.mean) == (4, 1, 1.0)


def test_the_files_that_are_written(run: Results, tmp_path: Path) -> None:
    write_results(run, tmp_path / "new" / "folder")
    assert sorted(p.name for p in (tmp_path / "new" / "folder").iterdir()) == [
        "qrels.trec",
        "results.json",
        "run.trec",
    ]
    assert (tmp_path / "new" / "folder" / "qrels.trec").read_text("utf-8").splitlines() == [
        "bond 0 tavoria/bond#1 1",
        "money 0 tavoria/remittances#1 3",
        "money 0 tavoria/obstacles#1 2",
        "money 0 tavoria/bond#1 0",
        "nurses 0 tavoria/organisations#3 1",
        "odd_id 0 tavoria/lantern#2 1",
    ]
    first = (tmp_path / "new" / "folder" / "run.trec").read_text("utf-8").splitlines()[0]
    query, q0, document, rank, _, tag = first.split()
    assert (query, q0, document, rank, tag) == (
        "bond", "Q0", "tavoria/bond#1", "1", "diaspora-hybrid",
    )  # fmt: skip


def read_files(folder: Path) -> tuple[list[Any], list[Any]]:
    """Judgements and rankings, as ir_measures reads them."""
    qrels = ir_measures.read_trec_qrels(str(folder / "qrels.trec"))
    return list(qrels), list(ir_measures.read_trec_run(str(folder / "run.trec")))


def mean_of(measure: Any, folder: Path) -> float:
    return float(ir_measures.calc_aggregate([measure], *read_files(folder))[measure])


def test_ir_measures_finds_the_same_in_the_files(run: Results, tmp_path: Path) -> None:
    write_results(run, tmp_path)
    ndcg = ir_measures.nDCG @ 10
    theirs = {m.query_id: m.value for m in ir_measures.iter_calc([ndcg], *read_files(tmp_path))}
    record = json.loads((tmp_path / "results.json").read_text("utf-8"))
    ours = {
        row["question"]["id"].replace(" ", "_"): row["measures"]["nDCG@10"]
        for row in record["questions"]
        if "nDCG@10" in row["measures"]
    }
    assert len(ours) == 4
    assert ours == pytest.approx(theirs, abs=1e-6)
    (mean,) = [
        s["mean"] for s in record["scores"] if (s["measure"], s["group"]) == ("nDCG@10", "all")
    ]
    assert mean == pytest.approx(mean_of(ndcg, tmp_path), abs=5e-5)  # four decimals are written
    assert 0.5 < mean < 1


def test_what_ranks_alike_keeps_its_place_in_the_files(
    outcome: Make, run_of: Make, tmp_path: Path
) -> None:
    """trec_eval breaks ties by the id, the last in the alphabet first."""
    ranked = [{"passage_id": name, "score": 1.0} for name in ("a", "z", "c")]
    found = outcome("q", {}, {"passages": ("a",)}, retrieved=ranked)
    run = run_of(*with_retrieval([found], 10))
    assert run.questions[0].measures["RR"] == 1.0
    write_results(run, tmp_path)
    assert mean_of(ir_measures.RR, tmp_path) == 1.0


def test_a_question_judged_to_have_no_evidence_is_no_miss_in_the_files_either(
    outcome: Make, run_of: Make, tmp_path: Path
) -> None:
    """Pooled collections hold queries of which every judgement is 0."""
    ranked = [{"passage_id": "a", "score": 1.0}]
    run = run_of(
        outcome("found", {"nDCG@10": 1.0}, {"passages": ("a",)}, retrieved=ranked),
        outcome("none", {}, {"passages": ("a",), "grades": (0,)}, retrieved=ranked),
    )
    write_results(run, tmp_path)
    assert mean_of(ir_measures.nDCG @ 10, tmp_path) == 1.0


def test_results_keep_k_hits_and_the_run_file_100(
    outcome: Make, run_of: Make, tmp_path: Path
) -> None:
    ranked = [{"passage_id": f"p{n}", "score": 100.0 - n} for n in range(100)]
    run = run_of(outcome("q", retrieved=ranked), settings=RunSettings(k=3))
    write_results(run, tmp_path)
    assert [h.passage_id for h in read_results(tmp_path).questions[0].retrieved] == [
        "p0", "p1", "p2",
    ]  # fmt: skip
    lines = (tmp_path / "run.trec").read_text("utf-8").splitlines()
    assert len(lines) == 100
    assert lines[99] == "q Q0 p99 100 1.0 diaspora-hybrid"


def test_results_are_read_from_a_folder_or_a_file(run: Results, tmp_path: Path) -> None:
    write_results(run, tmp_path)
    assert read_results(tmp_path) == read_results(tmp_path / "results.json") == cut(run)


def test_results_have_a_line_for_every_question(run: Results, tmp_path: Path) -> None:
    write_results(run, tmp_path)
    lines = (tmp_path / "results.json").read_text("utf-8").splitlines()
    rows = [json.loads(line.rstrip(",")) for line in lines if line.startswith('{"question"')]
    assert [row["question"]["turns"][0] for row in rows] == [q.turns[0] for q in QUESTIONS]


def test_a_baseline_leaves_answers_and_rankings_out(run: Results, tmp_path: Path) -> None:
    path = write_baseline(run.model_copy(update={"commit": "0123456789ab"}), tmp_path / "kept")
    assert path == tmp_path / "kept" / "tavoria-0123456789ab.json"
    kept = read_results(path)
    assert kept.scores == run.scores
    assert [o.measures for o in kept.questions] == [o.measures for o in run.questions]
    assert {(o.answer, o.retrieved) for o in kept.questions} == {("", ())}


def test_a_baseline_without_git_is_named_so(run: Results, tmp_path: Path) -> None:
    path = write_baseline(run.model_copy(update={"commit": None}), tmp_path)
    assert path.name == "tavoria-unknown.json"


@pytest.mark.parametrize("write", [write_results, write_baseline])
def test_a_place_that_cannot_be_written_is_named(run: Results, tmp_path: Path, write: Make) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"Can't write to .*/file"):
        write(run, tmp_path / "file")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "holds no results of `diaspora eval run`: the file: Invalid JSON"),
        ("{}", "holds no results of `diaspora eval run`: set: Field required"),
        ('{"set": "a", "odd": 1}', "holds no results of `diaspora eval run`: "),
        ("[]", "holds no results of `diaspora eval run`: the file: "),
        ("\x00\ufffd", "holds no results of `diaspora eval run`: the file: Invalid JSON"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_results(path)
    assert str(caught.value).startswith(f"{path} {problem}")


@pytest.mark.parametrize("name", ["nothing.json", ""])
def test_results_that_are_not_there(tmp_path: Path, name: str) -> None:
    missing = tmp_path / (name or "results.json")
    with pytest.raises(InputError) as caught:
        read_results(tmp_path / name)
    assert str(caught.value) == f"The results {missing} can't be read: No such file or directory"


@pytest.mark.parametrize(
    "change",
    [
        {"id": "b"}, {"turns": ("A?", "B?")}, {"turns": ("B?",)}, {"answerable": False},
        {"passages": ("p",)}, {"facts": (("x",),)}, {"split": "dev"}, {"rewrite": "A?"},
    ],
)  # fmt: skip
def test_the_fingerprint_changes_with_any_question(change: dict[str, Any]) -> None:
    one, two = EvalQuestion(id="a", turns=("A?",)), EvalQuestion(id="z", turns=("Z?",))
    assert fingerprint([one, two]) == fingerprint([one, two])
    assert len(fingerprint([one])) == 64
    assert fingerprint([one.model_copy(update=change), two]) != fingerprint([one, two])
    assert fingerprint([two, one]) != fingerprint([one, two])
