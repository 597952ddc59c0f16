"""Text files are whole or as they were (`test_batch` has what else can happen to an output)."""

from pathlib import Path
from typing import Any

import pytest

from corpus.errors import InputError
from ui.files import whole_file, write_text


def test_a_text_is_written_in_utf_8(tmp_path: Path) -> None:
    write_text(tmp_path / "a.md", "Où ?\u2028\nLà.\n")
    assert (tmp_path / "a.md").read_bytes() == "Où ?\u2028\nLà.\n".encode()


def test_a_text_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("a long old text")
    write_text(path, "new")
    assert path.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


def test_a_name_alone_is_a_file_of_this_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_text(Path("a.md"), "here")
    assert (tmp_path / "a.md").read_text() == "here"


def test_a_full_disk_leaves_the_old_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError) as caught:
        write_text(path, "new")
    assert str(caught.value) == f"{path} can't be written: No space left on device."
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [("no/a.md", "No such file or directory"), ("file/a.md", "Not a directory"),
     ("", "Is a directory")],
)  # fmt: skip
def test_a_place_that_cannot_be_written(tmp_path: Path, place: str, reason: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError) as caught:
        write_text(tmp_path / place, "new")
    assert str(caught.value) == f"{tmp_path / place} can't be written: {reason}."
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_two_files_are_written_at_once(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a") as one, whole_file(tmp_path / "b") as two:
        one.write("1")
        two.write("2")
        assert not (tmp_path / "a").exists()
    assert [(tmp_path / name).read_text() for name in "ab"] == ["1", "2"]
