"""`diaspora eval ablate`, `parity` and `calibrate` on Tavoria."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
PAIRS = {
    "bond": (
        "The Homeward Bond is a savings bond that Tavorians abroad can buy from 100 USD.",
        "L'Obligation du retour est une obligation d'épargne que les Tavoriens peuvent acheter.",
        "tavoria/bond#1",
        "100 USD",
    ),
    "choir": (
        "The Auckland Sailing Choir sings Tavorian songs and pays for school books.",
        "Le Chœur des voiliers d'Auckland chante des chansons et paie des livres scolaires.",
        "tavoria/organisations#5",
        "school books",
    ),
}
MEASURED = {"answerable": True, "split": "dev"}


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """The same two questions in English and in French; the fact of the second is English only."""
    lines = [
        {"id": f"{name}-{code}", "pair": name, "language": code, "turns": [turn],
         "passages": [passage], "facts": [[fact]], **MEASURED}
        for name, (english, french, passage, fact) in PAIRS.items()
        for code, turn in (("en", english), ("fr", french))
    ]  # fmt: skip
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return path


def shown(ran: Any) -> list[str]:
    assert (ran.code, ran.err) == (0, "")
    return [" ".join(line.split()) for line in ran.out.splitlines()]


def test_the_gap_between_languages_and_where_it_comes_from(diaspora: Run, pairs: Path) -> None:
    lines = shown(diaspora("eval", "parity", pairs))
    assert lines[0] == "measure n en fr gap p"
    assert "right 2 1.000 0.500 +0.500 1.0000" in lines
    assert "nDCG@10 2 1.000 1.000 +0.000 1.0000" in lines
    assert lines[-3:] == [
        "choir: right 1/0",
        "en: The Auckland Sailing Choir sings Tavorian songs and pays for school books.",
        "fr: Le Chœur des voiliers d'Auckland chante des chansons et paie des livres scolaires.",
    ]


def test_parity_for_programs(diaspora: Run, pairs: Path) -> None:
    record = diaspora("eval", "parity", pairs, "--json").record
    assert record["languages"] == ["en", "fr"]
    (right,) = (g for g in record["gaps"] if g["measure"] == "right")
    assert (right["questions"], right["first"], right["second"], right["gap"]) == (2, 1.0, 0.5, 0.5)
    assert [(u["pair"], u["values"]) for u in record["unequal"]] == [
        ("choir", {"right": [1.0, 0.0]})
    ]


def test_parity_needs_pairs(diaspora: Run, tmp_path: Path) -> None:
    path = tmp_path / "lone.jsonl"
    path.write_text('{"id": "a", "turns": ["What is the Homeward Bond?"]}')
    ran = diaspora("eval", "parity", path)
    assert ran.code == 2
    assert ran.complaint.startswith("Parity needs the same questions in two languages, ")


def test_one_part_is_taken_out_at_a_time(diaspora: Run, pairs: Path, data: Path) -> None:
    lines = shown(diaspora("eval", "ablate", pairs))
    assert lines[0] == "pairs nDCG@10 en fr right en fr R@5 en fr p"
    assert [line.rsplit(maxsplit=10)[0] for line in lines[1:-1]] == [
        "hybrid", "dense alone", "lexical alone", "nothing read", "nothing doubted",
        "no section context",
    ]  # fmt: skip
    assert lines[1] == "hybrid 1.000 1.000 1.000 0.750 1.000 0.500 1.000 1.000 1.000 –"
    assert lines[-1] == "p: the paired randomisation test of nDCG@10 against the first line"
    assert len(list((data / "eval").glob("*.npy"))) == 1  # texts without their context


def test_ablation_for_programs(diaspora: Run, pairs: Path) -> None:
    rows = diaspora("eval", "ablate", pairs, pairs, "--json", "--limit", 2).record
    assert [(row["set"], row["variant"]) for row in rows[:6]] == [
        ("pairs", "hybrid"), ("pairs", "dense alone"), ("pairs", "lexical alone"),
        ("pairs", "nothing read"), ("pairs", "nothing doubted"), ("pairs", "no section context"),
    ]  # fmt: skip
    assert [row["p"] for row in rows] == [None, 1.0, 1.0, 1.0, 1.0, 1.0] * 2
    assert rows[0]["scores"]["R@5"]["all"]["questions"] == 2


def test_dev_questions_are_the_default(diaspora: Run, pairs: Path) -> None:
    pairs.write_text(pairs.read_text("utf-8").replace('"dev"', '"test"'), "utf-8")
    ran = diaspora("eval", "ablate", pairs)
    assert (ran.code, ran.complaint) == (2, f"The set {pairs} has no questions in split dev.")
    assert diaspora("eval", "ablate", pairs, "--split", "test", "--limit", 1).code == 0


def test_a_set_is_named_as_it_is_written(diaspora: Run, pairs: Path) -> None:
    """It is a file's name; what looks like markup is none."""
    odd = pairs.rename(pairs.with_name("my[red]set.jsonl"))
    assert shown(diaspora("eval", "ablate", odd, "--limit", 1))[0].startswith("my[red]set ")


def test_a_collection_is_ablated_without_its_sections(diaspora: Run, tmp_path: Path) -> None:
    folder = tmp_path / "harbours"
    folder.mkdir()
    documents = ["The lighthouse is made of brick.", "Herring is smoked over alder wood."]
    (folder / "corpus.jsonl").write_text(
        "\n".join(json.dumps({"_id": f"d{n}", "text": text}) for n, text in enumerate(documents))
    )
    query = {"_id": "q", "history": ["What is smoked?"], "text": "Over which wood?",
             "rewrite": "Over which wood is the herring smoked?"}  # fmt: skip
    (folder / "queries.jsonl").write_text(json.dumps(query))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\td1\t1\n")
    rows = diaspora("eval", "ablate", folder, "--json").record
    assert [row["variant"] for row in rows] == [
        "hybrid", "dense alone", "lexical alone", "nothing read", "nothing doubted",
        "last turn as typed", "all turns as one", "rewritten by hand",
    ]  # fmt: skip
    assert rows[-1]["scores"]["nDCG@10"]["all"]["mean"] == 1.0


@pytest.fixture
def answerable(tmp_path: Path) -> Path:
    """Two questions that Tavoria's profile answers, and two that it doesn't."""
    turns = {
        "Who pays for the Lantern Fellowship?": True,
        "What is the Homeward Bond?": True,
        "What is the weather in Belhaven?": False,
        "Which dentists speak Tavorian?": False,
    }
    path = tmp_path / "answerable.jsonl"
    lines = (
        {"id": turn, "turns": [turn], "answerable": said, "split": "dev"}
        for turn, said in turns.items()
    )
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return path


def test_a_calibration_is_printed(diaspora: Run, answerable: Path, data: Path) -> None:
    found = diaspora("eval", "calibrate", answerable).record
    assert found["auroc"] == {"answerable": 1.0}
    assert found["calibration"]["weights"]["similarity"] > 0
    assert not (data / "calibration.json").exists()


def test_a_calibration_is_kept_for_the_next_build(
    diaspora: Run, answerable: Path, data: Path
) -> None:
    ran = diaspora("eval", "calibrate", answerable, "--keep")
    assert "Kept; to answer by it: diaspora index build" in ran.err
    kept = json.loads((data / "calibration.json").read_text())
    own = json.loads(ran.out)["calibration"]
    assert (kept["weights"], kept["threshold"]) == (own["weights"], own["threshold"])
    assert diaspora("index", "build").code == 0
    assert diaspora("index", "status", "--json").record["calibration"] == kept
