"""Profiles → a published generation."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from corpus.records import Passage, Profile
from index.dense import DenseIndex
from index.encoders import Encoder, Vectors
from index.generations import Generations, file_hashes
from index.lexical import LexicalIndex
from index.manifest import FORMAT, Manifest, corpus_hashes
from index.similarity import scale_of

CORPUS = "corpus.json"
PASSAGES = "passages.faiss"
SENTENCES = "sentences.faiss"
LEXICAL = "lexical"
BATCH = 32

Progress = Callable[[int, int], None]


def in_context(passage: Passage) -> str:
    """Return a passage's text below its section path: what is encoded and indexed."""
    return f"{' – '.join(passage.path)}\n{passage.text}".lstrip()


def sentences_in_context(passage: Passage) -> list[str]:
    """Return each sentence behind the title of its section."""
    return [f"{passage.path[-1]}: {passage.quote(i)}" for i in range(len(passage.sentences))]


def build(
    profiles: Sequence[Profile],
    encoder: Encoder,
    generations: Generations,
    progress: Progress = lambda _done, _total: None,
) -> str:
    """Encode and index all profiles, publish the generation, return its id.

    `progress` is told texts done and texts in all. Raises `StorageError`; whatever happens, the
    generation that was current stays so until the new one is whole.
    """
    passages = [p for profile in profiles for p in profile.passages]
    texts = [in_context(p) for p in passages]
    sentences = [s for p in passages for s in sentences_in_context(p)]
    with generations.side_folder() as side:
        vectors = _encoded(encoder, [*texts, *sentences], progress)
        (side / PASSAGES).write_bytes(DenseIndex.of(vectors[: len(texts)]).to_bytes())
        (side / SENTENCES).write_bytes(DenseIndex.of(vectors[len(texts) :]).to_bytes())
        _write_lexical(passages, side / LEXICAL)
        (side / CORPUS).write_bytes(TypeAdapter(tuple[Profile, ...]).dump_json(tuple(profiles)))
        manifest = Manifest(
            format=FORMAT,
            created=datetime.now(UTC).isoformat(timespec="microseconds"),
            encoder=encoder.name,
            fingerprint=encoder.fingerprint,
            dimension=vectors.shape[1],
            corpus=corpus_hashes(profiles),
            passages=len(texts),
            sentences=len(sentences),
            similarity=scale_of(encoder),
            files=file_hashes(side),
        )
        return generations.publish(side, manifest)


def _encoded(encoder: Encoder, texts: Sequence[str], progress: Progress) -> Vectors:
    """Encode texts of like length together, which spares padding; return them in their order."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    parts = []
    for start in range(0, len(texts), BATCH):
        progress(start, len(texts))
        parts.append(encoder.documents([texts[i] for i in order[start : start + BATCH]], BATCH))
    progress(len(texts), len(texts))
    return np.concatenate(parts)[np.argsort(order)]


def _write_lexical(passages: Iterable[Passage], folder: Path) -> None:
    """Write, for each language, one index of passages and one of sentences."""
    by_language: dict[str, list[Passage]] = {}
    for passage in passages:
        by_language.setdefault(passage.language, []).append(passage)
    for code, group in by_language.items():
        LexicalIndex.of([in_context(p) for p in group], code).save(folder / code / "passages")
        sentences = [s for p in group for s in sentences_in_context(p)]
        LexicalIndex.of(sentences, code).save(folder / code / "sentences")
