"""Figures as people and programs read them, and the quantiles behind them."""

import pytest

from eval.bench.tables import Cell, Table, markdown, quantile, ratio, spread, written

TABLE = Table(
    name="Starts",
    note="Medians.",
    rows=({"command": "ask", "seconds": 2.5, "MB": 812}, {"command": "serve", "seconds": None}),
)


def test_columns_are_those_of_the_first_row() -> None:
    assert TABLE.columns == ["command", "seconds", "MB"]
    assert Table(name="Nothing", note="", rows=()).columns == []


def test_markdown() -> None:
    assert markdown([TABLE]) == (
        "## Starts\n\nMedians.\n\n"
        "| command | seconds | MB |\n|---|---:|---:|\n"
        "| ask | 2.5 | 812 |\n| serve | – |\n"
    )


def test_tables_follow_each_other_with_a_line_between() -> None:
    assert markdown([TABLE, TABLE]).count("\n\n## Starts\n") == 1
    assert markdown([]) == ""


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, "–"),
        ("ask", "ask"),
        (0, "0"),
        (100000, "100,000"),
        (0.0, "0"),
        (1.0, "1"),
        (0.00012345, "0.0001234"),
        (12.3456, "12.35"),
        (999.4, "999.4"),
        (1234.5, "1,234"),
        (-2500.0, "-2,500"),
    ],
)
def test_a_cell_has_four_digits_that_count(cell: Cell, text: str) -> None:
    assert written(cell) == text


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100), (0.001, 1), (0.011, 2)]
)
def test_a_quantile_is_a_value_that_was_measured(share: float, expected: float) -> None:
    assert quantile([float(n) for n in range(100, 0, -1)], share) == expected


def test_the_quantiles_of_one_value_are_that_value() -> None:
    assert {quantile([7.0], share) for share in (0.01, 0.5, 0.99)} == {7.0}


def test_a_spread_is_in_milliseconds() -> None:
    assert spread([0.001 * n for n in range(1, 101)]) == pytest.approx(
        {"p50 ms": 50.0, "p95 ms": 95.0, "p99 ms": 99.0}
    )


def test_a_ratio_is_the_median_of_the_pairs_not_of_the_medians() -> None:
    assert ratio([1.0, 10.0, 30.0], [1.0, 100.0, 10.0]) == 1.0  # of 1, 0.1 and 3
    with pytest.raises(ValueError, match="shorter"):
        ratio([1.0, 2.0], [1.0])
