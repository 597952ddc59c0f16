"""An incremental build encodes what is new, and gives what a full build gives."""

import numpy as np
import pytest

from eval.bench.building import with_one_change
from index import lexical, reuse
from index.build import build
from index.generations import Generations
from index.parts import counts_of
from index.reuse import KnownPassages
from index.search import Index
from index.texts import encoded_texts


class Counting:
    """An encoder that notes the texts it is given."""

    def __init__(self, encoder) -> None:
        self.encoder, self.texts = encoder, []
        self.name, self.fingerprint = encoder.name, encoder.fingerprint

    def documents(self, texts, batch=32):
        self.texts += texts
        return self.encoder.documents(texts, batch)


@pytest.fixture
def generations(tmp_path) -> Generations:
    return Generations(tmp_path / "data")


@pytest.fixture
def counting(encoder) -> Counting:
    return Counting(encoder)


def rebuilt(profiles, tavoria_index, counting, generations) -> Index:
    known = KnownPassages(tavoria_index)
    name = build(profiles, counting, generations, known=known)
    return Index.load(generations, name)


def same(one: Index, two: Index) -> None:
    np.testing.assert_array_equal(one.dense_passages.vectors(), two.dense_passages.vectors())
    np.testing.assert_array_equal(one.dense_sentences.vectors(), two.dense_sentences.vectors())
    files = {f: h for f, h in one.manifest.files.items() if f.startswith("lexical")}
    assert files.items() <= two.manifest.files.items()


def test_nothing_new_encodes_nothing(tavoria, tavoria_index, counting, generations):
    index = rebuilt(tavoria, tavoria_index, counting, generations)
    assert counting.texts == []
    assert index.manifest.encoded == 0
    assert index.manifest.files == tavoria_index.manifest.files


def test_one_changed_passage_is_the_only_one_encoded(
    tavoria, tavoria_index, counting, encoder, generations, tmp_path
):
    changed = [with_one_change(tavoria[0]), tavoria[1]]
    index = rebuilt(changed, tavoria_index, counting, generations)
    assert sorted(counting.texts) == sorted(encoded_texts(changed[0].passages[0]))
    assert index.manifest.encoded == 1
    full = Generations(tmp_path / "full")
    same(index, Index.load(full, build(changed, encoder, full)))


def test_profiles_in_another_order_take_their_vectors_with_them(
    tavoria, tavoria_index, counting, encoder, generations, tmp_path
):
    index = rebuilt(tavoria[::-1], tavoria_index, counting, generations)
    assert counting.texts == []
    full = Generations(tmp_path / "full")
    same(index, Index.load(full, build(tavoria[::-1], encoder, full)))


def test_a_profile_less_and_one_more(tavoria, tavoria_index, counting, generations):
    other = tavoria[0].model_copy(update={"id": "other"})
    index = rebuilt([tavoria[1], other], tavoria_index, counting, generations)
    assert counting.texts == []  # its passages bear the ids of the profile that it was copied from
    assert len(index.passages) == 46


def test_a_language_that_is_new_is_counted_and_the_other_taken_over(
    tavoria, tavoria_index, counting, encoder, generations, tmp_path
):
    alone = rebuilt([tavoria[1]], tavoria_index, counting, generations)
    both = rebuilt(tavoria, alone, counting, generations)
    assert len(counting.texts) == sum(len(encoded_texts(p)) for p in tavoria[0].passages)
    full = Generations(tmp_path / "full")
    same(both, Index.load(full, build(tavoria, encoder, full)))


def reworded(passage) -> list:
    """Copies that differ in one thing each, and whether that is a thing that is encoded."""
    first, *others = passage.sentences
    shorter = first.model_copy(update={"end": first.end - 1})
    noted = first.model_copy(update={"footnotes": ("99",)})
    return [
        ({"text": passage.text[:-1] + "!"}, True),
        ({"path": ("Elsewhere", *passage.path)}, True),
        ({"sentences": (shorter, *others)}, True),
        ({"sentences": (noted, *others)}, False),
        ({"caveats": ("Doubtful.",)}, False),
        ({"edition": "2099"}, False),
    ]


def test_what_is_encoded_decides_whether_a_passage_is_known(tavoria, tavoria_index):
    known, (passage, *_) = KnownPassages(tavoria_index), tavoria[0].passages
    for change, new in reworded(passage):
        other = passage.model_copy(update=change)
        assert (encoded_texts(other) != encoded_texts(passage)) is new
        assert (known.places([other]).passages.tolist() == [-1]) is new


def test_the_places_of_passages_and_sentences(tavoria, tavoria_index):
    passages = tavoria[0].passages
    new = passages[0].model_copy(update={"id": "tavoria/new#1"})
    places = KnownPassages(tavoria_index).places([passages[2], new, passages[1]])
    assert places.passages.tolist() == [2, -1, 1]
    assert places.owner.tolist() == [0, 0, 0, 0, 1, 2]
    assert places.sentences.tolist() == [2, 3, 4, 5, -1, 1]


def test_a_passage_without_sentences(tavoria, tavoria_index, counting, encoder, generations):
    section = tavoria[0].sections[0]
    bare = section.passages[0].model_copy(update={"sentences": ()})
    section = section.model_copy(update={"passages": (bare, *section.passages[1:])})
    profile = tavoria[0].model_copy(update={"sections": (section, *tavoria[0].sections[1:])})
    index = rebuilt([profile], tavoria_index, counting, generations)
    assert len(counting.texts) == 1
    again = Index.load(
        generations, build([profile], counting, generations, known=KnownPassages(index))
    )
    same(index, again)
    assert len(counting.texts) == 1


@pytest.fixture
def harbours_unheard(monkeypatch):
    """From now on "harbours" is a stopword in English; French stays as it is."""
    before, more = lexical._stopwords, {"en": {"harbours"}}
    monkeypatch.setattr(lexical, "_stopwords", lambda code: before(code) | more.get(code, set()))


def test_words_that_are_cut_by_other_rules_are_counted_anew(
    tavoria, tavoria_index, counting, encoder, generations, tmp_path, harbours_unheard
):
    changed = [with_one_change(tavoria[0]), tavoria[1]]
    index = rebuilt(changed, tavoria_index, counting, generations)
    assert sorted(counting.texts) == sorted(encoded_texts(changed[0].passages[0]))
    assert "harbour" in tavoria_index.lexica["en"].sentences.vocabulary()
    full = Generations(tmp_path / "full")
    same(index, Index.load(full, build(changed, encoder, full)))
    assert index.manifest.words["fr"] == tavoria_index.manifest.words["fr"]
    assert index.manifest.words["en"] != tavoria_index.manifest.words["en"]


def test_words_that_are_cut_by_the_same_rules_are_not_counted_anew(
    tavoria, tavoria_index, counting, generations, monkeypatch, harbours_unheard
):
    counted = []

    def noted(passages, code):
        counted.append(code)
        return counts_of(passages, code)

    monkeypatch.setattr(reuse, "counts_of", noted)
    rebuilt(tavoria, tavoria_index, counting, generations)
    assert (counting.texts, counted) == ([], ["en"])
