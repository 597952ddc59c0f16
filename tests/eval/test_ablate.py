"""One part of retrieval taken out at a time, on Tavoria: what there is, and what it is worth."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from corpus.records import Profile
from eval.ablate import Row, Variant, ablate, variants
from eval.records import EvalQuestion, EvalSet
from index.dense import DenseIndex
from index.encoders import Encoder
from index.search import Index

HYBRID = ["hybrid", "dense alone", "lexical alone", "nothing read", "nothing doubted"]
TURNS = ["last turn as typed", "all turns as one"]


def asked(*questions: EvalQuestion) -> EvalSet:
    return EvalSet(name="tavoria", questions=questions)


def question(*turns: str, **given: Any) -> EvalQuestion:
    return EvalQuestion(id=given.pop("id", "q"), turns=turns, **given)


@pytest.mark.parametrize(
    ("questions", "bare", "names"),
    [
        ([question("A?")], False, HYBRID),
        ([question("A?")], True, [*HYBRID, "no section context"]),
        ([question("A?"), question("A?", "B?", id="r")], False, [*HYBRID, *TURNS]),
        ([question("A?", rewrite="B?")], False, [*HYBRID, "rewritten by hand"]),
        (
            [question("A?", "B?", rewrite="C?")],
            True,
            [*HYBRID, "no section context", *TURNS, "rewritten by hand"],
        ),
    ],
)
def test_the_ways_that_make_sense_for_a_set(
    tavoria_index: Index, questions: list[EvalQuestion], bare: bool, names: list[str]
) -> None:
    found = variants(asked(*questions), tavoria_index, tavoria_index if bare else None)
    assert [variant.name for variant in found] == names


def test_a_way_takes_out_what_its_name_says(tavoria_index: Index, shuffled: Index) -> None:
    conversation = asked(question("A?", "B?", rewrite="C?"))
    ways = {v.name: v for v in variants(conversation, tavoria_index, shuffled)}
    assert {name: (v.mode, v.queries) for name, v in ways.items()} == {
        "hybrid": ("hybrid", "standalone"),
        "dense alone": ("dense", "standalone"),
        "lexical alone": ("lexical", "standalone"),
        "nothing read": ("hybrid", "standalone"),
        "nothing doubted": ("hybrid", "standalone"),
        "no section context": ("hybrid", "standalone"),
        "last turn as typed": ("hybrid", "last"),
        "all turns as one": ("hybrid", "history"),
        "rewritten by hand": ("hybrid", "rewrite"),
    }
    assert [n for n, v in ways.items() if v.index is shuffled] == ["no section context"]
    assert [n for n, v in ways.items() if not v.reads] == ["nothing read"]
    assert [n for n, v in ways.items() if not v.doubts] == ["nothing doubted"]


@pytest.fixture(scope="module")
def shuffled(tavoria_index: Index) -> Index:
    """The index of Tavoria with every vector in another row."""

    def turned(dense: DenseIndex) -> DenseIndex:
        return DenseIndex.of(np.roll(dense.vectors(), 7, axis=0))

    return Index(
        "shuffled",
        tavoria_index.manifest,
        tavoria_index.profiles,
        turned(tavoria_index.dense_passages),
        turned(tavoria_index.dense_sentences),
        {code: (own.passages, own.sentences) for code, own in tavoria_index.lexica.items()},
    )


@pytest.fixture(scope="module")
def own_words(tavoria: tuple[Profile, ...]) -> EvalSet:
    """Each passage is asked for by its own first sentence, in both languages."""
    return asked(
        *(
            EvalQuestion(
                id=f"{p.id}.{p.language}",
                turns=(p.quote(0),),
                language=p.language,
                passages=(p.id,),
            )
            for profile in tavoria
            for p in profile.passages
        )
    )


@pytest.fixture(scope="module")
def run(
    tavoria_index: Index, shuffled: Index, encoder: Encoder, own_words: EvalSet
) -> Callable[..., list[Row]]:
    def made(*names: str) -> list[Row]:
        ways = {
            "dense": Variant("dense", tavoria_index, mode="dense"),
            "dense again": Variant("dense again", tavoria_index, mode="dense"),
            "lexical": Variant("lexical", tavoria_index, mode="lexical"),
            "shuffled": Variant("shuffled", shuffled, mode="dense"),
            "shuffled, lexical": Variant("shuffled, lexical", shuffled, mode="lexical"),
        }
        return list(ablate(own_words, [ways[n] for n in names], encoder, lambda _name: None))

    return made


def test_shuffled_vectors_are_worse_by_more_than_noise(run: Callable[..., list[Row]]) -> None:
    dense, shuffled = run("dense", "shuffled")
    assert (dense.set, dense.variant, shuffled.variant) == ("tavoria", "dense", "shuffled")
    assert dense.p is None
    assert shuffled.p == 0.0002  # 2 / (10,000 + 1): no swap came near it
    assert dense.scores["nDCG@10"]["all"].mean > 0.9
    assert shuffled.scores["nDCG@10"]["all"].mean < 0.3


def test_the_same_again_is_the_same(run: Callable[..., list[Row]]) -> None:
    dense, again = run("dense", "dense again")
    assert again.p == 1.0
    assert again.scores == dense.scores


def test_words_alone_do_not_see_the_vectors(run: Callable[..., list[Row]]) -> None:
    lexical, shuffled = run("lexical", "shuffled, lexical")
    assert shuffled.p == 1.0
    assert shuffled.scores == lexical.scores


def test_scores_stand_for_all_and_by_language(run: Callable[..., list[Row]]) -> None:
    (dense,) = run("dense")
    assert list(dense.scores) == ["nDCG@10", "R@5"]
    assert {g: s.questions for g, s in dense.scores["R@5"].items()} == {
        "all": 46, "en": 23, "fr": 23,
    }  # fmt: skip


def test_each_name_is_told_before_its_run(tavoria_index: Index, encoder: Encoder) -> None:
    told: list[str] = []
    ways = [Variant(name, tavoria_index) for name in ("one", "two")]
    rows = ablate(asked(question("What is the Homeward Bond?")), ways, encoder, told.append)
    assert told == []
    assert (next(rows).variant, told) == ("one", ["one"])
    assert (next(rows).variant, told) == ("two", ["one", "two"])


def test_a_set_without_judgements_has_no_p(tavoria_index: Index, encoder: Encoder) -> None:
    ways = variants(asked(question("A?")), tavoria_index, None)
    rows = list(ablate(asked(question("mafé?")), ways, encoder, lambda _name: None))
    assert [(row.p, row.scores) for row in rows] == [(None, {})] * 5
