"""Faults are injected a few times in `make test`, and as often as it takes in `make soak`."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.generations import Generations

ROOT = Path(__file__).parents[2]
SOAK = bool(os.environ.get("SOAK"))
REPORT = ROOT / "eval" / "results" / "soak.md"
HEAD = """# Faults injected: `make soak`

| fault | runs | outcome |
|---|---|---|
"""


@dataclass(frozen=True)
class Place:
    """A data directory, a folder of profiles that can be edited, and builders that work there."""

    data: Path
    profiles: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def generations(self) -> Generations:
        return Generations(self.data)

    def edit(self, words: str) -> None:
        """Let the profile say something that it hasn't said before."""
        edited = self.profiles / "tavoria.en.md"
        text = (ROOT / "tests" / "profiles" / edited.name).read_text()
        edited.write_text(text.replace("harbours and clinics", words))

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start a builder; it has begun when this returns."""
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("builder.py")), *arguments],
            cwd=ROOT,
            env=os.environ
            | {"DIASPORA_DATA_DIR": str(self.data), "DIASPORA_PROFILES": str(self.profiles)}
            | {"PYTHONPATH": str(ROOT)}
            | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        return process

    def run(self, *arguments: str, **environment: str) -> tuple[int, str, str]:
        """Run a builder to its end; return exit code, stdout, stderr."""
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def killed(self, after: float) -> None:
        """Start a build and kill it after so many seconds."""
        process = self.start("index", "build")
        time.sleep(after)
        process.kill()
        process.communicate(timeout=60)


@pytest.fixture(scope="session")
def place_in(tavoria_folder: Path) -> Callable[[Path], Place]:
    """Makes a place with one generation in a folder."""

    def make(folder: Path) -> Place:
        profiles = Path(shutil.copytree(tavoria_folder, folder / "profiles"))
        place = Place(folder / "data", profiles)
        assert place.run("index", "build")[0] == 0
        return place

    return make


@pytest.fixture
def place(place_in: Callable[[Path], Place], tmp_path: Path) -> Place:
    """A place with one generation."""
    return place_in(tmp_path)


@pytest.fixture(scope="session")
def times() -> Callable[[int, int], int]:
    """Choose how often: the first number in `make test`, the second in `make soak`."""
    return lambda quick, full: full if SOAK else quick


@pytest.fixture(scope="session")
def told() -> Callable[[str, int, str], None]:
    """Takes down what a campaign came to; `make soak` writes it into eval/results at once."""

    def tell(fault: str, runs: int, outcome: str) -> None:
        if SOAK:
            lines = REPORT.read_text("utf-8").splitlines() if REPORT.exists() else []
            rows = [
                r for r in lines if r[:2] == "| " and not r.startswith(("| fault", f"| {fault} "))
            ]
            rows.append(f"| {fault} | {runs:,} | {outcome} |")
            REPORT.write_text(HEAD + "\n".join(sorted(rows)) + "\n", encoding="utf-8")

    return tell
