"""Questions in two languages: the gap, which way it leans, and where it comes from."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from corpus.errors import InputError
from eval.parity import Gap, parity
from eval.records import Outcome

Make = Callable[..., Any]


@pytest.fixture
def pair(outcome: Make) -> Callable[..., list[Outcome]]:
    """Makes the outcomes of one question in English and in French."""

    def made(name: str, english: Mapping[str, float], french: Mapping[str, float]) -> list[Outcome]:
        return [
            outcome(f"{name}-{code}", values, {"pair": name, "language": code})
            for code, values in (("en", english), ("fr", french))
        ]

    return made


def test_the_gap_is_the_first_language_over_the_second(pair: Make) -> None:
    found = parity(
        [o for n in range(6) for o in pair(f"p{n}", {"right": 1.0}, {"right": 0.0})]
        + [o for n in range(6, 8) for o in pair(f"p{n}", {"right": 1.0}, {"right": 1.0})]
    )
    assert found.languages == ("en", "fr")
    assert found.gaps == (
        Gap(measure="right", questions=8, first=1.0, second=0.25, gap=0.75, p=0.0312),  # 2 / 2^6
    )


def test_more_refusals_favour_the_other_language(pair: Make) -> None:
    found = parity(pair("p", {"answerable_refused": 1.0}, {"answerable_refused": 0.0}))
    (gap,) = found.gaps
    assert (gap.first, gap.second, gap.gap, gap.p) == (1.0, 0.0, -1.0, 1.0)


def test_no_gap_is_nought_without_a_sign(pair: Make) -> None:
    found = parity(pair("p", {"answerable_refused": 0.5}, {"answerable_refused": 0.5}))
    (gap,) = found.gaps
    assert f"{gap.gap:+.3f}" == "+0.000"


def test_a_measure_counts_where_both_languages_have_it(pair: Make) -> None:
    found = parity(
        [
            *pair("a", {"right": 1.0, "nDCG@10": 0.5}, {"right": 0.0}),
            *pair("b", {"right": 1.0}, {"nDCG@10": 0.5}),
            *pair("c", {"right": 0.0, "AP": 1.0}, {"right": 0.0, "AP": 0.0}),
        ]
    )
    assert [(g.measure, g.questions, g.gap) for g in found.gaps] == [("right", 2, 0.5)]


def test_gaps_stand_in_one_order(pair: Make) -> None:
    values = dict.fromkeys(("R@5", "nDCG@10", "refusal_recall", "evidence_cited", "right"), 1.0)
    assert [g.measure for g in parity(pair("a", values, values)).gaps] == [
        "right", "evidence_cited", "refusal_recall", "nDCG@10", "R@5",
    ]  # fmt: skip


def test_a_question_that_differs_is_shown_with_both_wordings(outcome: Make) -> None:
    english = outcome(
        "e",
        {"right": 1.0, "nDCG@10": 1.0, "R@5": 1.0},
        {"pair": "funds", "language": "en", "turns": ("What is it?", "Who pays?")},
    )
    french = outcome(
        "f",
        {"right": 0.0, "nDCG@10": 0.5, "R@5": 1.0},
        {"pair": "funds", "language": "fr", "turns": ("Qu'est-ce ?", "Qui paie ?")},
    )
    (unequal,) = parity([french, english]).unequal
    assert (unequal.pair, unequal.first, unequal.second) == (
        "funds", "What is it? → Who pays?", "Qu'est-ce ? → Qui paie ?",
    )  # fmt: skip
    assert unequal.values == {"right": (1.0, 0.0), "nDCG@10": (1.0, 0.5)}


def test_questions_without_a_partner_are_left_out(pair: Make, outcome: Make) -> None:
    alone = outcome("c", {"right": 0.0}, {"pair": "c", "language": "fr"})
    unpaired = outcome("d", {"right": 0.0}, {"language": "fr"})
    found = parity([*pair("a", {"right": 1.0}, {"right": 1.0}), alone, unpaired])
    assert [(g.questions, g.gap) for g in found.gaps] == [(1, 0.0)]
    assert found.unequal == ()


@pytest.mark.parametrize(
    ("languages", "told"), [([], "none"), (["en"], "en"), (["fr", "en", "de"], "de, en, fr")]
)
def test_two_languages_are_needed(outcome: Make, languages: list[str], told: str) -> None:
    found = [outcome(code, about={"pair": "a", "language": code}) for code in languages]
    with pytest.raises(InputError) as caught:
        parity([*found, outcome("unpaired", about={"language": "fr"})])
    assert str(caught.value) == (
        'Parity needs the same questions in two languages, each naming its "pair". '
        f"Languages of the pairs here: {told}."
    )


def test_pairs_that_never_meet_have_no_gap(outcome: Make) -> None:
    one = outcome("a", {"right": 1.0}, {"pair": "a", "language": "en"})
    two = outcome("b", {"right": 1.0}, {"pair": "b", "language": "fr"})
    found = parity([one, two])
    assert (found.gaps, found.unequal) == ((), ())
