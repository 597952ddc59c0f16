"""Two runs, question by question. p-values by hand: n like changes of sign have p = 2 / 2^n."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from corpus.errors import InputError
from eval.compare import Comparison, Difference, compare, read_bars, under
from eval.records import Results, RunSettings

Make = Callable[..., Any]


@pytest.fixture
def runs(outcome: Make, run_of: Make) -> Callable[..., tuple[Results, Results]]:
    """Makes two runs of a measure, from its values in each; None where it doesn't apply."""

    def made(
        measure: str, before: Sequence[float | None], after: Sequence[float | None]
    ) -> tuple[Results, Results]:
        both = [
            [outcome(f"q{n}", {} if v is None else {measure: v}) for n, v in enumerate(values)]
            for values in (before, after)
        ]
        return run_of(*both[0]), run_of(*both[1])

    return made


@pytest.fixture
def compared(runs: Make) -> Callable[..., Comparison]:
    return lambda *given: compare(*runs(*given))


def only(comparison: Comparison) -> Difference:
    (difference,) = comparison.differences
    return difference


def test_six_questions_more_are_right(compared: Make) -> None:
    found = only(compared("right", [0, 0, 0, 0, 0, 0, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1]))
    assert found == Difference(
        measure="right",
        questions=8,
        changed=6,
        before=0.25,
        after=1.0,
        p=0.0312,  # 2 / 2^6
        verdict="better",
    )


def test_six_questions_fewer_are_right(compared: Make) -> None:
    comparison = compared("right", [1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 1, 1])
    found = only(comparison)
    assert (found.before, found.after, found.p) == (1.0, 0.25, 0.0312)
    assert found.verdict == "worse"
    assert comparison.regressions() == [found]


def test_five_questions_are_noise(compared: Make) -> None:
    comparison = compared("right", [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1])
    found = only(comparison)
    assert (found.changed, found.p, found.verdict) == (5, 0.0625, "same within noise")
    assert comparison.regressions() == []


@pytest.mark.parametrize(
    ("before", "after"),
    [([1, 1, 0], [1, 1, 0]), ([1, 0, 1, 0], [0, 1, 0, 1]), ([1, 0, 0], [0, 0, 0])],
    ids=["nothing changed", "as many each way", "one alone"],
)
def test_what_proves_nothing_is_noise(
    compared: Make, before: list[float], after: list[float]
) -> None:
    found = only(compared("right", before, after))
    assert (found.p, found.verdict) == (1.0, "same within noise")


@pytest.mark.parametrize(
    ("before", "after", "verdict"), [(0.0, 1.0, "worse"), (1.0, 0.0, "better")]
)
def test_refusing_what_could_be_answered_is_better_the_lower(
    compared: Make, before: float, after: float, verdict: str
) -> None:
    comparison = compared("answerable_refused", [before] * 6, [after] * 6)
    assert only(comparison).verdict == verdict
    assert bool(comparison.regressions()) is (verdict == "worse")


def test_a_measure_counts_where_it_applies_in_both_runs(compared: Make) -> None:
    found = only(compared("right", [1, 1, None, 0], [1, None, 0, 1]))
    assert (found.questions, found.changed, found.before, found.after) == (2, 1, 0.5, 1.0)


def test_a_measure_of_one_run_alone_is_left_out(outcome: Make, run_of: Make) -> None:
    one, two = (run_of(outcome("q", {name: 1.0})) for name in ("nDCG@5", "nDCG@10"))
    assert compare(one, two).differences == ()


def test_questions_are_paired_by_id_whatever_their_order(outcome: Make, run_of: Make) -> None:
    a, b = outcome("a", {"right": 1.0}), outcome("b", {"right": 0.0})
    comparison = compare(run_of(a, b), run_of(b, a))
    assert (comparison.questions, comparison.unpaired) == (2, 0)
    assert only(comparison).changed == 0


def test_questions_of_one_run_alone_are_counted(outcome: Make, run_of: Make) -> None:
    before = run_of(outcome("same", {"right": 1.0}), outcome("gone"), outcome("reworded"))
    after = run_of(
        outcome("new"), outcome("reworded", about={"turns": ("B?",)}), outcome("same", {"right": 1})
    )
    comparison = compare(before, after)
    assert (comparison.questions, comparison.unpaired) == (1, 3)
    assert only(comparison).questions == 1


def test_runs_of_different_sets_cannot_be_compared(outcome: Make, run_of: Make) -> None:
    one, two = run_of(outcome("a")), run_of(outcome("b"))
    with pytest.raises(InputError) as caught:
        compare(one, two)
    assert str(caught.value) == "The two runs share no question. Compare runs of the same set."


