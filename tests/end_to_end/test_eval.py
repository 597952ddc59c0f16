"""`diaspora eval` on the real profile: the gate of CI holds, and a broken retriever fails it."""

import json
import math
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.profiles import load_profiles
from index.build import build
from index.encoders import Encoder
from index.generations import Generations

EVAL = Path(__file__).parents[2] / "eval"
SET = EVAL / "sets" / "mali.jsonl"
LIMIT = 100
Run = Callable[..., subprocess.CompletedProcess[str]]
Command = Callable[..., list[str]]


@pytest.fixture(scope="module")
def baseline() -> Path:
    (found,) = (EVAL / "results").glob("mali-*.json")
    return found


class Shuffling(Encoder):
    """An encoder whose vectors of documents say nothing about the documents."""

    def documents(self, texts: Any, batch: int = 32) -> Any:
        vectors = np.random.default_rng(len(texts)).standard_normal((len(texts), 384), np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def shuffled(
    data_dir: Path, profiles: Path, real_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A data directory whose index is whole and fresh, but for the vectors."""
    folder = tmp_path_factory.mktemp("shuffled")
    shutil.copytree(data_dir / "encoders", folder / "encoders", symlinks=True)
    broken = Shuffling(real_encoder.name, real_encoder.fingerprint, real_encoder.model)
    build(load_profiles(profiles), broken, Generations(folder))
    return folder


def test_the_answers_are_no_worse_than_the_baseline(run: Run, baseline: Path) -> None:
    done = run("eval", "run", SET, "--limit", LIMIT, "--against", baseline)
    assert (done.returncode, done.stderr) == (0, "")


def test_shuffled_vectors_fail_the_gate(
    command: Command, data_dir: Path, baseline: Path, shuffled: Path
) -> None:
    words = command("eval", "run", SET, "--limit", LIMIT, "--against", baseline)
    words[words.index(str(data_dir))] = str(shuffled)
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert "mali: right fell from " in done.stderr
    assert "mali: nDCG@10 fell from " in done.stderr
    assert all(line.startswith("mali: ") for line in done.stderr.splitlines())


@pytest.fixture(scope="module")
def beir(profiles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English profile's passages and single questions about them, as a plain BEIR folder."""
    folder = tmp_path_factory.mktemp("beir")
    english = next(p for p in load_profiles(profiles) if p.language == "en")
    documents = [
        {"_id": p.id.replace("/", "."), "title": p.path[-1], "text": p.text}
        for p in english.passages
    ]
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    asked = [r for r in rows if r["passages"] and len(r["turns"]) == 1 and r["language"] == "en"]
    queries = [{"_id": r["id"], "text": r["turns"][0]} for r in asked[:40]]
    judged = [f"{r['id']}\t{p.replace('/', '.')}\t1" for r in asked[:40] for p in r["passages"]]
    (folder / "qrels").mkdir()
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), encoding="utf-8")
    heading = "query-id\tcorpus-id\tscore"
    (folder / "qrels" / "test.tsv").write_text("\n".join([heading, *judged]), encoding="utf-8")
    return folder


def test_a_plain_beir_folder_is_ranked_and_its_ndcg_is_right(
    run: Run, beir: Path, tmp_path: Path
) -> None:
    done = run("eval", "run", beir, "--out", tmp_path)
    assert (done.returncode, done.stderr) == (0, f"Report: {tmp_path}/report.html\n")
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    expected = ndcg_at_10(tmp_path / "run.trec", beir / "qrels" / "test.tsv")
    assert len(expected) == len(results["questions"]) == 40
    for row in results["questions"]:
        ours = row["measures"]["nDCG@10"]
        assert ours == pytest.approx(expected[row["question"]["id"]], abs=1e-6)
    mean = sum(expected.values()) / len(expected)
    overall = [s for s in results["scores"] if (s["measure"], s["group"]) == ("nDCG@10", "all")]
    assert overall[0]["mean"] == pytest.approx(mean, abs=5e-5)  # four decimals are written
    assert mean > 0.8


def ndcg_at_10(run: Path, qrels: Path) -> dict[str, float]:
    """nDCG@10 from the files alone, by Järvelin and Kekäläinen's definition."""
    relevant: dict[str, dict[str, int]] = {}
    for line in qrels.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        relevant.setdefault(query, {})[document] = int(grade)
    ranked: dict[str, list[str]] = {query: [] for query in relevant}
    for line in run.read_text(encoding="utf-8").splitlines():
        query, _, document, _, _, _ = line.split()
        ranked[query].append(document)
    found = {}
    for query, grades in relevant.items():
        gains = [grades.get(document, 0) for document in ranked[query][:10]]
        ideal = sorted(grades.values(), reverse=True)[:10]
        found[query] = dcg(gains) / dcg(ideal)
    return found


def dcg(gains: list[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
