"""Texts are encoded once and read again; what was cut off goes on where it stopped."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import StorageError
from eval.vectors import BLOCK, VectorCache
from index.encoders import Encoder

WORDS = ("nurse", "harbour", "money", "vote", "bank", "island", "choir")
TEXTS = [f"{WORDS[n % 7]} {n} " + "home " * (n * 37 % 11) for n in range(600)]
ROW = 4 * 1024


@dataclass(frozen=True)
class Counting(Encoder):
    """An encoder that writes down what it was given, and gives up at a call if told to."""

    calls: list[list[str]] = field(default_factory=list)
    patience: int = 1_000

    def documents(self, texts, batch=32):
        texts = [text for text in texts if text]  # "" asks for the dimension only
        if texts and len(self.calls) == self.patience:
            raise KeyboardInterrupt
        if texts:
            self.calls.append(texts)
        return super().documents(texts or [""], batch)

    def texts(self) -> list[str]:
        return [text for call in self.calls for text in call]


@pytest.fixture
def counting(encoder: Encoder) -> Counting:
    return Counting(encoder.name, encoder.fingerprint, encoder.model)


@pytest.fixture(scope="module")
def expected(encoder: Encoder) -> np.ndarray:
    return encoder.documents(TEXTS)


def quiet(done: int, total: int) -> None:
    pass


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def test_a_text_gets_its_own_vector_whatever_its_length(counting, tmp_path, expected):
    vectors = VectorCache(tmp_path, counting).vectors(TEXTS, quiet)
    assert (vectors.shape, vectors.dtype) == ((600, 1024), np.float32)
    np.testing.assert_array_equal(vectors, expected)


def test_texts_are_encoded_once_and_read_again(counting, tmp_path, expected):
    VectorCache(tmp_path / "new" / "folder", counting).vectors(TEXTS, quiet)
    assert sorted(counting.texts()) == sorted(TEXTS)
    again = VectorCache(tmp_path / "new" / "folder", counting).vectors(TEXTS, quiet)
    assert len(counting.texts()) == 600
    np.testing.assert_array_equal(again, expected)


def test_two_that_want_the_same_texts_at_once_encode_them_once(counting, tmp_path, expected):
    with ThreadPoolExecutor(2) as pool:
        caches = [VectorCache(tmp_path, counting) for _ in range(2)]
        found = list(pool.map(lambda cache: cache.vectors(TEXTS, quiet), caches))
    assert len(counting.texts()) == 600
    for vectors in found:
        np.testing.assert_array_equal(vectors, expected)


def test_no_call_encodes_more_than_a_block(counting, tmp_path):
    VectorCache(tmp_path, counting).vectors(TEXTS, quiet)
    assert BLOCK == 256
    assert [len(call) for call in counting.calls] == [256, 256, 88]


def test_a_block_is_encoded_by_length(counting, tmp_path):
    VectorCache(tmp_path, counting).vectors(TEXTS, quiet)
    assert counting.calls[0] == sorted(TEXTS[:256], key=len)


def test_progress_is_told_texts_done_and_in_all(counting, tmp_path):
    told = []
    cache = VectorCache(tmp_path, counting)
    cache.vectors(TEXTS, lambda done, total: told.append((done, total)))
    assert told == [(0, 600), (256, 600), (512, 600), (600, 600)]
    told.clear()
    cache.vectors(TEXTS, lambda done, total: told.append((done, total)))
    assert told == [(600, 600)]


def test_what_was_interrupted_goes_on_behind_the_last_block(encoder, tmp_path, expected):
    first = Counting(encoder.name, encoder.fingerprint, encoder.model, patience=2)
    with pytest.raises(KeyboardInterrupt):
        VectorCache(tmp_path, first).vectors(TEXTS, quiet)
    assert only(tmp_path, "*.part").stat().st_size == 512 * ROW
    assert list(tmp_path.glob("*.npy")) == []
    second = Counting(encoder.name, encoder.fingerprint, encoder.model)
    vectors = VectorCache(tmp_path, second).vectors(TEXTS, quiet)
    assert sorted(second.texts()) == sorted(TEXTS[512:])
    np.testing.assert_array_equal(vectors, expected)


@pytest.mark.parametrize("size", [0, 1, ROW - 1, ROW, 100 * ROW + 7, 599 * ROW + 4095, 600 * ROW])
def test_a_part_that_was_cut_within_a_row_goes_on_from_the_last_whole_one(
    counting, tmp_path, expected, size
):
    cache = VectorCache(tmp_path, counting)
    part = tmp_path / f"{cache.key(TEXTS)}.part"
    part.write_bytes(expected.tobytes()[:size])
    told = []
    vectors = cache.vectors(TEXTS, lambda done, _total: told.append(done))
    assert sorted(counting.texts()) == sorted(TEXTS[size // ROW :])
    assert told[0] == size // ROW
    np.testing.assert_array_equal(vectors, expected)
    assert not part.exists()
    np.testing.assert_array_equal(np.load(only(tmp_path, "*.npy")), expected)


def test_vectors_cannot_be_changed_by_who_reads_them(counting, tmp_path):
    vectors = VectorCache(tmp_path, counting).vectors(TEXTS[:2], quiet)
    with pytest.raises(ValueError, match="read-only"):
        vectors[0, 0] = 1


def test_other_texts_have_another_key(counting, tmp_path):
    cache = VectorCache(tmp_path, counting)
    lists = [["a", "b"], ["b", "a"], ["ab"], ["a", "b", ""], ["", "a", "b"], ["a"], ["à", "b"]]
    assert len({cache.key(texts) for texts in lists}) == 7
    assert all(len(cache.key(texts)) == 64 for texts in lists)


def test_another_encoder_has_another_key_and_another_name_alone_does_not(encoder, tmp_path):
    key = VectorCache(tmp_path, encoder).key(TEXTS)
    other = Encoder(encoder.name, "1" * 64, encoder.model)
    renamed = Encoder("renamed", encoder.fingerprint, encoder.model)
    assert VectorCache(tmp_path, other).key(TEXTS) != key
    assert VectorCache(tmp_path, renamed).key(TEXTS) == key


def test_old_vectors_are_not_met_by_another_encoder(counting, tmp_path):
    VectorCache(tmp_path, counting).vectors(TEXTS[:3], quiet)
    other = Counting(counting.name, "1" * 64, counting.model)
    VectorCache(tmp_path, other).vectors(TEXTS[:3], quiet)
    assert len(other.texts()) == 3
    assert len(list(tmp_path.glob("*.npy"))) == 2


@pytest.mark.parametrize("inside", [".", "below"])
def test_a_file_where_the_folder_should_be_is_a_storage_error(counting, tmp_path, inside):
    (tmp_path / "file").write_text("here")
    folder = tmp_path / "file" / inside
    with pytest.raises(StorageError) as caught:
        VectorCache(folder, counting).vectors(TEXTS[:3], quiet)
    assert caught.value.path == folder
    assert counting.texts() == []


def test_a_file_of_the_wrong_size_is_encoded_again(encoder: Encoder, tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, encoder)
    first = np.array(cache.vectors(["bond", "school"], lambda _done, _total: None))
    (whole,) = tmp_path.glob("*.npy")
    whole.write_bytes(whole.read_bytes()[:100])
    again = VectorCache(tmp_path, encoder).vectors(["bond", "school"], lambda _d, _t: None)
    assert np.array_equal(again, first)
