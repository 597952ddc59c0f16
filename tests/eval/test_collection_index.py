"""An index in memory scores as numpy and BM25 by hand do, and as the generation on disk does."""

import math
from pathlib import Path

import numpy as np
import pytest

from corpus.records import Passage, Profile, Section, Sentence, Source
from eval.collection_index import bare_index, collection_index, profiles_index
from eval.vectors import VectorCache
from index.encoders import Encoder
from index.search import Index

TEXTS = {
    "d1": ("Harbours", "The bond builds harbours. Harbours need clinics."),
    "d2": ("", "Nurses return home for a time."),
    "d3": ("Money", "Most families spend money on school."),
}
QUESTIONS = ("Who returns home?", "What do families spend?", "harbours", "zebra")


def quiet(done: int, total: int) -> None:
    pass


def document(name: str, title: str, text: str) -> Passage:
    return Passage(
        id=name, profile="made", language="en", section=name, path=(title,), text=text,
        sentences=(Sentence(start=0, end=len(text)),), edition="",
    )  # fmt: skip


@pytest.fixture(scope="module")
def documents() -> Profile:
    passages = tuple(document(name, *texts) for name, texts in TEXTS.items())
    return Profile(
        id="made", country="ZZ", language="en", entities=(), figures=(), footnotes=(), sha256="",
        source=Source(title="made", publisher="made", edition="", licence="free"),
        sections=(Section(id="made", title="made", path=(), line=1, passages=passages),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def cache(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> VectorCache:
    return VectorCache(tmp_path_factory.mktemp("vectors"), encoder)


@pytest.fixture(scope="module")
def index(documents: Profile, cache: VectorCache) -> Index:
    return collection_index(documents, cache, quiet)


@pytest.fixture(scope="module")
def in_memory(tavoria: tuple[Profile, ...], cache: VectorCache) -> Index:
    return profiles_index(tavoria, cache, quiet)


def every(index: Index) -> tuple[np.ndarray, np.ndarray]:
    return np.arange(len(index.passages)), np.arange(len(index.owner))


def bm25_harbour(lengths: list[int], counts: list[int]) -> list[float]:
    """Lucene's variant with k1 = 1.5 and b = 0.75, for a term that one document of three holds."""
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    mean = sum(lengths) / 3
    norms = [1.5 * (0.25 + 0.75 * length / mean) for length in lengths]
    return [idf * c / (c + norm) for c, norm in zip(counts, norms, strict=True)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_dense_scores_are_inner_products(index, encoder, question):
    query = encoder.queries([question])[0]
    texts = [f"{title}\n{text}".strip() for title, text in TEXTS.values()]
    expected = encoder.documents(texts) @ query
    passages, sentences = index.dense_scores(query, *every(index))
    np.testing.assert_allclose(passages, expected, atol=1e-6)
    np.testing.assert_allclose(sentences, expected, atol=1e-6)


def test_lexical_scores_are_those_of_whole_documents_with_their_titles(index):
    passages, sentences = index.lexical_scores({"en": ["harbour"]})
    # stems: harbour bond build harbour harbour need clinic · nurs return home time ·
    # money most famili spend money school
    np.testing.assert_allclose(passages, bm25_harbour([7, 4, 6], [3, 0, 0]), rtol=1e-5)
    assert sentences.tolist() == passages.tolist()


def test_a_document_is_one_sentence(index):
    assert [p.id for p in index.passages] == ["d1", "d2", "d3"]
    assert index.owner.tolist() == [0, 1, 2]
    assert index.place.tolist() == [0, 0, 0]
    assert index.languages == ("en",)


def test_the_manifest_says_by_what_it_was_encoded(index):
    manifest = index.manifest
    assert (manifest.encoder, manifest.fingerprint) == ("bag-of-concepts", "0" * 64)
    assert (manifest.dimension, manifest.passages, manifest.sentences) == (1024, 3, 3)


def test_an_index_is_named_by_what_was_encoded(index, documents, cache, in_memory):
    texts = [f"{title}\n{text}".strip() for title, text in TEXTS.values()]
    assert index.name == f"in-memory-{cache.key(texts)[:16]}"
    assert collection_index(documents, cache, quiet).name == index.name
    assert in_memory.name != index.name


def test_progress_counts_the_documents(documents, encoder, tmp_path):
    told = []
    cache = VectorCache(tmp_path, encoder)
    collection_index(documents, cache, lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (3, 3)]


def test_profiles_in_memory_have_the_vectors_of_the_generation_on_disk(in_memory, tavoria_index):
    ours, theirs = in_memory, tavoria_index
    assert ours.dense_passages.vectors().shape == (46, 1024)
    np.testing.assert_allclose(
        ours.dense_passages.vectors(), theirs.dense_passages.vectors(), atol=1e-6
    )
    np.testing.assert_allclose(
        ours.dense_sentences.vectors(), theirs.dense_sentences.vectors(), atol=1e-6
    )


@pytest.mark.parametrize(
    "terms",
    [
        {"en": ["harbour", "bank"], "fr": ["banqu", "port"]},
        {"en": ["lantern"]},
        {"fr": ["transfert", "fond", "zebr"]},
    ],
)
def test_profiles_in_memory_have_the_lexical_scores_of_the_generation(
    in_memory, tavoria_index, terms
):
    ours, theirs = in_memory.lexical_scores(terms), tavoria_index.lexical_scores(terms)
    assert max(theirs[0]) > 0
    assert ours[0].tolist() == theirs[0].tolist()
    assert ours[1].tolist() == theirs[1].tolist()


def test_profiles_in_memory_have_the_rows_of_the_generation(in_memory, tavoria_index, tavoria):
    assert in_memory.passages == tavoria_index.passages
    assert in_memory.owner.tolist() == tavoria_index.owner.tolist()
    assert in_memory.place.tolist() == tavoria_index.place.tolist()
    assert in_memory.manifest.corpus == tavoria_index.manifest.corpus
    assert in_memory.profiles == tavoria


def test_the_order_of_the_languages_does_not_mix_up_rows(tavoria, cache, in_memory):
    turned = profiles_index(tavoria[::-1], cache, quiet)
    terms = {"en": ["harbour"], "fr": ["port"]}
    expected = np.roll(in_memory.lexical_scores(terms)[0], 23)
    assert turned.lexical_scores(terms)[0].tolist() == expected.tolist()
    np.testing.assert_array_equal(
        turned.dense_passages.vectors(), np.roll(in_memory.dense_passages.vectors(), 23, axis=0)
    )


def test_a_bare_index_encodes_texts_without_their_sections(tavoria, cache, encoder, in_memory):
    bare = bare_index(tavoria, cache, quiet)
    passages = [p for profile in tavoria for p in profile.passages]
    sentences = [p.text[s.start : s.end] for p in passages for s in p.sentences]
    np.testing.assert_array_equal(
        bare.dense_passages.vectors(), encoder.documents([p.text for p in passages])
    )
    np.testing.assert_array_equal(bare.dense_sentences.vectors(), encoder.documents(sentences))
    assert bare.name != in_memory.name


def test_a_bare_index_has_no_titles_in_its_postings(tavoria, cache, in_memory):
    bare, term = bare_index(tavoria, cache, quiet), {"en": ["practic"]}  # "Effective practices"
    assert max(in_memory.lexical_scores(term)[0]) > 0
    assert max(bare.lexical_scores(term)[0]) == 0
    obstacles = {"en": ["obstacl"]}
    assert max(in_memory.lexical_scores(obstacles)[1]) > 0
    assert max(bare.lexical_scores(obstacles)[1]) == 0


def test_vectors_are_kept_for_the_next_time(documents, encoder, tmp_path: Path):
    collection_index(documents, VectorCache(tmp_path, encoder), quiet)
    encoded: list[str] = []

    class Listening(Encoder):
        def documents(self, texts, batch=32):
            encoded.extend(texts)
            return super().documents(texts, batch)

    listening = Listening(encoder.name, encoder.fingerprint, encoder.model)
    again = collection_index(documents, VectorCache(tmp_path, listening), quiet)
    assert len(again.dense_passages) == 3
    assert set(encoded).isdisjoint(p.text for p in documents.passages)  # the probes alone
