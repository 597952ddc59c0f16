"""Search over synthetic vectors: latency and recall@10 against exact search by numpy."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import faiss
import numpy as np
from numpy.typing import NDArray

from eval.bench.tables import Cell, Table, quantile
from index.bundled import sha256_of
from index.dense import DenseIndex
from index.files import CheckedFolder

DIMENSION = 384
QUERIES = 100
K = 10
SPREAD = 0.06  # deviation around a cluster's centre, a coordinate: neighbours, not copies
Vectors = NDArray[np.float32]
Search = Callable[[Vectors], NDArray[np.int64]]


def search_costs(largest: int) -> Table:
    """Measure 10³, 10⁴ … `largest` vectors: built with all threads, searched with one."""
    sizes = [10**power for power in range(3, 7) if 10**power <= largest]
    return Table(
        name="Search over synthetic vectors",
        note=f"{DIMENSION} dimensions in clusters, {QUERIES} queries of which each is a vector "
        "moved a little, one thread; exact search or a graph, by the index's size. numpy: every "
        "inner product, then the ten best. Filtered: to a tenth of the rows. Opened: its SHA-256 "
        "checked and the file read or mapped, from the cache of the operating system.",
        rows=tuple(_row(count) for count in sizes),
    )


def clustered(count: int, seed: int) -> Vectors:
    """Return unit vectors around one centre per hundred: float32, shape (count, 384)."""
    dice = np.random.default_rng(seed)
    centres = dice.standard_normal((max(1, count // 100), DIMENSION), np.float32)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    vectors = centres[dice.integers(len(centres), size=count)]
    vectors += SPREAD * dice.standard_normal((count, DIMENSION), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _row(count: int) -> dict[str, Cell]:
    vectors = clustered(count, seed=count)
    dice = np.random.default_rng(1)
    queries = vectors[dice.integers(count, size=QUERIES)]
    queries = queries + SPREAD * dice.standard_normal(queries.shape, np.float32)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    begin = perf_counter()
    built, record = DenseIndex.measured(vectors)
    head = {"vectors": count, "kind": record.kind, "built in s": perf_counter() - begin}
    with TemporaryDirectory() as folder, _one_thread():
        index, opening = _reopened(built, Path(folder) / "vectors.faiss")
        del built
        return head | opening | _searched(index, vectors, queries)


def _reopened(index: DenseIndex, path: Path) -> tuple[DenseIndex, dict[str, Cell]]:
    """Write an index as a build does, and open it as a server does."""
    with CheckedFolder(path.parent).file(path.name) as append:
        index.save(append)
    begin = perf_counter()
    sha256_of(path)
    opened = DenseIndex.open(path)
    seconds = perf_counter() - begin
    return opened, {"file MB": path.stat().st_size / 1e6, "opened in s": seconds}


def _searched(index: DenseIndex, vectors: Vectors, queries: Vectors) -> dict[str, Cell]:
    count = len(vectors)
    # a tenth, as profiles lie: together
    country = np.arange(count // 10, count // 5, dtype=np.int64)
    exact, exact_times = _timed(queries, lambda q: _brute(vectors, q))
    index.search(queries[0], K)  # touches what a mapped file hasn't read yet
    found, times = _timed(queries, lambda q: index.search(q, K)[0])
    filtered, filtered_times = _timed(queries, lambda q: index.search(q, K, country)[0])
    within, _ = _timed(queries, lambda q: country[_brute(vectors[country], q)])
    return {
        "p50 ms": quantile(times, 0.5) * 1000,
        "p99 ms": quantile(times, 0.99) * 1000,
        "numpy p50 ms": quantile(exact_times, 0.5) * 1000,
        "ratio": quantile(times, 0.5) / quantile(exact_times, 0.5),
        "recall@10": _recall(exact, found),
        "filtered p50 ms": quantile(filtered_times, 0.5) * 1000,
        "filtered recall@10": _recall(within, filtered),
    }


@contextmanager
def _one_thread() -> Iterator[None]:
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


def _recall(exact: Sequence[NDArray[np.int64]], found: Sequence[NDArray[np.int64]]) -> float:
    shares = [len({*a} & {*b}) / K for a, b in zip(exact, found, strict=True)]
    return float(np.mean(shares))


def _brute(vectors: Vectors, query: Vectors) -> NDArray[np.int64]:
    scores = vectors @ query
    best = np.argpartition(-scores, K)[:K]
    return np.asarray(best[np.argsort(-scores[best])])


def _timed(queries: Vectors, search: Search) -> tuple[list[NDArray[np.int64]], list[float]]:
    found, times = [], []
    for query in queries:
        begin = perf_counter()
        found.append(search(query))
        times.append(perf_counter() - begin)
    return found, times
