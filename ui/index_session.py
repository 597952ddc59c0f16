"""From settings to a new, an earlier or a checked generation. Heavy imports on call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import IndexDamaged, IndexMissing, IndexProblem, IndexStale, StorageError
from corpus.profiles import load_profiles
from ui.session import changed_since, kept_calibration, verified
from ui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.records import Passage, Profile
    from index.calibration import Calibration
    from index.encoders import EncoderFiles
    from index.generations import Generations
    from index.manifest import Manifest
    from index.parts import Progress
    from index.plan import Plan
    from index.search import Index


def build_index(settings: Settings, force: bool, progress: Progress) -> tuple[str, bool]:
    """Build the index if it is missing, stale, damaged or pinned to an old state, or if `force`.

    Passages that the current generation holds are not encoded again, unless `force`. Returns the
    id of the current generation and whether it was built just now. Raises `ProfileError`,
    `EncoderError`, `StorageError`, and `IndexLocked` at once where somebody else is building.
    """
    from index.locking import build_lock

    try:
        with build_lock(settings.data_dir):  # first: whoever has to wait learns it at once
            return _locked_build(settings, force, progress)
    except OSError as error:
        raise StorageError(settings.data_dir, error.strerror or str(error)) from None


def plan_index(settings: Settings) -> Plan:
    """Say what `build_index` would encode, take over and drop. Nothing is written.

    Raises `ProfileError`, `EncoderError`.
    """
    from index.encoders import find_encoder
    from index.plan import plan

    after = _passages(load_profiles(settings.profiles))
    files = find_encoder(settings.encoder, settings.encoders)
    before, reasons = _usable(_generations(settings), files)
    return plan(before.passages if before else (), after, reasons)


def roll_back_index(settings: Settings, to: str | None) -> str:
    """Go back to an earlier generation; return its id. Raises what `index.keeping.roll_back` does,

    and `IndexStale` where another encoder than the one in the settings built it.
    """
    from index.encoders import find_encoder
    from index.keeping import roll_back
    from index.locking import build_lock
    from index.plan import reasons_to_rebuild

    generations = _generations(settings)
    generations.current()
    with build_lock(settings.data_dir):
        if to is not None and to in generations.names():
            files = find_encoder(settings.encoder, settings.encoders)
            reasons = reasons_to_rebuild(generations.manifest(to), files)
            if reasons:
                raise IndexStale(reasons)
        return roll_back(generations, to)


def prune_index(settings: Settings, keep: int | None) -> list[str]:
    """Remove what is neither current nor among the newest; name it. Raises `IndexLocked`."""
    from index.keeping import prune
    from index.locking import build_lock

    generations = _generations(settings)
    generations.current()
    with build_lock(settings.data_dir):
        return prune(generations, keep or settings.keep_generations)


def verify_index(settings: Settings) -> tuple[str, dict[str, str]]:
    """Check every byte of every generation kept.

    Returns the current id, and for each id "" or what is wrong. Raises `IndexMissing`.
    """
    generations = _generations(settings)
    current = generations.current()
    return current, {name: _problem(generations, name) for name in generations.names()}


@dataclass(frozen=True)
class Status:
    """The published generation, verified; `changed` says what a pinned one doesn't know of."""

    name: str
    manifest: Manifest
    pinned: bool
    changed: tuple[str, ...]
    others: tuple[str, ...]

    def record(self) -> dict[str, object]:
        """Return it as data."""
        return {
            "generation": self.name,
            "pinned": self.pinned,
            "changed": self.changed,
            "others": self.others,
            **self.manifest.model_dump(),
        }


def index_status(settings: Settings) -> Status:
    """Look at the published generation. Raises `IndexProblem` where it can't be served."""
    name, manifest = verified(settings)
    generations = _generations(settings)
    pinned = generations.pointed()[1]
    changed = changed_since(settings, manifest) if pinned else []
    others = tuple(other for other in generations.names() if other != name)
    return Status(name, manifest, pinned, tuple(changed), others)


def _problem(generations: Generations, name: str) -> str:
    try:
        generations.verify(name)
    except IndexStale as error:
        return error.reasons[0]
    except IndexProblem as error:
        return str(error)
    return ""


def _generations(settings: Settings) -> Generations:
    from index.generations import Generations

    return Generations(settings.data_dir)


def _locked_build(settings: Settings, force: bool, progress: Progress) -> tuple[str, bool]:
    from index.encoders import find_encoder
    from index.keeping import clear_leftovers, prune

    generations = _generations(settings)
    profiles = load_profiles(settings.profiles)
    clear_leftovers(generations)
    files = find_encoder(settings.encoder, settings.encoders)
    if not force and (name := _up_to_date(settings, generations, files)):
        return name, False
    calibration = kept_calibration(settings, files.fingerprint)
    name = _built(profiles, files, generations, force, calibration, progress)
    prune(generations, settings.keep_generations)
    return name, True


def _up_to_date(settings: Settings, generations: Generations, files: EncoderFiles) -> str | None:
    """Return the current generation if it is whole and fits what is there; its pin is lifted."""
    from index.plan import reasons_to_rebuild

    try:
        name, pinned = generations.pointed()
        manifest = generations.verify(name)
    except (IndexMissing, IndexStale, IndexDamaged):
        return None
    if reasons_to_rebuild(manifest, files) or changed_since(settings, manifest):
        return None
    if pinned:
        generations.point_to(name)
    return name


def _built(
    profiles: tuple[Profile, ...],
    files: EncoderFiles,
    generations: Generations,
    force: bool,
    calibration: Calibration | None,
    progress: Progress,
) -> str:
    from index.build import build
    from index.encoders import open_encoder
    from index.reuse import KnownPassages

    before = None if force else _usable(generations, files)[0]
    known = KnownPassages(before) if before else None
    return build(profiles, open_encoder(files), generations, progress, known, calibration)


def _usable(generations: Generations, files: EncoderFiles) -> tuple[Index | None, Sequence[str]]:
    """Load the current generation, verified, or say why nothing can be taken over from it."""
    from index.plan import reasons_to_rebuild
    from index.search import Index

    try:
        name = generations.current()
        reasons = reasons_to_rebuild(generations.manifest(name), files)
        return (None, reasons) if reasons else (Index.load(generations, name), ())
    except IndexMissing:
        return None, ["there is no index yet"]
    except IndexStale as error:
        return None, error.reasons
    except IndexDamaged as error:
        return None, [f"the index is damaged: {error.path} {error.problem}"]


def _passages(profiles: Sequence[Profile]) -> list[Passage]:
    return [passage for profile in profiles for passage in profile.passages]
