"""A filter names passages by country, language, section and edition: checked one by one."""

from itertools import product

import numpy as np
import pytest

from index.filters import Filter, rows_where


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
