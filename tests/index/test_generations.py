"""Generations: published in one step, verified to the last byte, never half there."""

import errno
import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from corpus.errors import IndexDamaged, IndexMissing, IndexProblem, IndexStale, StorageError
from index.build import build
from index.generations import Generations
from index.search import Index

EVERY_FILE = [
    "current",
    "corpus.json",
    "manifest.json",
    "passages.faiss",
    "sentences.faiss",
    *(f"lexical/{code}/{unit}.npz" for code in ("en", "fr") for unit in ("passages", "sentences")),
]


@pytest.fixture
def generations(tavoria_data, tmp_path) -> Generations:
    """A copy of Tavoria's data directory, free to be damaged."""
    return Generations(shutil.copytree(tavoria_data, tmp_path / "data"))


@pytest.fixture
def empty(tmp_path) -> Generations:
    return Generations(tmp_path / "data")


def load(generations: Generations) -> Index:
    return Index.load(generations, generations.current())


def path_of(generations: Generations, file: str) -> Path:
    if file == "current":
        return generations.pointer
    return generations.folder / generations.current() / file


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def seal(generations: Generations, change: dict) -> Generations:
    """Write the manifest anew, changed, under the id that its hash demands."""
    old = generations.folder / generations.current()
    data = json.dumps(json.loads((old / "manifest.json").read_bytes()) | change).encode()
    (old / "manifest.json").write_bytes(data)
    name = f"sealed-{hashlib.sha256(data).hexdigest()[:16]}"
    old.rename(generations.folder / name)
    generations.pointer.write_text(name)
    return generations


def fail_at(monkeypatch, name: str, number: int) -> None:
    """Let the os report a read-only file system from one method of Path on."""

    def read_only(*_args, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, name, read_only)


# --- reading --------------------------------------------------------------------------------------


def test_what_was_published_is_loaded_and_verified(generations):
    index = load(generations)
    assert index.name == generations.current()
    assert len(index.passages) == 46
    assert generations.verify(index.name) == index.manifest


def test_no_file_of_a_generation_is_forgotten_here(generations):
    folder = generations.folder / generations.current()
    files = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    assert sorted(files) == sorted(EVERY_FILE[1:])


def test_an_id_ends_with_the_hash_of_its_manifest(generations):
    data = path_of(generations, "manifest.json").read_bytes()
    assert generations.current().endswith("-" + hashlib.sha256(data).hexdigest()[:16])


def test_a_data_directory_without_an_index_says_how_to_build_one(empty):
    with pytest.raises(IndexMissing) as caught:
        empty.current()
    assert str(caught.value) == (
        f"There is no index in {empty.data_dir} yet. Run: diaspora index build"
    )


def test_looking_at_a_data_directory_creates_nothing(empty):
    assert not empty.data_dir.exists()


