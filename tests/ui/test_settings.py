"""Settings: the command line before the environment before the defaults."""

from pathlib import Path

import pytest

from corpus.profiles import bundled_profiles
from ui.settings import Settings, settings_with


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"DIASPORA_{name.upper()}", raising=False)


def test_defaults() -> None:
    settings = settings_with(data_dir=None, profiles=None, encoder=None)
    assert settings.data_dir.name == "diaspora-assistant"
    assert settings.profiles == bundled_profiles()
    assert sorted(p.name for p in settings.profiles.glob("*.md")) == ["mali.en.md", "mali.fr.md"]
    assert settings.encoder == "multilingual-e5-small"


def test_the_environment_comes_before_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIASPORA_DATA_DIR", "/srv/data")
    monkeypatch.setenv("DIASPORA_PROFILES", "/srv/profiles")
    monkeypatch.setenv("DIASPORA_ENCODER", "/srv/model")
    settings = settings_with()
    assert settings == Settings(
        data_dir=Path("/srv/data"), profiles=Path("/srv/profiles"), encoder="/srv/model"
    )
    assert settings.encoders == Path("/srv/data/encoders")


def test_the_command_line_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIASPORA_DATA_DIR", "/srv/data")
    monkeypatch.setenv("DIASPORA_ENCODER", "/srv/model")
    settings = settings_with(data_dir=Path("/home/data"), encoder=None)
    assert settings.data_dir == Path("/home/data")
    assert settings.encoder == "/srv/model"
