"""`diaspora batch` on 200 questions of all kinds. The invariants are checked here from scratch."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.profiles import load_profiles

SET = Path(__file__).parents[2] / "eval" / "sets" / "mali.jsonl"
HOW_MANY = 200
Record = dict[str, Any]


@pytest.fixture(scope="module")
def asked() -> list[Record]:
    """200 questions spread over the whole set, in an order of their own."""
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    chosen = [rows[n * len(rows) // HOW_MANY] for n in range(HOW_MANY)]
    return sorted(chosen, key=lambda row: hashlib.sha256(row["id"].encode()).digest())


@pytest.fixture(scope="module")
def records(
    asked: list[Record], run: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> list[Record]:
    folder = tmp_path_factory.mktemp("batch")
    lines = [json.dumps({"id": row["id"], "turns": row["turns"]}) for row in asked]
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("batch", folder / "in.jsonl", "--out", folder / "out.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"200 answers in {folder}/out.jsonl\n"
    written = (folder / "out.jsonl").read_text(encoding="utf-8")
    assert written.endswith("\n")
    return [json.loads(line) for line in written.removesuffix("\n").split("\n")]


def test_the_questions_are_mixed(asked: list[Record]) -> None:
    assert len({row["id"] for row in asked}) == HOW_MANY
    assert Counter(row["language"] for row in asked).most_common()[-1][1] >= 80
    assert {row["status"] for row in asked} == {"answered", "not_covered", "unclear"}
    assert {len(row["turns"]) for row in asked} == {1, 2, 3}
    assert len({row["kind"] for row in asked}) >= 20


def test_a_record_a_line_in_order(asked: list[Record], records: list[Record]) -> None:
    assert [r["id"] for r in records] == [row["id"] for row in asked]
    assert [r["question"] for r in records] == [row["turns"][-1].strip() for row in asked]
    assert len({r["generation"] for r in records}) == 1


def test_every_sentence_is_cited_and_every_marker_resolves(records: list[Record]) -> None:
    for record in records:
        if record["status"] != "answered":
            assert record["sentences"] == record["citations"] == []
            assert record["text"].strip()
            continue
        assert record["sentences"]
        numbers = [c["number"] for c in record["citations"]]
        assert numbers == list(range(1, len(numbers) + 1))
        carried = [n for s in record["sentences"] for n in s["citations"]]
        assert all(s["citations"] for s in record["sentences"])
        assert set(carried) == set(numbers)
        built = [
            s["text"] + " " + "".join(f"[{n}]" for n in s["citations"]) for s in record["sentences"]
        ]
        assert record["text"] == " ".join(built)
        assert set(map(int, re.findall(r"\[(\d+)\]", record["text"]))) >= set(numbers)


def test_every_quote_stands_in_its_passage_and_the_passage_in_the_profile(
    records: list[Record], profiles: Path
) -> None:
    there = {
        (passage.id, passage.language): (passage.text, list(passage.path))
        for profile in load_profiles(profiles)
        for passage in profile.passages
    }
    cited = [c for record in records for c in record["citations"]]
    assert len(cited) > 100
    for c in cited:
        assert c["quote"] == c["passage"][c["start"] : c["end"]] != ""
        assert c["sha256"] == hashlib.sha256(c["passage"].encode()).hexdigest()
        assert there[c["passage_id"], c["language"]] == (c["passage"], c["section"])
        assert c["edition"] == "2025-08"
        assert 0 <= c["score"] <= 1


def test_every_sentence_is_the_profiles_own(records: list[Record]) -> None:
    """Extractive: a sentence is what its citations quote, up to space and a closing stop.

    Only a full list says before its items how many there are, and cites them all.
    """
    for record in records:
        quotes = {c["number"]: squeezed(c["quote"]) for c in record["citations"]}
        counts = {f"the profile names {len(quotes)}", f"le profil en nomme {len(quotes)}"}
        for sentence in record["sentences"]:
            said = squeezed(sentence["text"])
            if said in counts:
                assert sentence is record["sentences"][0]
                assert set(sentence["citations"]) == set(quotes)
                continue
            assert any(quotes[n] in said or said in quotes[n] for n in sentence["citations"]), said


def squeezed(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def test_what_was_found_is_ranked(records: list[Record]) -> None:
    for record in records:
        scores = [found["score"] for found in record["retrieved"]]
        assert len(scores) <= 10
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
