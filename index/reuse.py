"""Vectors of an earlier generation, for the passages that haven't changed."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from corpus.records import Passage
from index.encoders import Vectors
from index.search import Index
from index.texts import encoded_texts

Key = tuple[str, str, str]


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
        found = self._rows.get(_key(passage))
        if found is None:
            return None
        row, start, end = found
        return self._passages[row], self._sentences[start:end]

    def _numbered(
        self, passages: list[Passage], bounds: list[int]
    ) -> Iterable[tuple[Key, tuple[int, int, int]]]:
        for row, (passage, (start, end)) in enumerate(zip(passages, pairwise(bounds), strict=True)):
            yield _key(passage), (row, start, end)


def _key(passage: Passage) -> Key:
    """What was encoded itself: for one look-up a hash of it would only take time."""
    return passage.id, passage.language, "\0".join(encoded_texts(passage))
