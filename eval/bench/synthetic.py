"""Synthetic vectors that lie as those of texts do: in clusters, and mostly in few directions.

Measured on the sentences of the bundled profile in the bundled encoder, less their mean: the
participation ratio of the variances (Σ v)² / Σ v² is 39 of 384, two random sentences have a cosine
of 0 ± 0.13, and the nearest one of 0.69. Noise that is alike in all directions has a ratio of 384:
there, at a million, neighbours are hardly nearer than strangers, for any index.
"""

import numpy as np
from numpy.typing import NDArray

DIMENSION = 384
CLUSTER = 100  # vectors around one centre, on average
SPREAD = 0.7  # of a vector around its centre, whose length is 1
BLOCK = 50_000  # vectors made at once: a million need little more memory than they take
Vectors = NDArray[np.float32]


def clustered(count: int, seed: int) -> Vectors:
    """Return unit vectors around centres: float32, shape (count, 384)."""
    dice = np.random.default_rng(seed)
    centres = _noise(dice, max(1, count // CLUSTER))
    vectors = centres[dice.integers(len(centres), size=count)]
    for start in range(0, count, BLOCK):
        block = vectors[start : start + BLOCK]
        block += SPREAD * _noise(dice, len(block))
        block /= np.linalg.norm(block, axis=1, keepdims=True)
    return vectors


def questions(vectors: Vectors, count: int, seed: int) -> Vectors:
    """Return unit vectors: some of those given, moved as far as they lie from their centres."""
    dice = np.random.default_rng(seed)
    moved = vectors[dice.integers(len(vectors), size=count)] + SPREAD * _noise(dice, count)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True))


def _noise(dice: np.random.Generator, count: int) -> Vectors:
    """Vectors of length 1 in the mean square, whose directions fade: participation ratio 36."""
    deviations = 1 / (1 + np.arange(DIMENSION, dtype=np.float32) / 13)
    deviations /= np.linalg.norm(deviations)
    return np.asarray(dice.standard_normal((count, DIMENSION), np.float32) * deviations)
