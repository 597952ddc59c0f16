"""The graph that many vectors are searched by: measured against exact search by numpy."""

from pathlib import Path

import numpy as np
import pytest

from index import dense
from index.dense import DenseIndex, exact_nearest, sampled
from index.manifest import DenseRecord


def unit(count: int, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, 48), np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


VECTORS = unit(3000, seed=1)
QUERIES = unit(20, seed=2)


@pytest.fixture(scope="module")
def graph() -> DenseIndex:
    return DenseIndex.measured(VECTORS, exact_up_to=1000)[0]


def saved(index: DenseIndex, path: Path) -> None:
    with path.open("wb") as file:
        index.save(file.write)


def brute(query: np.ndarray, k: int, rows: np.ndarray) -> list[int]:
    return rows[np.argsort(-(VECTORS[rows] @ query), kind="stable")[:k]].tolist()


def test_few_vectors_are_searched_exactly():
    index, record = DenseIndex.measured(VECTORS, exact_up_to=3000)
    assert index.exact
    assert record == DenseRecord(kind="flat", vectors=3000, ef=0, recall_at_10=1.0, sample=0)


def test_many_vectors_get_a_graph_and_its_recall_is_told():
    index, record = DenseIndex.measured(VECTORS, exact_up_to=2999)
    assert not index.exact
    assert (record.kind, record.vectors, record.sample) == ("hnsw", 3000, 200)
    assert record.recall_at_10 >= 0.99
    assert record.recall_at_10 == index.recall(*sampled(VECTORS))
    assert record.ef in dense.EFS


def test_a_graph_that_misses_too_much_gives_way_to_exact_search(monkeypatch):
    monkeypatch.setattr(DenseIndex, "recall", lambda *_: 0.98)
    index, record = DenseIndex.measured(VECTORS, exact_up_to=1000)
    assert index.exact
    assert record.kind == "flat"


def test_the_search_is_widened_until_it_finds_enough(monkeypatch):
    recalls = iter([0.997, 0.999])
    monkeypatch.setattr(DenseIndex, "recall", lambda *_: next(recalls))
    assert DenseIndex.measured(VECTORS, exact_up_to=1000)[1].ef == dense.EFS[1]


def test_exact_nearest_is_what_numpy_finds():
    everything = np.arange(3000)
    expected = [brute(query, 10, everything) for query in QUERIES]
    assert exact_nearest(VECTORS, QUERIES, 10).tolist() == expected


@pytest.mark.parametrize("size", [1, 7, 400])
def test_a_narrow_filter_is_exact(graph, size):
    rows = np.sort(np.random.default_rng(size).choice(3000, size, replace=False))
    for query in QUERIES:
        found, scores = graph.search(query, 10, among=rows)
        assert found.tolist() == brute(query, 10, rows)
        np.testing.assert_allclose(scores, VECTORS[found] @ query, atol=1e-6)


def test_a_narrow_filter_of_neighbouring_rows(graph):
    rows = np.arange(700, 900)
    assert graph.search(QUERIES[0], 5, among=rows)[0].tolist() == brute(QUERIES[0], 5, rows)


def test_a_wide_filter_goes_through_the_graph_and_finds_only_what_passes(graph, monkeypatch):
    monkeypatch.setattr(dense, "ROWS_A_CANDIDATE", 0)
    rows = np.arange(0, 3000, 3)
    hits = 0
    for query in QUERIES:
        found = graph.search(query, 10, among=rows)[0].tolist()
        assert set(found) <= set(rows.tolist())
        hits += len(set(found) & set(brute(query, 10, rows)))
    assert hits / (10 * len(QUERIES)) >= 0.99


def test_all_rows_are_ranked_exactly(graph):
    found, scores = graph.search(QUERIES[0], 3000)
    assert sorted(found.tolist()) == list(range(3000))
    assert np.all(np.diff(scores) <= 0)


def test_nothing_passes(graph):
    assert graph.search(QUERIES[0], 10, among=np.empty(0, np.int64))[0].tolist() == []


@pytest.mark.parametrize("mapped_from", [0, 64_000_000])
def test_written_and_opened(graph, tmp_path, monkeypatch, mapped_from):
    monkeypatch.setattr(dense, "MAPPED_FROM", mapped_from)
    path = tmp_path / "graph.faiss"
    saved(graph, path)
    again = DenseIndex.open(path)
    path.unlink()  # a mapped file stays readable
    np.testing.assert_array_equal(again.vectors(), VECTORS)
    for query in QUERIES:
        assert again.search(query, 10)[0].tolist() == graph.search(query, 10)[0].tolist()
        rows = np.arange(5, 300)
        assert again.search(query, 10, among=rows)[0].tolist() == brute(query, 10, rows)


def test_the_vectors_of_some_rows(graph):
    rows = np.array([7, 2999, 7, 0])
    for index in (graph, DenseIndex.of(VECTORS)):
        np.testing.assert_array_equal(index.rows(rows), VECTORS[rows])
        assert index.rows(rows[:0]).shape == (0, 48)
