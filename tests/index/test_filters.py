"""A filter names passages by country, language, section and edition: checked one by one."""

import weakref
from itertools import product

import numpy as np
import pytest

from index.filters import Filter, rows_where
from index.generations import Generations
from index.search import FILTERS_KEPT, Index


@pytest.fixture
def profiles(tavoria):
    """Tavoria in two languages, and another country with another edition."""
    passages = [p.model_copy(update={"edition": "2025-01"}) for p in tavoria[0].passages]
    sections = [
        s.model_copy(update={"passages": tuple(p for p in passages if p.section == s.id)})
        for s in tavoria[0].sections
    ]
    other = tavoria[0].model_copy(
        update={"id": "other", "country": "XB", "sections": tuple(sections)}
    )
    return (*tavoria, other)


def test_an_empty_filter_lets_everything_pass(profiles):
    assert Filter().empty
    assert rows_where(Filter(), profiles).tolist() == list(range(69))


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (Filter(country="XB"), range(46, 69)),
        (Filter(country="xb"), range(46, 69)),
        (Filter(language="fr"), range(23, 46)),
        (Filter(edition="2024-05"), range(46)),
        (Filter(country="XA", language="en"), range(23)),
        (Filter(country="ML"), range(0)),
        (Filter(section="nowhere"), range(0)),
    ],
)
def test_rows_that_pass(profiles, wanted, rows):
    assert rows_where(wanted, profiles).tolist() == list(rows)


def test_a_section_stands_for_those_below_it(profiles):
    passages = [p for profile in profiles for p in profile.passages]
    found = {passages[row].section for row in rows_where(Filter(section="facts"), profiles)}
    assert {"facts", "destinations"} <= found
    assert "bond" not in found


def test_every_combination_is_what_each_passage_says_of_itself(profiles):
    """Against brute force: the filter asked of each passage by itself."""
    owners = [(profile, p) for profile in profiles for p in profile.passages]
    for country, language, edition in product(
        ("", "XA", "XB"), ("", "en", "fr"), ("", "2024-05", "2025-01")
    ):
        wanted = Filter(country=country, language=language, edition=edition)
        expected = [
            row
            for row, (profile, p) in enumerate(owners)
            if country in {"", profile.country}
            and language in {"", p.language}
            and edition in {"", p.edition}
        ]
        assert rows_where(wanted, profiles).tolist() == expected


def test_a_search_with_a_filter_is_a_search_of_the_rows_that_pass(tavoria_index):
    query = tavoria_index.dense_passages.vectors()[30]
    rows, scores = tavoria_index.search(query, 5, Filter(language="en"))
    cosines = tavoria_index.dense_passages.vectors()[:23] @ query
    assert rows.tolist() == np.argsort(-cosines, kind="stable")[:5].tolist()
    np.testing.assert_allclose(scores, np.sort(cosines)[::-1][:5], atol=1e-6)
    assert tavoria_index.search(query, 1)[0].tolist() == [30]
    assert len(tavoria_index.search(query, 5, Filter(country="ML"))[0]) == 0


def test_sentences_of_the_passages_that_pass(tavoria_index):
    passages, sentences = tavoria_index.where(Filter(language="fr"))
    assert passages.tolist() == list(range(23, 46))
    assert sentences.tolist() == list(range(37, 74))


def test_a_filter_is_one_however_it_is_spelt():
    assert str(Filter(country="mL", language="EN")) == "country ML, language en"
    spellings = product(("ml", "Ml", "ML"), ("fr", "Fr", "FR"))
    assert {Filter(country=c, language=f) for c, f in spellings} == {
        Filter(country="ML", language="fr")
    }


@pytest.fixture
def loaded(tavoria_data) -> Index:
    """An index that nobody has asked yet."""
    generations = Generations(tavoria_data)
    return Index.load(generations, generations.current())


def test_the_rows_of_a_filter_are_found_once(loaded):
    wanted = Filter(language="fr")
    assert loaded.where(wanted) is loaded.where(Filter(language="FR"))
    assert loaded.rows_of(loaded.profiles, wanted) is loaded.rows_of(loaded.profiles, wanted)


def test_the_rows_of_filters_long_ago_are_forgotten_and_found_again(loaded):
    """However many filters are asked for, no more than `FILTERS_KEPT` are held."""
    wanted = Filter(language="fr")
    passages, of_profiles = loaded.where(wanted), loaded.rows_of(loaded.profiles, wanted)
    for number in range(FILTERS_KEPT):
        loaded.rows_of(loaded.profiles, Filter(edition=str(number)))
    assert loaded.where(wanted) is not passages
    assert loaded.rows_of(loaded.profiles, wanted) is not of_profiles
    assert loaded.where(wanted)[0].tolist() == list(range(23, 46))


def test_an_index_that_was_asked_is_freed_once_nobody_holds_it(tavoria_data):
    """At once, not when garbage is next collected: a server holds two while it changes over."""
    generations = Generations(tavoria_data)
    index = Index.load(generations, generations.current())
    index.rows_of(index.profiles, Filter(language="fr"))
    gone = weakref.ref(index)
    del index
    assert gone() is None
