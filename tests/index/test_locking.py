"""One builder at a time; the others are told who holds the lock, and a dead one holds nothing."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import IndexLocked, StorageError
from index.locking import build_lock

HOLD = """
import sys
from pathlib import Path
from index.locking import build_lock
with build_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that holds the lock until it is killed."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_the_second_is_told_who_holds_it(other, tmp_path):
    with pytest.raises(IndexLocked) as caught, build_lock(tmp_path):
        pass
    since = json.loads((tmp_path / "build.holder").read_text())["since"]
    assert str(caught.value) == (
        f"The index is locked by PID {other.pid} on {socket.gethostname()} since {since}. "
        "Wait until that build has ended."
    )
    assert caught.value.exit_code == 3


def test_a_lock_whose_holder_was_killed_is_free(other, tmp_path):
    other.kill()
    other.wait()
    assert (tmp_path / "build.holder").exists()
    with build_lock(tmp_path):
        assert json.loads((tmp_path / "build.holder").read_text())["pid"] == os.getpid()
    assert not (tmp_path / "build.holder").exists()


def test_a_note_that_a_killed_builder_did_not_finish_is_replaced(tmp_path):
    (tmp_path / "build.new").write_text("{")
    with build_lock(tmp_path):
        assert json.loads((tmp_path / "build.holder").read_text())["pid"] == os.getpid()
    assert [path.name for path in tmp_path.iterdir()] == ["build.lock"]


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"pid": "x", "host": "", "since": ""}', "dead"])
def test_a_note_that_says_nothing_of_the_holder_misleads_nobody(other, tmp_path, note):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead = json.dumps({"pid": gone.pid, "host": socket.gethostname(), "since": "yesterday"})
    (tmp_path / "build.holder").write_text(dead if note == "dead" else note)
    with pytest.raises(IndexLocked, match="locked by another process"), build_lock(tmp_path):
        pass


def test_the_lock_is_free_after_an_error(tmp_path):
    with pytest.raises(RuntimeError), build_lock(tmp_path):
        raise RuntimeError
    with build_lock(tmp_path):
        pass


def test_a_folder_that_cannot_be_made():
    with pytest.raises(StorageError), build_lock(Path("/proc/nowhere")):
        pass
