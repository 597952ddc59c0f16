"""Profile files → `Profile`s."""

from importlib.resources import files
from pathlib import Path

from corpus.assembly import Assembly
from corpus.errors import InputError, ProfileError
from corpus.records import Profile, text_hash

MAX_BYTES = 4_000_000


def bundled_profiles() -> Path:
    """Return the folder of the profiles that come with the project."""
    return Path(str(files("corpus"))) / "profiles"


def load_profiles(folder: Path) -> tuple[Profile, ...]:
    """Read every `*.md` of a folder, sorted by file name.

    Raises `ProfileError` for the first file that can't be read, `InputError` for an empty folder.
    """
    paths = profile_files(folder)
    profiles = tuple(load_profile(path) for path in paths)
    seen: dict[tuple[str, str], Path] = {}
    for path, profile in zip(paths, profiles, strict=True):
        key = (profile.id, profile.language)
        if key in seen:
            problem = f"profile {profile.id} in {profile.language} stands in {seen[key].name} too"
            raise ProfileError(path, 1, problem, "Give each profile and language one file")
        seen[key] = path
    return profiles


def profile_files(folder: Path) -> list[Path]:
    """Return the profile files of a folder, sorted by name. Raises `InputError` for none."""
    paths = sorted(folder.glob("*.md"))
    if not paths:
        raise InputError(f"No profiles (*.md) in {folder}. Name a folder that holds some.")
    return paths


def profile_hashes(folder: Path) -> list[str]:
    """Return the SHA-256 of every profile file, as `Profile.sha256` has it, without parsing any.

    Raises what `load_profiles` raises for files that can't be read, and for an empty folder.
    """
    return [text_hash(_decoded(_read(path), path)) for path in profile_files(folder)]


def load_profile(path: Path) -> Profile:
    """Read one profile file.

    Raises `ProfileError` with file, line and mend for anything that is wrong in it.
    """
    data = _read(path)
    return Assembly(path, _decoded(data, path)).profile()


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            problem = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
            raise ProfileError(path, 1, problem, "Split it into several profiles")
        data = path.read_bytes()
    except OSError as error:
        problem = f"the file can't be read ({error.strerror})"
        raise ProfileError(path, 1, problem, "Check its name and permissions") from None
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise ProfileError(path, line, "this is not a text file", "Save it as plain UTF-8 text")
    return data


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = "this is not UTF-8 text"
        raise ProfileError(path, line, problem, "Save the file with encoding UTF-8") from None
