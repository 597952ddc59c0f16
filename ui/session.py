"""From settings to a working assistant. Everything heavy is imported here, on call."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from corpus.errors import IndexStale
from corpus.profiles import load_profiles, profile_hashes
from ui.settings import Settings

if TYPE_CHECKING:
    from threading import Event

    from assistant.ask import Assistant
    from index.calibration import Calibration
    from index.encoders import EncoderFiles
    from index.manifest import Manifest
    from ui.live import LiveAssistant
    from ui.terminal import Terminal


def one_thread_a_question() -> None:
    """Let one thread encode a question: a server answers several at a time. Before torch loads."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def open_assistant(settings: Settings) -> Assistant:
    """Load the published generation and its encoder.

    Raises `IndexMissing`, `IndexStale`, `IndexDamaged` before anything slow is loaded.
    """
    return load_assistant(settings, *fresh_generation(settings))


def load_assistant(settings: Settings, name: str, files: EncoderFiles) -> Assistant:
    """Load a generation that is known to be fresh, and its encoder. Raises `IndexDamaged`."""
    from assistant.ask import Assistant
    from index.encoders import open_encoder
    from index.generations import Generations
    from index.search import Index

    index = Index.load(Generations(settings.data_dir), name)
    return Assistant(index, open_encoder(files))


def follow_generations(
    settings: Settings, name: str, files: EncoderFiles, stop: Event
) -> LiveAssistant:
    """Load a generation that is known to be fresh, and follow what is published until `stop`.

    A generation of another encoder is refused. Raises `IndexDamaged` for the first.
    """
    from assistant.ask import Assistant
    from index.generations import Generations
    from index.plan import reasons_to_rebuild
    from index.search import Index
    from ui.live import Follower, LiveAssistant, warm

    generations = Generations(settings.data_dir)
    first = load_assistant(settings, name, files)
    warm(first)
    kept = first.encoder, first.retriever.weights, first.reader  # not `first`: it must be freed

    def load(new: str) -> Assistant:
        reasons = reasons_to_rebuild(generations.manifest(new), files)
        if reasons:
            raise IndexStale(reasons)
        return Assistant(Index.load(generations, new), *kept)

    live = LiveAssistant(first)
    Follower(live, generations, load).until(stop)
    return live


def loaded_assistant(settings: Settings, terminal: Terminal) -> Assistant:
    """Do as `open_assistant`, and say so on the terminal meanwhile."""
    with terminal.waiting("Loading the encoder and the index…"):
        return open_assistant(settings)


def fresh_generation(settings: Settings) -> tuple[str, EncoderFiles]:
    """Return the id of the published generation, and its encoder's files.

    Raises `IndexStale` where profiles, encoder or format have changed since it was built. One that
    was rolled back to stays fresh when profiles change: that is what it was asked for.
    """
    from index.encoders import find_encoder
    from index.generations import Generations
    from index.plan import reasons_to_rebuild

    generations = Generations(settings.data_dir)
    name, pinned = generations.pointed()
    manifest = generations.manifest(name)
    files = find_encoder(settings.encoder, settings.encoders)
    reasons = reasons_to_rebuild(manifest, files)
    if not pinned:
        reasons += changed_since(settings, manifest)
    if reasons:
        raise IndexStale(reasons)
    return name, files


def changed_since(settings: Settings, manifest: Manifest) -> list[str]:
    """Say in a phrase each what a generation doesn't know of: profiles, another calibration.

    Profiles are parsed only where one has changed. Raises `InputError` for a calibration that can't
    be read.
    """
    from index.manifest import corpus_hashes
    from index.plan import changed_profiles

    recalibrated = kept_calibration(settings, manifest.fingerprint) != manifest.calibration
    reasons = ["the calibration has changed"] if recalibrated else []
    if sorted(profile_hashes(settings.profiles)) == sorted(manifest.corpus.values()):
        return reasons
    changed = changed_profiles(manifest, corpus_hashes(load_profiles(settings.profiles)))
    return changed + reasons


def kept_calibration(settings: Settings, fingerprint: str) -> Calibration | None:
    """Return what `diaspora eval calibrate --keep` kept for an encoder, if anything.

    Raises `InputError` where it can't be read.
    """
    from index.calibration import read_calibration

    if not settings.calibration_file.exists():
        return None
    kept = read_calibration(settings.calibration_file)
    return kept if kept.encoder == fingerprint else None


def verified(settings: Settings) -> tuple[str, Manifest]:
    """Return the published generation, up to date and with every byte checked."""
    from index.generations import Generations

    name, _ = fresh_generation(settings)
    return name, Generations(settings.data_dir).verify(name)
