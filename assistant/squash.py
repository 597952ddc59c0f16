"""A fused score, which has no bounds, → 0 to 1 for the record."""

import math

SCALE = 3.0


def squashed(score: float) -> float:
    """Map a fused score to (0, 1), keeping the order: 0 becomes one half.

    >>> squashed(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-score / SCALE))
