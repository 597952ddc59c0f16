"""An index of its own for texts that are measured only: collections, and variants of the profiles.

It is a generation in memory; its vectors are cached (`eval.vectors`).
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from corpus.records import Passage, Profile
from eval.vectors import VectorCache
from index.dense import DenseIndex
from index.lexical import LexicalIndex, word_rules
from index.manifest import FORMAT, Manifest, corpus_hashes
from index.parts import Progress
from index.search import Index
from index.similarity import scale_of
from index.texts import in_context, sentences_in_context

Texts = Callable[[Passage], str]
SentenceTexts = Callable[[Passage], list[str]]


def collection_index(documents: Profile, cache: VectorCache, progress: Progress) -> Index:
    """Index documents as whole passages: each is a single sentence to the assistant.

    Judgements are of documents, and retrieval of them was no better by their sentences (cast22,
    human rewrites: nDCG@10 .68 by sentences and passages, .69 by passages).
    """
    texts = [in_context(p) for p in documents.passages]
    dense = DenseIndex.of(cache.vectors(texts, progress))
    lexical = LexicalIndex.of(texts, documents.language)
    pair = {documents.language: (lexical, lexical)}
    return _index((documents,), dense, dense, pair, cache, texts)


def bare_index(profiles: Sequence[Profile], cache: VectorCache, progress: Progress) -> Index:
    """Index profiles without section context: what `diaspora eval ablate` compares with."""
    return profiles_index(profiles, cache, progress, _bare, _bare_sentences)


def profiles_index(
    profiles: Sequence[Profile],
    cache: VectorCache,
    progress: Progress,
    text: Texts = in_context,
    sentences: SentenceTexts = sentences_in_context,
) -> Index:
    """Index profiles as `index.build` does, in memory, with a choice of what is encoded."""
    passages = [p for profile in profiles for p in profile.passages]
    texts = [text(p) for p in passages]
    rows = [row for p in passages for row in sentences(p)]
    vectors = cache.vectors([*texts, *rows], progress)
    lexical = {}
    for code, group in groupby(sorted(passages, key=_language), key=_language):
        own = list(group)
        of_sentences = LexicalIndex.of([row for p in own for row in sentences(p)], code)
        lexical[code] = LexicalIndex.of([text(p) for p in own], code), of_sentences
    dense = DenseIndex.of(vectors[: len(texts)]), DenseIndex.of(vectors[len(texts) :])
    return _index(tuple(profiles), *dense, lexical, cache, [*texts, *rows])


def _index(
    profiles: tuple[Profile, ...],
    passages: DenseIndex,
    sentences: DenseIndex,
    lexical: dict[str, tuple[LexicalIndex, LexicalIndex]],
    cache: VectorCache,
    texts: Sequence[str],
) -> Index:
    manifest = Manifest(
        format=FORMAT,
        created="",
        encoder=cache.encoder.name,
        fingerprint=cache.encoder.fingerprint,
        dimension=passages.dimension,
        corpus=corpus_hashes(profiles),
        passages=len(passages),
        sentences=len(sentences),
        similarity=scale_of(cache.encoder),
        words={code: word_rules(code) for code in lexical},
        encoded=0,
        dense={},
        files={},
    )
    name = f"in-memory-{cache.key(texts)[:16]}"
    return Index(name, manifest, profiles, passages, sentences, lexical)


def _language(passage: Passage) -> str:
    return passage.language


def _bare(passage: Passage) -> str:
    return passage.text


def _bare_sentences(passage: Passage) -> list[str]:
    return [passage.quote(i) for i in range(len(passage.sentences))]
