"""An incremental build encodes what is new, and gives what a full build gives."""

import numpy as np
import pytest

from eval.bench.building import with_one_change
from index.build import build
from index.generations import Generations
from index.reuse import KnownVectors
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
    known = KnownVectors(tavoria_index)
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


def test_a_passage_without_sentences(tavoria, tavoria_index, counting, encoder, generations):
    section = tavoria[0].sections[0]
    bare = section.passages[0].model_copy(update={"sentences": ()})
    section = section.model_copy(update={"passages": (bare, *section.passages[1:])})
    profile = tavoria[0].model_copy(update={"sections": (section, *tavoria[0].sections[1:])})
    index = rebuilt([profile], tavoria_index, counting, generations)
    assert len(counting.texts) == 1
    again = Index.load(
        generations, build([profile], counting, generations, known=KnownVectors(index))
    )
    same(index, again)
    assert len(counting.texts) == 1
