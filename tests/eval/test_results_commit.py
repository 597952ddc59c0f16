"""Results name the commit of the program, and say where its files differ from it."""

import shutil
import subprocess
from pathlib import Path

import pytest

import eval.results
from eval.results import commit


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of its own, in a git repository with one commit."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    (tmp_path / "program.py").write_text("1\n")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(tmp_path)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "One"], ["tag", "v1"]):
        subprocess.run([*git, *words], check=True)
    monkeypatch.setattr(eval.results, "__file__", str(tmp_path / "program.py"))
    return tmp_path


def test_the_commit_says_where_files_differ(checkout: Path) -> None:
    head = subprocess.run(
        ["git", "-C", checkout, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout
    assert commit() == head[:12]
    (checkout / "program.py").write_text("2\n")
    assert commit() == f"{head[:12]}-dirty"


def test_there_is_no_commit_outside_of_a_repository(checkout: Path) -> None:
    shutil.rmtree(checkout / ".git")
    assert commit() is None


def test_there_is_no_commit_without_git(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert commit() is None
