"""One real index, built once: the bundled encoder and the profiles that come with the project."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.ask import Assistant
from corpus.profiles import bundled_profiles, load_profiles
from index.build import build
from index.bundled import NAME
from index.encoders import Encoder, EncoderFiles, open_encoder
from index.generations import Generations
from index.search import Index

Command = Callable[..., list[str]]


@pytest.fixture(scope="session")
def real_encoder(bundled: EncoderFiles) -> Encoder:
    return open_encoder(bundled)


@pytest.fixture(scope="session")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The profiles of the project, out of reach of whoever edits them while the tests run."""
    folder = tmp_path_factory.mktemp("profiles")
    return Path(shutil.copytree(bundled_profiles(), folder, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def data_dir(
    profiles: Path,
    real_encoder: Encoder,
    bundled: EncoderFiles,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A data directory as `make run` leaves it: the encoder unpacked, the index published."""
    folder = tmp_path_factory.mktemp("mali")
    (folder / "encoders").symlink_to(bundled.folder.parent, target_is_directory=True)
    build(load_profiles(profiles), real_encoder, Generations(folder))
    return folder


@pytest.fixture(scope="session")
def assistant(data_dir: Path, real_encoder: Encoder) -> Assistant:
    generations = Generations(data_dir)
    return Assistant(Index.load(generations, generations.current()), real_encoder)


@pytest.fixture(scope="session")
def command(data_dir: Path, profiles: Path) -> Command:
    """Completes the words of a `diaspora` command that uses the data directory."""

    def complete(*words: object) -> list[str]:
        settings = ["--data-dir", data_dir, "--profiles", profiles, "--encoder", NAME]
        return [str(Path(sys.executable).with_name("diaspora")), *map(str, [*words, *settings])]

    return complete


@pytest.fixture(scope="session")
def run(command: Command) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs a `diaspora` command to its end."""

    def done(*words: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(command(*words), capture_output=True, text=True, timeout=300)

    return done
