"""Files that are read back: what they hold is what was to be written."""

from pathlib import Path

import pytest

from index.files import CheckedFolder

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_files_are_written_with_their_folders_and_hashed(tmp_path):
    files = CheckedFolder(tmp_path)
    files.write("a", b"")
    with files.file("b/c") as append:
        assert [append(piece) for piece in (b"ab", b"c")] == [2, 1]
    assert (tmp_path / "b" / "c").read_bytes() == b"abc"
    assert files.hashes == {"a": EMPTY, "b/c": ABC}


def test_a_disk_that_holds_other_bytes_is_noticed(tmp_path, monkeypatch):
    def forgetful(path: Path) -> None:
        path.write_bytes(b"ab")

    monkeypatch.setattr("index.files.sync", forgetful)
    files = CheckedFolder(tmp_path)
    with pytest.raises(OSError, match="b/c was not written as it should be"):
        files.write("b/c", b"abc")
    assert files.hashes == {}


def test_a_file_that_is_not_finished_is_not_hashed(tmp_path):
    files = CheckedFolder(tmp_path)
    with pytest.raises(KeyboardInterrupt), files.file("a"):
        raise KeyboardInterrupt
    assert files.hashes == {}
