"""What the tests of the terminal share: the command, run here or as a process of its own."""

import asyncio
import gc
import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import index.encoders
from assistant.ask import Assistant
from assistant.signals import Signals
from index.calibration import Calibration
from index.encoders import Encoder, EncoderFiles
from index.search import Index
from ui.cli import main


@pytest.fixture(scope="module", autouse=True)
def no_loop_left_over() -> Iterator[None]:
    """Gradio leaves an event loop open for each app that is built; it is let go with its module."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        asyncio.set_event_loop(None)
        gc.collect()


@dataclass(frozen=True)
class Ran:
    """What a run left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on stderr; stdout is clean. Anything else fails the test."""
        assert self.out == ""
        assert self.err.startswith("Error: ")
        assert self.err.count("\n") == 1
        assert self.err.endswith("\n")
        return self.err.removeprefix("Error: ").strip()

    @property
    def record(self) -> Any:
        """The JSON on stdout of a run that went well, with nothing said beside it."""
        assert (self.code, self.err) == (0, "")
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def data(tavoria_data: Path, tmp_path: Path) -> Path:
    """A data directory of the test's own that holds an index of Tavoria."""
    return Path(shutil.copytree(tavoria_data, tmp_path / "data"))


@pytest.fixture
def profiles(tavoria_folder: Path, tmp_path: Path) -> Path:
    """A folder of the test's own that holds Tavoria in two languages."""
    return Path(shutil.copytree(tavoria_folder, tmp_path / "profiles"))


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch, data: Path, profiles: Path) -> None:
    """An environment that points to the test's own folders, and a plain terminal."""
    for name in [n for n in os.environ if n.startswith("DIASPORA_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("DIASPORA_DATA_DIR", str(data))
    monkeypatch.setenv("DIASPORA_PROFILES", str(profiles))
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def diaspora(
    surroundings: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    encoder: Encoder,
) -> Run:
    """The command in this process, with the encoder of the tests. Quick."""
    files = EncoderFiles(encoder.name, Path(), encoder.fingerprint)
    monkeypatch.setattr(index.encoders, "find_encoder", lambda _name, _folder: files)
    monkeypatch.setattr(index.encoders, "open_encoder", lambda _files: encoder)

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["diaspora", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
        else:
            code = 0
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def process(surroundings: None, tmp_path: Path) -> Run:
    """The command as a person starts it. It loads the real encoder where it needs one."""

    def run(*arguments: object) -> Ran:
        command = [Path(sys.executable).with_name("diaspora"), *map(str, arguments)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def generation(data: Path) -> Path:
    """The folder of the published generation."""
    return data / "generations" / (data / "current").read_text()


@pytest.fixture
def flipped() -> Iterator[Callable[[Path], None]]:
    """Flips one bit in the middle of a file; at the end all is as it was."""
    before: dict[Path, bytes] = {}

    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        before.setdefault(path, bytes(data))
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    yield flip
    for path, data in before.items():
        if path.exists():
            path.write_bytes(data)


@pytest.fixture(scope="session")
def assistant(tavoria_index: Index, encoder: Encoder) -> Assistant:
    """One that always answers, whatever the real calibration is tuned to."""
    made = Assistant(tavoria_index, encoder)
    nothing = dict.fromkeys(Signals.model_fields, 0.0)
    made.coverage.calibration = Calibration(weights=nothing, bias=5.0, threshold=0.5)
    return made
