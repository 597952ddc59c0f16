"""`diaspora eval run --fail-under`, `--against` and `eval compare`: is it good enough, is it worse?

Each passage of Tavoria is asked for by its own first sentence; a retriever that is whole finds all.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.records import Profile
from index.dense import DenseIndex
from index.generations import Generations
from index.search import Index

Run = Callable[..., Any]


@pytest.fixture
def words(tavoria: tuple[Profile, ...], tmp_path: Path) -> Path:
    """46 questions, each a sentence of the passage that answers it."""
    lines = [
        {"id": f"{p.id}.{p.language}", "language": p.language, "turns": [p.quote(0)],
         "answerable": True, "passages": [p.id], "facts": [[p.quote(0).split()[0]]]}
        for profile in tavoria
        for p in profile.passages
    ]  # fmt: skip
    path = tmp_path / "words.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return path


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Breaks the retriever: every vector stands in another row from now on."""
    load = Index.load

    def turned(dense: DenseIndex) -> DenseIndex:
        return DenseIndex.of(np.roll(dense.vectors(), 7, axis=0))

    def loaded(generations: Generations, name: str) -> Index:
        whole = load(generations, name)
        pairs = {code: (own.passages, own.sentences) for code, own in whole.lexica.items()}
        dense = turned(whole.dense_passages), turned(whole.dense_sentences)
        return Index(name, whole.manifest, whole.profiles, *dense, pairs)

    return lambda: monkeypatch.setattr(Index, "load", staticmethod(loaded))


def test_a_bar_that_is_reached(diaspora: Run, words: Path) -> None:
    ran = diaspora("eval", "run", words, "--fail-under", "nDCG@10=1", "--fail-under", "RR=0.99")
    assert (ran.code, ran.err) == (0, "")


def test_a_bar_that_is_missed(diaspora: Run, words: Path) -> None:
    ran = diaspora("eval", "run", words, "--fail-under", "right=1.01")
    assert ran.code == 1
    assert ran.err == "words: right is 1.0000, under the bar of 1.01.\n"
    assert ran.out.startswith("words: 46 questions, ")


def test_a_missed_bar_leaves_json_as_it_is(diaspora: Run, words: Path) -> None:
    ran = diaspora("eval", "run", words, "--json", "--fail-under", "answerable_refused=-1")
    assert (ran.code, json.loads(ran.out)["set"]) == (1, "words")
    assert ran.err == "words: answerable_refused is 0.0000, above the bar of -1.\n"


def test_a_bar_for_a_measure_that_is_none(diaspora: Run, words: Path) -> None:
    ran = diaspora("eval", "run", words, "--limit", 2, "--fail-under", "ndcg=0.5")
    assert ran.code == 2
    assert ran.err.startswith("Error: This run has no measure ndcg. It has: right, ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("option", ["--out", "--baseline"])
def test_the_same_run_is_not_worse(diaspora: Run, words: Path, tmp_path: Path, option: str) -> None:
    diaspora("eval", "run", words, option, tmp_path / "before")
    (file,) = (tmp_path / "before").glob("*.json")
    ran = diaspora("eval", "run", words, "--against", file)
    assert (ran.code, ran.err) == (0, "")
    assert "worse" not in ran.out


def test_shuffled_vectors_fail_the_gate(
    diaspora: Run, words: Path, tmp_path: Path, broken: Callable[[], None]
) -> None:
    diaspora("eval", "run", words, "--out", tmp_path / "before")
    broken()
    ran = diaspora("eval", "run", words, "--against", tmp_path / "before")
    assert ran.code == 1
    problems = ran.err.splitlines()
    assert any(p.startswith("words: right fell from 1.0000 to 0.") for p in problems)
    assert any(p.startswith("words: nDCG@10 fell from 1.0000 to 0.") for p in problems)
    told = [re.search(r"\(p = (0\.\d{4})\): worse than words at ", p) for p in problems]
    assert all(match and float(match[1]) < 0.05 for match in told)
    assert "46 questions in both" in ran.out


def test_more_refusals_are_said_to_rise(
    diaspora: Run, words: Path, tmp_path: Path, broken: Callable[[], None]
) -> None:
    diaspora("eval", "run", words, "--out", tmp_path / "before")
    broken()
    ran = diaspora("eval", "run", words, "--against", tmp_path / "before")
    (refused,) = (line for line in ran.err.splitlines() if "answerable_refused" in line)
    assert refused.startswith("words: answerable_refused rose from 0.0000 to 0.")


def test_what_is_worse_leaves_json_as_it_is(
    diaspora: Run, words: Path, tmp_path: Path, broken: Callable[[], None]
) -> None:
    diaspora("eval", "run", words, "--out", tmp_path / "before")
    broken()
    ran = diaspora("eval", "run", words, "--against", tmp_path / "before", "--json")
    assert (ran.code, json.loads(ran.out)["set"]) == (1, "words")
    assert "words: right fell from " in ran.err


def test_another_set_cannot_be_compared_with(diaspora: Run, words: Path, tmp_path: Path) -> None:
    diaspora("eval", "run", words, "--limit", 2, "--out", tmp_path / "before")
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "z", "turns": ["What is the Homeward Bond?"]}')
    ran = diaspora("eval", "run", other, "--against", tmp_path / "before")
    assert ran.code == 2
    assert ran.err == "Error: The two runs share no question. Compare runs of the same set.\n"


