"""The façade: texts by row, dense and lexical scores per row, rows aligned with texts."""

import numpy as np
import pytest

from corpus.errors import NothingPasses
from corpus.records import Passage
from index.dense import DenseIndex
from index.filters import Filter
from index.lexical import LexicalIndex, terms
from index.search import Index
from index.texts import in_context


def best(index: Index, scores: np.ndarray) -> Passage:
    return index.passages[int(scores.argmax())]


def rebuilt(index: Index, **changes) -> Index:
    """The same index with some of its parts exchanged."""
    parts = {
        "name": index.name,
        "manifest": index.manifest,
        "profiles": index.profiles,
        "dense_passages": index.dense_passages,
        "dense_sentences": index.dense_sentences,
        "lexical": {code: (x.passages, x.sentences) for code, x in index.lexica.items()},
    }
    return Index(**(parts | changes))


def test_rows_are_numbered_in_the_order_of_the_profiles(tavoria_index, tavoria):
    assert tavoria_index.profiles == tavoria
    assert [p.id for p in tavoria_index.passages[:3]] == [
        "tavoria/tavoria#1",
        "tavoria/facts#1",
        "tavoria/destinations#1",
    ]
    assert [p.language for p in tavoria_index.passages] == ["en"] * 23 + ["fr"] * 23


def test_every_sentence_knows_its_passage_and_its_place_in_it(tavoria_index):
    assert tavoria_index.owner[:8].tolist() == [0, 1, 2, 2, 2, 2, 3, 3]
    assert tavoria_index.place[:8].tolist() == [0, 0, 0, 1, 2, 3, 0, 1]
    assert len(tavoria_index.owner) == len(tavoria_index.place) == 74


def test_each_language_has_its_own_postings_and_rows(tavoria_index):
    assert list(tavoria_index.lexica) == ["en", "fr"]
    french = tavoria_index.lexica["fr"]
    assert french.passage_rows.tolist() == list(range(23, 46))
    assert french.sentence_rows.tolist() == list(range(37, 74))
    assert (len(french.passages), len(french.sentences)) == (23, 37)


def test_languages_are_those_of_the_profiles(tavoria_index):
    assert tavoria_index.languages == ("en", "fr")


@pytest.mark.parametrize(("code", "read"), [("en", "en"), ("fr", "fr"), ("pt", "en")])
def test_each_profile_is_read_once_in_the_language_or_in_its_first(tavoria_index, code, read):
    assert [(p.id, p.language) for p in tavoria_index.readable(code)] == [("tavoria", read)]


def test_rows_of_a_profile_are_those_of_its_language(tavoria_index):
    passages, sentences = tavoria_index.rows_of(tavoria_index.readable("fr"))
    assert passages.tolist() == list(range(23, 46))
    assert sentences.tolist() == list(range(37, 74))


def test_no_profile_has_no_rows(tavoria_index):
    passages, sentences = tavoria_index.rows_of(())
    assert (passages.tolist(), sentences.tolist()) == ([], [])


@pytest.mark.parametrize(
    ("question", "code", "passage"),
    [
        ("Who may vote?", "en", "tavoria/rights#2"),
        ("Who may vote?", "fr", "tavoria/rights#2"),
        ("Qui finance la Bourse Lanterne ?", "en", "tavoria/lantern#1"),
        ("Qui finance la Bourse Lanterne ?", "fr", "tavoria/lantern#1"),
        ("Who runs a language school?", "fr", "tavoria/organisations#1"),
        ("Frais pour envoyer de l'argent", "en", "tavoria/obstacles#1"),
    ],
)
def test_dense_scores_find_meaning_across_languages(
    tavoria_index, encoder, question, code, passage
):
    rows = tavoria_index.rows_of(tavoria_index.readable(code))
    scores, _ = tavoria_index.dense_scores(encoder.queries([question])[0], *rows)
    assert (best(tavoria_index, scores).id, best(tavoria_index, scores).language) == (passage, code)


def test_dense_scores_are_cosines_and_minus_one_for_rows_not_asked_for(tavoria_index, encoder):
    query = encoder.queries(["remittances"])[0]
    asked = np.array([3, 26]), np.array([6, 7])
    passages, sentences = tavoria_index.dense_scores(query, *asked)
    texts = encoder.documents([in_context(tavoria_index.passages[row]) for row in (3, 26)])
    np.testing.assert_allclose(passages[[3, 26]], texts @ query, atol=1e-6)
    assert np.flatnonzero(passages != -1).tolist() == [3, 26]
    assert np.flatnonzero(sentences != -1).tolist() == [6, 7]


def test_lexical_scores_are_those_of_the_language_and_zero_elsewhere(tavoria_index):
    passages, sentences = tavoria_index.lexical_scores({"en": terms("Nordic Fund", "en")})
    assert best(tavoria_index, passages).id == "tavoria/lantern#1"
    assert passages[23:].tolist() == [0] * 23
    assert sentences[37:].tolist() == [0] * 37
    found = int(sentences.argmax())
    owner = tavoria_index.passages[tavoria_index.owner[found]]
    assert owner.quote(int(tavoria_index.place[found])) == (
        "The Ministry of Overseas Ties and the Nordic Fund pay for the Lantern Fellowship."
    )


def test_lexical_scores_of_two_languages_stand_side_by_side(tavoria_index):
    passages, _ = tavoria_index.lexical_scores(
        {"en": terms("choir", "en"), "fr": terms("chœur", "fr")}
    )
    assert [tavoria_index.passages[row].id for row in np.flatnonzero(passages)] == [
        "tavoria/organisations#5",
        "tavoria/organisations#5",
    ]


def test_no_terms_score_nothing(tavoria_index):
    passages, sentences = tavoria_index.lexical_scores({})
    assert (passages.any(), sentences.any()) == (np.False_, np.False_)


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("dense_passages", "5 passage vectors don't match 46 passages"),
        ("dense_sentences", "5 sentence vectors don't match 74 sentences"),
    ],
)
def test_vectors_that_do_not_match_the_texts_are_refused(tavoria_index, part, message):
    short = DenseIndex.of(np.eye(5, dtype=np.float32))
    with pytest.raises(ValueError, match=f"^{message}$"):
        rebuilt(tavoria_index, **{part: short})


def test_postings_that_do_not_match_the_texts_are_refused(tavoria_index):
    french = tavoria_index.lexica["fr"]
    short = LexicalIndex.of(["Une phrase."], "fr")
    with pytest.raises(ValueError, match=r"^1 fr postings don't match 23 passages$"):
        rebuilt(tavoria_index, lexical={"fr": (short, french.sentences)})
    with pytest.raises(ValueError, match=r"^1 fr postings don't match 37 sentences$"):
        rebuilt(tavoria_index, lexical={"fr": (french.passages, short)})


def test_a_filter_that_nothing_passes_has_an_error_of_its_own(tavoria_index):
    with pytest.raises(NothingPasses, match="No passage has country ML"):
        tavoria_index.readable("en", Filter(country="ML"))
