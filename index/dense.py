"""Vectors in FAISS. Scores are cosines: inner products of unit vectors, higher is better."""

import faiss
import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


class DenseIndex:
    """Exact search over unit vectors, one row each, numbered from 0."""

    def __init__(self, index: faiss.Index) -> None:
        """Wrap a FAISS index; build one with `of`, read one with `from_bytes`."""
        self._index = index

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> "DenseIndex":
        """Index vectors: float32, shape (n, dimension), unit length."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> "DenseIndex":
        """Read what `to_bytes` wrote. Verify the bytes first: FAISS doesn't."""
        return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))

    def to_bytes(self) -> bytes:
        """Return the index as bytes."""
        return bytes(faiss.serialize_index(self._index))

    def __len__(self) -> int:
        """Count the rows."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    def vectors(self) -> NDArray[np.float32]:
        """Return all vectors: float32, shape (n, dimension)."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)

    def search(
        self, query: NDArray[np.float32], k: int, among: Rows | None = None
    ) -> tuple[Rows, Scores]:
        """Return the k nearest rows and their cosines, best first.

        `query` has shape (dimension,); `among` restricts the search to some rows. Fewer than k
        are returned where there are fewer.
        """
        parameters = None
        if among is not None:
            parameters = faiss.SearchParameters(
                sel=faiss.IDSelectorBatch(among)  # type: ignore[call-arg]
            )
        k = min(k, len(self) if among is None else len(among))
        if k == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        scores, rows = self._index.search(query[None, :], k, params=parameters)
        return rows[0], scores[0]
