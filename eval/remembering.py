"""An encoder that encodes no query twice: for studies that ask the same questions again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from index.encoders import Encoder, Vectors


@dataclass(frozen=True)
class RememberingEncoder(Encoder):
    """An `Encoder` that keeps the vectors of queries. Not for measuring time."""

    vectors: dict[str, Vectors] = field(default_factory=dict)

    @classmethod
    def of(cls, encoder: Encoder) -> "RememberingEncoder":
        """Wrap an encoder."""
        return cls(encoder.name, encoder.fingerprint, encoder.model)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode queries, or return what they were encoded to before."""
        for text in texts:
            if text not in self.vectors:
                self.vectors[text] = super().queries([text])[0]
        return np.stack([self.vectors[text] for text in texts])
