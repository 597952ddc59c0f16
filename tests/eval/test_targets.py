"""A path becomes a set, a set the assistant to ask; whatever is loaded is loaded once."""

import itertools
import json
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.retrieve import Weights
from corpus.errors import InputError
from eval.records import EvalQuestion, EvalSet
from eval.targets import Targets, limited, read_target, weights_of
from index.encoders import Encoder
from index.search import Index

DENSE = Weights(bm25=0.0, lexical_sentence=0.0, lexical_passage=0.0)
LEXICAL = Weights(cosine=0.0, dense_sentence=0.0, dense_passage=0.0)


def quiet(done: int, total: int) -> None:
    pass


def a_set(count: int) -> EvalSet:
    questions = tuple(EvalQuestion(id=str(n), turns=("?",)) for n in range(count))
    return EvalSet(name="numbers", questions=questions)


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "harbours"
    (folder / "qrels").mkdir(parents=True)
    files = {
        "corpus.jsonl": {"_id": "d1", "text": "Harbours are built by the bond."},
        "queries.jsonl": {"_id": "q1", "text": "Who builds harbours?"},
    }
    for name, record in files.items():
        (folder / name).write_text(json.dumps(record), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("q1\td1\t1\n", encoding="utf-8")
    (folder / "qrels" / "dev.tsv").write_text("q1\td1\t2\n", encoding="utf-8")
    return folder


class Loading:
    """Loads Tavoria's assistant and the encoder, and writes down what it loaded."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self.index, self.own, self.loaded = index, encoder, []

    def profiles(self) -> Assistant:
        self.loaded.append("profiles")
        return Assistant(self.index, self.own)

    def encoder(self) -> Encoder:
        self.loaded.append("encoder")
        return self.own


@pytest.fixture
def loading(tavoria_index: Index, encoder: Encoder) -> Loading:
    return Loading(tavoria_index, encoder)


@pytest.fixture
def targets(loading: Loading) -> Targets:
    return Targets(loading.profiles, loading.encoder)


def test_a_file_is_a_set_named_like_it(tmp_path):
    file = tmp_path / "my-own.jsonl"
    file.write_text(
        '{"id": "a", "turns": ["?"], "split": "dev"}\n{"id": "b", "turns": ["?"]}', "utf-8"
    )
    asked = read_target(file)
    assert (asked.name, [q.id for q in asked.questions]) == ("my-own", ["a", "b"])
    assert asked.documents is None
    assert [q.id for q in read_target(file, "dev").questions] == ["a"]


def test_a_folder_is_a_collection(collection):
    asked = read_target(collection)
    assert (asked.name, asked.questions[0].relevance) == ("harbours", {"d1": 1})
    assert [p.id for p in asked.documents.passages] == ["d1"]
    assert read_target(collection, "dev").questions[0].relevance == {"d1": 2}


def test_a_path_that_there_is_not_is_told_with_what_to_give(tmp_path):
    with pytest.raises(InputError) as caught:
        read_target(tmp_path / "none.jsonl")
    assert str(caught.value) == (
        f"There is no set {tmp_path / 'none.jsonl'}. Give a JSONL file, or a folder as BEIR or "
        "TREC has it."
    )


@pytest.mark.parametrize(
    ("count", "limit", "kept"),
    [
        (10, 3, ["0", "3", "6"]),
        (10, 5, ["0", "2", "4", "6", "8"]),
        (7, 6, ["0", "1", "2", "3", "4", "5"]),
        (10, 1, ["0"]),
        (3, 3, ["0", "1", "2"]),
        (3, 100, ["0", "1", "2"]),
        (3, None, ["0", "1", "2"]),
    ],
)
def test_a_limit_spreads_evenly_over_the_set(count, limit, kept):
    few = limited(a_set(count), limit)
    assert [q.id for q in few.questions] == kept
    assert few.name == "numbers"


@pytest.mark.parametrize("count", [51, 496, 1000])
def test_a_limit_leaves_no_wide_gap(count):
    kept = [int(q.id) for q in limited(a_set(count), 50).questions]
    steps = [b - a for a, b in itertools.pairwise([*kept, count])]
    assert len(kept) == 50
    assert max(steps) - min(steps) <= 1


@pytest.mark.parametrize(
    ("mode", "weights"), [("hybrid", Weights()), ("dense", DENSE), ("lexical", LEXICAL)]
)
def test_a_mode_switches_scores_off(mode, weights):
    assert weights_of(mode) == weights


def test_nothing_is_loaded_before_it_is_needed(loading, targets):
    assert loading.loaded == []


def test_questions_without_documents_are_asked_of_the_profiles(loading, targets, tmp_path):
    assistant = targets.assistant(a_set(1), "dense", tmp_path, quiet)
    assert assistant.index is loading.index
    assert assistant.retriever.weights == DENSE
    assert list(tmp_path.iterdir()) == []


def test_a_collection_is_asked_of_an_index_of_its_own(loading, targets, collection, tmp_path):
    asked = read_target(collection)
    assistant = targets.assistant(asked, "lexical", tmp_path / "cache", quiet)
    assert assistant.generation.startswith("in-memory-")
    assert [p.id for p in assistant.index.passages] == ["d1"]
    assert assistant.retriever.weights == LEXICAL
    assert len(list((tmp_path / "cache").glob("*.npy"))) == 1
    assert assistant.search("Who builds harbours?", 5)[0].passage_id == "d1"


def test_a_collection_needs_the_encoder_but_not_the_profiles(
    loading, targets, collection, tmp_path
):
    for mode in ("hybrid", "dense", "lexical"):
        targets.assistant(read_target(collection), mode, tmp_path, quiet)
    assert loading.loaded == ["encoder"]


def test_the_profiles_are_loaded_once_and_bring_their_encoder(
    loading, targets, collection, tmp_path
):
    for mode in ("hybrid", "dense"):
        targets.assistant(a_set(1), mode, tmp_path, quiet)
    targets.assistant(read_target(collection), "hybrid", tmp_path, quiet)
    assert targets.encoder() is loading.own
    assert loading.loaded == ["profiles"]


def test_the_encoder_is_loaded_once(loading, targets):
    assert targets.encoder() is targets.encoder()
    assert loading.loaded == ["encoder"]
