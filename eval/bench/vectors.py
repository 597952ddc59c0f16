"""Search over synthetic vectors: latency, and recall@10 against exact search by numpy."""

import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import faiss
import numpy as np
from numpy.typing import NDArray

from eval.bench.starts import megabytes
from eval.bench.synthetic import CLUSTER, DIMENSION, Vectors, clustered, questions
from eval.bench.tables import Cell, Table, quantile
from index.bundled import sha256_of
from index.dense import DenseIndex
from index.files import CheckedFolder

QUERIES = 100
K = 10
FILE = "vectors.faiss"
Found = list[NDArray[np.int64]]
Search = Callable[[Vectors], NDArray[np.int64]]


def search_costs(largest: int) -> Table:
    """Measure 10³, 10⁴ … `largest` vectors, each number of them in a process of its own."""
    sizes = [10**power for power in range(3, 7) if 10**power <= largest]
    spawn = get_context("spawn")  # FAISS doesn't survive a fork
    with ProcessPoolExecutor(1, spawn, max_tasks_per_child=1) as processes:
        rows = tuple(processes.map(_row, sizes))
    return Table(
        name="Search over synthetic vectors",
        note=f"{DIMENSION} dimensions, {CLUSTER} vectors around each centre, spread over "
        f"directions as sentences are; {QUERIES} questions, each a vector moved as far again; "
        "built with all threads, searched with one. Stated: the recall@10 in the manifest, of "
        "the vectors themselves. numpy: every inner product, then the ten best. 10 %, 1 %: "
        "filtered to a country of so many of the rows. Opened: its SHA-256 checked and the file "
        "read or mapped, from the cache of the operating system. Peak: of the process of a row, "
        "its vectors included.",
        rows=rows,
    )


def _row(count: int) -> dict[str, Cell]:
    vectors = clustered(count, seed=count)
    begin = perf_counter()
    built, record = DenseIndex.measured(vectors)
    head: dict[str, Cell] = {
        "vectors": count,
        "kind": f"{record.kind}, ef {record.ef}" if record.ef else record.kind,
        "stated": record.recall_at_10,
        "built in s": perf_counter() - begin,
    }
    faiss.omp_set_num_threads(1)
    with TemporaryDirectory() as folder:
        index, opening = _reopened(built, Path(folder))
        del built
        searching = _searched(index, vectors)
    peak = megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return head | opening | searching | {"peak MB": peak}


def _reopened(index: DenseIndex, folder: Path) -> tuple[DenseIndex, dict[str, Cell]]:
    """Write an index as a build does, and open it as a server does."""
    with CheckedFolder(folder).file(FILE) as append:
        index.save(append)
    begin = perf_counter()
    sha256_of(folder / FILE)
    opened = DenseIndex.open(folder / FILE)
    seconds = perf_counter() - begin
    return opened, {"file MB": (folder / FILE).stat().st_size / 1e6, "opened in s": seconds}


def _searched(index: DenseIndex, vectors: Vectors) -> dict[str, Cell]:
    queries = questions(vectors, QUERIES, seed=1)
    exact, exact_times = _timed(queries, lambda q: _brute(vectors, q))
    index.search(queries[0], K)  # touches what a mapped file hasn't read yet
    found, times = _timed(queries, lambda q: index.search(q, K)[0])
    return {
        "p50 ms": quantile(times, 0.5) * 1000,
        "p99 ms": quantile(times, 0.99) * 1000,
        "numpy p50 ms": quantile(exact_times, 0.5) * 1000,
        "ratio": quantile(times, 0.5) / quantile(exact_times, 0.5),
        "recall@10": _recall(exact, found),
        **_filtered(index, vectors, queries, 10),
        **_filtered(index, vectors, queries, 1),
    }


def _filtered(
    index: DenseIndex, vectors: Vectors, queries: Vectors, percent: int
) -> dict[str, Cell]:
    """Search within a country, whose rows lie together as those of a profile do."""
    start, size = len(vectors) // 2, len(vectors) * percent // 100
    country = np.arange(start, start + size)
    own = vectors[start : start + size]
    found, times = _timed(queries, lambda q: index.search(q, K, country)[0])
    exact, _ = _timed(queries, lambda q: country[_brute(own, q)])
    return {
        f"{percent} % p50 ms": quantile(times, 0.5) * 1000,
        f"{percent} % recall@10": _recall(exact, found),
    }


def _recall(exact: Found, found: Found) -> float:
    shares = [len({*a} & {*b}) / len(a) for a, b in zip(exact, found, strict=True)]
    return float(np.mean(shares))


def _brute(vectors: Vectors, query: Vectors) -> NDArray[np.int64]:
    scores = vectors @ query
    best = np.argpartition(-scores, min(K, len(scores) - 1))[:K]
    return np.asarray(best[np.argsort(-scores[best])])


def _timed(queries: Sequence[Vectors] | Vectors, search: Search) -> tuple[Found, list[float]]:
    found, times = [], []
    for query in queries:
        begin = perf_counter()
        found.append(search(query))
        times.append(perf_counter() - begin)
    return found, times
