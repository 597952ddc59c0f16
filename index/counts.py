"""How often each stem occurs in each text: all that BM25 needs of the texts.

Counts of a text don't depend on other texts, so those of texts that haven't changed can be taken
over from an earlier generation.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """`matrix[row, column]` says how often text `row` holds the stem `vocabulary[column]`.

    `matrix` is csr, int32, shape (texts, stems), its columns ascending in each row. The vocabulary
    is sorted, and each of its stems occurs: the same texts have the same counts, however they came
    about.
    """

    vocabulary: tuple[str, ...]
    matrix: csr_array

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> "Counts":
        """Count the stems of texts that were cut into stems."""
        stems = [stem for text in texts for stem in text]
        vocabulary = tuple(sorted({*stems}))
        column = {stem: number for number, stem in enumerate(vocabulary)}
        columns = np.array([column[stem] for stem in stems], np.int32)
        ends = np.cumsum([0, *map(len, texts)])
        ones = np.ones(len(stems), np.int32)
        matrix = csr_array((ones, columns, ends), shape=(len(texts), len(vocabulary)))
        matrix.sum_duplicates()
        return cls(vocabulary, matrix)

    def updated(self, rows: Rows, fresh: "Counts") -> "Counts":
        """Return counts of other texts: text i is text `rows[i]` of these, or new where that is -1.

        `fresh` are the counts of the new ones, in their order.
        """
        vocabulary = tuple(sorted({*self.vocabulary, *fresh.vocabulary}))
        both = vstack([one._widened(vocabulary) for one in (self, fresh)], format="csr")
        new = rows < 0
        matrix = both[np.where(new, len(self) + np.cumsum(new) - 1, rows)]
        used = np.flatnonzero(np.bincount(matrix.indices, minlength=len(vocabulary)))
        return Counts(tuple(vocabulary[c] for c in used), matrix[:, used])

    def _widened(self, vocabulary: tuple[str, ...]) -> csr_array:
        """Give each stem the column that it has in a vocabulary with more stems."""
        column = {stem: number for number, stem in enumerate(vocabulary)}
        places = np.array([column[stem] for stem in self.vocabulary], np.int32)
        parts = self.matrix.data, places[self.matrix.indices], self.matrix.indptr
        return csr_array(parts, shape=(len(self), len(vocabulary)))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Counts":
        """Read what `to_bytes` wrote."""
        with np.load(io.BytesIO(data)) as parts:
            words = parts["vocabulary"].tobytes().decode()
            vocabulary = tuple(words.split("\n")) if words else ()
            arrays = parts["data"], parts["indices"], parts["indptr"]
        return cls(vocabulary, csr_array(arrays, shape=(len(arrays[2]) - 1, len(vocabulary))))

    def to_bytes(self) -> bytes:
        """Return the counts as an npz archive; the same counts give the same bytes."""
        file, matrix = io.BytesIO(), self.matrix
        words = np.frombuffer("\n".join(self.vocabulary).encode(), np.uint8)
        places = {"indices": matrix.indices.astype(np.int32), "indptr": matrix.indptr.astype(int)}
        np.savez(file, vocabulary=words, data=matrix.data, **places)
        return file.getvalue()

    def __len__(self) -> int:
        """Count the texts."""
        return int(self.matrix.shape[0])
