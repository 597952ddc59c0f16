"""`diaspora serve` up to the moment it serves; the page itself is tested in page/."""

import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

import index.encoders
import ui.index_session
import ui.serve
import ui.session
import ui.web
from corpus.errors import IndexDamaged, IndexMissing, IndexStale, InputError
from index.encoders import Encoder, EncoderFiles
from ui.auth import login_line
from ui.serve import serve_page
from ui.serve_mcp import serve_http
from ui.settings import Settings
from ui.terminal import Terminal


@pytest.fixture
def settings(data: Path, profiles: Path) -> Settings:
    return Settings(data_dir=data, profiles=profiles, encoder="bag-of-concepts")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> None:
    files = EncoderFiles(encoder.name, Path(), encoder.fingerprint)
    monkeypatch.setattr(index.encoders, "find_encoder", lambda _name, _folder: files)
    monkeypatch.setattr(index.encoders, "open_encoder", lambda _files: encoder)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the server was started with, in place of starting it."""
    seen: dict[str, Any] = {}
    monkeypatch.setenv("OMP_NUM_THREADS", "7")

    def build_app(assistant: Any, examples: Any, protection: Any, feedback: Any) -> str:
        seen.update(assistant=assistant, examples=examples)
        seen.update(protection=protection, feedback=feedback)
        return "the app"

    monkeypatch.setattr(ui.web, "build_app", build_app)
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: seen.update(app=app, **options))
    return seen


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_it_serves_where_it_says(
    settings: Settings,
    found: None,
    served: dict[str, Any],
    generation: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    port = free_port()
    serve_page(settings, "127.0.0.1", port, Terminal())
    assert (served["app"], served["host"], served["port"]) == ("the app", "127.0.0.1", port)
    assert served["assistant"].result().generation == generation.name
    assert capsys.readouterr().out == f"Serving on http://127.0.0.1:{port} (Ctrl-C stops it)\n"


def test_a_question_is_encoded_by_one_thread_unless_told_otherwise(
    settings: Settings, found: None, served: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_page(settings, "127.0.0.1", free_port(), Terminal())
    assert os.environ["OMP_NUM_THREADS"] == "7"
    monkeypatch.delenv("OMP_NUM_THREADS")
    serve_page(settings, "127.0.0.1", free_port(), Terminal())
    assert os.environ["OMP_NUM_THREADS"] == "1"


def test_an_ipv6_address_is_written_as_a_link(
    settings: Settings,
    found: None,
    served: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(ui.serve, "refuse_taken", lambda _host, _port: None)
    serve_page(settings, "::1", 7999, Terminal())
    assert served["host"] == "::1"
    assert capsys.readouterr().out.startswith("Serving on http://[::1]:7999 ")


def test_examples_come_from_the_profiles_by_language(
    settings: Settings, found: None, served: dict[str, Any], profiles: Path
) -> None:
    french = profiles / "tavoria.fr.md"
    front = 'language: fr\nquestions: ["Qui ?", "Où ?"]'
    french.write_text(french.read_text().replace("language: fr", front, 1))
    with pytest.raises(IndexStale, match=r"tavoria\.fr"):
        serve_page(settings, "127.0.0.1", free_port(), Terminal())
    ui.index_session.build_index(settings, False, lambda _done, _total: None)
    serve_page(settings, "127.0.0.1", free_port(), Terminal())
    assert served["examples"] == {"en": (), "fr": ("Qui ?", "Où ?")}


def test_a_port_that_is_taken(settings: Settings, served: dict[str, Any], taken: int) -> None:
    with pytest.raises(InputError, match=f"Can't listen on 127.0.0.1:{taken} "):
        serve_page(settings, "127.0.0.1", taken, Terminal())
    assert served == {}


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "no.such.host.invalid"])
def test_an_address_that_is_not_here(settings: Settings, host: str) -> None:
    with pytest.raises(InputError, match="Can't listen on"):
        serve_page(settings, host, free_port(), Terminal())


def test_a_missing_index_is_found_before_anything_is_loaded(
    settings: Settings, found: None, served: dict[str, Any], data: Path
) -> None:
    (data / "current").unlink()
    with pytest.raises(IndexMissing):
        serve_page(settings, "127.0.0.1", free_port(), Terminal())
    assert served == {}


def test_a_failure_to_load_is_told_once_in_the_log(
    settings: Settings,
    found: None,
    served: dict[str, Any],
    generation: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (generation / "corpus.json").write_bytes(b"[]")
    serve_page(settings, "127.0.0.1", free_port(), Terminal())
    error = served["assistant"].exception()
    assert isinstance(error, IndexDamaged)
    (record,) = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert (record.getMessage(), record.exc_info) == (f"Loading failed: {error}", None)


def test_an_mcp_server_tells_it_as_well(
    settings: Settings,
    found: None,
    monkeypatch: pytest.MonkeyPatch,
    generation: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (generation / "corpus.json").write_bytes(b"[]")
    monkeypatch.setattr(uvicorn, "run", lambda _app, **_options: None)
    serve_http(settings, "127.0.0.1", free_port())
    (told,) = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert told.startswith("Loading failed: The index is damaged: ")


def test_a_taken_port_is_one_line(process: Any, taken: int) -> None:
    ran = process("serve", "--port", taken)
    assert ran.code == 2
    assert ran.complaint.startswith(f"Can't listen on 127.0.0.1:{taken} (Address already in use).")


def test_login_and_feedback_follow_the_settings(
    settings: Settings, found: None, served: dict[str, Any], data: Path
) -> None:
    line = login_line("ada", "a long password")
    own = settings.model_copy(update={"auth": line, "rate_limit": "5/second"})
    serve_page(own, "127.0.0.1", free_port(), Terminal())
    assert (served["protection"].auth, served["protection"].rate_limit) == (line, "5/second")
    assert served["feedback"].path == data / "feedback.sqlite3"
    serve_page(own.model_copy(update={"feedback": False}), "127.0.0.1", free_port(), Terminal())
    assert served["feedback"] is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("auth", "ada:secret", "DIASPORA_AUTH is not user:hash. Make it by: diaspora login"),
        ("rate_limit", "often", "'often' is no rate. Write DIASPORA_RATE_LIMIT like 300/minute."),
    ],
)
def test_settings_of_the_server_are_checked_first(
    settings: Settings, served: dict[str, Any], name: str, value: str, sentence: str
) -> None:
    with pytest.raises(InputError) as caught:
        serve_page(settings.model_copy(update={name: value}), "127.0.0.1", free_port(), Terminal())
    assert str(caught.value) == sentence
    assert served == {}
