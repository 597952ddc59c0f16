"""Search over synthetic vectors is measured against numpy."""

import pytest

from eval.bench.tables import Table
from eval.bench.vectors import search_costs


@pytest.fixture(scope="module")
def table() -> Table:
    return search_costs(10_000)


def test_every_size_is_a_row_of_the_same_columns(table) -> None:
    assert [row["vectors"] for row in table.rows] == [1000, 10_000]
    for row in table.rows:
        assert list(row) == [
            "vectors", "kind", "stated", "built in s", "file MB", "opened in s",
            "p50 ms", "p99 ms", "numpy p50 ms", "ratio", "recall@10",
            "10 % p50 ms", "10 % recall@10", "1 % p50 ms", "1 % recall@10", "peak MB",
        ]  # fmt: skip
        assert all(value > 0 for name, value in row.items() if name != "kind")


def test_exact_search_finds_what_numpy_finds(table) -> None:
    for row in table.rows:
        assert row["kind"] == "flat"
        assert [value for name, value in row.items() if "recall" in name] == [1.0, 1.0, 1.0]
        assert row["stated"] == 1.0


def test_fewer_than_the_smallest_size_are_not_measured() -> None:
    assert search_costs(999).rows == ()
