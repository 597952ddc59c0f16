"""Synthetic vectors: made the same each time, and lying as those of texts do."""

import numpy as np

from eval.bench.synthetic import clustered, questions


def cosines(vectors: np.ndarray) -> np.ndarray:
    """Of each two different vectors: a square matrix, -1 on its diagonal."""
    found = vectors @ vectors.T
    np.fill_diagonal(found, -1)
    return found


def test_vectors_are_of_unit_length() -> None:
    vectors = clustered(250, seed=1)
    for rows in (vectors, questions(vectors, 20, seed=1)):
        assert (rows.shape[1], rows.dtype) == (384, np.float32)
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


def test_the_same_seed_makes_the_same_vectors() -> None:
    vectors = clustered(120, seed=7)
    np.testing.assert_array_equal(vectors, clustered(120, seed=7))
    assert not np.array_equal(vectors, clustered(120, seed=8))
    np.testing.assert_array_equal(questions(vectors, 9, seed=7), questions(vectors, 9, seed=7))


def test_vectors_have_neighbours_that_are_no_copies() -> None:
    """One centre per hundred: some fall together, most are far from each other."""
    found = cosines(clustered(1000, seed=3))
    nearest = found.max(axis=1)
    assert nearest.min() > 0.5
    assert nearest.max() < 0.99
    assert abs(float(np.median(found))) < 0.1


def test_few_directions_hold_most_of_the_variance() -> None:
    variances = np.linalg.eigvalsh(np.cov(clustered(5000, seed=2).T))
    assert 25 < variances.sum() ** 2 / (variances**2).sum() < 45  # of 384


def test_a_question_is_near_the_vector_that_it_was_made_from() -> None:
    vectors = clustered(2000, seed=4)
    nearest = (questions(vectors, 50, seed=1) @ vectors.T).max(axis=1)
    assert 0.7 < float(np.median(nearest)) < 0.9


def test_fewer_than_a_hundred_share_one_centre() -> None:
    assert cosines(clustered(20, seed=1))[0, 1:].min() > 0.2
