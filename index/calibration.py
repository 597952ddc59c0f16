"""How the signals of "does the profile say it?" are weighed; kept with a generation.

It depends on the encoder and on the corpus, and is fitted on questions about it
(`diaspora eval calibrate`). What the signals are is said in `assistant.signals`.
"""

import math
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import InputError
from corpus.records import Record


class Calibration(Record):
    """A logistic regression: the weight of each signal by its name, bias, and threshold.

    `encoder` is the fingerprint of the encoder that it was fitted with; "" where it isn't bound.
    """

    weights: dict[str, float]
    bias: float
    threshold: float
    encoder: str = ""

    @property
    def reads(self) -> bool:
        """Tell whether what was read counts."""
        return self.weights.get("reading", 0.0) > 0

    def probability(self, signals: Mapping[str, float]) -> float:
        """Return how likely it is that the profile says it, 0 to 1.

        Raises KeyError for a weight of a signal that isn't there.

        >>> even = Calibration(weights={"cover": 2.0}, bias=-1.0, threshold=0.5)
        >>> even.probability({"cover": 0.5})
        0.5
        """
        total = self.bias + sum(w * signals[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-total))


def read_calibration(path: Path) -> Calibration:
    """Read a calibration from its JSON. Raises `InputError`."""
    try:
        return Calibration.model_validate_json(path.read_bytes())
    except (ValidationError, OSError):
        raise InputError(
            f"{path} is no calibration. "
            "Write it anew (diaspora eval calibrate --keep), or remove it."
        ) from None
