"""Profiles → a published generation. Only passages that are new or reworded are encoded."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np
from pydantic import TypeAdapter

from corpus.records import Passage, Profile
from index.dense import DenseIndex
from index.encoders import Encoder, Vectors
from index.files import write_checked
from index.generations import Generations, file_hashes
from index.lexical import LexicalIndex
from index.manifest import FORMAT, DenseRecord, Manifest, corpus_hashes
from index.similarity import Scale, scale_of
from index.texts import encoded_texts, in_context, sentences_in_context

CORPUS = "corpus.json"
PASSAGES = "passages.faiss"
SENTENCES = "sentences.faiss"
LEXICAL = "lexical"
BATCH = 32

Progress = Callable[[int, int], None]


class Known(Protocol):
    """Vectors that need not be computed again (`index.reuse.KnownVectors`), of the same encoder."""

    @property
    def similarity(self) -> Scale:
        """How similar that encoder finds a question and its answer."""

    def of(self, passage: Passage) -> tuple[Vectors, Vectors] | None:
        """Return the vector of a passage and those of its sentences, None where it is new."""


def build(
    profiles: Sequence[Profile],
    encoder: Encoder,
    generations: Generations,
    progress: Progress = lambda _done, _total: None,
    known: Known | None = None,
) -> str:
    """Index all profiles, publish the generation, return its id.

    Vectors are taken from `known` where it has them; the other texts are encoded, and `progress`
    is told how many are done and how many there are. Raises `StorageError`; whatever happens, the
    generation that was current stays so until the new one is whole.
    """
    passages = [p for profile in profiles for p in profile.passages]
    with generations.side_folder() as side:
        vectors, sentences, encoded = _vectors(passages, encoder, progress, known)
        dense = {
            PASSAGES: _write_dense(vectors, side / PASSAGES),
            SENTENCES: _write_dense(sentences, side / SENTENCES),
        }
        _write_lexical(passages, side / LEXICAL)
        corpus = TypeAdapter(tuple[Profile, ...]).dump_json(tuple(profiles))
        write_checked(side / CORPUS, corpus)
        manifest = Manifest(
            format=FORMAT,
            created=datetime.now(UTC).isoformat(timespec="microseconds"),
            encoder=encoder.name,
            fingerprint=encoder.fingerprint,
            dimension=vectors.shape[1],
            corpus=corpus_hashes(profiles),
            passages=len(vectors),
            sentences=len(sentences),
            similarity=known.similarity if known else scale_of(encoder),
            encoded=encoded,
            dense=dense,
            files=file_hashes(side),
        )
        return generations.publish(side, manifest)


def _vectors(
    passages: Sequence[Passage], encoder: Encoder, progress: Progress, known: Known | None
) -> tuple[Vectors, Vectors, int]:
    """Return the vectors of passages and of sentences, and how many passages were encoded."""
    found = [known.of(p) if known else None for p in passages]
    new = [p for p, vectors in zip(passages, found, strict=True) if vectors is None]
    fresh = iter(_of_passages(new, encoder, progress))
    pairs = [vectors or next(fresh) for vectors in found]
    return np.stack([one for one, _ in pairs]), np.concatenate([s for _, s in pairs]), len(new)


def _of_passages(
    passages: Sequence[Passage], encoder: Encoder, progress: Progress
) -> list[tuple[Vectors, Vectors]]:
    """Encode passages: for each its vector, and those of its sentences."""
    texts = [encoded_texts(p) for p in passages]
    rows = _encoded(encoder, [text for group in texts for text in group], progress)
    groups = np.split(rows, np.cumsum([len(group) for group in texts]))
    return [(group[0], group[1:]) for group in groups[: len(texts)]]


def _encoded(encoder: Encoder, texts: Sequence[str], progress: Progress) -> Vectors:
    """Encode texts of like length together, which spares padding; return them in their order."""
    if not texts:
        return np.empty((0, 0), np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    parts = []
    for start in range(0, len(texts), BATCH):
        progress(start, len(texts))
        parts.append(encoder.documents([texts[i] for i in order[start : start + BATCH]], BATCH))
    progress(len(texts), len(texts))
    return np.concatenate(parts)[np.argsort(order)]


def _write_dense(vectors: Vectors, path: Path) -> DenseRecord:
    index, record = DenseIndex.measured(vectors)
    write_checked(path, index.to_bytes())
    return record


def _write_lexical(passages: Iterable[Passage], folder: Path) -> None:
    """Write, for each language, one index of passages and one of sentences."""
    by_language: dict[str, list[Passage]] = {}
    for passage in passages:
        by_language.setdefault(passage.language, []).append(passage)
    for code, group in by_language.items():
        LexicalIndex.of([in_context(p) for p in group], code).save(folder / code / "passages")
        sentences = [s for p in group for s in sentences_in_context(p)]
        LexicalIndex.of(sentences, code).save(folder / code / "sentences")
