"""Commands started in processes of their own; here a stand-in for Python that is quick."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import eval.bench.starts
from corpus.errors import DiasporaError
from eval.bench.starts import start_costs
from eval.bench.tables import Table

STAND_IN = """#!{python}
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

words = sys.argv[1:]
with open({log!r}, "a") as log:
    print(os.getpid(), *words, file=log)
what = next((w for w in ("serve", "ask", "--help") if w in words), "import")
if what in {failing!r}:
    sys.exit(7)
if what == "serve" and what not in {hanging!r}:
    class Ready(BaseHTTPRequestHandler):
        calls = 0

        def do_GET(self):
            Ready.calls += 1
            self.send_response(200 if self.path == "/ready" and Ready.calls > 2 else 503)
            self.end_headers()

        def log_message(self, *_):
            pass

    HTTPServer(("127.0.0.1", int(words[words.index("--port") + 1])), Ready).serve_forever()
if what == "serve":
    __import__("time").sleep(60)
"""
OPTIONS = ["--data-dir", "/srv/data"]
Started = Callable[..., Table]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def started(tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> Started:
    """Measures starts of a stand-in, of which some commands fail or never get ready."""

    def measure(failing: str = "", hanging: str = "", rounds: int = 1) -> Table:
        path = tmp_path / "python"
        path.write_text(
            STAND_IN.format(
                python=sys.executable,
                log=str(log),
                failing=failing.split(),
                hanging=hanging.split(),
            )
        )
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(sys, "executable", str(path))
        return start_costs(OPTIONS, rounds)

    return measure


def heard(log: Path) -> list[list[str]]:
    """The words of each process, without what comes before the command's own."""
    return [line.split()[1:] for line in log.read_text().splitlines()]


def test_every_command_is_measured_against_an_import(started: Started) -> None:
    table = started()
    assert [row["command"] for row in table.rows] == [
        'python -c "import sentence_transformers"',
        "diaspora --help",
        "diaspora ask",
        "diaspora serve, until ready",
    ]
    assert table.columns == ["command", "seconds", "ratio", "peak MB"]
    assert table.note == "Medians of 1; ratio: against importing sentence_transformers."
    assert table.rows[0]["ratio"] == 1.0
    for row in table.rows:
        for name in ("seconds", "ratio", "peak MB"):
            value = row[name]
            assert isinstance(value, float)
            assert value > 0


def test_commands_start_in_turn_with_the_options(started: Started, log: Path) -> None:
    started(rounds=2)
    said = heard(log)
    assert len(said) == 8
    assert said[0] == ["-c", "import", "sentence_transformers"]
    assert said[1][-1] == "--help"
    assert said[2][-6:] == ["ask", "Which", "programmes", "exist?", *OPTIONS]
    assert said[3][-5:-1] == ["serve", *OPTIONS, "--port"]
    assert [words[:-1] for words in said[4:]] == [words[:-1] for words in said[:4]]


def test_the_server_is_stopped(started: Started, log: Path) -> None:
    started()
    server = int(log.read_text().splitlines()[-1].split()[0])
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


@pytest.mark.parametrize(("failing", "last"), [("import", 1), ("--help", 2), ("ask", 3)])
def test_a_command_that_fails_ends_the_bench(
    started: Started, log: Path, failing: str, last: int
) -> None:
    with pytest.raises(DiasporaError, match=r" ended with code 7\.$"):
        started(failing)
    assert len(heard(log)) == last


def test_a_server_that_ends_before_it_is_ready(started: Started) -> None:
    with pytest.raises(DiasporaError):
        started(failing="serve")


def test_a_server_that_never_gets_ready_is_stopped(
    started: Started, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eval.bench.starts, "PATIENCE", 1)
    with pytest.raises(DiasporaError, match=r" was not ready in 1 s\.$"):
        started(hanging="serve")
    server = int(log.read_text().splitlines()[-1].split()[0])
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
