"""What an earlier generation knows of the passages that haven't changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.records import Passage
from index.counts import Counts
from index.dense import DenseIndex, Rows
from index.encoders import Vectors
from index.lexical import word_rules
from index.parts import Parts, counts_of
from index.search import Index
from index.texts import same_texts

Chosen = NDArray[np.bool_]


@dataclass(frozen=True)
class Places:
    """The row of each of some passages in an earlier generation, and of each of their sentences.

    -1 where there is none. `owner[s]` is the passage of sentence s.
    """

    owner: Rows
    passages: Rows
    sentences: Rows


class KnownPassages:
    """The vectors and the counts of words of an index. Load it verified, or not at all."""

    def __init__(self, index: Index) -> None:
        """Take what a loaded generation knows.

        It stays in memory as long as this is held: while the next one is built, there are both.
        """
        self.similarity = index.manifest.similarity
        self._index = index
        self._rows = {(p.id, p.language): row for row, p in enumerate(index.passages)}
        self._starts = np.searchsorted(index.owner, np.arange(len(index.passages)))

    def places(self, passages: Sequence[Passage]) -> Places:
        """Find passages; one that was reworded is not found."""
        rows = np.array([self._row(passage) for passage in passages], np.int64)
        lengths = [len(passage.sentences) for passage in passages]
        owner = np.repeat(np.arange(len(passages)), lengths)
        place = np.arange(len(owner)) - np.searchsorted(owner, owner)
        sentences = np.where(rows[owner] < 0, -1, self._starts[rows[owner]] + place)
        return Places(owner, rows, sentences)

    def completed(self, passages: Sequence[Passage], places: Places, fresh: Parts) -> Parts:
        """Return the parts of all passages, given those of the passages that were not found.

        Words that the earlier generation cut by other rules are counted anew.
        """
        index = self._index
        languages = np.array([passage.language for passage in passages])
        counts = {}
        for code in dict.fromkeys(languages.tolist()):
            if index.manifest.words.get(code) == word_rules(code):
                own = languages == code
                counts[code] = self._counts(code, own, places, fresh.counts.get(code))
            else:
                counts[code] = counts_of(passages, code)
        return Parts(
            _updated(index.dense_passages, places.passages, fresh.passages),
            _updated(index.dense_sentences, places.sentences, fresh.sentences),
            counts,
        )

    def _row(self, passage: Passage) -> int:
        row = self._rows.get((passage.id, passage.language), -1)
        return row if row >= 0 and same_texts(passage, self._index.passages[row]) else -1

    def _counts(
        self, code: str, own: Chosen, places: Places, fresh: tuple[Counts, Counts] | None
    ) -> tuple[Counts, Counts]:
        """Counts of one language: its rows are numbered among those of the language alone."""
        fresh = fresh or (Counts.of([]), Counts.of([]))
        lexicon = self._index.lexica[code]
        passages, sentences = places.passages[own], places.sentences[own[places.owner]]
        return (
            lexicon.passages.counts.updated(_among(lexicon.passage_rows, passages), fresh[0]),
            lexicon.sentences.counts.updated(_among(lexicon.sentence_rows, sentences), fresh[1]),
        )


def _updated(known: DenseIndex, rows: Rows, fresh: Vectors) -> Vectors:
    """Return vectors of which row i is the known one `rows[i]`, or where that is -1 the next fresh.

    float32, shape (rows, dimension); the known ones are copied once.
    """
    new = rows < 0
    if new.all() and len(fresh):
        return fresh
    vectors = known.rows(np.maximum(rows, 0))  # row 0 keeps the place of the new ones
    if len(fresh):
        vectors[new] = fresh
    return vectors


def _among(own: Rows, rows: Rows) -> Rows:
    """Return the place of each row in `own`, which ascends; -1 stays -1."""
    return np.where(rows < 0, -1, np.searchsorted(own, rows))
