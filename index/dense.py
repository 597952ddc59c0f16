"""Vectors in FAISS. Scores are cosines: inner products of unit vectors, higher is better.

Up to `EXACT_UP_TO` vectors search is exact: of so many, the ten nearest take one thread 2.8 ms and
encoding the question 16 to 25, and no graph is built anew when one passage changes. Beyond,
an HNSW graph (Malkov & Yashunin 2016, https://arxiv.org/abs/1603.09320) stands beside the vectors,
and how many candidates a search keeps (ef) is raised until it finds what exact search finds. Other
numbers below were chosen from what `diaspora eval bench --part vectors` measures.
"""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.files import Append
from index.manifest import DenseRecord

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
Vectors = NDArray[np.float32]

EXACT_UP_TO = 50_000
LINKS, EF_BUILDING = 32, 80
EFS = (128, 224, 384, 768)
RECALL = 0.998  # of the vectors themselves; a question is harder: at a million, 0.99 is left of it
K = 10
SAMPLE = 200
MAPPED_FROM = 64_000_000  # bytes
PIECE = 1 << 20  # bytes
ROWS_A_CANDIDATE = 60  # looked at one by one in the time that a graph takes for a candidate


class DenseIndex:
    """Search over unit vectors, one row each, numbered from 0."""

    def __init__(self, index: faiss.Index) -> None:
        """Wrap a FAISS index; build one with `of` or `measured`, read one with `open`."""
        self._index: Any = index  # its kinds have more than FAISS declares for all

    @classmethod
    def of(cls, vectors: Vectors) -> "DenseIndex":
        """Index vectors for exact search: float32, shape (n, dimension), unit length."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def graph(cls, vectors: Vectors) -> "DenseIndex":
        """Index vectors in an HNSW graph: float32, shape (n, dimension), unit length."""
        index: Any = faiss.IndexHNSWFlat(vectors.shape[1], LINKS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = EF_BUILDING
        index.hnsw.efSearch = EFS[0]
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def measured(
        cls, vectors: Vectors, exact_up_to: int = EXACT_UP_TO
    ) -> tuple["DenseIndex", DenseRecord]:
        """Index vectors in the way that their number asks for, and say how well it finds.

        A graph whose recall@10 on a sample of the vectors stays below `RECALL` gives way to exact
        search.
        """
        if len(vectors) > exact_up_to:
            index = cls.graph(vectors)
            queries, nearest = sampled(vectors)
            for ef in EFS:
                index._index.hnsw.efSearch = ef
                recall = index.recall(queries, nearest)
                if recall >= RECALL:
                    return index, DenseRecord(
                        kind="hnsw", vectors=len(vectors), ef=ef,
                        recall_at_10=recall, sample=SAMPLE,
                    )  # fmt: skip
        return cls.of(vectors), DenseRecord(kind="flat", vectors=len(vectors))

    @classmethod
    def open(cls, path: Path) -> "DenseIndex":
        """Read what `save` wrote; map it where it is large. Verify it first.

        A mapped file stays readable after it was removed (on Windows it can't be removed before).
        """
        large = path.stat().st_size > MAPPED_FROM
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC if large else 0))

    def save(self, append: Append) -> None:
        """Write the index piece by piece, without a copy of it; `append` takes bytes."""
        writer = faiss.PyCallbackIOWriter(append, PIECE)  # type: ignore[attr-defined]
        faiss.write_index(self._index, writer)

    def __len__(self) -> int:
        """Count the rows."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    @property
    def exact(self) -> bool:
        """Tell whether a search finds the very nearest."""
        return not hasattr(self._index, "hnsw")

    def vectors(self) -> Vectors:
        """Return all vectors: float32, shape (n, dimension)."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)

    def rows(self, rows: Rows) -> Vectors:
        """Return the vectors of some rows: float32, shape (rows, dimension)."""
        if not len(rows):
            return np.empty((0, self.dimension), np.float32)
        return np.asarray(self._index.reconstruct_batch(rows), dtype=np.float32)

    def search(self, query: Vectors, k: int, among: Rows | None = None) -> tuple[Rows, Scores]:
        """Return the k nearest rows and their cosines, best first.

        `query` has shape (dimension,); `among`, ascending, restricts the search to some rows.
        Fewer than k are returned where there are fewer. A search for every row there is, or among
        few, is exact whatever the index.
        """
        rows = len(self) if among is None else len(among)
        k = min(k, rows)
        if k == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if not self.exact and (k == rows or rows <= ROWS_A_CANDIDATE * self._candidates(rows)):
            return self._all_of(query, k, np.arange(rows) if among is None else among)
        scores, found = self._index.search(query[None, :], k, params=self._among(among))
        there = found[0] >= 0
        return found[0][there], scores[0][there]

    def recall(self, queries: Vectors, nearest: Rows) -> float:
        """Return the share of the nearest rows, shape (queries, k), that a search finds, 0 to 1."""
        _, found = self._index.search(queries, nearest.shape[1])
        hits = [len({*some} & {*best}) for some, best in zip(found, nearest, strict=True)]
        return float(np.mean(hits) / nearest.shape[1])

    def _all_of(self, query: Vectors, k: int, rows: Rows) -> tuple[Rows, Scores]:
        """Look at each of some rows where it lies: exact, and faster than a graph where few."""
        scores = np.empty(len(rows), np.float32)
        query, rows = np.ascontiguousarray(query, np.float32), np.ascontiguousarray(rows, np.int64)
        ours, its, these = (faiss.swig_ptr(array) for array in (scores, query, rows))
        flat: Any = faiss.downcast_index(self._index.storage)
        # not numpy's product: it copies rows that don't lie together, and its threads wait long
        # for each other on a busy machine
        products: Any = faiss.fvec_inner_products_by_idx  # type: ignore[attr-defined]
        products(ours, its, flat.get_xb(), these, self.dimension, 1, len(rows))
        best = np.argpartition(-scores, k - 1)[:k]
        best = best[np.argsort(-scores[best], kind="stable")]
        return rows[best], scores[best]

    def _among(self, rows: Rows | None) -> Any:
        if rows is None:
            return None
        if self.exact:
            return faiss.SearchParameters(sel=faiss.IDSelectorBatch(rows))  # type: ignore[call-arg]
        bits = np.zeros(len(self), bool)
        bits[rows] = True
        packed = np.packbits(bits, bitorder="little")
        selector = faiss.IDSelectorBitmap(packed)  # type: ignore[call-arg,arg-type]
        ef = self._candidates(len(rows))
        return faiss.SearchParametersHNSW(sel=selector, efSearch=ef)  # type: ignore[attr-defined]

    def _candidates(self, rows: int) -> int:
        """How many candidates a search keeps: the more, the fewer rows pass its filter."""
        ef = int(self._index.hnsw.efSearch)
        return max(ef, 2 * ef * len(self) // (5 * rows))


def sampled(vectors: Vectors) -> tuple[Vectors, Rows]:
    """Return some of the vectors, and the rows that exact search finds for each, itself among them.

    Shapes (SAMPLE, dimension) and (SAMPLE, K), fewer where there are fewer.
    """
    chosen = np.linspace(0, len(vectors) - 1, min(SAMPLE, len(vectors))).astype(np.int64)
    return vectors[chosen], exact_nearest(vectors, vectors[chosen], K)


def exact_nearest(vectors: Vectors, queries: Vectors, k: int) -> Rows:
    """Return the k nearest rows of each query: int64, shape (queries, k), best first."""
    _, rows = faiss.knn(queries, vectors, min(k, len(vectors)), faiss.METRIC_INNER_PRODUCT)
    return np.asarray(rows, dtype=np.int64)
