"""What a generation was built from. A field that is missing or differs means: stale."""

from collections.abc import Iterable
from typing import Literal

from corpus.records import Profile, Record
from index.calibration import Calibration
from index.similarity import Scale

FORMAT = 5

# the files of a generation; LEXICAL is a folder with one per language, of COUNTS
CORPUS = "corpus.json"
PASSAGES = "passages.faiss"
SENTENCES = "sentences.faiss"
LEXICAL = "lexical"
COUNTS = "passages.npz", "sentences.npz"


class DenseRecord(Record):
    """How vectors are searched: `recall_at_10` is against exact search, on `sample` of them.

    `ef` is how many candidates HNSW keeps while it searches; 0 where search is exact.
    """

    kind: Literal["flat", "hnsw"]
    vectors: int
    ef: int = 0
    recall_at_10: float = 1.0
    sample: int = 0


class Manifest(Record):
    """The manifest of a generation.

    `corpus` maps `profile.language` to the SHA-256 of the profile file, `files` a file of the
    generation to its own; `encoder` and `fingerprint` say by which model it was encoded,
    `similarity` how similar that model finds a question and its answer, `words` by which rules the
    words of each language were cut (`index.lexical.word_rules`), `encoded` how many passages this
    build encoded, the others being taken over from the one before, `calibration` how answers are
    judged, where that was fitted for this corpus.
    """

    format: int
    created: str
    encoder: str
    fingerprint: str
    dimension: int
    corpus: dict[str, str]
    passages: int
    sentences: int
    similarity: Scale
    words: dict[str, str]
    encoded: int
    dense: dict[str, DenseRecord]
    files: dict[str, str]
    calibration: Calibration | None = None


def corpus_hashes(profiles: Iterable[Profile]) -> dict[str, str]:
    """Name each profile file's hash by profile and language."""
    return {f"{p.id}.{p.language}": p.sha256 for p in profiles}
