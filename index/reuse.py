"""Vectors of an earlier generation, for the passages that haven't changed."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from corpus.records import Passage
from index.encoders import Vectors
from index.plan import key_of
from index.search import Index


class KnownVectors:
    """The vectors of an index, by what was encoded. Load the index verified, or not at all."""

    def __init__(self, index: Index) -> None:
        """Take all vectors of a loaded generation."""
        self.similarity = index.manifest.similarity
        self._passages = index.dense_passages.vectors()
        self._sentences = index.dense_sentences.vectors()
        bounds = np.cumsum([0, *(len(p.sentences) for p in index.passages)]).tolist()
        self._rows = dict(self._numbered(index.passages, bounds))

    def of(self, passage: Passage) -> tuple[Vectors, Vectors] | None:
        """Return the vector of a passage and those of its sentences, None where it is new.

        float32, shapes (dimension,) and (sentences, dimension).
        """
        key = key_of(passage)
        found = self._rows.get((key.id, key.language, key.sha256))
        if found is None:
            return None
        row, start, end = found
        return self._passages[row], self._sentences[start:end]

    def _numbered(
        self, passages: list[Passage], bounds: list[int]
    ) -> Iterable[tuple[tuple[str, str, str], tuple[int, int, int]]]:
        for row, (passage, (start, end)) in enumerate(zip(passages, pairwise(bounds), strict=True)):
            key = key_of(passage)
            yield (key.id, key.language, key.sha256), (row, start, end)
