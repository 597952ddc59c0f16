"""Counts of stems, taken over from text to text, against counting anew."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.counts import Counts

TEXTS = [["port", "lumen", "port"], [], ["nurs", "lumen"]]


def table(counts: Counts) -> list[dict[str, int]]:
    """What each text holds, read cell by cell."""
    rows = counts.matrix.toarray()
    return [
        {stem: int(row[c]) for c, stem in enumerate(counts.vocabulary) if row[c]} for row in rows
    ]


def test_each_text_is_counted():
    counts = Counts.of(TEXTS)
    assert counts.vocabulary == ("lumen", "nurs", "port")
    assert counts.matrix.toarray().tolist() == [[1, 0, 2], [0, 0, 0], [1, 1, 0]]
    assert len(counts) == 3


def test_texts_are_taken_over_in_any_order_and_new_ones_fill_the_gaps():
    counts = Counts.of(TEXTS).updated(np.array([2, -1, 1, -1]), Counts.of([["atoll"], ["lumen"]]))
    assert counts.vocabulary == ("atoll", "lumen", "nurs")  # nobody says "port" any longer
    assert table(counts) == [{"nurs": 1, "lumen": 1}, {"atoll": 1}, {}, {"lumen": 1}]


@pytest.mark.parametrize("texts", [TEXTS, [], [[]], [[], ["port"]]])
def test_the_bytes_bring_the_counts_back(texts):
    counts = Counts.of(texts)
    again = Counts.from_bytes(counts.to_bytes())
    assert (again.vocabulary, len(again)) == (counts.vocabulary, len(texts))
    assert table(again) == table(counts) == [Counter(text) for text in texts]


@st.composite
def editions(draw):
    """Texts of an earlier and of a later edition, and where the later ones stood before."""
    text = st.lists(st.sampled_from("abcdefg"), max_size=6)
    old = draw(st.lists(text, max_size=6))
    rows = draw(st.lists(st.integers(-1, len(old) - 1), max_size=8))
    new = draw(st.lists(text, min_size=rows.count(-1), max_size=rows.count(-1)))
    return old, new, rows


@given(editions())
def test_updated_counts_are_those_of_counting_anew(drawn):
    """To the byte: a generation doesn't show how it came about."""
    old, new, rows = drawn
    fresh = iter(new)
    later = [old[row] if row >= 0 else next(fresh) for row in rows]
    updated = Counts.of(old).updated(np.array(rows, np.int64), Counts.of(new))
    assert table(updated) == [Counter(text) for text in later]
    assert updated.to_bytes() == Counts.of(later).to_bytes()
