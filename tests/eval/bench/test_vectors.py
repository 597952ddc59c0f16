"""Synthetic vectors: made the same each time, searched as exactly as by numpy."""

import faiss
import numpy as np

from eval.bench.vectors import clustered, search_costs


def test_vectors_are_of_unit_length() -> None:
    vectors = clustered(250, seed=1)
    assert (vectors.shape, vectors.dtype) == ((250, 384), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_the_same_seed_makes_the_same_vectors() -> None:
    np.testing.assert_array_equal(clustered(120, seed=7), clustered(120, seed=7))
    assert not np.array_equal(clustered(120, seed=7), clustered(120, seed=8))


def test_vectors_have_neighbours_that_are_no_copies() -> None:
    """One centre per hundred: some fall together, most are far from each other."""
    vectors = clustered(1000, seed=3)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    nearest = cosines.max(axis=1)
    assert nearest.min() > 0.3
    assert nearest.max() < 0.99
    assert abs(float(np.median(cosines))) < 0.1


def test_fewer_than_a_hundred_share_one_centre() -> None:
    vectors = clustered(20, seed=1)
    assert (vectors @ vectors.T).min() > 0.2


def test_exact_search_finds_what_numpy_finds() -> None:
    (row,) = search_costs(1000).rows
    assert list(row) == [
        "vectors", "kind", "built in s", "file MB", "opened in s", "p50 ms", "p99 ms",
        "numpy p50 ms", "ratio", "recall@10", "filtered p50 ms", "filtered recall@10",
    ]  # fmt: skip
    assert (row.pop("vectors"), row.pop("kind")) == (1000, "flat")
    assert row["filtered recall@10"] == 1.0
    assert row["recall@10"] == 1.0
    assert all(isinstance(value, int | float) and value > 0 for value in row.values())


def test_sizes_are_powers_of_ten_up_to_the_largest() -> None:
    assert [row["vectors"] for row in search_costs(9_999).rows] == [1000]
    assert [row["vectors"] for row in search_costs(10_000).rows] == [1000, 10_000]
    assert search_costs(999).rows == ()


def test_the_number_of_threads_is_as_it_was() -> None:
    before = faiss.omp_get_max_threads()
    search_costs(1000)
    assert faiss.omp_get_max_threads() == before
