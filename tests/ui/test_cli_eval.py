"""`diaspora eval run`: sets asked of Tavoria or of documents of their own, shown and written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

Run = Callable[..., Any]
BOND = {
    "id": "bond", "split": "dev", "language": "en", "kind": "what", "answerable": True,
    "turns": ["What is the Homeward Bond?"], "passages": ["tavoria/bond#1"],
    "facts": [["100 USD"]],
}  # fmt: skip
ADOPTED = {
    "id": "adopted", "split": "test", "language": "en", "kind": "follow-up", "answerable": True,
    "turns": ["What is the Far Shore Charter?", "When was it adopted?"],
    "rewrite": "When was the Far Shore Charter adopted?", "passages": ["tavoria/charter#1"],
    "facts": [["2016"]],
}  # fmt: skip
MAFE = {
    "id": "mafé", "split": "test", "language": "en", "kind": "unsaid", "answerable": False,
    "turns": ["What is the recipe of mafé?"],
}  # fmt: skip
FRENCH = BOND | {
    "id": "obligation", "split": "test", "language": "fr",
    "turns": ["L'Obligation du retour est une obligation d'épargne ?"],
}  # fmt: skip
ALL = (BOND, ADOPTED, MAFE, FRENCH)


@pytest.fixture
def a_set(tmp_path: Path) -> Callable[..., Path]:
    """Writes a set of questions."""

    def write(*questions: dict[str, Any], name: str = "my.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(q)}\n" for q in questions), "utf-8")
        return path

    return write


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """Three documents that are none of Tavoria, two queries with judgements and one without."""
    folder = tmp_path / "harbours"
    (folder / "qrels").mkdir(parents=True)
    texts = {
        "d 1": "The lighthouse of Skagen was built in 1858 and is made of brick.",
        "d2": "Herring is smoked over alder wood in the huts of the northern harbour.",
        "d3": "The ferry to the island leaves at noon and carries twelve cars.",
    }
    queries = {"q1": "Which wood smokes the herring?", "q2": "When was the lighthouse built?",
               "q3": "How many cars does the ferry carry?"}  # fmt: skip
    for name, rows in (("corpus", texts), ("queries", queries)):
        lines = [json.dumps({"_id": key, "title": "", "text": text}) for key, text in rows.items()]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")
    heading = "query-id\tcorpus-id\tscore"
    (folder / "qrels" / "test.tsv").write_text(f"{heading}\nq1\td2\t1\nq2\td 1\t1\n", "utf-8")
    (folder / "qrels" / "dev.tsv").write_text(f"{heading}\nq3\td3\t1\n", "utf-8")
    return folder


def overall(record: Any) -> dict[str, tuple[int, float]]:
    """Questions and mean of every measure over all questions."""
    return {
        s["measure"]: (s["questions"], s["mean"]) for s in record["scores"] if s["group"] == "all"
    }


def asked(record: Any) -> list[str]:
    return [row["question"]["id"] for row in record["questions"]]


def test_scores_for_people(diaspora: Run, a_set: Run) -> None:
    ran = diaspora("eval", "run", a_set(*ALL))
    assert (ran.code, ran.err) == (0, "")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[0] == "my: 4 questions, hybrid, queries standalone"
    assert lines[1] == "measure n mean 95 % en fr"
    assert "right 3 1.000 1.000–1.000 1.000 1.000" in lines
    assert "refusal_recall 1 1.000 1.000–1.000 1.000 –" in lines
    assert "nDCG@10 3 1.000 1.000–1.000 1.000 1.000" in lines
    assert lines[-4:] == [
        "kind n right evidence_cited refusal_recall nDCG@10",
        "what 2 1.000 1.000 – 1.000",
        "follow-up 1 1.000 1.000 – 1.000",
        "unsaid 1 – – 1.000 –",
    ]


def test_a_split_and_a_mode_are_named(diaspora: Run, a_set: Run) -> None:
    ran = diaspora("eval", "run", a_set(*ALL), "--split", "test", "--mode", "dense")
    assert ran.out.splitlines()[0] == "my, split test: 3 questions, dense, queries standalone"


def test_a_kind_is_shown_as_it_is_written(diaspora: Run, a_set: Run) -> None:
    """It is a word of the user's own; what looks like markup is none."""
    kinds = ["[red]what[/red]", "[/odd]"]
    ran = diaspora("eval", "run", a_set(*(BOND | {"id": kind, "kind": kind} for kind in kinds)))
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()[-2:]] == kinds


def test_json_is_the_record_of_the_run(diaspora: Run, a_set: Run) -> None:
    record = diaspora("eval", "run", a_set(*ALL), "--json", "--k", 3).record
    assert (record["set"], record["encoder"], record["settings"]["k"]) == (
        "my", "bag-of-concepts", 3,
    )  # fmt: skip
    assert asked(record) == ["bond", "adopted", "mafé", "obligation"]
    assert {len(row["retrieved"]) for row in record["questions"]} == {3}
    assert record["questions"][0]["retrieved"][0]["passage_id"] == "tavoria/bond#1"
    assert [row["status"] for row in record["questions"]] == [
        "answered", "answered", "not_covered", "answered",
    ]  # fmt: skip
    found = overall(record)
    assert (found["right"], found["refusal_recall"]) == ((3, 1.0), (1, 1.0))
    assert {"nDCG@3", "nDCG@5", "Judged@3"} <= found.keys()


