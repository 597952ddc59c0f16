"""From settings to an assistant: what is wrong is found before anything slow is loaded."""

from pathlib import Path
from typing import Any

import pytest

import index.encoders
from corpus.errors import EncoderError, IndexDamaged, IndexMissing, StorageError
from index.encoders import Encoder, EncoderFiles
from ui.index_session import build_index
from ui.session import fresh_generation, open_assistant, verified
from ui.settings import Settings


@pytest.fixture
def settings(data: Path, profiles: Path) -> Settings:
    return Settings(data_dir=data, profiles=profiles, encoder="bag-of-concepts")


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> list[str]:
    """What was asked of the encoder, in order."""
    calls: list[str] = []

    def find(name: str, folder: Path) -> EncoderFiles:
        calls.append(f"find {name} in {folder.name}")
        return EncoderFiles(encoder.name, folder, encoder.fingerprint)

    def load(files: EncoderFiles) -> Encoder:
        calls.append(f"load {files.name}")
        return encoder

    monkeypatch.setattr(index.encoders, "find_encoder", find)
    monkeypatch.setattr(index.encoders, "open_encoder", load)
    return calls


def nothing(_done: int, _total: int) -> None:
    pass


def test_an_assistant_answers_from_the_published_generation(
    settings: Settings, loaded: list[str], generation: Path
) -> None:
    assistant = open_assistant(settings)
    assert assistant.generation == generation.name
    assert [p.id for p in assistant.profiles()] == ["tavoria", "tavoria"]
    assert loaded == ["find bag-of-concepts in encoders", "load bag-of-concepts"]


def test_a_missing_index_is_found_before_the_encoder_is_looked_for(
    settings: Settings, loaded: list[str], data: Path
) -> None:
    (data / "current").unlink()
    for function in (open_assistant, fresh_generation, verified):
        with pytest.raises(IndexMissing):
            function(settings)
    assert loaded == []


def test_a_damaged_index_is_found_before_the_encoder_is_loaded(
    settings: Settings, loaded: list[str], generation: Path
) -> None:
    (generation / "corpus.json").write_bytes(b"[]")
    assert fresh_generation(settings)[0] == generation.name  # quick: only the manifest is read
    for function in (open_assistant, verified):
        with pytest.raises(IndexDamaged):
            function(settings)
    assert not any(call.startswith("load") for call in loaded)


def test_building_what_is_up_to_date_loads_nothing(
    settings: Settings, loaded: list[str], generation: Path
) -> None:
    assert build_index(settings, force=False, progress=nothing) == (generation.name, False)
    assert loaded == ["find bag-of-concepts in encoders"]


def test_progress_is_told(settings: Settings, loaded: list[str], generation: Path) -> None:
    told: list[tuple[int, int]] = []
    name, built = build_index(settings, True, lambda done, total: told.append((done, total)))
    assert (built, name != generation.name) == (True, True)
    total = told[0][1]
    assert told[0] == (0, total)
    assert told[-1] == (total, total)


def test_a_folder_that_cannot_be_made(settings: Settings, loaded: list[str]) -> None:
    nowhere = settings.model_copy(update={"data_dir": Path("/proc/nowhere")})
    with pytest.raises(StorageError, match="/proc/nowhere") as caught:
        build_index(nowhere, force=False, progress=nothing)
    assert caught.value.path == Path("/proc/nowhere")


def test_an_encoder_that_cannot_be_had_keeps_the_index(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, generation: Path, data: Path
) -> None:
    def missing(*_: Any) -> EncoderFiles:
        raise EncoderError("The encoder is missing.")

    monkeypatch.setattr(index.encoders, "find_encoder", missing)
    with pytest.raises(EncoderError):
        build_index(settings, force=True, progress=nothing)
    assert (data / "current").read_text() == generation.name
