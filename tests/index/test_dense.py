"""FAISS against numpy's brute force."""

import numpy as np
import pytest

from index.dense import DenseIndex


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    random = np.random.default_rng(7).normal(size=(200, 24)).astype(np.float32)
    return random / np.linalg.norm(random, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def index(vectors) -> DenseIndex:
    return DenseIndex.of(vectors)


def brute_force(vectors, query, k, among):
    cosines = vectors[among] @ query
    best = np.argsort(-cosines, kind="stable")[:k]
    return among[best], cosines[best]


@pytest.mark.parametrize("k", [1, 10, 200])
@pytest.mark.parametrize("row", [0, 57, 199])
def test_search_finds_what_brute_force_finds(vectors, index, k, row):
    query = vectors[row]
    rows, scores = brute_force(vectors, query, k, np.arange(200))
    found, values = index.search(query, k)
    assert found.tolist() == rows.tolist()
    assert found[0] == row
    np.testing.assert_allclose(values, scores, atol=1e-5)


@pytest.mark.parametrize("k", [1, 5, 40])
def test_search_among_some_rows_finds_what_brute_force_finds_there(vectors, index, k):
    query, among = vectors[3], np.arange(1, 200, 5)
    rows, scores = brute_force(vectors, query, k, among)
    found, values = index.search(query, k, among=among)
    assert found.tolist() == rows.tolist()
    np.testing.assert_allclose(values, scores, atol=1e-5)


def test_scores_are_cosines_higher_is_better():
    index = DenseIndex.of(np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32))
    rows, scores = index.search(np.array([0, 1], np.float32), 3)
    assert rows.tolist() == [1, 2, 0]
    assert scores.tolist() == [1.0, pytest.approx(0.8), 0.0]


def test_fewer_are_found_where_there_are_fewer(index, vectors):
    assert len(index.search(vectors[0], 1000)[0]) == 200
    assert index.search(vectors[0], 10, among=np.array([4, 9]))[0].tolist() in ([4, 9], [9, 4])


def test_nothing_is_found_among_nothing(index, vectors):
    rows, scores = index.search(vectors[0], 5, among=np.array([], np.int64))
    assert (rows.tolist(), scores.tolist()) == ([], [])


def test_the_file_brings_the_index_back(index, vectors, tmp_path):
    with (tmp_path / "vectors.faiss").open("wb") as file:
        index.save(file.write)
    again = DenseIndex.open(tmp_path / "vectors.faiss")
    assert (len(again), again.dimension) == (200, 24)
    np.testing.assert_array_equal(again.vectors(), vectors)
