"""Profiles → a published generation. Only passages that are new or reworded are encoded."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import TypeAdapter

from corpus.records import Passage, Profile
from index.calibration import Calibration
from index.dense import DenseIndex
from index.encoders import Encoder, Vectors
from index.files import CheckedFolder
from index.generations import Generations
from index.lexical import word_rules
from index.manifest import (
    CORPUS,
    COUNTS,
    FORMAT,
    LEXICAL,
    PASSAGES,
    SENTENCES,
    DenseRecord,
    Manifest,
    corpus_hashes,
)
from index.parts import Parts, Progress, parts_of
from index.reuse import KnownPassages
from index.similarity import scale_of


def build(
    profiles: Sequence[Profile],
    encoder: Encoder,
    generations: Generations,
    progress: Progress = lambda _done, _total: None,
    known: KnownPassages | None = None,
    calibration: Calibration | None = None,
) -> str:
    """Index all profiles, publish the generation, return its id.

    What `known`, of the same encoder, knows is taken over, but for the counts of words that were
    cut by other rules; the other texts are encoded, and `progress` is told how many are done and
    how many there are. `calibration` is kept with the generation. Raises `StorageError`; whatever
    happens, the generation that was current stays so until the new one is whole.
    """
    passages = [p for profile in profiles for p in profile.passages]
    with generations.side_folder() as side:
        parts, encoded = _parts(passages, encoder, progress, known)
        files = CheckedFolder(side)
        dense = {
            PASSAGES: _write_dense(parts.passages, files, PASSAGES),
            SENTENCES: _write_dense(parts.sentences, files, SENTENCES),
        }
        for code, of in parts.counts.items():
            for unit, counts in zip(COUNTS, of, strict=True):
                files.write(f"{LEXICAL}/{code}/{unit}", counts.to_bytes())
        files.write(CORPUS, TypeAdapter(tuple[Profile, ...]).dump_json(tuple(profiles)))
        manifest = Manifest(
            format=FORMAT,
            created=datetime.now(UTC).isoformat(timespec="microseconds"),
            encoder=encoder.name,
            fingerprint=encoder.fingerprint,
            dimension=parts.passages.shape[1],
            corpus=corpus_hashes(profiles),
            passages=len(parts.passages),
            sentences=len(parts.sentences),
            similarity=known.similarity if known else scale_of(encoder),
            words={code: word_rules(code) for code in parts.counts},
            encoded=encoded,
            dense=dense,
            files=files.hashes,
            calibration=calibration,
        )
        return generations.publish(side, manifest)


def _parts(
    passages: Sequence[Passage], encoder: Encoder, progress: Progress, known: KnownPassages | None
) -> tuple[Parts, int]:
    """Return the parts of all passages, and how many passages were encoded for them."""
    if known is None:
        return parts_of(passages, encoder, progress), len(passages)
    places = known.places(passages)
    new = [p for p, row in zip(passages, places.passages, strict=True) if row < 0]
    return known.completed(passages, places, parts_of(new, encoder, progress)), len(new)


def _write_dense(vectors: Vectors, files: CheckedFolder, name: str) -> DenseRecord:
    index, record = DenseIndex.measured(vectors)
    with files.file(name) as append:
        index.save(append)
    return record
