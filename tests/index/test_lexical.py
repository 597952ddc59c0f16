"""BM25 against Lucene's formula, written out here once more, and against the library bm25s."""

import math

import bm25s
import numpy as np
import pytest
import Stemmer

from corpus.languages import language
from index import lexical
from index.counts import Counts
from index.lexical import LexicalIndex, plain, terms, word_rules

TEXTS = [
    "Harbours and clinics",
    "The bond builds harbours: harbours, clinics, schools",
    "Nurses return",
    "of the",
]
STEMS = [
    ["harbour", "clinic"],
    ["bond", "build", "harbour", "harbour", "clinic", "school"],
    ["nurs", "return"],
    [],
]


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.of(TEXTS, "en")


def bm25(query: list[str], k1: float = 1.5, b: float = 0.75) -> list[float]:
    """Lucene's variant: idf = ln(1 + (N - n + 0.5) / (n + 0.5)), without the factor k1 + 1."""
    lengths = [len(stems) for stems in STEMS]
    mean = sum(lengths) / len(lengths)
    scores = [0.0] * len(STEMS)
    for term in query:
        holders = sum(term in stems for stems in STEMS)
        idf = math.log(1 + (len(STEMS) - holders + 0.5) / (holders + 0.5))
        for row, stems in enumerate(STEMS):
            count = stems.count(term)
            scores[row] += idf * count / (count + k1 * (1 - b + b * lengths[row] / mean))
    return scores


@pytest.mark.parametrize(
    "query",
    [["harbour"], ["bond", "clinic"], ["nurs", "return", "harbour"], ["harbour", "harbour"]],
)
def test_scores_are_lucenes_bm25(index, query):
    np.testing.assert_allclose(index.scores(query), bm25(query), rtol=1e-5)


def test_a_score_computed_by_hand(index):
    # N = 4, n = 1, one of 2 words, mean length 10 / 4: ln(1 + 3.5 / 1.5) / (1 + 1.5 * 0.85)
    assert index.scores(["return"])[2] == pytest.approx(0.529219, abs=1e-5)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_scores_are_those_of_bm25s(tavoria, code):
    texts = [p.text for profile in tavoria if profile.language == code for p in profile.passages]
    index, library = LexicalIndex.of(texts, code), bm25s.BM25(method="lucene")
    library.index([terms(text, code) for text in texts], show_progress=False)
    assert index.vocabulary() == sorted(filter(None, library.vocab_dict))
    for text in texts:
        expected = library.get_scores(terms(text, code))
        np.testing.assert_allclose(index.scores(terms(text, code)), expected, rtol=1e-5)


def test_unknown_words_count_nothing(index):
    assert index.scores(["harbour", "zebra"]).tolist() == index.scores(["harbour"]).tolist()
    assert index.scores(["zebra"]).tolist() == [0, 0, 0, 0]
    assert index.scores([]).tolist() == [0, 0, 0, 0]


def test_a_text_of_stopwords_has_a_row_that_is_never_found(index):
    assert len(index) == 4
    assert index.scores(index.vocabulary())[3] == 0


@pytest.mark.parametrize(("term", "count"), [("harbour", 2), ("bond", 1), ("zebra", 0)])
def test_a_document_frequency_counts_the_rows(index, term, count):
    assert index.document_frequency(term) == count


def test_the_vocabulary_is_all_stems(index):
    assert sorted(index.vocabulary()) == [
        "bond",
        "build",
        "clinic",
        "harbour",
        "nurs",
        "return",
        "school",
    ]


def test_counts_are_all_it_needs(index):
    again = LexicalIndex(Counts.from_bytes(index.counts.to_bytes()), "en")
    assert (len(again), again.code) == (4, "en")
    assert again.scores(["harbour", "bond"]).tolist() == index.scores(["harbour", "bond"]).tolist()


@pytest.mark.parametrize("texts", [[], ["of the"]])
def test_nothing_to_find(texts):
    index = LexicalIndex.of(texts, "en")
    assert (index.vocabulary(), index.scores(["port"]).tolist()) == ([], [0.0] * len(texts))


@pytest.mark.parametrize(
    ("text", "code", "stems"),
    [
        ("The ministries of the Tavorians", "en", ["ministri", "tavorian"]),
        ("Les ministères et l’étranger", "fr", ["minister", "etrang"]),
        ("403,646 emigrants in 1998", "en", ["403646", "emigr", "1998"]),
        ("En 2019, 403 646 émigrés", "fr", ["2019", "403646", "emigr"]),
        ("", "en", []),
    ],
)
def test_a_text_is_cut_into_stems(text, code, stems):
    assert terms(text, code) == stems


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Élévé", "eleve"),
        ("403 646", "403646"),
        ("403\u202f646", "403646"),
        ("1,234,567", "1234567"),
        ("en 2019 403 646", "en 2019 403646"),
        ("in 2019 148 fellows", "in 2019 148 fellows"),
        ("5,52 %", "5,52 %"),
        ("l’autre", "l'autre"),
    ],
)
def test_case_accents_and_digit_groups_do_not_matter(text, bare):
    assert plain(text) == bare


def test_the_rules_of_words_are_those_of_the_language(monkeypatch):
    english, french = word_rules("en"), word_rules("fr")
    assert word_rules("en") == english != french
    monkeypatch.setattr(lexical, "TERMS", lexical.TERMS + 1)
    assert word_rules("en") != english


def test_another_stopword_is_another_rule(monkeypatch):
    before = word_rules("en")
    monkeypatch.setattr(lexical, "_stopwords", lambda code: frozenset({"harbours"}))
    assert word_rules("en") != before


def test_another_stemmer_is_another_rule(monkeypatch):
    before = word_rules("en")
    monkeypatch.setattr(Stemmer, "version", lambda: "0")
    assert word_rules("en") != before


def test_another_snowball_language_is_another_rule(monkeypatch):
    before, porter = word_rules("en"), language("en").model_copy(update={"snowball": "porter"})
    monkeypatch.setattr(lexical, "language", lambda code: porter)
    assert word_rules("en") != before