@pytest.mark.parametrize("file", EVERY_FILE)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_one_flipped_bit_in_any_file_is_noticed(generations, file: str, place: str):
    path = path_of(generations, file)
    size = path.stat().st_size
    flip(path, {"first": 0, "middle": size // 2, "last": size - 1}[place])
    with pytest.raises(IndexDamaged) as caught:
        load(generations)
    assert caught.value.path == path


@pytest.mark.parametrize("file", EVERY_FILE[1:])
def test_a_missing_file_is_noticed(generations, file: str):
    path = path_of(generations, file)
    path.unlink()
    with pytest.raises(IndexDamaged) as caught:
        load(generations)
    assert caught.value.path == path


@pytest.mark.parametrize("file", EVERY_FILE[1:])
def test_an_emptied_file_is_noticed(generations, file: str):
    path_of(generations, file).write_bytes(b"")
    with pytest.raises(IndexDamaged):
        load(generations)


def test_a_missing_pointer_means_that_nothing_was_built(generations):
    generations.pointer.unlink()
    with pytest.raises(IndexMissing):
        load(generations)


@pytest.mark.parametrize(
    "name", [b"", b"\n", b".", b"..", b"../generations", b"/", b"gone", b"\xff", b"a\x00b"]
)
def test_a_pointer_to_no_generation_is_damage(generations, name: bytes):
    generations.pointer.write_bytes(name)
    with pytest.raises(IndexDamaged) as caught:
        generations.current()
    assert caught.value.path == generations.pointer


def test_a_pointer_that_is_a_folder_is_damage(generations):
    generations.pointer.unlink()
    generations.pointer.mkdir()
    with pytest.raises(IndexDamaged):
        generations.current()


def test_a_manifest_of_another_format_is_stale(generations):
    with pytest.raises(IndexStale) as caught:
        load(seal(generations, {"format": 99}))
    assert caught.value.reasons == ["it has another format than this program's (5)"]


def test_a_manifest_with_a_field_of_the_future_is_stale(generations):
    with pytest.raises(IndexStale):
        load(seal(generations, {"colour": "red"}))


def test_a_manifest_that_lacks_a_field_is_stale(generations):
    manifest = json.loads(path_of(generations, "manifest.json").read_bytes())
    with pytest.raises(IndexStale):
        load(seal(generations, {"files": None, "dimension": manifest["dimension"]}))


def test_a_corpus_that_holds_no_profiles_is_damage(generations, file_hashes):
    path_of(generations, "corpus.json").write_text("[1]")
    files = file_hashes(generations.folder / generations.current())
    files.pop("manifest.json")
    with pytest.raises(IndexDamaged, match="holds no profiles"):
        load(seal(generations, {"files": files}))


def test_a_stray_file_does_no_harm(generations):
    (generations.folder / generations.current() / "lexical" / ".DS_Store").touch()
    assert list(load(generations).lexica) == ["en", "fr"]


@pytest.mark.parametrize("kind", [IndexMissing, IndexStale, IndexDamaged])
def test_every_problem_of_an_index_is_one_for_the_shell(kind):
    assert issubclass(kind, IndexProblem)
    assert kind.exit_code == 3


# --- writing --------------------------------------------------------------------------------------


def test_the_manifest_names_every_file_with_its_hash(generations, file_hashes):
    name = generations.current()
    files = file_hashes(generations.folder / name)
    files.pop("manifest.json")
    assert generations.manifest(name).files == files


def test_a_side_folder_that_was_not_published_is_removed(empty):
    with empty.side_folder() as side:
        (side / "a").write_text("a")
        assert side.is_dir()
    assert list(empty.folder.iterdir()) == []


def test_a_place_that_is_a_file_is_a_storage_error(tmp_path, tavoria, encoder):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="Not a directory"):
        build(tavoria, encoder, Generations(tmp_path / "file" / "data"))


def test_a_read_only_place_is_a_storage_error_with_a_way_out(empty, tavoria, encoder, monkeypatch):
    fail_at(monkeypatch, "mkdir", errno.EROFS)
    with pytest.raises(StorageError) as caught:
        build(tavoria, encoder, empty)
    assert str(caught.value) == (
        f"Can't write to {empty.folder}: Read-only file system. Choose another place with "
        "--data-dir or DIASPORA_DATA_DIR."
    )


@pytest.mark.parametrize("step", ["open", "rename", "write_text", "replace"])
def test_a_write_that_fails_leaves_the_current_generation_and_nothing_else(
    generations, tavoria, encoder, monkeypatch, step: str
):
    before = generations.current()
    with monkeypatch.context() as broken:
        fail_at(broken, step, errno.ENOSPC)
        with pytest.raises(StorageError, match="No space left on device"):
            build(tavoria, encoder, generations)
    assert load(generations).name == before
    assert [p.name for p in generations.folder.iterdir()] == [before]
    assert sorted(p.name for p in generations.data_dir.iterdir()) == ["current", "generations"]


def test_bytes_that_cannot_be_synced_are_not_published(generations, tavoria, encoder, monkeypatch):
    def failing(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    before = generations.current()
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing)
        with pytest.raises(StorageError, match="Input/output error"):
            build(tavoria, encoder, generations)
    assert load(generations).name == before
    assert [p.name for p in generations.folder.iterdir()] == [before]


def test_every_file_is_synced_before_the_pointer_is_replaced(
    generations, tavoria, encoder, monkeypatch
):
    synced = []
    monkeypatch.setattr("index.generations.sync", synced.append)
    build(tavoria, encoder, generations)
    pointer = synced.index(generations.pointer.with_suffix(".new"))
    files = [path for path in synced[:pointer] if path.suffix in {".json", ".faiss", ".npz"}]
    side = generations.folder / files[0].relative_to(generations.folder).parts[0]
    assert sorted(p.relative_to(side).as_posix() for p in files) == sorted(EVERY_FILE[1:])


def test_the_pointer_is_replaced_only_when_all_is_in_place(
    generations, tavoria, encoder, monkeypatch
):
    seen = []
    replace = Path.replace

    def watched(self: Path, target: Path) -> Path:
        name = self.read_text()
        seen.append((target.name, generations.verify(name).passages))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    build(tavoria, encoder, generations)
    assert seen == [("current", 46)]


def test_an_earlier_generation_stays_as_it_was(generations, tavoria, encoder, file_hashes):
    before = generations.current()
    files = file_hashes(generations.folder / before)
    assert build(tavoria, encoder, generations) != before
    assert file_hashes(generations.folder / before) == files
