"""What makes the cosines of different encoders comparable.

One encoder gives a question and its answer a cosine of 0.9 and unrelated texts 0.75, another 0.7
and 0.1. The probes (probes.toml) show which, and the scale is kept with the generation.
"""

import tomllib
from importlib.resources import files

import numpy as np

from corpus.records import Record
from index.encoders import Encoder


class Scale(Record):
    """Mean cosines of a question and an unrelated sentence, and of a question and its answer."""

    unrelated: float
    answering: float

    def similarity(self, cosine: float) -> float:
        """Return 0 for a cosine like that of unrelated texts, 1 for one of question and answer.

        >>> Scale(unrelated=0.75, answering=0.875).similarity(0.8125)
        0.5
        """
        return round((cosine - self.unrelated) / (self.answering - self.unrelated), 9)


def scale_of(encoder: Encoder) -> Scale:
    """Encode the probes and measure their cosines.

    An encoder that tells nothing apart gets the scale of the cosine itself.
    """
    pairs = tomllib.loads((files("index") / "probes.toml").read_text(encoding="utf-8"))["pair"]
    questions = encoder.queries([pair["question"] for pair in pairs])
    cosines = questions @ encoder.documents([pair["answer"] for pair in pairs]).T
    answering = float(np.diag(cosines).mean())
    unrelated = float(cosines[~np.eye(len(pairs), dtype=bool)].mean())
    if answering - unrelated < 1e-3:
        return Scale(unrelated=0.0, answering=1.0)
    return Scale(unrelated=round(unrelated, 6), answering=round(answering, 6))
