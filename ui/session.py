"""From settings to a working assistant. Everything heavy is imported here, on call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import IndexDamaged, IndexMissing, IndexProblem, IndexStale, StorageError
from corpus.profiles import load_profiles
from ui.settings import Settings

if TYPE_CHECKING:
    from assistant.ask import Assistant
    from corpus.records import Profile
    from index.build import Progress
    from index.encoders import EncoderFiles
    from index.manifest import Manifest
    from ui.terminal import Terminal


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


def loaded_assistant(settings: Settings, terminal: Terminal) -> Assistant:
    """Do as `open_assistant`, and say so on the terminal meanwhile."""
    with terminal.waiting("Loading the encoder and the index…"):
        return open_assistant(settings)


def fresh_generation(settings: Settings) -> tuple[str, EncoderFiles]:
    """Return the id of the published generation, and its encoder's files.

    Raises `IndexStale` where profiles, encoder or format have changed since it was built.
    """
    from index.encoders import find_encoder
    from index.generations import Generations
    from index.manifest import reasons_stale

    generations = Generations(settings.data_dir)
    name = generations.current()
    manifest = generations.manifest(name)
    files = find_encoder(settings.encoder, settings.encoders)
    reasons = reasons_stale(manifest, load_profiles(settings.profiles), files)
    if reasons:
        raise IndexStale(reasons)
    return name, files


def verified(settings: Settings) -> tuple[str, Manifest]:
    """Return the published generation, up to date and with every byte checked."""
    from index.generations import Generations

    name, _ = fresh_generation(settings)
    return name, Generations(settings.data_dir).verify(name)


def build_index(settings: Settings, force: bool, progress: Progress) -> tuple[str, bool]:
    """Build the index if it is missing, stale or damaged, or if `force`.

    Returns the id of the current generation and whether it was built just now. Raises
    `ProfileError`, `EncoderError`, `StorageError`.
    """
    from filelock import FileLock, Timeout

    profiles = load_profiles(settings.profiles)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(settings.data_dir / "build.lock", timeout=0):
            if not force:
                try:
                    return verified(settings)[0], False
                except (IndexMissing, IndexStale, IndexDamaged):
                    pass
            return _built(settings, profiles, progress), True
    except Timeout:
        raise IndexProblem(
            "Another build is at work in this data directory. Wait for it."
        ) from None
    except OSError as error:
        raise StorageError(settings.data_dir, error.strerror or str(error)) from None


def _built(settings: Settings, profiles: tuple[Profile, ...], progress: Progress) -> str:
    from index.build import build
    from index.encoders import find_encoder, open_encoder
    from index.generations import Generations

    encoder = open_encoder(find_encoder(settings.encoder, settings.encoders))
    return build(profiles, encoder, Generations(settings.data_dir), progress)