def test_files_are_written(diaspora: Run, a_set: Run, tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    ran = diaspora("eval", "run", a_set(*ALL), "--out", out, "--json")
    assert (ran.code, ran.err) == (0, f"Report: {out}/report.html\n")
    assert sorted(p.name for p in out.iterdir()) == [
        "qrels.trec", "report.html", "results.json", "run.trec",
    ]  # fmt: skip
    written = json.loads((out / "results.json").read_text("utf-8"))
    assert written == json.loads(ran.out)


def test_several_sets_get_a_folder_each(
    diaspora: Run, a_set: Run, beir: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = diaspora("eval", "run", a_set(BOND), beir, "--out", out, "--json")
    assert ran.code == 0
    assert [record["set"] for record in json.loads(ran.out)] == ["my", "harbours"]
    assert sorted(p.name for p in out.iterdir()) == ["harbours", "my"]
    for name in ("harbours", "my"):
        record = json.loads((out / name / "results.json").read_text("utf-8"))
        assert record["set"] == name


def test_two_sets_of_one_name_would_overwrite_each_other(
    diaspora: Run, a_set: Run, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    sets = a_set(BOND), a_set(MAFE, name="other/my.jsonl")
    ran = diaspora("eval", "run", *sets, "--out", tmp_path / "out")
    assert ran.code == 2
    assert "my" in ran.complaint
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--split", "dev"], ["bond"]),
        (["--split", "test"], ["adopted", "mafé", "obligation"]),
        (["--limit", 2], ["bond", "mafé"]),
        (["--limit", 1, "--split", "test"], ["adopted"]),
        (["--limit", 9], ["bond", "adopted", "mafé", "obligation"]),
    ],
)
def test_fewer_questions(diaspora: Run, a_set: Run, options: list[Any], ids: list[str]) -> None:
    assert asked(diaspora("eval", "run", a_set(*ALL), *options, "--json").record) == ids


@pytest.mark.parametrize(
    ("queries", "query"),
    [
        ("last", "When was it adopted?"),
        ("rewrite", "When was the Far Shore Charter adopted?"),
        ("history", "What is the Far Shore Charter? When was it adopted?"),
    ],
)
def test_what_is_asked_of_a_conversation(
    diaspora: Run, a_set: Run, queries: str, query: str
) -> None:
    record = diaspora("eval", "run", a_set(ADOPTED), "--queries", queries, "--json").record
    assert record["questions"][0]["query"] == query
    assert record["settings"]["queries"] == queries


def test_the_last_turn_alone_finds_less(diaspora: Run, a_set: Run) -> None:
    statuses = [
        diaspora("eval", "run", a_set(ADOPTED), "--queries", queries, "--json").record["questions"][
            0
        ]["status"]
        for queries in ("standalone", "last")
    ]
    assert statuses == ["answered", "unclear"]


def test_modes_rank_by_other_scores(diaspora: Run, a_set: Run, tmp_path: Path) -> None:
    """Of words that the text has others for, vectors and postings think differently."""
    meant = {"id": "m", "turns": ["étranger homeland overseas"], "passages": ["tavoria/rights#1"]}
    ranked = {}
    for mode in ("hybrid", "dense", "lexical"):
        diaspora("eval", "run", a_set(meant), "--mode", mode, "--out", tmp_path / mode)
        lines = (tmp_path / mode / "run.trec").read_text("utf-8").splitlines()
        assert {line.split()[-1] for line in lines} == {f"diaspora-{mode}"}
        ranked[mode] = [line.split()[2] for line in lines]
    assert sorted(ranked["dense"]) == sorted(ranked["lexical"])
    assert ranked["dense"] != ranked["lexical"]


def test_a_collection_is_asked_of_its_own_documents(
    diaspora: Run, beir: Path, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    record = json.loads(diaspora("eval", "run", beir, "--out", out, "--json").out)
    assert asked(record) == ["q1", "q2"]
    assert [row["retrieved"][0]["passage_id"] for row in record["questions"]] == ["d2", "d 1"]
    assert overall(record)["nDCG@10"] == (2, 1.0)
    assert (out / "qrels.trec").read_text("utf-8") == "q1 0 d2 1\nq2 0 d_1 1\n"
    (kept,) = (data / "eval").glob("*.npy")
    assert np.load(kept).shape == (3, 1024)
    assert asked(diaspora("eval", "run", beir, "--split", "dev", "--json").record) == ["q3"]
    assert [p.name for p in (data / "eval").glob("*.npy")] == [kept.name]


def test_a_collection_needs_no_index_of_the_profiles(
    diaspora: Run, beir: Path, tmp_path: Path
) -> None:
    record = diaspora("eval", "run", beir, "--json", "--data-dir", tmp_path / "new").record
    assert overall(record)["nDCG@10"] == (2, 1.0)
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["eval"]


def test_a_baseline_is_written(diaspora: Run, a_set: Run, tmp_path: Path) -> None:
    ran = diaspora("eval", "run", a_set(BOND), "--baseline", tmp_path / "kept", "--json")
    (path,) = (tmp_path / "kept").iterdir()
    assert path.name.startswith("my-")
    assert (ran.code, ran.err) == (0, f"Baseline: {path}\n")
