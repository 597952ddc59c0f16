"""Profiles → a published generation; whatever happens, the current one stays whole."""

import numpy as np
import pytest

from corpus.errors import StorageError
from index.build import build
from index.generations import Generations
from index.search import Index
from index.texts import in_context, sentences_in_context

LAYOUT = {
    "corpus.json",
    "manifest.json",
    "passages.faiss",
    "sentences.faiss",
    *(f"lexical/{code}/{unit}.npz" for code in ("en", "fr") for unit in ("passages", "sentences")),
}


class Failing:
    """An encoder that gives up after some batches."""

    name, fingerprint = "failing", "1" * 64

    def __init__(self, error: Exception, batches: int) -> None:
        self.error, self.batches = error, batches

    def documents(self, texts, batch):
        if not self.batches:
            raise self.error
        self.batches -= 1
        return np.ones((len(texts), 4), np.float32)


@pytest.fixture
def generations(tmp_path) -> Generations:
    return Generations(tmp_path / "data")


def test_a_passage_is_encoded_below_its_section_path(tavoria):
    passage = next(p for p in tavoria[0].passages if p.id == "tavoria/bond#1")
    assert in_context(passage) == (
        "Effective practices – Homeward Bond\n"
        "The Homeward Bond is a savings bond that Tavorians abroad can buy from 100 USD. "
        "The money of the Homeward Bond builds harbours and clinics."
    )


def test_a_sentence_is_encoded_behind_its_sections_title(tavoria):
    passage = next(p for p in tavoria[1].passages if p.id == "tavoria/bond#1")
    assert sentences_in_context(passage)[1] == (
        "Obligation du retour: "
        "L'argent de l'Obligation du retour construit des ports et des dispensaires."
    )


def test_a_build_publishes_a_generation_with_all_its_files(tavoria, encoder, generations):
    name = build(tavoria, encoder, generations)
    folder = generations.folder / name
    assert generations.current() == name
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == LAYOUT


def test_the_manifest_says_what_was_built_from_what(tavoria, encoder, generations):
    manifest = generations.manifest(build(tavoria, encoder, generations))
    assert (manifest.encoder, manifest.fingerprint) == ("bag-of-concepts", "0" * 64)
    assert (manifest.dimension, manifest.passages, manifest.sentences) == (1024, 46, 74)
    assert manifest.corpus == {p.id + "." + p.language: p.sha256 for p in tavoria}
    assert set(manifest.files) == LAYOUT - {"manifest.json"}


def test_progress_counts_the_texts(tavoria, encoder, generations):
    told = []
    build(tavoria, encoder, generations, lambda done, total: told.append((done, total)))
    assert told == [(0, 120), (32, 120), (64, 120), (96, 120), (120, 120)]


def test_vectors_are_those_of_the_texts_in_order(tavoria, encoder, generations):
    index = Index.load(generations, build(tavoria, encoder, generations))
    texts = [in_context(p) for profile in tavoria for p in profile.passages]
    np.testing.assert_allclose(index.dense_passages.vectors(), encoder.documents(texts), atol=1e-6)


def test_building_twice_gives_two_generations_of_the_same_files(tavoria, encoder, generations):
    one = generations.manifest(first := build(tavoria, encoder, generations))
    two = generations.manifest(second := build(tavoria, encoder, generations))
    assert first < second == generations.current()
    assert one.files == two.files


@pytest.mark.parametrize("batches", [0, 1, 3])
def test_a_build_that_fails_midway_leaves_all_as_it_was(tavoria, encoder, generations, batches):
    name = build(tavoria, encoder, generations)
    with pytest.raises(RuntimeError, match="out of breath"):
        build(tavoria, Failing(RuntimeError("out of breath"), batches), generations)
    assert generations.current() == name
    assert [p.name for p in generations.folder.iterdir()] == [name]
    assert sorted(p.name for p in generations.data_dir.iterdir()) == ["current", "generations"]
    assert generations.verify(name).passages == 46


def test_an_interrupted_first_build_leaves_nothing(tavoria, generations):
    with pytest.raises(KeyboardInterrupt):
        build(tavoria, Failing(KeyboardInterrupt(), 1), generations)
    assert list(generations.folder.iterdir()) == []


def test_a_full_disk_is_a_storage_error(tavoria, generations):
    with pytest.raises(StorageError, match="No space left on device"):
        build(tavoria, Failing(OSError(28, "No space left on device"), 1), generations)
    assert list(generations.folder.iterdir()) == []
