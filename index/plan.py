"""What a build has to do, before it does it: manifest and old passages + new passages → a plan.

Pure: nothing is written here, and only the program's own rules by which words are cut are read. A
passage is known by its id, its language and the hash of what is encoded of it; one that was
reworded is removed under its old hash and added under its new.
"""

import hashlib
from collections.abc import Iterable, Sequence

from corpus.languages import known_languages
from corpus.records import Passage, Record
from index.encoders import EncoderFiles
from index.lexical import word_rules
from index.manifest import FORMAT, Manifest
from index.texts import encoded_texts


class PassageKey(Record):
    """What makes the vectors of a passage: `sha256` is of the passage's text and sentences."""

    id: str
    language: str
    sha256: str

    @property
    def place(self) -> tuple[str, str]:
        """Where the passage stands, whatever it says."""
        return self.id, self.language


class Plan(Record):
    """The passages that a build encodes anew, takes over, and drops.

    `rebuild` says in a phrase each why nothing of the old generation can be taken over.
    """

    added: tuple[PassageKey, ...]
    kept: tuple[PassageKey, ...]
    removed: tuple[PassageKey, ...]
    rebuild: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[PassageKey, ...]:
        """The added passages that stood there before, in other words."""
        before = {key.place for key in self.removed}
        return tuple(key for key in self.added if key.place in before)

    @property
    def empty(self) -> bool:
        """Tell whether the passages are those of the old generation."""
        return not (self.added or self.removed or self.rebuild)


def key_of(passage: Passage) -> PassageKey:
    """Name a passage with the SHA-256 of what is encoded of it."""
    told = "\0".join(encoded_texts(passage))
    sha256 = hashlib.sha256(told.encode()).hexdigest()
    return PassageKey.model_construct(id=passage.id, language=passage.language, sha256=sha256)


def plan(before: Iterable[Passage], after: Iterable[Passage], rebuild: Sequence[str] = ()) -> Plan:
    """Compare the passages of a generation with those that are to be indexed.

    With a reason in `rebuild`, every passage is encoded anew.
    """
    old, new = _keys(before), _keys(after)
    kept = [] if rebuild else [key for key in new if key in old]
    added = [key for key in new if rebuild or key not in old]
    removed = [key for key in old if rebuild or key not in new]
    return Plan(
        added=tuple(new[key] for key in added),
        kept=tuple(new[key] for key in kept),
        removed=tuple(old[key] for key in removed),
        rebuild=tuple(rebuild),
    )


def reasons_to_rebuild(manifest: Manifest, encoder: EncoderFiles) -> list[str]:
    """Say in a phrase each why a generation can't be used; [] where it can."""
    reasons = reasons_to_encode(manifest, encoder)
    cut = {code for code in known_languages() if manifest.words.get(code) == word_rules(code)}
    reasons += [
        f"words are cut by other rules ({code})" for code in sorted(manifest.words.keys() - cut)
    ]
    return reasons


def reasons_to_encode(manifest: Manifest, encoder: EncoderFiles) -> list[str]:
    """Say in a phrase each why not even the vectors of a generation can be used; [] where so."""
    reasons = []
    if manifest.format != FORMAT:
        reasons.append(f"it has format {manifest.format}, this program writes {FORMAT}")
    if manifest.fingerprint != encoder.fingerprint:
        by = "another" if manifest.encoder != encoder.name else "another version of this"
        reasons.append(f"it was built by {by} encoder ({manifest.encoder})")
    return reasons


def changed_profiles(manifest: Manifest, corpus: dict[str, str]) -> list[str]:
    """Say in a phrase each which profiles are new, gone or changed; [] where none is."""
    reasons = []
    for name in sorted(corpus.keys() | manifest.corpus.keys()):
        if name not in manifest.corpus:
            reasons.append(f"profile {name} is new")
        elif name not in corpus:
            reasons.append(f"profile {name} is gone")
        elif corpus[name] != manifest.corpus[name]:
            reasons.append(f"profile {name} has changed")
    return reasons


def _keys(passages: Iterable[Passage]) -> dict[tuple[str, str, str], PassageKey]:
    keys = map(key_of, passages)
    return {(key.id, key.language, key.sha256): key for key in keys}