@pytest.fixture
def two_runs(
    diaspora: Run, words: Path, tmp_path: Path, broken: Callable[[], None]
) -> tuple[Path, Path]:
    """The results of a retriever that is whole, and of one that isn't."""
    diaspora("eval", "run", words, "--out", tmp_path / "good")
    broken()
    diaspora("eval", "run", words, "--out", tmp_path / "bad")
    return tmp_path / "good", tmp_path / "bad"


def rows(text: str) -> dict[str, list[str]]:
    """The lines of a table by their first word; flips, which are indented, are left out."""
    return {line.split()[0]: line.split() for line in text.splitlines() if line[:1].strip()}


def test_a_change_for_the_worse(diaspora: Run, two_runs: tuple[Path, Path]) -> None:
    good, bad = two_runs
    ran = diaspora("eval", "compare", good, bad / "results.json")
    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith("before: words at ")
    assert lines[0].endswith(" (hybrid, standalone, bag-of-concepts)")
    assert lines[2] == "46 questions in both"
    table = rows(ran.out)
    assert table["nDCG@10"][-2:] == ["0.0002", "worse"]
    assert table["quotes_valid"][-4:] == ["1.0000", "same", "within", "noise"]
    assert sum(line.startswith("  right 1 → 0  ") for line in lines) == 5
    assert any(line.startswith("  … ") and line.endswith(" more of right") for line in lines)


def test_a_change_for_the_better(diaspora: Run, two_runs: tuple[Path, Path]) -> None:
    good, bad = two_runs
    ran = diaspora("eval", "compare", bad, good, "--flips", 0)
    assert (ran.code, ran.err) == (0, "")
    assert rows(ran.out)["right"][-1] == "better"
    assert rows(ran.out)["answerable_refused"][-1] == "better"
    assert "→" not in ran.out
    assert "more of" not in ran.out


def test_no_change(diaspora: Run, two_runs: tuple[Path, Path]) -> None:
    good, _ = two_runs
    ran = diaspora("eval", "compare", good, good)
    assert (ran.code, ran.err) == (0, "")
    assert rows(ran.out)["right"][1:] == [
        "46", "0", "1.0000", "1.0000", "+0.0000", "1.0000", "same", "within", "noise",
    ]  # fmt: skip


def test_questions_of_one_run_alone_are_counted(diaspora: Run, words: Path, tmp_path: Path) -> None:
    diaspora("eval", "run", words, "--out", tmp_path / "all")
    diaspora("eval", "run", words, "--limit", 23, "--out", tmp_path / "half")
    ran = diaspora("eval", "compare", tmp_path / "all", tmp_path / "half")
    assert ran.code == 0
    assert ran.out.splitlines()[2] == "23 questions in both, 23 in one run only"


def test_a_comparison_for_programs(diaspora: Run, two_runs: tuple[Path, Path]) -> None:
    good, bad = two_runs
    ran = diaspora("eval", "compare", good, bad, "--json")
    assert (ran.code, ran.err) == (1, "")
    record = json.loads(ran.out)
    assert (record["questions"], record["unpaired"]) == (46, 0)
    verdicts = {d["measure"]: d["verdict"] for d in record["differences"]}
    assert (verdicts["right"], verdicts["quotes_valid"]) == ("worse", "same within noise")
    flipped = [f for f in record["flips"] if f["measure"] == "right"]
    (right,) = (d for d in record["differences"] if d["measure"] == "right")
    assert len(flipped) == right["changed"] > 23
