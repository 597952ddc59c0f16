"""What a generation was built from. A field that is missing or differs means: stale."""

from collections.abc import Iterable

from corpus.records import Profile, Record
from index.encoders import EncoderFiles
from index.similarity import Scale

FORMAT = 2


class Manifest(Record):
    """The manifest of a generation.

    `corpus` maps `profile.language` to the SHA-256 of the profile file, `files` a file of the
    generation to its own; `encoder` and `fingerprint` say by which model it was encoded,
    `similarity` how similar that model finds a question and its answer.
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
    files: dict[str, str]


def corpus_hashes(profiles: Iterable[Profile]) -> dict[str, str]:
    """Name each profile file's hash by profile and language."""
    return {f"{p.id}.{p.language}": p.sha256 for p in profiles}


def reasons_stale(
    manifest: Manifest, profiles: Iterable[Profile], encoder: EncoderFiles
) -> list[str]:
    """Say in a phrase each why a generation doesn't fit what is there now; [] where it does."""
    reasons = []
    if manifest.format != FORMAT:
        reasons.append(f"it has format {manifest.format}, this program writes {FORMAT}")
    if manifest.fingerprint != encoder.fingerprint:
        by = "another" if manifest.encoder != encoder.name else "another version of this"
        reasons.append(f"it was built by {by} encoder ({manifest.encoder})")
    now = corpus_hashes(profiles)
    for name in sorted(now.keys() | manifest.corpus.keys()):
        if name not in manifest.corpus:
            reasons.append(f"profile {name} is new")
        elif name not in now:
            reasons.append(f"profile {name} is gone")
        elif now[name] != manifest.corpus[name]:
            reasons.append(f"profile {name} has changed")
    return reasons