def test_flips_name_the_question_and_both_values(outcome: Make, run_of: Make) -> None:
    turns = {"turns": ("Who pays?", "Since when?")}
    before = [outcome("a", {"right": 1.0, "RR": 0.5}, turns), outcome("b", {"right": 0.0})]
    after = [outcome("a", {"right": 0.0, "RR": 0.5}, turns), outcome("b", {"right": 1.0})]
    flips = compare(run_of(*before), run_of(*after)).flips
    assert [(f.id, f.measure, f.before, f.after) for f in flips] == [
        ("a", "right", 1.0, 0.0),
        ("b", "right", 0.0, 1.0),
    ]
    assert flips[0].question == "Who pays? → Since when?"


def test_what_was_compared_is_said(outcome: Make, run_of: Make) -> None:
    before = run_of(outcome("a"), commit=None, settings=RunSettings(mode="dense"))
    after = run_of(outcome("a"), settings=RunSettings(queries="history"))
    comparison = compare(before, after)
    assert comparison.before == (
        "tavoria at an unknown commit (dense, standalone, bag-of-concepts)"
    )
    assert comparison.after == "tavoria at 0123456789ab (hybrid, history, bag-of-concepts)"


@pytest.fixture
def judged(outcome: Make, run_of: Make) -> Callable[[Sequence[float]], Results]:
    """Makes a run whose first half is answerable, from the probabilities it was judged by."""

    def made(chances: Sequence[float]) -> Results:
        half = len(chances) // 2
        return run_of(
            *(
                outcome(f"q{n}", about={"answerable": n < half}, probability=chance)
                for n, chance in enumerate(chances)
            )
        )

    return made


def test_telling_answerable_questions_worse_is_a_regression(judged: Make) -> None:
    sure, unsure = [0.9] * 15 + [0.1] * 15, [0.1] * 15 + [0.9] * 15
    comparison = compare(judged(sure), judged(unsure))
    found = only(comparison)
    assert (found.measure, found.questions, found.changed) == ("answerability_auroc", 30, 30)
    assert (found.before, found.after, found.verdict) == (1.0, 0.0, "worse")
    assert found.p < 0.05
    assert comparison.regressions() == [found]


def test_another_scale_of_probabilities_is_no_change(judged: Make) -> None:
    found = only(compare(judged([0.9, 0.8, 0.3, 0.2]), judged([0.6, 0.5, 0.2, 0.1])))
    assert (found.before, found.after, found.changed, found.verdict) == (
        1.0, 1.0, 4, "same within noise",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "bars"),
    [
        ([], {}),
        (["right=0.9", "nDCG@10=.8"], {"right": 0.9, "nDCG@10": 0.8}),
        (["R@5=1e-3"], {"R@5": 0.001}),
    ],
)
def test_bars_are_read(given: list[str], bars: dict[str, float]) -> None:
    assert read_bars(given) == bars


@pytest.mark.parametrize("text", ["right", "right=", "right=much", "right=0,9", ""])
def test_what_is_no_bar_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bars(["right=0.5", text])
    assert str(caught.value) == f"{text!r} is no bar. Write measure=value: right=0.9"


def test_a_bar_that_can_never_be_missed_is_refused() -> None:
    """Every comparison with NaN is false: such a gate would let everything pass."""
    with pytest.raises(InputError):
        read_bars(["right=nan"])


@pytest.fixture
def half_right(outcome: Make, run_of: Make) -> Results:
    return run_of(
        outcome("a", {"right": 1.0, "answerable_refused": 0.0}),
        outcome("b", {"right": 0.0, "answerable_refused": 1.0}),
    )


@pytest.mark.parametrize(
    ("bars", "missed"),
    [
        ({"right": 0.5}, []),
        ({"right": 0.51}, ["tavoria: right is 0.5000, under the bar of 0.51."]),
        ({"answerable_refused": 0.5}, []),
        (
            {"answerable_refused": 0.25, "right": 1.01},
            [
                "tavoria: answerable_refused is 0.5000, above the bar of 0.25.",
                "tavoria: right is 0.5000, under the bar of 1.01.",
            ],
        ),
    ],
)
def test_a_bar_is_missed_from_the_wrong_side(
    half_right: Results, bars: dict[str, float], missed: list[str]
) -> None:
    assert under(half_right, bars) == missed


def test_a_bar_for_a_measure_that_the_run_lacks(half_right: Results) -> None:
    with pytest.raises(InputError) as caught:
        under(half_right, {"nDCG": 0.5})
    assert str(caught.value) == ("This run has no measure nDCG. It has: right, answerable_refused.")
