"""A manifest says what a generation was built from, and so why it may be stale."""

from pathlib import Path

import pytest

from index.encoders import EncoderFiles
from index.lexical import word_rules
from index.manifest import FORMAT, Manifest, corpus_hashes
from index.plan import changed_profiles, reasons_to_encode, reasons_to_rebuild
from index.similarity import Scale

ENCODER = EncoderFiles("bag-of-concepts", Path("unused"), "0" * 64)


@pytest.fixture
def manifest(tavoria) -> Manifest:
    return Manifest(
        format=FORMAT,
        created="2025-01-01T00:00:00+00:00",
        encoder="bag-of-concepts",
        fingerprint="0" * 64,
        dimension=1024,
        corpus=corpus_hashes(tavoria),
        passages=46,
        sentences=74,
        similarity=Scale(unrelated=0.1, answering=0.6),
        words={"en": word_rules("en"), "fr": word_rules("fr")},
        encoded=46,
        dense={},
        files={},
    )


def reasons_stale(manifest, corpus, encoder) -> list[str]:
    return [*reasons_to_rebuild(manifest, encoder), *changed_profiles(manifest, corpus)]


def test_profiles_are_named_by_id_and_language(tavoria):
    assert corpus_hashes(tavoria) == {
        "tavoria.en": tavoria[0].sha256,
        "tavoria.fr": tavoria[1].sha256,
    }


def test_a_generation_of_what_is_there_is_not_stale(manifest, tavoria):
    assert reasons_stale(manifest, corpus_hashes(tavoria), ENCODER) == []


def test_a_profile_that_changed_makes_it_stale(manifest, tavoria):
    edited = tavoria[1].model_copy(update={"sha256": "1" * 64})
    assert reasons_stale(manifest, corpus_hashes([tavoria[0], edited]), ENCODER) == [
        "profile tavoria.fr has changed"
    ]


def test_a_new_profile_makes_it_stale(manifest, tavoria):
    other = tavoria[0].model_copy(update={"id": "other"})
    assert reasons_stale(manifest, corpus_hashes([*tavoria, other]), ENCODER) == [
        "profile other.en is new"
    ]


def test_a_profile_that_is_gone_makes_it_stale(manifest, tavoria):
    assert reasons_stale(manifest, corpus_hashes(tavoria[:1]), ENCODER) == [
        "profile tavoria.fr is gone"
    ]


def test_another_encoder_makes_it_stale(manifest, tavoria):
    other = EncoderFiles("other", Path("unused"), "1" * 64)
    assert reasons_stale(manifest, corpus_hashes(tavoria), other) == [
        "it was built by another encoder (bag-of-concepts)"
    ]


def test_another_version_of_the_encoder_makes_it_stale(manifest, tavoria):
    other = EncoderFiles("bag-of-concepts", Path("unused"), "1" * 64)
    assert reasons_stale(manifest, corpus_hashes(tavoria), other) == [
        "it was built by another version of this encoder (bag-of-concepts)"
    ]


def test_the_same_encoder_under_another_name_does_not_make_it_stale(manifest, tavoria):
    same = EncoderFiles("/elsewhere", Path("unused"), "0" * 64)
    assert reasons_stale(manifest, corpus_hashes(tavoria), same) == []


def test_another_format_makes_it_stale(manifest, tavoria):
    old = manifest.model_copy(update={"format": 0})
    assert reasons_stale(old, corpus_hashes(tavoria), ENCODER) == [
        f"it has format 0, this program writes {FORMAT}"
    ]


def test_all_reasons_are_told(manifest, tavoria):
    old = manifest.model_copy(update={"format": 0, "corpus": {"a.en": "x"}})
    other = EncoderFiles("other", Path("unused"), "1" * 64)
    assert reasons_stale(old, corpus_hashes(tavoria[:1]), other) == [
        f"it has format 0, this program writes {FORMAT}",
        "it was built by another encoder (bag-of-concepts)",
        "profile a.en is gone",
        "profile tavoria.en is new",
    ]


@pytest.mark.parametrize("before", [{"en": "0" * 64}, {"en": word_rules("en"), "de": "0" * 64}])
def test_words_cut_by_other_rules_make_it_stale(manifest, tavoria, before):
    """Also where this program doesn't know the language any more."""
    other = manifest.model_copy(update={"words": before})
    code = list(before)[-1]
    assert reasons_stale(other, corpus_hashes(tavoria), ENCODER) == [
        f"words are cut by other rules ({code})"
    ]
    assert reasons_to_encode(other, ENCODER) == []
